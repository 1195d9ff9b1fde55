// A column of tracks made ready for many comparisons.
#pragma once

#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "kernels/elastic_table.hpp"
#include "tracks/aligned_columns.hpp"
#include "tracks/track_rows.hpp"

namespace geodist::tracks {

// Of the coordinates in space of vertices, metres.
struct SpaceBox {
    std::array<double, 3> low, high;

    void add(const SpaceBox& other);
    [[nodiscard]] double diagonal_square() const;
    // Of the nearest places of two boxes; 0 where they meet.
    [[nodiscard]] double gap_square(const SpaceBox& other) const;
};

class TrackColumn {
  public:
    // The shapes have to live as long. Throws what check_tracks() throws.
    TrackColumn(const ShapesView& shapes, std::string_view name,
                const geodesy::PreparedEllipsoid& e, const RunOptions& options = {});

    [[nodiscard]] std::size_t rows() const { return boxes_.size(); }
    [[nodiscard]] std::size_t size(std::size_t row) const { return track_row(shapes_, row).size(); }
    // Without the shapes.
    [[nodiscard]] std::size_t nbytes() const {
        return columns_.nbytes() + rows() * (sizeof(SpaceBox) + sizeof(std::size_t));
    }
    [[nodiscard]] const ShapesView& shapes() const { return shapes_; }
    [[nodiscard]] const SpaceBox& box(std::size_t row) const { return boxes_[row]; }
    // Aligned, and readable for kernels::warp_padding numbers on both sides.
    [[nodiscard]] kernels::VertexColumns vertices(std::size_t row) const {
        return columns_.vertices().from(starts_[row]);
    }
    // Degrees, as the kernels take them: n vertices of a row from `begin`.
    void degrees(std::size_t row, std::size_t begin, std::size_t n, double* lat, double* lon) const;

  private:
    class Job;

    void prepare(std::size_t row, const geodesy::PreparedEllipsoid& e);

    ShapesView shapes_;
    std::vector<std::size_t> starts_;
    AlignedColumns columns_;
    std::vector<SpaceBox> boxes_;
};

}  // namespace geodist::tracks
