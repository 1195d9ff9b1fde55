// Edges: lengths, areas, and the nearest places on them.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "contract.hpp"
#include "contract_parts.hpp"
#include "edges.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "reference_rows.hpp"
#include "shape_column.hpp"
#include "shapes/geodesic_edge.hpp"
#include "shapes/nearest_place.hpp"

namespace geodist_test::contract {

namespace {

// Of edges, whose lengths or areas a table has: `bound` gives what is allowed for a row.
double edge_part(const std::string& name, bool is_area, geodist::Edges edges,
                 const std::function<double(const Rows&, std::size_t)>& bound) {
    const Table table = load_reference(name);
    const std::string column = is_area ? "area" : table.columns[7];
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto found = is_area ? edge_areas(group, edges) : edge_lengths(group, edges);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double allowed = bound(group, i);  // 0: not of this promise
            if (allowed > 0) {
                const double part = std::abs(difference(found[i], group, column, i)) / allowed;
                largest = std::isnan(part) ? HUGE_VAL : std::max(largest, part);
            }
        }
    }
    return largest;
}

// Of points and edges: distances, or places along edges, up to a length or beyond it.
double foot_part(const std::string& name, bool is_place, bool is_long) {
    const Table table = load_reference(name);
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double distance = value(group, "distance", i), length = value(group, "length", i);
            if ((length > edge_reach(group.f, group.a)) != is_long ||
                // one of several places, or one that is hard to find
                (is_place && (value(group, "gap", i) < 1e-6 ||
                              std::abs(value(group, "scale", i)) < foot_scale))) {
                continue;
            }
            const geodist::shapes::GeodesicEdge edge(
                e, value(group, "lat1", i), value(group, "lon1", i), value(group, "lat2", i),
                value(group, "lon2", i));
            const auto found = edge.foot(value(group, "lat", i), value(group, "lon", i));
            const double part =
                is_place ? std::abs(found.fraction - value(group, "fraction", i)) * length /
                               (group.unit() * foot_bound(distance, length))
                         : std::abs(difference(found.distance, group, "distance", i)) /
                               edge_bound(group.f, length, value(group, "m12", i), group.a);
            largest = std::isnan(part) ? HUGE_VAL : std::max(largest, part);
        }
    }
    return largest;
}

double certified_part(const std::string& name) {
    const Table table = load_reference(name);
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        ShapeColumn places, edges;
        std::vector<double> known;
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (value(group, "length", i) <= edge_reach(group.f, group.a)) {
                places.add({value(group, "lat", i)}, {value(group, "lon", i)});
                edges.add({value(group, "lat1", i), value(group, "lat2", i)},
                          {value(group, "lon1", i), value(group, "lon2", i)});
                known.push_back(value(group, "distance", i));
            }
        }
        geodist::ContinuousOptions options;
        options.tolerance *= std::max(1.0, group.unit());
        const auto found = geodist::directed_track_hausdorff(
            places.view(), edges.view(), geodist::Ellipsoid(group.a, group.f), options);
        for (std::size_t i = 0; i < known.size(); ++i) {
            const double half = (found.upper[i] - found.lower[i]) / 2;
            const double part = std::abs(known[i] - found.lower[i] - half) / half;
            largest = std::max(largest, std::isnan(part) ? HUGE_VAL : part);
        }
    }
    return largest;
}

}  // namespace

double edge_length_part(bool earth) {
    return edge_part("edge", false, geodist::Edges::geodesic, [=](const Rows& group, std::size_t) {
        return earth && !contract::is_earth(group.f) ? 0 : group.unit() * distance_bound(group.f);
    });
}

double edge_area_part(bool is_short) {
    return edge_part("edge", true, geodist::Edges::geodesic, [=](const Rows& group, std::size_t i) {
        const double distance = value(group, "distance", i);
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const bool counts = (distance < short_area_reach * group.unit()) == is_short;
        return counts ? area_bound(distance, value(group, "m12", i), group.a, ellipsoid.area()) : 0;
    });
}

double planar_length_part() {
    return edge_part("planar_edge", false, geodist::Edges::planar,
                     [](const Rows& group, std::size_t i) {
                         return planar_length_bound(value(group, "length", i), group.a);
                     });
}

double planar_area_part(bool is_short) {
    return edge_part(
        "planar_edge", true, geodist::Edges::planar, [=](const Rows& group, std::size_t i) {
            const double lon12 = value(group, "lon2", i) - value(group, "lon1", i);
            return (std::abs(lon12) <= 1) == is_short ? planar_area_bound(lon12, group.a) : 0;
        });
}

double planar_foot_part(bool is_place) {
    const Table table = load_reference("planar_foot");
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (is_place &&
                (value(group, "gap", i) < 1e-6 || value(group, "bend", i) < planar_foot_bend)) {
                continue;
            }
            const double lat[] = {value(group, "lat1", i), value(group, "lat2", i)};
            const double lon[] = {value(group, "lon1", i), value(group, "lon2", i)};
            constexpr std::int64_t ring[] = {0, 2}, one[] = {0, 1};
            constexpr std::uint8_t kind[] = {
                static_cast<std::uint8_t>(geodist::GeometryKind::line_string)};
            const geodist::ShapesView edge{
                {lat, lon, ring, one, one, kind}, geodist::Edges::planar, false};
            const auto found = geodist::shapes::nearest_place(edge, 0, value(group, "lat", i),
                                                              value(group, "lon", i), e);
            const double off = std::abs(found.fraction - value(group, "fraction", i));
            const double part = is_place
                                    ? off * value(group, "speed", i) / (group.unit() * foot)
                                    : std::abs(difference(found.distance, group, "distance", i)) /
                                          (group.unit() * edge_distance);
            largest = std::isnan(part) ? HUGE_VAL : std::max(largest, part);
        }
    }
    return largest;
}

double foot_part(bool is_place, bool is_long) {
    return std::max(foot_part("near_foot", is_place, is_long),
                    foot_part("foot", is_place, is_long));
}

double certified_part() { return std::max(certified_part("near_foot"), certified_part("foot")); }

}  // namespace geodist_test::contract
