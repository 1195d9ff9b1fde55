// Whether points are inside polygons.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/interiors.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "shapes/arcs.hpp"
#include "shapes/interior_grid.hpp"

namespace geodist::shapes {

// The rows that cover each point, ascending: those of point i from starts[i] to starts[i + 1].
struct CoveringRows {
    std::vector<std::int64_t> starts, rows;
};

// The polygons of a column, made ready; places as find_places() has them. Several threads may ask
// at once.
class Interiors {
  public:
    using Place = geodist::Place;

    // `shapes` as check_shapes() accepts them; they are not needed afterwards, nor is `e`.
    Interiors(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
              const RunOptions& options);

    // lat in [-90, 90], lon finite, or NaN.
    [[nodiscard]] Place place(std::size_t row, double lat, double lon) const;

    // Makes the grid, which the first that needs it makes else.
    void prepare() const { static_cast<void>(grid()); }
    // visit(row, place) for all rows that cover the point, ascending.
    template <class Visit>
    void covering(double lat, double lon, const Visit& visit) const;
    // The same of many points; as check_points() accepts them.
    [[nodiscard]] CoveringRows covering(const PointColumns& points,
                                        const RunOptions& options) const;

    [[nodiscard]] std::size_t nbytes() const;

  private:
    friend class CoveringJob;

    // The grid is made when it pays: when as much work as it takes went into other ways.
    struct Lazy {
        std::once_flag once;
        std::atomic<bool> is_ready = false;
        std::atomic<std::size_t> work = 0;  // arcs looked at
        InteriorGrid grid;
    };
    static constexpr std::size_t few = 64;       // arcs that are looked at one by one
    static constexpr std::size_t patience = 64;  // such looks at all arcs, and the grid is made

    // Within polar_cap of a pole: one north, one south. Points there are next to arcs of all
    // longitudes, which the grid does not look at.
    [[nodiscard]] std::span<const std::uint32_t> polar(double lat) const {
        return polar_[lat > 0 ? 0 : 1];
    }
    void find_polar();
    [[nodiscard]] const InteriorGrid& grid() const;
    [[nodiscard]] bool is_grid_worth(std::size_t arcs) const;
    [[nodiscard]] Place place_in(std::uint32_t polygon, const AskedPoint& point) const;
    [[nodiscard]] Place place_in(const CellPolygon& cell, const AskedPoint& point) const;
    // visit(polygon, place) for those from `first` to before `end` that cover a point of the cell,
    // ascending.
    template <class Visit>
    void each_polygon(const AskedPoint& point, InteriorGrid::Cell cell, std::uint32_t first,
                      std::uint32_t end, const Visit& visit) const;
    template <class Visit>
    void each_at_pole(const AskedPoint& point, InteriorGrid::Cell cell, std::uint32_t first,
                      std::uint32_t end, const Visit& visit) const;
    template <class Visit>
    void each_row(const AskedPoint& point, InteriorGrid::Cell cell, const Visit& visit) const;

    PolygonArcs polygons_;
    std::vector<std::uint32_t> rows_;  // the first polygon of each, and one behind the last
    std::vector<std::uint32_t> polar_[2];
    std::unique_ptr<Lazy> lazy_;
};

// Places of one point in several polygons of a row.
[[nodiscard]] constexpr Place joined(Place one, Place other) {
    if (one == Place::inside || other == Place::inside) {
        return Place::inside;
    }
    return one == Place::boundary ? one : other;
}

template <class Visit>
void Interiors::each_polygon(const AskedPoint& point, InteriorGrid::Cell found, std::uint32_t first,
                             std::uint32_t end, const Visit& visit) const {
    if (point.is_polar() && !polar(point.lat).empty()) [[unlikely]] {
        each_at_pole(point, found, first, end, visit);
        return;
    }
    lazy_->grid.look_into(
        found,
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
void Interiors::each_at_pole(const AskedPoint& point, InteriorGrid::Cell cell_of_point,
                             std::uint32_t first, std::uint32_t end, const Visit& visit) const {
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
    lazy_->grid.look_into(
        cell_of_point, [&](std::uint32_t polygon) { add(polygon, Place::inside); },
        [&](const CellPolygon& cell) { add(cell.polygon, place_in(cell, point)); });
    std::ranges::sort(found);
    for (const auto& [polygon, place] : found) {
        if (place != Place::outside) {
            visit(polygon, place);
        }
    }
}

template <class Visit>
void Interiors::covering(double lat, double lon, const Visit& visit) const {
    if (!(lat == lat && lon == lon)) {
        return;
    }
    const AskedPoint point(lat, normal_longitude(lon), polygons_.edges);
    each_row(point, grid().find(point.lat, point.lon), visit);
}

template <class Visit>
void Interiors::each_row(const AskedPoint& point, InteriorGrid::Cell cell,
                         const Visit& visit) const {
    constexpr std::uint32_t none = 0xffffffff;
    std::uint32_t row = none;
    Place place = Place::outside;
    each_polygon(point, cell, 0, none, [&](std::uint32_t polygon, Place found) {
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
