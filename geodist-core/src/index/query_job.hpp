// What all jobs of many queries have in common.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

#include "index/bounds.hpp"
#include "index/index_view.hpp"
#include "index/pace.hpp"
#include "index/queries.hpp"
#include "index/tree.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"

namespace geodist::index {

// Queries of some 0.25 ms, if they find little: as many as are worth a thread.
inline constexpr std::size_t query_grain = 500;

template <class Leaves>
class QueryJob : public runtime::LongJob {
  public:
    [[nodiscard]] std::size_t pieces() const { return (points_.size() + size_ - 1) / size_; }
    [[nodiscard]] int threads() const { return threads_; }
    [[nodiscard]] const IndexView<Leaves>& view() const { return view_; }
    [[nodiscard]] const QueryPoints& points() const { return points_; }

    bool run(std::size_t piece) final {
        const runtime::FloatEnvironment environment;
        const std::size_t begin = piece * size_;
        return run_piece(piece, begin, std::min(size_, points_.size() - begin));
    }

  protected:
    QueryJob(const IndexView<Leaves>& view, const QueryPoints& points, std::size_t grain,
             const RunOptions& options)
        : LongJob(options),
          view_(view),
          points_(points),
          threads_(runtime::useful_threads(points.size(), grain, options)),
          size_(piece_size(points.size(), threads_)) {}

    // Points [begin, begin + n). Returns false if it gave up.
    virtual bool run_piece(std::size_t piece, std::size_t begin, std::size_t n) = 0;

  private:
    // Many, for neighbours to follow each other, but enough pieces for all threads.
    [[nodiscard]] static std::size_t piece_size(std::size_t points, int threads) {
        const std::size_t pieces = threads == 1 ? 1 : 4 * static_cast<std::size_t>(threads);
        return std::clamp<std::size_t>((points + pieces - 1) / pieces, 1, Queries::most);
    }

    const IndexView<Leaves>& view_;
    const QueryPoints& points_;
    int threads_;
    std::size_t size_;  // points of a piece
};

// The work at one piece of such a job. `start`: do its searches begin in the leaf a point is in?
template <class Leaves>
class QueryPiece {
  public:
    QueryPiece(QueryJob<Leaves>& job, std::size_t begin, std::size_t n, bool start)
        : job_(job), begin_(begin), pace_(job) {
        const Tree<Leaves>& tree = job.view().tree;
        queries_.load(job.points(), begin, n, *job.view().metric, tree.boxes, tree.leaves.form(),
                      tree.leaves.memory(), start);
        bounds_ = job.view().metric->bounds(std::max(queries_.extent(), job.view().extent));
    }

    // Without the missing ones.
    [[nodiscard]] std::size_t size() const { return queries_.size(); }
    [[nodiscard]] const Query& query(std::size_t i) { return queries_.next(i); }
    // Of the caller's columns.
    [[nodiscard]] std::size_t row(const Query& query) const {
        return job_.points().row(begin_ + query.number);
    }
    [[nodiscard]] const Bounds& bounds() const { return *bounds_; }
    // For what is long within one query.
    [[nodiscard]] Pace& pace() { return pace_; }

    // Calls ask() with each query and its row. Returns false if the job is to stop.
    template <class Ask>
    [[nodiscard]] bool ask_all(Ask ask) {
        for (std::size_t i = 0; i < size(); ++i) {
            Query asked = query(i);
            ask(asked, row(asked));
            if (i % 64 == 0 && job_.should_stop()) {
                return false;
            }
        }
        return true;
    }

  private:
    QueryJob<Leaves>& job_;
    std::size_t begin_;
    Pace pace_;
    Queries queries_;
    std::unique_ptr<const Bounds> bounds_;
};

}  // namespace geodist::index
