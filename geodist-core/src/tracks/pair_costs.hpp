// The distances between the vertices of two tracks, row by row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/kernels.hpp"
#include "tracks/track_column.hpp"

namespace geodist::tracks {

// How to measure the vertices of a pair: by kernels::NearCost, or as cdist() does.
enum class Reach { quick, full, any };

// How far apart vertices may be for each: chords, metres.
struct ReachLimits {
    double quick, full;
};
[[nodiscard]] ReachLimits reach_limits(const geodesy::PreparedEllipsoid& e);

class PairCosts {
  public:
    PairCosts(const TrackColumn& a, const TrackColumn& b, const geodesy::PreparedEllipsoid& e);

    // Chooses the pair to look at.
    void set(std::size_t row_a, std::size_t row_b, Reach reach);

    [[nodiscard]] std::size_t rows() const { return a_.size(row_a_); }
    [[nodiscard]] std::size_t columns() const { return b_.size(row_b_); }

    // Metres from vertex i of a to vertices j, ..., j + n - 1 of b.
    void row(std::size_t i, std::size_t j, std::size_t n, double* out);

  private:
    static constexpr std::size_t block_size = 256;

    void row_anywhere(std::size_t i, std::size_t j, std::size_t n, double* out);

    const TrackColumn &a_, &b_;
    const geodesy::PreparedEllipsoid& e_;
    std::size_t row_a_ = 0, row_b_ = 0;
    Reach reach_ = Reach::any;

    // Where the vertices are measured as by cdist(): those of b, and some of a.
    struct Block {
        kernels::PreparedBlock<block_size> points;
        kernels::DeferredPairs deferred;
    };
    std::unique_ptr<Block> from_;
    std::size_t from_begin_ = 0;
    bool has_from_ = false, has_to_ = false;
    std::vector<double> lat_, lon_, normal_, trigonometry_[4];
    std::vector<std::int64_t> space_[3];
};

}  // namespace geodist::tracks
