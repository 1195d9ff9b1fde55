// The nearest, or the farthest, of many points.
#pragma once

#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

#include "index/bound_search.hpp"
#include "index/queries.hpp"
#include "index/search.hpp"
#include "index/storage.hpp"
#include "index/work.hpp"

namespace geodist::index {

class NearestJob : public LongJob {
  public:
    NearestJob(const Storage& storage, const Meter& meter, const IndexPoints& points,
               Extreme extreme, std::size_t k, std::span<double> distances,
               std::span<std::int64_t> rows, const QueryOptions& options);

    [[nodiscard]] std::size_t pieces() const { return (points_.lat.size() + size_ - 1) / size_; }
    [[nodiscard]] int threads() const { return threads_; }
    bool run(std::size_t piece) override;

  private:
    class Piece;

    const Storage& storage_;
    const Meter& meter_;
    const IndexPoints& points_;
    Extreme extreme_;
    std::size_t k_;
    std::span<double> distances_;
    std::span<std::int64_t> rows_;
    const QueryOptions& options_;
    int threads_;
    std::size_t size_;  // rows of a piece
};

// Rows of a piece: many, for neighbours to follow each other, but enough pieces for all threads.
[[nodiscard]] std::size_t piece_size(std::size_t rows, int threads);

}  // namespace geodist::index
