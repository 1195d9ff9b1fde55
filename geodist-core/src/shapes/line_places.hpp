// Places along the lines of a row by metres from its beginning.
#pragma once

#include <geodist/geodesic.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "shapes/geodesic_edge.hpp"

namespace geodist::shapes {

// Throws GeodistError for a row that is neither line nor multi-line; as check_shapes.
void check_linear(const ShapesView& lines);

class LinePlaces {
  public:
    // `row` is a line or a multi-line; the shapes and the ellipsoid must outlive this.
    LinePlaces(const ShapesView& shapes, std::size_t row, const geodesy::PreparedEllipsoid& e);

    [[nodiscard]] bool is_empty() const { return ends_.empty(); }
    [[nodiscard]] double length() const { return starts_.back(); }
    // At that many metres; beyond an end, there.
    [[nodiscard]] LatLon at(double along) const;
    // How many metres along a place on the edge that begins at this vertex is.
    [[nodiscard]] double along(std::size_t edge, double fraction) const;

    // Is a point to the left of the line, whose nearest place is on that edge?
    [[nodiscard]] bool is_left(std::size_t edge, const EdgeFoot& foot, double lat,
                               double lon) const;

  private:
    [[nodiscard]] double part_of_edge(std::size_t edge, std::size_t end, double fraction,
                                      double length) const;
    [[nodiscard]] std::size_t number_of(std::size_t edge) const;
    [[nodiscard]] double azimuth(std::size_t number, double fraction) const;

    const ShapesView& shapes_;
    const geodesy::PreparedEllipsoid& e_;
    std::vector<std::size_t> edges_, ends_;  // first and last vertex of each edge
    std::vector<double> starts_{0};          // metres before each edge, and the whole
};

}  // namespace geodist::shapes
