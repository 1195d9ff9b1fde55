// Columns of shapes that tests put together.
#pragma once

#include <geodist/shapes.hpp>

#include <cstdint>
#include <vector>

namespace geodist_test {

// Rows of one part with one ring, or line, each.
struct ShapeColumn {
    std::vector<double> lat, lon;
    std::vector<std::int64_t> rings{0}, parts{0}, rows{0};
    std::vector<std::uint8_t> kinds;

    void add(const std::vector<double>& lats, const std::vector<double>& lons) {
        add(geodist::GeometryKind::line_string, lats, lons);
    }
    void add(geodist::GeometryKind kind, const std::vector<double>& lats,
             const std::vector<double>& lons) {
        lat.insert(lat.end(), lats.begin(), lats.end());
        lon.insert(lon.end(), lons.begin(), lons.end());
        rings.push_back(static_cast<std::int64_t>(lat.size()));
        parts.push_back(static_cast<std::int64_t>(rings.size()) - 1);
        rows.push_back(static_cast<std::int64_t>(parts.size()) - 1);
        kinds.push_back(static_cast<std::uint8_t>(kind));
    }
    [[nodiscard]] geodist::ShapesView view() const {
        geodist::ShapesView view;
        view.lat = lat;
        view.lon = lon;
        view.rings = rings;
        view.parts = parts;
        view.rows = rows;
        view.kinds = kinds;
        return view;
    }
};

}  // namespace geodist_test
