// What readers and writers of geometries share.
#pragma once

#include <geodist/geometries.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

namespace geodist::geometry {

// Of collections within collections: each level of text is looked through once more.
constexpr int deepest = 32;

constexpr std::array<std::string_view, 8> kind_names{
    "",           "Point",           "LineString",   "Polygon",
    "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
};

[[nodiscard]] constexpr bool is_multi(GeometryKind kind) {
    return kind >= GeometryKind::multi_point && kind <= GeometryKind::multi_polygon;
}

// What a geometry of several is made of.
[[nodiscard]] constexpr GeometryKind part_of(GeometryKind kind) {
    return static_cast<GeometryKind>(static_cast<int>(kind) - 3);
}

struct Position {
    double x = 0;
    double y = 0;
    double z = 0;
    bool has_z = false;

    // A point of no place.
    [[nodiscard]] bool is_empty() const { return std::isnan(x) && std::isnan(y); }
    [[nodiscard]] bool is_finite() const { return std::isfinite(x) && std::isfinite(y); }
};

// What a reader found wrong, and where.
struct Failure {
    GeometryFault fault = GeometryFault::none;
    const char* at = nullptr;
};

}  // namespace geodist::geometry
