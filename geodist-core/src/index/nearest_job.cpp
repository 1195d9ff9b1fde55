#include "index/nearest_job.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "index/near_search.hpp"
#include "index/search_piece.hpp"

namespace geodist::index {

NearestJob::NearestJob(const PointView& view, const QueryPoints& points, Extreme extreme,
                       std::size_t k, std::span<double> distances, std::span<std::int64_t> rows,
                       const QueryOptions& options)
    // A search for the farthest is long enough by itself.
    : QueryJob(view, points, extreme == Extreme::nearest ? query_grain : 1, options),
      extreme_(extreme),
      k_(k),
      distances_(distances),
      rows_(rows),
      options_(options) {}

class NearestJob::Piece {
  public:
    Piece(NearestJob& job, std::size_t begin, std::size_t n)
        : job_(job),
          begin_(begin),
          n_(n),
          k_(job.k_),
          queries_(job, begin, n, true),
          near_search_(job.view().tree, *job.view().metric, queries_.pace()),
          bound_search_(job.view().tree, *job.view().metric, queries_.pace()) {}

    [[nodiscard]] bool run() {
        if (!fill_missing()) {
            return false;
        }
        const QueryOptions& options = job_.options_;
        const double limit = queries_.bounds().outer(options.max_distance);
        return queries_.run(
            [&](Query& query, std::size_t row) {
                if (options.exclude_self) {
                    query.self = options.first_row + row;
                }
                return find(query, row, limit) ? std::nullopt : std::optional(options.max_distance);
            },
            [&](std::size_t row, std::vector<Neighbour>& neighbours) {
                keep_nearest(neighbours, k_, queries_.pace());
                write(row, neighbours);
            });
    }

  private:
    // Of many neighbours, memory that is touched for the first time takes long. Returns false if
    // the job is to stop.
    [[nodiscard]] bool fill_missing() {
        if (job_.points().are_in_order()) {
            return true;  // in another order than rows: the caller has done it
        }
        constexpr std::size_t at_once = 1 << 18;
        const std::size_t end = (begin_ + n_) * k_;
        for (std::size_t i = begin_ * k_; i < end; i += at_once) {
            const std::size_t count = std::min(at_once, end - i);
            std::fill_n(job_.distances_.begin() + static_cast<std::ptrdiff_t>(i), count,
                        std::numeric_limits<double>::infinity());
            std::fill_n(job_.rows_.begin() + static_cast<std::ptrdiff_t>(i), count, -1);
            if (job_.should_stop()) {
                return false;
            }
        }
        return true;
    }

    // Returns whether it is done with the row; else pairs wait.
    [[nodiscard]] bool find(const Query& query, std::size_t row, double limit) {
        const double max_distance = job_.options_.max_distance;
        const Extreme extreme = job_.extreme_;
        if (extreme == Extreme::nearest && near_search_.nearest(query, k_, max_distance)) {
            for (std::size_t j = 0; j < near_search_.size(); ++j) {
                write(row, j, near_search_.found(j));
            }
            return true;
        }
        Search<PointLeaves>& search = queries_.search();
        const Bounds& bounds = queries_.bounds();
        if (extreme == Extreme::farthest || !search.nearest(query, k_, bounds, limit)) {
            write(row, bound_search_.find(query, extreme, k_, bounds, max_distance));
            return true;
        }
        for (const Candidate& candidate : search.found()) {
            queries_.pace().step();
            queries_.add(query, candidate.place);
        }
        return false;
    }

    void write(std::size_t row, std::span<const Neighbour> found) {
        for (std::size_t j = 0; j < found.size(); ++j) {
            write(row, j, found[j]);
        }
    }
    void write(std::size_t row, std::size_t j, const Neighbour& found) {
        job_.distances_[row * k_ + j] = found.distance;
        job_.rows_[row * k_ + j] = job_.view().checked(found.row);
    }

    NearestJob& job_;
    std::size_t begin_, n_;
    std::size_t k_;
    SearchPiece<PointLeaves> queries_;
    NearSearch near_search_;
    BoundSearch<PointLeaves> bound_search_;
};

bool NearestJob::run_piece(std::size_t, std::size_t begin, std::size_t n) {
    return Piece(*this, begin, n).run();
}

void keep_nearest(std::vector<Neighbour>& neighbours, std::size_t k, Pace& pace) {
    const std::size_t n = std::min(k, neighbours.size());
    if (n == 1) {
        std::iter_swap(neighbours.begin(),
                       std::min_element(neighbours.begin(), neighbours.end(), is_nearer));
    } else if (neighbours.size() >= Pace::many) {
        pace.sort(neighbours, is_nearer);
    } else {
        std::partial_sort(neighbours.begin(), neighbours.begin() + static_cast<std::ptrdiff_t>(n),
                          neighbours.end(), is_nearer);
    }
    neighbours.resize(n);
}

}  // namespace geodist::index
