// All points within a radius of many points.
#pragma once

#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/queries.hpp"
#include "index/search.hpp"
#include "index/storage.hpp"
#include "index/work.hpp"

namespace geodist::index {

class RadiusJob : public LongJob {
  public:
    // One radius for all rows, or one for each.
    RadiusJob(const Storage& storage, const Meter& meter, const IndexPoints& points,
              std::span<const double> radius, const RadiusOptions& options);

    [[nodiscard]] std::size_t pieces() const { return found_.size(); }
    [[nodiscard]] int threads() const { return threads_; }
    bool run(std::size_t piece) override;

    // Puts together what the pieces found.
    [[nodiscard]] Neighbours collect();

  private:
    class Piece;

    // Of the rows of a piece one after the other, in the order in which they were asked for.
    struct Found {
        std::vector<std::size_t> rows;
        std::vector<std::size_t> ends;
        std::vector<std::uint32_t> neighbours;
        std::vector<double> distances;
    };

    void copy(const Found& found, Neighbours& to) const;

    const Storage& storage_;
    const Meter& meter_;
    const IndexPoints& points_;
    std::span<const double> radius_;
    const RadiusOptions& options_;
    int threads_;
    std::size_t size_;
    std::vector<Found> found_;
};

// The same, counted only. Whole boxes are counted at once.
class CountJob : public LongJob {
  public:
    CountJob(const Storage& storage, const Meter& meter, const IndexPoints& points,
             std::span<const double> radius, std::span<std::int64_t> counts,
             const RadiusOptions& options);

    [[nodiscard]] std::size_t pieces() const { return (points_.lat.size() + size_ - 1) / size_; }
    [[nodiscard]] int threads() const { return threads_; }
    bool run(std::size_t piece) override;

  private:
    class Piece;

    const Storage& storage_;
    const Meter& meter_;
    const IndexPoints& points_;
    std::span<const double> radius_;
    std::span<std::int64_t> counts_;
    const RadiusOptions& options_;
    int threads_;
    std::size_t size_;
};

}  // namespace geodist::index
