// A job over geometries of different numbers of vertices.
#pragma once

#include <geodist/run_options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"

namespace geodist::batch {

// The vertices of geometry i are offsets[i], offsets[i] + 1, ... offsets[i + 1] - 1. Pieces end at
// geometries, and what a geometry gives does not depend on the piece that it is in.
class RaggedJob : public runtime::LongJob {
  public:
    [[nodiscard]] std::size_t pieces() const { return vertices() / piece_size_ + 1; }
    [[nodiscard]] int threads() const { return threads_; }

    bool run(std::size_t piece) final {
        const runtime::FloatEnvironment environment;
        const std::size_t begin = first_from(piece * piece_size_);
        const std::size_t end =
            piece + 1 == pieces() ? size() : first_from((piece + 1) * piece_size_);
        return begin == end || compute(begin, end);
    }

  protected:
    // `offsets`: one more than there are geometries, not falling. `grain`: vertices, for
    // useful_threads.
    RaggedJob(std::span<const std::int64_t> offsets, std::size_t grain, const RunOptions& options)
        : LongJob(options),
          offsets_(offsets),
          threads_(runtime::useful_threads(vertices(), grain, options)),
          piece_size_(std::max<std::size_t>(1, grain / pieces_per_grain)) {}

    [[nodiscard]] std::size_t size() const { return offsets_.size() - 1; }
    [[nodiscard]] std::size_t begin(std::size_t geometry) const {
        return static_cast<std::size_t>(offsets_[geometry]);
    }
    [[nodiscard]] std::size_t end(std::size_t geometry) const { return begin(geometry + 1); }

    // Geometries [first, last), of a piece or longer than one. Returns false if it gave up because
    // should_stop(). Errors say which geometry and which of its vertices: as the lowest piece's
    // reaches the caller, it is that of the first geometry in error, if compute() goes by order.
    virtual bool compute(std::size_t first, std::size_t last) = 0;

  private:
    static constexpr std::size_t pieces_per_grain = 4;

    [[nodiscard]] std::size_t vertices() const {
        return static_cast<std::size_t>(offsets_.back() - offsets_.front());
    }
    // The first geometry that begins at this vertex of the job or after it.
    [[nodiscard]] std::size_t first_from(std::size_t vertex) const {
        const auto wanted = offsets_.front() + static_cast<std::int64_t>(vertex);
        return static_cast<std::size_t>(
            std::lower_bound(offsets_.begin(), offsets_.end() - 1, wanted) - offsets_.begin());
    }

    std::span<const std::int64_t> offsets_;
    int threads_;
    std::size_t piece_size_;  // vertices
};

}  // namespace geodist::batch
