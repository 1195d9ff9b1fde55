#include "shapes/make_arcs.hpp"

#include <geodist/batch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "shapes/arc_fit.hpp"
#include "shapes/exterior.hpp"
#include "shapes/ring_walk.hpp"
#include "simd/math.hpp"

namespace geodist::shapes {

namespace {

// An azimuth this near to north or south tells nothing of east and west.
constexpr double half_turn = 179;

// The arcs of rings, many rings at a time: long edges are cut in batches.
class GeodesicArcs {
  public:
    GeodesicArcs(PolygonArcs& out, const ShapesView& shapes, const Ellipsoid& ellipsoid,
                 const RunOptions& options)
        : out_(out),
          shapes_(shapes),
          ellipsoid_(ellipsoid),
          options_(options),
          walk_(ellipsoid, edges_, steps_) {}

    void add_polygon(std::size_t row, std::size_t first_ring, std::size_t last_ring) {
        for (std::size_t ring = first_ring; ring < last_ring; ++ring) {
            const auto begin = static_cast<std::size_t>(shapes_.rings[ring]);
            const auto n = static_cast<std::size_t>(shapes_.rings[ring + 1]) - begin;
            const std::size_t edge = edges_.size(), step = steps_.size();
            const bool is_low =
                walk_.walk(shapes_.lat.subspan(begin, n), shapes_.lon.subspan(begin, n));
            rings_.push_back(
                {row, ring, edge, edges_.size(), step, steps_.size(), ring == first_ring, is_low});
        }
    }
    void finish_if_many() {
        if (edges_.size() >= many) {
            finish();
        }
    }
    void finish();

  private:
    static constexpr std::size_t many = 16384;

    struct Ring {
        std::size_t row, number;
        std::size_t edge, end, step, step_end;
        bool is_outer, is_low;
    };
    // Edges that are cut, in order. The points between their pieces: those from `first`.
    struct Cut {
        std::size_t edge;
        std::size_t pieces, first;
        double azimuth, length;
    };

    void cut_long_edges();
    void add_ring(const Ring& ring, std::vector<Cut>::const_iterator& cut);
    void add_edge(const RingEdge& edge, const Cut* cut);
    void add_piece(const RingEdge& piece, double length, bool is_eastward);
    double length_at_most(const RingEdge& edge) const;

    PolygonArcs& out_;
    const ShapesView& shapes_;
    const Ellipsoid& ellipsoid_;
    const RunOptions& options_;
    std::vector<RingEdge> edges_;
    std::vector<SouthStep> steps_;
    std::vector<Ring> rings_;
    std::vector<Cut> cuts_;
    std::vector<double> cut_lat_, cut_lon_;
    RingWalk walk_;
};

// Along the parallel nearer to the equator, then along the meridian.
double GeodesicArcs::length_at_most(const RingEdge& edge) const {
    const geodesy::PreparedEllipsoid& e = *out_.ellipsoid;
    const double largest = e.f > 0 ? e.a / e.f1 : e.a;  // radius of curvature
    const double north = std::abs(edge.lat2 - edge.lat1) * simd::degree;
    const double lowest =
        edge.lat1 * edge.lat2 <= 0 ? 0 : std::min(std::abs(edge.lat1), std::abs(edge.lat2));
    // the cosine, from above
    const double phi = lowest * simd::degree, square = phi * phi;
    const double cosine = 1 - square / 2 * (1 - square / 12);
    const double east = std::abs(degrees_east(edge.lon1, edge.lon2)) * simd::degree;
    return largest * (north + east * cosine) * (1 + 1e-9);
}

void GeodesicArcs::cut_long_edges() {
    const double longest = out_.ellipsoid->near.piece;
    cuts_.clear();
    std::array<std::vector<double>, 4> ends;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
        const RingEdge& edge = edges_[i];
        if (length_at_most(edge) > longest) {
            cuts_.push_back({i, 1, 0, 0, 0});
            ends[0].push_back(edge.lat1);
            ends[1].push_back(edge.lon1);
            ends[2].push_back(edge.lat2);
            ends[3].push_back(edge.lon2);
        }
    }
    const std::size_t n = cuts_.size();
    std::vector<double> length(n), first(n), last(n);
    const auto input = [](const std::vector<double>& column) {
        return StridedInput{column.data(), sizeof(double)};
    };
    const auto output = [](std::vector<double>& column) {
        return StridedOutput{column.data(), sizeof(double)};
    };
    BatchOptions options;
    static_cast<RunOptions&>(options) = options_;
    run(Operation::inverse,
        std::array{input(ends[0]), input(ends[1]), input(ends[2]), input(ends[3])},
        std::array{output(length), output(first), output(last)}, n, ellipsoid_, options);
    std::array<std::vector<double>, 4> from;
    for (std::size_t k = 0; k < n; ++k) {
        Cut& cut = cuts_[k];
        cut.length = length[k];
        cut.azimuth = first[k];
        cut.first = from[0].size();
        cut.pieces =
            std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(cut.length / longest)));
        for (std::size_t piece = 1; piece < cut.pieces; ++piece) {
            from[0].push_back(ends[0][k]);
            from[1].push_back(ends[1][k]);
            from[2].push_back(cut.azimuth);
            from[3].push_back(cut.length * static_cast<double>(piece) /
                              static_cast<double>(cut.pieces));
        }
    }
    const std::size_t points = from[0].size();
    cut_lat_.resize(points);
    cut_lon_.resize(points);
    std::vector<double> azimuth(points);
    run(Operation::direct,
        std::array{input(from[0]), input(from[1]), input(from[2]), input(from[3])},
        std::array{output(cut_lat_), output(cut_lon_), output(azimuth)}, points, ellipsoid_,
        options);
}

void GeodesicArcs::add_piece(const RingEdge& piece, double length, bool is_eastward) {
    const double east = degrees_east(piece.lon1, piece.lon2);
    // A piece that is nearly a meridian may turn back by a rounding error: it is what its ends say.
    if (std::abs(east) < 90) {
        is_eastward = east > 0;
    }
    if (out_.lat.empty() || out_.lat.back() != piece.lat1 || out_.lon.back() != piece.lon1) {
        out_.lat.push_back(piece.lat1);
        out_.lon.push_back(piece.lon1);
    }
    const std::size_t first = out_.lat.size() - 1;
    out_.lat.push_back(piece.lat2);
    out_.lon.push_back(piece.lon2);
    ArcEnds ends = is_eastward ? ArcEnds{piece.lat1, piece.lon1, piece.lat2, piece.lon2, 0}
                               : ArcEnds{piece.lat2, piece.lon2, piece.lat1, piece.lon1, 0};
    ends.width = ends.east - ends.west;
    if (ends.width < 0) {
        ends.width += 360;
    }
    add_arc(out_, fit_geodesic(*out_.ellipsoid, ends, length), first, is_eastward);
}

void GeodesicArcs::add_edge(const RingEdge& edge, const Cut* cut) {
    const double east = degrees_east(edge.lon1, edge.lon2);
    if (cut == nullptr) {
        add_piece(edge, length_at_most(edge), east > 0);
        return;
    }
    const bool is_eastward = std::abs(east) < half_turn ? east > 0 : cut->azimuth > 0;
    const double length = cut->length / static_cast<double>(cut->pieces);
    RingEdge piece = edge;
    for (std::size_t k = 0; k < cut->pieces; ++k) {
        if (k + 1 == cut->pieces) {
            piece.lat2 = edge.lat2;
            piece.lon2 = edge.lon2;
        } else {
            piece.lat2 = cut_lat_[cut->first + k];
            piece.lon2 =
                edge.lon1 == edge.lon2 ? edge.lon1 : normal_longitude(cut_lon_[cut->first + k]);
        }
        add_piece(piece, length, is_eastward);
        piece.lat1 = piece.lat2;
        piece.lon1 = piece.lon2;
    }
}

void GeodesicArcs::add_ring(const Ring& ring, std::vector<Cut>::const_iterator& cut) {
    if (ring.is_outer) {
        out_.polygons.push_back({static_cast<std::uint32_t>(ring.row),
                                 static_cast<std::uint32_t>(out_.arcs.size()),
                                 static_cast<std::uint32_t>(out_.steps.size()), false});
    }
    const std::size_t first = out_.arcs.size(), first_step = out_.steps.size();
    for (std::size_t i = ring.edge; i < ring.end; ++i) {
        const bool is_cut = cut != cuts_.end() && cut->edge == i;
        add_edge(edges_[i], is_cut ? &*cut : nullptr);
        if (is_cut) {
            ++cut;
        }
    }
    out_.steps.insert(out_.steps.end(), steps_.begin() + static_cast<std::ptrdiff_t>(ring.step),
                      steps_.begin() + static_cast<std::ptrdiff_t>(ring.step_end));
    const bool is_plain = ring.is_low && !shapes_.oriented;
    if (!is_plain) {
        const auto begin = static_cast<std::size_t>(shapes_.rings[ring.number]);
        const auto n = static_cast<std::size_t>(shapes_.rings[ring.number + 1]) - begin;
        const RingArcs arcs{
            std::span(out_.arcs).subspan(first), std::span(out_.steps).subspan(first_step),
            shapes_.lat.subspan(begin, n), shapes_.lon.subspan(begin, n), !ring.is_outer};
        if (is_outside_odd(out_, arcs, shapes_.oriented, ellipsoid_, options_)) {
            out_.polygons.back().is_flipped = !out_.polygons.back().is_flipped;
        }
    }
}

void GeodesicArcs::finish() {
    cut_long_edges();
    auto cut = cuts_.cbegin();
    for (const Ring& ring : rings_) {
        add_ring(ring, cut);
    }
    edges_.clear();
    steps_.clear();
    rings_.clear();
}

}  // namespace

void make_geodesic_arcs(PolygonArcs& out, const ShapesView& shapes, const Ellipsoid& ellipsoid,
                        const RunOptions& options) {
    GeodesicArcs maker(out, shapes, ellipsoid, options);
    for_each_polygon(shapes, [&](std::size_t row, std::size_t first, std::size_t last) {
        maker.add_polygon(row, first, last);
        maker.finish_if_many();
    });
    maker.finish();
}

}  // namespace geodist::shapes
