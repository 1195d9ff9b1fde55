#include "shapes/tree_distances.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "shapes/edge_tree.hpp"
#include "shapes/pair_measure.hpp"
#include "shapes/places.hpp"

namespace geodist::shapes {

namespace {

std::vector<EdgeTree::Nearest> nearest_edges(const ShapesView& points, const Operand& shape,
                                             std::size_t pairs, const Ellipsoid& ellipsoid,
                                             const RunOptions& options) {
    const EdgeTree tree(shape.view(), ellipsoid, options);
    std::vector<EdgeTree::Nearest> nearest(pairs);
    tree.nearest(PointColumns(points.lat, points.lon), nearest,
                 std::numeric_limits<double>::infinity(), options);
    return nearest;
}

}  // namespace

void measure_by_tree(const PreparedPair& sides, OutColumn out, const Ellipsoid& ellipsoid,
                     const RunOptions& options) {
    const bool first = sides.a.are_points();
    const ShapesView& points = (first ? sides.a : sides.b).view();
    const Operand& shape = first ? sides.b : sides.a;
    const Insides& in = first ? sides.in_b : sides.in_a;
    const auto nearest = nearest_edges(points, shape, out.size(), ellipsoid, options);
    const bool is_polygon = shape.is_polygon(0);
    visit_pairs(sides, false, options, [&](PairSearch&, std::size_t i, std::size_t, std::size_t) {
        const double distance = nearest[i].distance;
        const double lat = points.lat[i], lon = points.lon[i];
        if (std::isnan(lat) || std::isnan(lon)) {
            out[i] = std::numeric_limits<double>::quiet_NaN();
        } else {
            out[i] = is_polygon && in.covers(0, lat, lon) ? 0 : distance;
        }
    });
}

void locate_by_tree(const PreparedPair& sides, const NearestOutput& out, const Ellipsoid& ellipsoid,
                    const RunOptions& options) {
    const bool first = sides.a.are_points();
    const ShapesView& points = (first ? sides.a : sides.b).view();
    const Operand& shape = first ? sides.b : sides.a;
    const auto nearest = nearest_edges(points, shape, out.distance.size(), ellipsoid, options);
    for (std::size_t i = 0; i < nearest.size(); ++i) {
        NearestOfPair none;
        TwoLocations found = locate(sides, none, 0, 0);
        out.distance[i] = std::numeric_limits<double>::quiet_NaN();
        if (nearest[i].edge != EdgeTree::none) {
            out.distance[i] = nearest[i].distance;
            Location point;
            point.row = static_cast<std::int64_t>(i);
            point.lat = points.lat[i];
            point.lon = points.lon[i];
            found = {point, location_of(shape.view(), nearest[i].edge, nearest[i].fraction, 0, 0)};
        }
        store(first ? out.a : out.b, i, found.a);
        store(first ? out.b : out.a, i, found.b);
    }
}

}  // namespace geodist::shapes
