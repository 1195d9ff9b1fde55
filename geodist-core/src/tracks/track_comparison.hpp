// One pair of tracks after the other, compared by one measure.
#pragma once

#include <geodist/elastic.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/elastic_table.hpp"
#include "tracks/aligned_columns.hpp"
#include "tracks/compared_tracks.hpp"
#include "tracks/pair_costs.hpp"
#include "tracks/row_programme.hpp"
#include "tracks/track_column.hpp"
#include "tracks/upper_bound.hpp"

namespace geodist::tracks {

// What a thread needs to compare pairs.
class TrackComparison {
  public:
    explicit TrackComparison(const TrackSides& sides);

    void ask(RowProgramme::Stop stop, void* data);
    // The results since are of no use.
    [[nodiscard]] bool stopped() const { return stopped_ || programme_.stopped(); }

    // The distance of row i of a and row j of b; infinite beyond the bound and max_distance, which
    // end dtw and discrete_frechet early.
    [[nodiscard]] double distance(std::size_t i, std::size_t j,
                                  double bound = std::numeric_limits<double>::infinity());
    // The same, with the vertices that belong together.
    [[nodiscard]] double align(std::size_t i, std::size_t j, std::vector<std::int64_t>& first,
                               std::vector<std::int64_t>& second);

    // Distances of the vertices of a row from the gap.
    [[nodiscard]] static std::vector<double> gaps(const TrackMeasure& measure, const TrackSet& set,
                                                  std::size_t row);

  private:
    [[nodiscard]] bool is_bounded() const;
    [[nodiscard]] bool is_dtw() const;
    [[nodiscard]] std::size_t window() const;
    [[nodiscard]] double warp(std::size_t i, std::size_t j, double bound);
    [[nodiscard]] double warp_near(std::size_t i, std::size_t j, Reach reach, double limit);
    [[nodiscard]] double warp_far(double limit);
    void set_borders(std::size_t n, std::size_t m);
    [[nodiscard]] double lifted(double bound, std::size_t i, std::size_t j) const;
    [[nodiscard]] Reach choose_reach(std::size_t i, std::size_t j, double& bound) const;
    void set_gaps(std::size_t i, std::size_t j);
    [[nodiscard]] double finished(double value, std::size_t i, std::size_t j) const;
    [[nodiscard]] double chamfer(std::size_t i, std::size_t j);
    [[nodiscard]] double sspd(std::size_t i, std::size_t j) const;

    const TrackSides& sides_;
    const TrackColumn &a_, &b_;
    const geodesy::PreparedEllipsoid& e_;
    ReachLimits limits_;
    WarpTerms terms_;
    UpperBound upper_;
    PairCosts costs_;
    RowProgramme programme_;
    AlignedColumns rows_;
    std::size_t gaps_of_a_ = static_cast<std::size_t>(-1);
    std::vector<double> gap_a_, gap_b_, before_a_, before_b_,
        least_;  // gap_b_: with padding on both sides
    RowProgramme::Stop stop_ = nullptr;
    void* stop_data_ = nullptr;
    bool stopped_ = false;
};

}  // namespace geodist::tracks
