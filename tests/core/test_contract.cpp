// The accuracy contract as a table: printed with the largest errors on the reference tables, held
// to its bounds, and compared with the one that the documentation shows.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <functional>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "contract.hpp"
#include "edges.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "reference_rows.hpp"
#include "shape_column.hpp"
#include "shapes/geodesic_edge.hpp"
#include "shapes/nearest_place.hpp"

namespace {

using namespace geodist_test;
using geodist::Operation;

using Columns = std::vector<std::vector<double>>;

// The largest error over a table as a part of what is allowed: `part` gets a group of rows, what
// the operation gave for it, and the row's number in the group.
double worst(const std::string& table_name, Operation operation,
             const std::vector<std::string>& inputs, bool sphere,
             const std::function<double(const Rows&, const Columns&, std::size_t)>& part) {
    const Table table = load_reference(table_name);
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        if ((group.f == 0) != sphere) {
            continue;
        }
        Columns in;
        for (const std::string& name : inputs) {
            in.push_back(group.column(name));
        }
        const Columns out = run_columns(operation, in, geodist::Ellipsoid(group.a, group.f));
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double x = part(group, out, i);
            largest = std::isnan(x) ? HUGE_VAL : std::max(largest, x);
        }
    }
    return largest;
}

double value(const Rows& group, const std::string& name, std::size_t i) {
    return group.table->at(group.rows[i], group.table->index(name));
}

// Found minus true, where truth is a number and the rest of it.
double difference(double found, const Rows& group, const std::string& name, std::size_t i) {
    return (found - value(group, name, i)) - value(group, name + "_lo", i);
}

const std::vector<std::string> ends = {"lat1", "lon1", "lat2", "lon2"};

double inverse(bool sphere,
               const std::function<double(const Rows&, const Columns&, std::size_t)>& part) {
    return std::max(worst("inverse", Operation::inverse_full, ends, sphere, part),
                    worst("lattice", Operation::inverse_full, ends, sphere, part));
}

// Which ellipsoids a promise is about.
enum class Shapes { sphere, earth, every };

double distance_part(Shapes shapes, double bound) {
    const bool sphere = shapes == Shapes::sphere;
    return inverse(sphere, [=](const Rows& group, const Columns& out, std::size_t i) {
        if (shapes == Shapes::earth && !contract::is_earth(group.f)) {
            return 0.0;
        }
        return std::abs(difference(out[0][i], group, "distance", i)) / (group.unit() * bound);
    });
}

double azimuth_part(Shapes shapes, double bound) {
    const bool sphere = shapes == Shapes::sphere;
    return inverse(sphere, [=](const Rows& group, const Columns& out, std::size_t i) {
        if (shapes == Shapes::earth && !contract::is_earth(group.f)) {
            return 0.0;
        }
        // at opposite meridians of a sphere either way round is right
        const double lon12 = value(group, "lon2", i) - value(group, "lon1", i);
        const bool either = sphere && std::abs(std::remainder(lon12, 360)) == 180;
        double error = 0;
        for (const std::size_t k : {1U, 2U}) {
            const double truth = value(group, k == 1 ? "azi1" : "azi2", i);
            const double azi = either ? std::copysign(out[k][i], truth) : out[k][i];
            error = std::max(error, azimuth_error(azi, truth, value(group, "m12", i)));
        }
        return error / (group.unit() * bound);
    });
}

// Of points prepared for many distances: up to a length, with at most this flattening.
double prepared_part(double bound, double reach, double flattening) {
    const Table table = load_reference("near");
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        if (std::abs(group.f) > flattening) {
            continue;
        }
        const auto found = prepared_distances(group, geodist::Ellipsoid(group.a, group.f));
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (value(group, "distance", i) <= reach) {
                largest = std::max(largest, std::abs(difference(found[i], group, "distance", i)) /
                                                (group.unit() * bound));
            }
        }
    }
    return largest;
}

double m12_part() {
    return inverse(false, [](const Rows& group, const Columns& out, std::size_t i) {
        return std::abs(out[3][i] - value(group, "m12", i)) /
               (group.unit() * contract::inverse_m12);
    });
}

double scale_part() {
    return inverse(false, [](const Rows& group, const Columns& out, std::size_t i) {
        return std::max(std::abs(out[4][i] - value(group, "M12", i)),
                        std::abs(out[5][i] - value(group, "M21", i))) /
               contract::inverse_scale;
    });
}

double position_part(const std::string& table, Operation operation, const std::string& azimuth,
                     double bound) {
    const auto part = [=](const Rows& group, const Columns& out, std::size_t i) {
        const double reach =
            std::max(1.0, std::abs(value(group, "distance", i)) / contract::direct_reach);
        // a course past the pole has no longitude
        const bool none = std::isnan(value(group, "lon2", i));
        const double error = position_error(group.a, group.f, out[0][i], none ? 0 : out[1][i],
                                            value(group, "lat2", i), value(group, "lat2_lo", i),
                                            none ? 0 : value(group, "lon2", i),
                                            none ? 0 : value(group, "lon2_lo", i));
        return error / (group.unit() * bound * reach);
    };
    const std::vector<std::string> inputs = {"lat1", "lon1", azimuth, "distance"};
    return std::max(worst(table, operation, inputs, false, part),
                    worst(table, operation, inputs, true, part));
}

// Between nearly antipodal points the azimuth's error, magnified by a / |m12|, swings the line.
double interpolate_part() {
    const auto part = [](const Rows& group, const Columns& out, std::size_t i) {
        const bool is_short = group.table->kind(group.rows[i]) == "short";
        const double swing =
            is_short ? 1 : std::max(1.0, group.a / std::abs(value(group, "m12", i)));
        const double error = position_error(group.a, group.f, out[0][i], out[1][i],
                                            value(group, "lat", i), value(group, "lat_lo", i),
                                            value(group, "lon", i), value(group, "lon_lo", i));
        return error / (group.unit() * contract::direct_position * swing);
    };
    const std::vector<std::string> inputs = {"lat1", "lon1", "lat2", "lon2", "fraction"};
    return std::max(worst("interpolate", Operation::interpolate, inputs, false, part),
                    worst("interpolate", Operation::interpolate, inputs, true, part));
}

double rhumb_part() {
    const auto part = [](const Rows& group, const Columns& out, std::size_t i) {
        return std::abs(difference(out[0][i], group, "distance", i)) /
               (group.unit() * contract::rhumb_distance);
    };
    return std::max(worst("rhumb_inverse", Operation::rhumb_inverse, ends, false, part),
                    worst("rhumb_inverse", Operation::rhumb_inverse, ends, true, part));
}

// Rows within the height (near), or those beyond it.
double cartesian_part(bool near) {
    const auto part = [=](const Rows& group, const Columns& out, std::size_t i) {
        const double x = value(group, "x", i), y = value(group, "y", i), z = value(group, "z", i);
        if ((std::abs(value(group, "h", i)) <= contract::ecef_height) != near) {
            return 0.0;
        }
        const double error =
            std::hypot(difference(out[0][i], group, "x", i), difference(out[1][i], group, "y", i),
                       difference(out[2][i], group, "z", i));
        const double size = std::max(std::abs(value(group, "h", i)), std::hypot(x, y, z));
        return error / group.unit() / (near ? contract::ecef : contract::ecef_relative * size);
    };
    return std::max(worst("to_ecef", Operation::to_ecef, {"lat", "lon", "h"}, false, part),
                    worst("to_ecef", Operation::to_ecef, {"lat", "lon", "h"}, true, part));
}

double from_cartesian_part(bool near) {
    const auto part = [=](const Rows& group, const Columns& out, std::size_t i) {
        if ((std::abs(value(group, "h", i)) <= contract::ecef_height) != near) {
            return 0.0;
        }
        const double radius =
            std::hypot(value(group, "x", i), value(group, "y", i), value(group, "z", i));
        const double angular = position_error(group.a, group.f, out[0][i], out[1][i],
                                              value(group, "lat", i), value(group, "lat_lo", i),
                                              value(group, "lon", i), value(group, "lon_lo", i)) *
                               (radius / group.a);
        const double error = std::max(angular, std::abs(difference(out[2][i], group, "h", i)));
        const double size = std::max(std::abs(value(group, "h", i)), radius);
        return error / group.unit() / (near ? contract::ecef : contract::ecef_relative * size);
    };
    return std::max(worst("from_ecef", Operation::from_ecef, {"x", "y", "z"}, false, part),
                    worst("from_ecef", Operation::from_ecef, {"x", "y", "z"}, true, part));
}

double chord_part(bool near) {
    const auto part = [=](const Rows& group, const Columns& out, std::size_t i) {
        const double height =
            std::max(std::abs(value(group, "h1", i)), std::abs(value(group, "h2", i)));
        if ((height <= contract::ecef_height) != near) {
            return 0.0;
        }
        const double size = std::max(height, value(group, "distance", i));
        return std::abs(difference(out[0][i], group, "distance", i)) / group.unit() /
               (near ? contract::ecef : contract::ecef_relative * size);
    };
    const std::vector<std::string> inputs = {"lat1", "lon1", "h1", "lat2", "lon2", "h2"};
    return std::max(worst("chord", Operation::chord, inputs, false, part),
                    worst("chord", Operation::chord, inputs, true, part));
}

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

// ShapeColumn of one vertex each: every measure of theirs is made of such distances.
std::vector<double> track_distances(const Rows& group) {
    std::vector<std::int64_t> each(group.size() + 1);
    std::iota(each.begin(), each.end(), 0);
    const std::vector<std::uint8_t> kinds(group.size(),
                                          static_cast<std::uint8_t>(geodist::GeometryKind::point));
    const auto lat1 = group.column("lat1"), lon1 = group.column("lon1");
    const auto lat2 = group.column("lat2"), lon2 = group.column("lon2");
    std::vector<double> found(group.size());
    geodist::track_distances({{lat1, lon1, each, each, each, kinds}},
                             {{lat2, lon2, each, each, each, kinds}}, {}, found,
                             geodist::Ellipsoid(group.a, group.f));
    return found;
}

double track_part(bool earth) {
    double largest = 0;
    for (const char* name : {"near", "inverse", "lattice"}) {
        const Table table = load_reference(name);
        for (const Rows& group : by_ellipsoid(table)) {
            if (earth && !contract::is_earth(group.f)) {
                continue;
            }
            const double bound = earth ? contract::earth_distance : contract::inverse_distance;
            const auto found = track_distances(group);
            for (std::size_t i = 0; i < group.size(); ++i) {
                largest = std::max(largest, std::abs(difference(found[i], group, "distance", i)) /
                                                (group.unit() * bound));
            }
        }
    }
    return largest;
}

double edge_length_part(bool earth) {
    return edge_part("edge", false, geodist::Edges::geodesic, [=](const Rows& group, std::size_t) {
        return earth && !contract::is_earth(group.f)
                   ? 0
                   : group.unit() * contract::distance_bound(group.f);
    });
}

double edge_area_part(bool is_short) {
    return edge_part("edge", true, geodist::Edges::geodesic, [=](const Rows& group, std::size_t i) {
        const double distance = value(group, "distance", i);
        const geodist::Ellipsoid ellipsoid(group.a, group.f);
        const bool counts = (distance < contract::short_area_reach * group.unit()) == is_short;
        return counts ? contract::area_bound(distance, value(group, "m12", i), group.a,
                                             ellipsoid.area())
                      : 0;
    });
}

double planar_length_part() {
    return edge_part("planar_edge", false, geodist::Edges::planar,
                     [](const Rows& group, std::size_t i) {
                         return contract::planar_length_bound(value(group, "length", i), group.a);
                     });
}

double planar_area_part(bool is_short) {
    return edge_part(
        "planar_edge", true, geodist::Edges::planar, [=](const Rows& group, std::size_t i) {
            const double lon12 = value(group, "lon2", i) - value(group, "lon1", i);
            return (std::abs(lon12) <= 1) == is_short ? contract::planar_area_bound(lon12, group.a)
                                                      : 0;
        });
}

// Of points and edges: distances, or places along edges, up to a length or beyond it.
double foot_part(const std::string& name, bool is_place, bool is_long) {
    const Table table = load_reference(name);
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        for (std::size_t i = 0; i < group.size(); ++i) {
            const double distance = value(group, "distance", i), length = value(group, "length", i);
            if ((length > contract::edge_reach(group.f, group.a)) != is_long ||
                // one of several places, or one that is hard to find
                (is_place && (value(group, "gap", i) < 1e-6 ||
                              std::abs(value(group, "scale", i)) < contract::foot_scale))) {
                continue;
            }
            const geodist::shapes::GeodesicEdge edge(
                e, value(group, "lat1", i), value(group, "lon1", i), value(group, "lat2", i),
                value(group, "lon2", i));
            const auto found = edge.foot(value(group, "lat", i), value(group, "lon", i));
            const double part =
                is_place
                    ? std::abs(found.fraction - value(group, "fraction", i)) * length /
                          (group.unit() * contract::foot_bound(distance, length))
                    : std::abs(difference(found.distance, group, "distance", i)) /
                          contract::edge_bound(group.f, length, value(group, "m12", i), group.a);
            largest = std::isnan(part) ? HUGE_VAL : std::max(largest, part);
        }
    }
    return largest;
}

// The same of planar edges.
double planar_foot_part(bool is_place) {
    const Table table = load_reference("planar_foot");
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        const auto e = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (is_place && (value(group, "gap", i) < 1e-6 ||
                             value(group, "bend", i) < contract::planar_foot_bend)) {
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
            const double part =
                is_place ? off * value(group, "speed", i) / (group.unit() * contract::foot)
                         : std::abs(difference(found.distance, group, "distance", i)) /
                               (group.unit() * contract::edge_distance);
            largest = std::isnan(part) ? HUGE_VAL : std::max(largest, part);
        }
    }
    return largest;
}

double foot_part(bool is_place, bool is_long) {
    return std::max(foot_part("near_foot", is_place, is_long),
                    foot_part("foot", is_place, is_long));
}

// Of a track of one place and one of one edge: how far the true distance is from the middle of the
// certified bounds, as a part of what is between these.
double certified_part(const std::string& name) {
    const Table table = load_reference(name);
    double largest = 0;
    for (const Rows& group : by_ellipsoid(table)) {
        ShapeColumn places, edges;
        std::vector<double> known;
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (value(group, "length", i) <= contract::edge_reach(group.f, group.a)) {
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
            largest = std::max(largest, std::abs(known[i] - found.lower[i] - half) / half);
        }
    }
    return largest;
}

struct Promise {
    std::string function;
    std::string domain;
    double bound;
    std::string unit;  // "nm" for metres shown as nanometres, else as it is
    double part;       // the largest error as a part of the bound

    [[nodiscard]] std::string show(double x) const {
        std::ostringstream text;
        text.precision(2);
        text << (unit == "nm" ? x * 1e9 : x) << (unit.empty() ? "" : " ") << unit;
        return text.str();
    }
    // The columns of the documentation.
    [[nodiscard]] std::string row() const {
        return "| " + function + " | " + domain + " | " + show(bound) + " |";
    }
};

std::vector<Promise> promises() {
    const std::string every = "every pair of points", earth = every + ", abs(f) \u2264 1/290";
    const std::string far = "up to 40,000 km, then in proportion";
    const std::string near = "heights to \u00b15000 km", beyond = "beyond, relative";
    const std::string prepared = "cdist and all that prepares points: distance";
    std::vector<Promise> list = {
        {"inverse: distance", earth, contract::earth_distance, "nm",
         distance_part(Shapes::earth, contract::earth_distance)},
        {"inverse: distance", every, contract::inverse_distance, "nm",
         distance_part(Shapes::every, contract::inverse_distance)},
        {prepared, "up to 300 km, abs(f) \u2264 1/290", contract::near_sharp, "nm",
         prepared_part(contract::near_sharp, contract::near_sharp_reach,
                       contract::earth_flattening)},
        {prepared, "up to 200 km", contract::near_sharp, "nm",
         prepared_part(contract::near_sharp, contract::near_strong_reach, 1)},
        {prepared, "up to 500 km, abs(f) \u2264 1/290", contract::near_distance, "nm",
         prepared_part(contract::near_distance, contract::near_earth_end,
                       contract::earth_flattening)},
        {prepared, "up to 290 km", contract::near_distance, "nm",
         prepared_part(contract::near_distance, contract::near_strong_end, 1)},
        {"inverse: azimuths, as the displacement of the far end", earth, contract::earth_azimuth,
         "nm", azimuth_part(Shapes::earth, contract::earth_azimuth)},
        {"inverse: azimuths, as the displacement of the far end", every, contract::inverse_azimuth,
         "nm", azimuth_part(Shapes::every, contract::inverse_azimuth)},
        {"inverse: m12", every, contract::inverse_m12, "nm", m12_part()},
        {"inverse: M12, M21", every + "; times a / abs(m12) next to the antipode",
         contract::inverse_scale, "", scale_part()},
        {"direct: position", far, contract::direct_position, "nm",
         position_part("direct", Operation::direct, "azi1", contract::direct_position)},
        {"interpolate, midpoint, waypoints: position",
         far + "; times a / abs(m12) next to the antipode", contract::direct_position, "nm",
         interpolate_part()},
        {"great circle: distance", "every pair of points, f = 0", contract::great_circle_distance,
         "nm", distance_part(Shapes::sphere, contract::great_circle_distance)},
        {"great circle: azimuths, as the displacement of the far end",
         "every pair of points, f = 0", contract::great_circle_azimuth, "nm",
         azimuth_part(Shapes::sphere, contract::great_circle_azimuth)},
        {"rhumb line: distance", every, contract::rhumb_distance, "nm", rhumb_part()},
        {"rhumb line: position", far, contract::rhumb_position, "nm",
         position_part("rhumb_direct", Operation::rhumb_direct, "azi12", contract::rhumb_position)},
    };
    for (const bool is_near : {true, false}) {
        const double bound = is_near ? contract::ecef : contract::ecef_relative;
        const std::string unit = is_near ? "nm" : "";
        const std::string& domain = is_near ? near : beyond;
        list.push_back({"to_ecef", domain, bound, unit, cartesian_part(is_near)});
        list.push_back({"from_ecef", domain, bound, unit, from_cartesian_part(is_near)});
        list.push_back({"chord", domain, bound, unit, chord_part(is_near)});
    }
    const std::string geodesic = "length of lines: each geodesic edge",
                      area = "area of rings: each geodesic edge",
                      planar = "area of rings: each planar edge", metres = "m\u00b2";
    list.push_back({geodesic, "every edge, abs(f) \u2264 1/290", contract::earth_distance, "nm",
                    edge_length_part(true)});
    list.push_back(
        {geodesic, "every edge", contract::inverse_distance, "nm", edge_length_part(false)});
    list.push_back({"tracks: each distance of vertices", "every pair, abs(f) \u2264 1/290",
                    contract::earth_distance, "nm", track_part(true)});
    list.push_back({"tracks: each distance of vertices", "every pair", contract::inverse_distance,
                    "nm", track_part(false)});
    list.push_back({"length of lines: each planar edge", "every edge; plus 1e-15 of its length",
                    contract::planar_length, "nm", planar_length_part()});
    list.push_back({area, "up to 100 km", contract::short_area, metres, edge_area_part(true)});
    list.push_back({area, "beyond; plus 2 C \u00b7 5 nm / m12", contract::long_area, metres,
                    edge_area_part(false)});
    list.push_back({planar, "up to 1\u00b0 of longitude", contract::planar_area, metres,
                    planar_area_part(true)});
    list.push_back({planar, "beyond, for each degree", contract::planar_area_degree, metres,
                    planar_area_part(false)});
    const std::string edge = "point to an edge: distance",
                      place = "point to an edge: nearest place";
    list.push_back({edge, "edges up to 19,000 km, f \u2264 1/290, or to 18,000 km",
                    contract::edge_distance, "nm", foot_part(false, false)});
    list.push_back({edge, "beyond; plus 15 nm (5 nm for abs(f) \u2264 1/290) \u00b7 a / m12",
                    contract::edge_distance, "nm", foot_part(false, true)});
    list.push_back({place,
                    "edges up to 19,000 km, f \u2264 1/290, or to 18,000 km, scale M12 \u2265 0.5; "
                    "plus 2 nm \u00b7 distance / length",
                    contract::foot * 1e6, "\u00b5m", foot_part(true, false)});
    list.push_back({"point to a planar edge: distance", "every edge", contract::edge_distance, "nm",
                    planar_foot_part(false)});
    list.push_back({"point to a planar edge: nearest place",
                    "where half the square of the distance has a second derivative \u2265 0.5",
                    contract::foot * 1e6, "\u00b5m", planar_foot_part(true)});
    list.push_back({"tracks: hausdorff and frechet, how far the true distance is out of the bounds",
                    "every pair of tracks", 0, "nm",
                    std::max(certified_part("near_foot"), certified_part("foot"))});
    return list;
}

}  // namespace

TEST_CASE("contract: the table, its bounds and the documentation") {
    std::ifstream file(std::string(GEODIST_REFERENCE_DIR) + "/../../docs/accuracy.md");
    REQUIRE(file.is_open());
    std::vector<std::string> documented;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        inside = (inside || line.starts_with("| function | domain | bound |")) && !line.empty();
        if (inside) {
            documented.push_back(line);
        }
    }
    std::ostringstream table;
    table << "| function | domain | bound | largest error seen |\n| --- | --- | --- | --- |\n";
    const auto list = promises();
    REQUIRE(documented.size() == list.size() + 2);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Promise& promise = list[i];
        table << promise.row() << ' ' << promise.show(promise.part * promise.bound) << " |\n";
        INFO(promise.function << ", " << promise.domain << ": " << promise.part << " of the bound");
        CHECK(promise.part <= 1);
        CHECK(promise.part > 0);  // rows were there
        CHECK(documented[i + 2].starts_with(promise.row()));
    }
    MESSAGE("the accuracy contract\n" << table.str());
}
