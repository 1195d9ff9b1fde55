// Whether points are inside polygons.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/interiors.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "shapes/arcs.hpp"
#include "shapes/interior_grid.hpp"

namespace geodist::shapes {

// How a point is looked up.
enum class LookUp {
    grid,  // in all rows at once, or often in the same row
    rows   // in a few rows, seldom in the same
};

// The rows that cover each point, ascending: those of point i from starts[i] to starts[i + 1].
struct CoveringRows {
    std::vector<std::int64_t> starts, rows;
};

// The polygons of a column, made ready; places as find_places() has them.
class Interiors {
  public:
    // `shapes` as check_shapes() accepts them; they are not needed afterwards.
    Interiors(const ShapesView& shapes, const Ellipsoid& ellipsoid, const RunOptions& options,
              LookUp look_up = LookUp::grid);

    // lat in [-90, 90], lon finite.
    [[nodiscard]] geodist::Place place(std::size_t row, double lat, double lon) const;

    // visit(row, place) for all rows that cover the point, ascending.
    template <class Visit>
    void covering(double lat, double lon, Visit visit) const;

    // The same of many points; as check_points() accepts them.
    [[nodiscard]] CoveringRows covering(const PointColumns& points,
                                        const RunOptions& options) const;

    [[nodiscard]] std::size_t nbytes() const;

  private:
    // Within polar_cap of a pole: one north, one south. Points there are next to arcs of all
    // longitudes, which the grid does not look at.
    [[nodiscard]] std::span<const std::uint32_t> polar(double lat) const {
        return polar_[lat > 0 ? 0 : 1];
    }
    void find_polar();
    [[nodiscard]] Place place_in(std::uint32_t polygon, const AskedPoint& point) const;
    [[nodiscard]] Place place_in(const CellPolygon& cell, const AskedPoint& point) const;
    // visit(polygon, place) for those from `first` to before `end` that cover the point, ascending.
    template <class Visit>
    void each_polygon(const AskedPoint& point, std::uint32_t first, std::uint32_t end,
                      Visit visit) const;
    template <class Visit>
    void each_at_pole(const AskedPoint& point, std::uint32_t first, std::uint32_t end,
                      Visit visit) const;

    PolygonArcs polygons_;
    std::vector<std::uint32_t> rows_;  // the first polygon of each, and one behind the last
    std::vector<std::uint32_t> polar_[2];
    InteriorGrid grid_;
    bool has_grid_;
};

// Places of one point in several polygons of a row.
[[nodiscard]] constexpr Place joined(Place one, Place other) {
    if (one == Place::inside || other == Place::inside) {
        return Place::inside;
    }
    return one == Place::boundary ? one : other;
}

template <class Visit>
void Interiors::each_polygon(const AskedPoint& point, std::uint32_t first, std::uint32_t end,
                             Visit visit) const {
    if (point.is_polar() && !polar(point.lat).empty()) [[unlikely]] {
        each_at_pole(point, first, end, visit);
        return;
    }
    grid_.look_up(
        point.lat, point.lon,
        [&](std::uint32_t polygon) {
            if (polygon >= first && polygon < end) {
                visit(polygon, Place::inside);
            }
        },
        [&](const CellPolygon& cell) {
            if (cell.polygon < first || cell.polygon >= end) {
                return;
            }
            if (const Place place = place_in(cell, point); place != Place::outside) {
                visit(cell.polygon, place);
            }
        });
}

// Those next to the pole without the grid, the others as always.
template <class Visit>
void Interiors::each_at_pole(const AskedPoint& point, std::uint32_t first, std::uint32_t end,
                             Visit visit) const {
    std::vector<std::pair<std::uint32_t, Place>> found;
    const auto near = polar(point.lat);
    for (const std::uint32_t polygon : near) {
        if (polygon >= first && polygon < end) {
            found.emplace_back(polygon, place_in(polygon, point));
        }
    }
    const auto add = [&](std::uint32_t polygon, Place place) {
        if (polygon >= first && polygon < end && !std::ranges::binary_search(near, polygon)) {
            found.emplace_back(polygon, place);
        }
    };
    grid_.look_up(
        point.lat, point.lon, [&](std::uint32_t polygon) { add(polygon, Place::inside); },
        [&](const CellPolygon& cell) { add(cell.polygon, place_in(cell, point)); });
    std::ranges::sort(found);
    for (const auto& [polygon, place] : found) {
        if (place != Place::outside) {
            visit(polygon, place);
        }
    }
}

template <class Visit>
void Interiors::covering(double lat, double lon, Visit visit) const {
    if (!(lat == lat && lon == lon)) {
        return;
    }
    const AskedPoint point(lat, normal_longitude(lon));
    constexpr std::uint32_t none = 0xffffffff;
    std::uint32_t row = none;
    Place place = Place::outside;
    each_polygon(point, 0, none, [&](std::uint32_t polygon, Place found) {
        const std::uint32_t its = polygons_.polygons[polygon].row;
        if (its != row) {
            if (row != none) {
                visit(std::size_t{row}, place);
            }
            row = its;
            place = found;
        } else {
            place = joined(place, found);
        }
    });
    if (row != none) {
        visit(std::size_t{row}, place);
    }
}

}  // namespace geodist::shapes
