// The scalar solver by itself, which the kernels only send the rows that they do not solve.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "geodesy/prepared_ellipsoid.hpp"
#include "geodesy/solver.hpp"
#include "reference_rows.hpp"

namespace {

using namespace geodist_test;

void check_solver(const std::string& name) {
    const Table table = load_reference(name);
    Worst distance, azimuth, m12, scale;
    for (const Rows& group : by_ellipsoid(table)) {
        if (group.f == 0) {
            continue;
        }
        const auto ellipsoid = geodist::geodesy::prepare_ellipsoid(group.a, group.f);
        const auto lat1 = group.column("lat1"), lon1 = group.column("lon1");
        const auto lat2 = group.column("lat2"), lon2 = group.column("lon2");
        const auto s = group.column("distance"), s_lo = group.column("distance_lo");
        const auto azi1 = group.column("azi1"), azi2 = group.column("azi2");
        const auto m = group.column("m12");
        const auto M12 = group.column("M12"), M21 = group.column("M21");
        const double unit = group.unit();
        for (std::size_t i = 0; i < group.size(); ++i) {
            if (std::abs(lon1[i]) > 360 || std::abs(lon2[i]) > 360) {
                continue;  // such columns are folded before they get here
            }
            const auto x =
                geodist::geodesy::solve_inverse(ellipsoid, lat1[i], lon1[i], lat2[i], lon2[i]);
            distance.see(std::abs((x.distance - s[i]) - s_lo[i]) / unit,
                         contract::distance_bound(group.f), group, i);
            azimuth.see(std::max(azimuth_error(x.azi1, azi1[i], m[i]),
                                 azimuth_error(x.azi2, azi2[i], m[i])) /
                            unit,
                        contract::azimuth_bound(group.f), group, i);
            m12.see(std::abs(x.m12 - m[i]) / unit, contract::inverse_m12, group, i);
            scale.see(std::max(std::abs(x.M12 - M12[i]), std::abs(x.M21 - M21[i])),
                      contract::inverse_scale, group, i);
        }
    }
    distance.check("solver's distance");
    azimuth.check("solver's azimuths");
    m12.check("solver's m12");
    scale.check("solver's M12 and M21");
}

}  // namespace

TEST_CASE("solver: all kinds of pairs") { check_solver("inverse"); }

TEST_CASE("solver: special values") { check_solver("lattice"); }
