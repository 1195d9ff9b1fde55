// A column of tracks made ready for many comparisons.
#pragma once

#include <geodist/shapes.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "kernels/elastic_table.hpp"
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
                const geodesy::PreparedEllipsoid& e);

    [[nodiscard]] std::size_t rows() const { return starts_.size() - 1; }
    [[nodiscard]] std::size_t size(std::size_t row) const {
        return starts_[row + 1] - starts_[row];
    }
    [[nodiscard]] const ShapesView& shapes() const { return shapes_; }
    [[nodiscard]] const SpaceBox& box(std::size_t row) const { return boxes_[row]; }
    // Readable for kernels::warp_padding numbers past the end.
    [[nodiscard]] kernels::VertexColumns vertices(std::size_t row) const {
        return kernels::VertexColumns{x_.data(), y_.data(), z_.data(), h_.data()}.from(
            starts_[row]);
    }
    // Degrees, as the kernels take them: n vertices of a row from `begin`.
    void degrees(std::size_t row, std::size_t begin, std::size_t n, double* lat,
                 double* lon) const;

  private:
    void prepare(std::size_t row, const geodesy::PreparedEllipsoid& e);

    ShapesView shapes_;
    std::vector<std::size_t> starts_;
    std::vector<double> x_, y_, z_, h_;
    std::vector<SpaceBox> boxes_;
};

}  // namespace geodist::tracks
