// The edges of shapes that are longer than so many metres, to be cut in equal parts.
#pragma once

#include <geodist/shapes.hpp>

#include <array>
#include <cstddef>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/kernels.hpp"
#include "kernels/segment_table.hpp"
#include "runtime/interrupt.hpp"

namespace geodist::shapes {

constexpr std::size_t cut_block = 256;

template <std::size_t columns>
using CutBlock = std::array<std::array<double, cut_block>, columns>;

// One in several parts: those of a geodesic edge are equal in length, those of a planar one in
// longitude and latitude.
struct LongEdge {
    std::size_t edge, parts;
    double azimuth, length;  // of a geodesic edge
};

// Into how many parts a planar edge is to be cut, but for rounding up.
using PlanarParts = double(const geodesy::PreparedEllipsoid& e, double lat1, double lon1,
                           double lat2, double lon2, double longest);

// In the order of edges. `vertices`: vertices_of() the shapes in space, where edges are geodesic.
// Throws GeodistError for more parts than can be counted.
[[nodiscard]] std::vector<LongEdge> long_edges(const ShapesView& shapes,
                                               const kernels::VertexColumns& vertices,
                                               const geodesy::PreparedEllipsoid& e, double longest,
                                               PlanarParts& planar_parts,
                                               runtime::InterruptClock& clock);

// Points at an azimuth and a distance from another, on their way to where they are wanted:
// sink(lat, lon, place).
template <class Sink>
class DistantPoints {
  public:
    DistantPoints(Sink sink, const geodesy::PreparedEllipsoid& e) : sink_(sink), e_(e) {}

    void add(const std::array<double, 4>& from, std::size_t place) {
        if (size_ == cut_block) {
            flush();
        }
        for (std::size_t c = 0; c < from.size(); ++c) {
            in_[c][size_] = from[c];
        }
        place_[size_++] = place;
    }

    void flush() {
        if (size_ == 0) {
            return;
        }
        CutBlock<3> found;
        const double* const in[] = {in_[0].data(), in_[1].data(), in_[2].data(), in_[3].data()};
        double* const out[] = {found[0].data(), found[1].data(), found[2].data()};
        kernels::active_kernels().kernel(Operation::direct)(in, out, size_, e_);
        for (std::size_t i = 0; i < size_; ++i) {
            sink_(found[0][i], found[1][i], place_[i]);
        }
        size_ = 0;
    }

  private:
    Sink sink_;
    const geodesy::PreparedEllipsoid& e_;
    CutBlock<4> in_;
    std::array<std::size_t, cut_block> place_;
    std::size_t size_ = 0;
};

}  // namespace geodist::shapes
