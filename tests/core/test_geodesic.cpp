// Geodesics against the reference tables, at the bounds of the contract.
#include <doctest/doctest.h>
#include <geodist/geodesic.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../reference/reference.hpp"
#include "contract.hpp"

namespace {

using namespace geodist_test;
using geodist::Ellipsoid;

// The rows of a table by ellipsoid, as columns.
struct Group {
    std::vector<std::size_t> rows;
    std::map<std::string, std::vector<double>> in;
};

std::map<std::pair<double, double>, Group> by_ellipsoid(const Table& table) {
    std::map<std::pair<double, double>, Group> groups;
    const std::size_t a = table.index("a"), f = table.index("f");
    for (std::size_t i = 0; i < table.rows; ++i)
        groups[{table.at(i, a), table.at(i, f)}].rows.push_back(i);
    for (auto& [key, group] : groups) {
        for (const std::string& name : table.columns) {
            auto& column = group.in[name];
            for (const std::size_t i : group.rows)
                column.push_back(table.at(i, table.index(name)));
        }
    }
    return groups;
}

// The largest error by kind of row, for the message of a failed check.
struct Worst {
    double error = 0;
    std::string where;

    void see(double found, const Table& table, std::size_t row) {
        if (!(found <= error)) {  // a NaN is the worst
            error = std::isnan(found) ? INFINITY : found;
            where = table.kind(row) + " row " + std::to_string(row);
        }
    }
};

#define CHECK_WORST(worst, bound)        \
    do {                                 \
        INFO((worst).where);             \
        CHECK((worst).error <= (bound)); \
    } while (false)

void check_inverse(const std::string& name) {
    const Table table = load_reference(name);
    Worst distance, azimuth, earth_distance, earth_azimuth, m12, scale, sphere_distance,
        sphere_azimuth;
    for (const auto& [key, group] : by_ellipsoid(table)) {
        const Ellipsoid ellipsoid(key.first, key.second);
        const double unit = key.first / contract::equatorial_radius;
        const auto& in = group.in;
        const std::size_t n = group.rows.size();
        std::vector<double> s(n), s_alone(n), azi1(n), azi2(n), azi_alone(n), full[6];
        for (auto& column : full)
            column.resize(n);
        const auto &lat1 = in.at("lat1"), &lon1 = in.at("lon1"), &lat2 = in.at("lat2"),
                   &lon2 = in.at("lon2");
        geodist::distance(lat1, lon1, lat2, lon2, s_alone, ellipsoid);
        geodist::azimuth(lat1, lon1, lat2, lon2, azi_alone, ellipsoid);
        geodist::inverse(lat1, lon1, lat2, lon2, s, azi1, azi2, ellipsoid);
        geodist::inverse_full(lat1, lon1, lat2, lon2, full[0], full[1], full[2], full[3], full[4],
                              full[5], ellipsoid);
        const bool sphere = key.second == 0, earth = contract::is_earth(key.second);
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t row = group.rows[i];
            const double m = in.at("m12")[i];
            for (const double x : {s[i], s_alone[i], full[0][i]}) {
                const double error =
                    std::abs((x - in.at("distance")[i]) - in.at("distance_lo")[i]) / unit;
                (sphere  ? sphere_distance
                 : earth ? earth_distance
                         : distance)
                    .see(error, table, row);
            }
            Worst& azi = sphere ? sphere_azimuth : earth ? earth_azimuth : azimuth;
            for (const double x : {azi1[i], azi_alone[i], full[1][i]})
                azi.see(azimuth_error(x, in.at("azi1")[i], m) / unit, table, row);
            for (const double x : {azi2[i], full[2][i]})
                azi.see(azimuth_error(x, in.at("azi2")[i], m) / unit, table, row);
            m12.see(std::abs(full[3][i] - m) / unit, table, row);
            scale.see(std::abs(full[4][i] - in.at("M12")[i]), table, row);
            scale.see(std::abs(full[5][i] - in.at("M21")[i]), table, row);
        }
    }
    MESSAGE(name << ": earth distance " << earth_distance.error * 1e9 << " nm ("
                 << earth_distance.where << "), azimuths " << earth_azimuth.error * 1e9 << " nm ("
                 << earth_azimuth.where << "), other ellipsoids: distance " << distance.error * 1e9
                 << " nm (" << distance.where << "), azimuths " << azimuth.error * 1e9 << " nm ("
                 << azimuth.where << "), sphere " << sphere_distance.error * 1e9 << ", "
                 << sphere_azimuth.error * 1e9 << " nm, m12 " << m12.error * 1e9 << " nm ("
                 << m12.where << "), M12 and M21 " << scale.error << " (" << scale.where << ")");
    CHECK_WORST(earth_distance, contract::earth_distance);
    CHECK_WORST(earth_azimuth, contract::earth_azimuth);
    CHECK_WORST(distance, contract::inverse_distance);
    CHECK_WORST(azimuth, contract::inverse_azimuth);
    CHECK_WORST(sphere_distance, contract::great_circle_distance);
    CHECK_WORST(sphere_azimuth, contract::great_circle_azimuth);
    CHECK_WORST(m12, contract::inverse_m12);
    CHECK_WORST(scale, contract::inverse_scale);
}

}  // namespace

TEST_CASE("inverse: all kinds of pairs") { check_inverse("inverse"); }

TEST_CASE("inverse: special values") { check_inverse("lattice"); }

TEST_CASE("inverse: azimuths of degenerate pairs are GeographicLib's to the sign of zero") {
    const Table table = load_reference("lattice");
    std::size_t compared = 0;
    for (const auto& entry : by_ellipsoid(table)) {
        const auto& key = entry.first;
        const auto& group = entry.second;
        const Ellipsoid ellipsoid(key.first, key.second);
        const auto& in = group.in;
        for (std::size_t i = 0; i < group.rows.size(); ++i) {
            if (table.kind(group.rows[i]) != "plain")
                continue;
            const auto x = geodist::inverse(in.at("lat1")[i], in.at("lon1")[i], in.at("lat2")[i],
                                            in.at("lon2")[i], ellipsoid);
            for (const auto& [found, expected] :
                 {std::pair{x.azi1, in.at("azi1")[i]}, std::pair{x.azi2, in.at("azi2")[i]}}) {
                if (std::isnan(expected) || std::fmod(expected, 180) != 0)
                    continue;
                INFO("row " << group.rows[i] << " f " << key.second << " from " << in.at("lat1")[i]
                            << " " << in.at("lon1")[i] << " to " << in.at("lat2")[i] << " "
                            << in.at("lon2")[i]);
                CHECK(found == expected);
                CHECK(std::signbit(found) == std::signbit(expected));
                ++compared;
            }
        }
    }
    CHECK(compared > 1000);
}

TEST_CASE("direct: positions") {
    const Table table = load_reference("direct");
    Worst position, azimuth;
    for (const auto& [key, group] : by_ellipsoid(table)) {
        const Ellipsoid ellipsoid(key.first, key.second);
        const double unit = key.first / contract::equatorial_radius;
        const auto& in = group.in;
        const std::size_t n = group.rows.size();
        std::vector<double> lat2(n), lon2(n), azi2(n);
        geodist::direct(in.at("lat1"), in.at("lon1"), in.at("azi1"), in.at("distance"), lat2, lon2,
                        azi2, ellipsoid);
        for (std::size_t i = 0; i < n; ++i) {
            const double reach =
                std::max(1.0, std::abs(in.at("distance")[i]) / contract::direct_reach);
            const double error =
                position_error(key.first, key.second, lat2[i], lon2[i], in.at("lat2")[i],
                               in.at("lat2_lo")[i], in.at("lon2")[i], in.at("lon2_lo")[i]);
            position.see(error / (unit * reach), table, group.rows[i]);
            CHECK(std::abs(lon2[i]) <= 180);
            // the meridian turns by the longitude's error, so the azimuth is only as good as the
            // distance from the pole
            const double parallel = key.first * std::sin(radians(90 - std::abs(in.at("lat2")[i])));
            azimuth.see(std::abs(radians(std::remainder(azi2[i] - in.at("azi2")[i], 360))) *
                            parallel / (unit * reach),
                        table, group.rows[i]);
        }
    }
    MESSAGE("direct: position " << position.error * 1e9 << " nm (" << position.where
                                << "), azimuth times radius of parallel " << azimuth.error * 1e9
                                << " nm (" << azimuth.where << ")");
    CHECK_WORST(position, contract::direct_position);
    CHECK_WORST(azimuth, contract::direct_position);
}
