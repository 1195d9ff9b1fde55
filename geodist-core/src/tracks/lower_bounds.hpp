// How far a track is at least from the tracks of a set, without a look at most of their vertices.
#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <vector>

#include "tracks/compared_tracks.hpp"

namespace geodist::tracks {

// What bounds need to know of each track of a set, by columns. Constant members may be called from
// several threads.
class TrackOutlines {
  public:
    explicit TrackOutlines(const TrackSet& set);

    [[nodiscard]] std::size_t rows() const { return size.size(); }
    [[nodiscard]] std::size_t nbytes() const { return 13 * sizeof(double) * rows(); }
    // How far edges may be outside of the box of their vertices: measured when first wanted.
    [[nodiscard]] const std::vector<double>& bulges(const TrackSet& set) const;

    std::array<std::vector<double>, 3> low, high;    // the box of the vertices, metres
    std::array<std::vector<double>, 3> first, last;  // vertices, metres
    std::vector<double> size;                        // how many vertices there are

  private:
    mutable std::once_flag has_bulges_;
    mutable std::vector<double> bulges_;
};

// Of one query. Distances are those of TrackComparison.
class LowerBounds {
  public:
    // gap_sums: for erp, of the set.
    LowerBounds(const TrackSides& sides, const TrackOutlines& outlines,
                const std::vector<double>& gap_sums, std::size_t query);

    // For each row of the set, from its outline.
    void of_all(std::vector<double>& bounds) const;
    // A better one, from the vertices of the query and, where there is a window, of the row.
    [[nodiscard]] double of_one(std::size_t row) const;

  private:
    [[nodiscard]] bool is_open() const;
    void set_envelope();
    void gap_squares(std::vector<double>& out) const;
    [[nodiscard]] double within_window(std::size_t row) const;

    const TrackSides& sides_;
    const TrackOutlines& outlines_;
    const std::vector<double>& gap_sums_;
    kernels::VertexColumns a_;
    std::size_t n_;
    SpaceBox box_;
    double bulge_ = 0;                             // of sspd: of the query,
    const std::vector<double>* bulges_ = nullptr;  // and of the set
    std::vector<double> gaps_;                     // of erp: of the vertices of the query
    double gap_sum_ = 0;
    // Of vertices that vertex j of another track may be matched with: low and high x, y, z.
    std::array<std::vector<double>, 6> envelope_;
};

}  // namespace geodist::tracks
