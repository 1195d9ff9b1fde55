// Points: distances, positions, Cartesian coordinates.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "contract.hpp"
#include "contract_parts.hpp"
#include "reference_rows.hpp"

namespace geodist_test::contract {

using geodist::Operation;

namespace {

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

const std::vector<std::string> ends = {"lat1", "lon1", "lat2", "lon2"};

double inverse(bool sphere,
               const std::function<double(const Rows&, const Columns&, std::size_t)>& part) {
    return std::max(worst("inverse", Operation::inverse_full, ends, sphere, part),
                    worst("lattice", Operation::inverse_full, ends, sphere, part));
}

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

}  // namespace

double distance_part(Shapes shapes, double bound) {
    const bool sphere = shapes == Shapes::sphere;
    return inverse(sphere, [=](const Rows& group, const Columns& out, std::size_t i) {
        if (shapes == Shapes::earth && !is_earth(group.f)) {
            return 0.0;
        }
        return std::abs(difference(out[0][i], group, "distance", i)) / (group.unit() * bound);
    });
}

double azimuth_part(Shapes shapes, double bound) {
    const bool sphere = shapes == Shapes::sphere;
    return inverse(sphere, [=](const Rows& group, const Columns& out, std::size_t i) {
        if (shapes == Shapes::earth && !is_earth(group.f)) {
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
                const double part =
                    std::abs(difference(found[i], group, "distance", i)) / (group.unit() * bound);
                largest = std::max(largest, std::isnan(part) ? HUGE_VAL : part);
            }
        }
    }
    return largest;
}

double m12_part() {
    return inverse(false, [](const Rows& group, const Columns& out, std::size_t i) {
        return std::abs(out[3][i] - value(group, "m12", i)) / (group.unit() * inverse_m12);
    });
}

double scale_part() {
    return inverse(false, [](const Rows& group, const Columns& out, std::size_t i) {
        return std::max(std::abs(out[4][i] - value(group, "M12", i)),
                        std::abs(out[5][i] - value(group, "M21", i))) /
               inverse_scale;
    });
}

double position_part(const std::string& table, Operation operation, const std::string& azimuth,
                     double bound) {
    const auto part = [=](const Rows& group, const Columns& out, std::size_t i) {
        const double reach = std::max(1.0, std::abs(value(group, "distance", i)) / direct_reach);
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
        return error / (group.unit() * direct_position * swing);
    };
    const std::vector<std::string> inputs = {"lat1", "lon1", "lat2", "lon2", "fraction"};
    return std::max(worst("interpolate", Operation::interpolate, inputs, false, part),
                    worst("interpolate", Operation::interpolate, inputs, true, part));
}

double rhumb_part() {
    const auto part = [](const Rows& group, const Columns& out, std::size_t i) {
        return std::abs(difference(out[0][i], group, "distance", i)) /
               (group.unit() * rhumb_distance);
    };
    return std::max(worst("rhumb_inverse", Operation::rhumb_inverse, ends, false, part),
                    worst("rhumb_inverse", Operation::rhumb_inverse, ends, true, part));
}

// Rows within the height (near), or those beyond it.
double cartesian_part(bool near) {
    const auto part = [=](const Rows& group, const Columns& out, std::size_t i) {
        const double x = value(group, "x", i), y = value(group, "y", i), z = value(group, "z", i);
        if ((std::abs(value(group, "h", i)) <= ecef_height) != near) {
            return 0.0;
        }
        const double error =
            std::hypot(difference(out[0][i], group, "x", i), difference(out[1][i], group, "y", i),
                       difference(out[2][i], group, "z", i));
        const double size = std::max(std::abs(value(group, "h", i)), std::hypot(x, y, z));
        return error / group.unit() / (near ? ecef : ecef_relative * size);
    };
    return std::max(worst("to_ecef", Operation::to_ecef, {"lat", "lon", "h"}, false, part),
                    worst("to_ecef", Operation::to_ecef, {"lat", "lon", "h"}, true, part));
}

double from_cartesian_part(bool near) {
    const auto part = [=](const Rows& group, const Columns& out, std::size_t i) {
        if ((std::abs(value(group, "h", i)) <= ecef_height) != near) {
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
        return error / group.unit() / (near ? ecef : ecef_relative * size);
    };
    return std::max(worst("from_ecef", Operation::from_ecef, {"x", "y", "z"}, false, part),
                    worst("from_ecef", Operation::from_ecef, {"x", "y", "z"}, true, part));
}

double chord_part(bool near) {
    const auto part = [=](const Rows& group, const Columns& out, std::size_t i) {
        const double height =
            std::max(std::abs(value(group, "h1", i)), std::abs(value(group, "h2", i)));
        if ((height <= ecef_height) != near) {
            return 0.0;
        }
        const double size = std::max(height, value(group, "distance", i));
        return std::abs(difference(out[0][i], group, "distance", i)) / group.unit() /
               (near ? ecef : ecef_relative * size);
    };
    const std::vector<std::string> inputs = {"lat1", "lon1", "h1", "lat2", "lon2", "h2"};
    return std::max(worst("chord", Operation::chord, inputs, false, part),
                    worst("chord", Operation::chord, inputs, true, part));
}

double track_part(bool earth) {
    double largest = 0;
    for (const char* name : {"near", "inverse", "lattice"}) {
        const Table table = load_reference(name);
        for (const Rows& group : by_ellipsoid(table)) {
            if (earth && !is_earth(group.f)) {
                continue;
            }
            const double bound = earth ? earth_distance : inverse_distance;
            const auto found = track_distances(group);
            for (std::size_t i = 0; i < group.size(); ++i) {
                const double part =
                    std::abs(difference(found[i], group, "distance", i)) / (group.unit() * bound);
                largest = std::max(largest, std::isnan(part) ? HUGE_VAL : part);
            }
        }
    }
    return largest;
}

}  // namespace geodist_test::contract
