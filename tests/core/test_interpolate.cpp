// Points on the shortest geodesic between two others, against the reference table.
#include <doctest/doctest.h>
#include <geodist/geodesic.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "contract.hpp"
#include "reference_rows.hpp"

using namespace geodist_test;

namespace {

// How far the line may swing: the azimuth's error moves the far end by error * |m12|, so it moves
// points elsewhere on the line by up to a / |m12| times that. On a short line the swing grows with
// the way, and no point that the table asks for is much beyond the end.
double swing(const Rows& group, const std::string& kind, double m12) {
    return kind == "short" ? 1 : std::max(1.0, group.a / std::abs(m12));
}

}  // namespace

TEST_CASE("interpolate: positions") {
    const Table table = load_reference("interpolate");
    Worst position;
    for (const Rows& group : by_ellipsoid(table)) {
        const std::size_t n = group.size();
        std::vector<double> lat(n), lon(n);
        geodist::interpolate(group.column("lat1"), group.column("lon1"), group.column("lat2"),
                             group.column("lon2"), group.column("fraction"), lat, lon,
                             geodist::Ellipsoid(group.a, group.f));
        const auto true_lat = group.column("lat"), lat_lo = group.column("lat_lo"),
                   true_lon = group.column("lon"), lon_lo = group.column("lon_lo"),
                   m12 = group.column("m12");
        for (std::size_t i = 0; i < n; ++i) {
            const double error = position_error(group.a, group.f, lat[i], lon[i], true_lat[i],
                                                lat_lo[i], true_lon[i], lon_lo[i]) /
                                 group.unit();
            const double allowed = swing(group, table.kind(group.rows[i]), m12[i]);
            position.see(error, contract::direct_position * allowed, group, i);
            CHECK(std::abs(lon[i]) <= 180);
        }
    }
    position.check("interpolate: position");
}
