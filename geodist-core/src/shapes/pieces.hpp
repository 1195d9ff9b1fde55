// The edges of shapes as short pieces of geodesics in space.
#pragma once

#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/segment_table.hpp"

namespace geodist::shapes {

// Every edge of every line and ring, in equal pieces. Runs follow each other: a run is a line, a
// ring, closed by its first vertex again, or a point, which is a piece of no length. Piece i leads
// from vertex i to vertex i + 1.
struct Pieces {
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    std::vector<double> x, y, z, h;  // geodesy::Vertex
    // Of the piece that begins at a vertex: the number of the caller's vertex at which its edge
    // begins. None at the last vertex of a run.
    std::vector<std::uint32_t> edge;
    // No edge is farther from the geodesics between the ends of its pieces; 0 if all are geodesics.
    double sag = 0;

    [[nodiscard]] std::size_t size() const { return edge.size(); }
    [[nodiscard]] kernels::VertexColumns columns() const {
        return {x.data(), y.data(), z.data(), h.data()};
    }
    [[nodiscard]] kernels::VertexOutput output() {
        return {x.data(), y.data(), z.data(), h.data()};
    }
};

// Geodesic edges in pieces no longer than `longest`, metres, equal in length; planar ones in pieces
// equal in longitude and latitude, as geodesy::planar_pieces() has it.
// `shapes` as check_shapes() accepts them. Throws GeodistError for more pieces than can be counted.
[[nodiscard]] Pieces cut_edges(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
                               double longest, const RunOptions& options);

// Leaves out pieces of no length that begin where another ends: nothing is nearer to them. A ship
// at anchor has hundreds, which a search would all have to measure.
void leave_out_repeats(Pieces& pieces);

// Planar edges as geodesy::planar_pieces_within() has it, so that `sag` is no more than that;
// others in pieces no longer than NearConstants::piece.
[[nodiscard]] Pieces cut_edges_within(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
                                      double sag, const RunOptions& options);
// How many pieces planar edges become there, about.
[[nodiscard]] double count_planar_pieces(const ShapesView& shapes,
                                         const geodesy::PreparedEllipsoid& e, double sag);

// Which piece of its edge one is, and how many there are.
struct PieceNumber {
    std::size_t number, count;
};
[[nodiscard]] PieceNumber number_of_piece(const Pieces& pieces, std::size_t piece);
// The fraction of its edge at t in [0, 1] of a piece.
[[nodiscard]] double fraction_of_edge(const Pieces& pieces, std::size_t piece, double t);

}  // namespace geodist::shapes
