// The edges of a reference table as lines and rings of their own.
#pragma once

#include <geodist/geodist.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "reference_rows.hpp"

namespace geodist_test {

// Each edge as a line of its own.
inline std::vector<double> edge_lengths(const Rows& group, geodist::Edges edges) {
    const auto lat1 = group.column("lat1"), lon1 = group.column("lon1");
    const auto lat2 = group.column("lat2"), lon2 = group.column("lon2");
    std::vector<double> lat, lon, out(group.size());
    std::vector<std::int64_t> offsets{0};
    for (std::size_t i = 0; i < group.size(); ++i) {
        lat.insert(lat.end(), {lat1[i], lat2[i]});
        lon.insert(lon.end(), {lon1[i], lon2[i]});
        offsets.push_back(static_cast<std::int64_t>(lat.size()));
    }
    geodist::line_lengths({lat, lon, offsets}, false, out, edges,
                          geodist::Ellipsoid(group.a, group.f));
    return out;
}

// Each edge with the meridians of its ends up to the nearest pole.
inline std::vector<double> edge_areas(const Rows& group, geodist::Edges edges) {
    const auto lat1 = group.column("lat1"), lon1 = group.column("lon1");
    const auto lat2 = group.column("lat2"), lon2 = group.column("lon2");
    std::vector<double> lat, lon, out(group.size());
    std::vector<std::int64_t> offsets{0};
    for (std::size_t i = 0; i < group.size(); ++i) {
        const double pole = lat1[i] + lat2[i] >= 0 ? 90 : -90;
        lat.insert(lat.end(), {lat1[i], lat2[i], pole, pole});
        lon.insert(lon.end(), {lon1[i], lon2[i], lon2[i], lon1[i]});
        offsets.push_back(static_cast<std::int64_t>(lat.size()));
    }
    geodist::ring_areas({lat, lon, offsets}, out, edges, geodist::Ellipsoid(group.a, group.f));
    return out;
}

}  // namespace geodist_test
