#include "shapes/interior.hpp"

#include "runtime/float_environment.hpp"

namespace geodist::shapes {

Interiors::Interiors(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
                     const RunOptions& options)
    : polygons_(make_arcs(shapes, Ellipsoid(e.a, e.f), options)), lazy_(std::make_unique<Lazy>()) {
    rows_.reserve(shapes.kinds.size() + 1);
    std::uint32_t polygon = 0;
    for (std::size_t row = 0; row <= shapes.kinds.size(); ++row) {
        while (polygon < polygons_.size() && polygons_.polygons[polygon].row < row) {
            ++polygon;
        }
        rows_.push_back(polygon);
    }
    find_polar();
}

const InteriorGrid& Interiors::grid() const {
    if (!lazy_->is_ready.load(std::memory_order_acquire)) {
        std::call_once(lazy_->once, [this] {
            const runtime::FloatEnvironment environment;
            lazy_->grid = InteriorGrid(polygons_);
            lazy_->is_ready.store(true, std::memory_order_release);
        });
    }
    return lazy_->grid;
}

bool Interiors::is_grid_worth(std::size_t arcs) const {
    if (arcs <= few) {
        return false;
    }
    if (lazy_->is_ready.load(std::memory_order_acquire)) {
        return true;
    }
    return lazy_->work.fetch_add(arcs, std::memory_order_relaxed) >
           patience * polygons_.arcs.size();
}

void Interiors::find_polar() {
    for (std::uint32_t i = 0; i < polygons_.size(); ++i) {
        bool north = false, south = false;
        for (std::uint32_t a = polygons_.polygons[i].arc; a < polygons_.polygons[i + 1].arc; ++a) {
            const Arc& arc = polygons_.arcs[a];
            const LatitudeRange range = latitudes(arc, arc.west, arc.east);
            north = north || range.top >= 90 - 2 * polar_cap;
            south = south || range.bottom <= -90 + 2 * polar_cap;
        }
        if (north) {
            polar_[0].push_back(i);
        }
        if (south) {
            polar_[1].push_back(i);
        }
    }
}

std::size_t Interiors::nbytes() const {
    return polygons_.arcs.size() * sizeof(Arc) + 2 * polygons_.lat.size() * sizeof(double) +
           polygons_.polygons.size() * sizeof(Polygon) + rows_.size() * sizeof(rows_[0]) +
           (lazy_->is_ready.load(std::memory_order_acquire) ? lazy_->grid.nbytes() : 0);
}

Interiors::Place Interiors::place_in(std::uint32_t polygon, const AskedPoint& point) const {
    const Polygon &from = polygons_.polygons[polygon], &to = polygons_.polygons[polygon + 1];
    bool odd = from.is_flipped, is_boundary = false;
    for (std::uint32_t step = from.step; step < to.step; ++step) {
        pass(polygons_.steps[step], point, odd);
    }
    for (std::uint32_t arc = from.arc; arc < to.arc; ++arc) {
        is_boundary |= pass(polygons_, polygons_.arcs[arc], point, odd);
    }
    return is_boundary ? Place::boundary : odd ? Place::inside : Place::outside;
}

Interiors::Place Interiors::place_in(const CellPolygon& cell, const AskedPoint& point) const {
    bool odd = cell.odd, is_boundary = false;
    for (const double step : cell.steps) {
        odd ^= point.lon >= step;
    }
    for (const std::uint32_t arc : cell.arcs) {
        is_boundary |= pass(polygons_, polygons_.arcs[arc], point, odd);
    }
    return is_boundary ? Place::boundary : odd ? Place::inside : Place::outside;
}

Interiors::Place Interiors::place(std::size_t row, double lat, double lon) const {
    const std::uint32_t first = rows_[row], end = rows_[row + 1];
    if (first == end || !(lat == lat && lon == lon)) {
        return Place::outside;
    }
    const AskedPoint point(lat, normal_longitude(lon), polygons_.edges);
    Place place = Place::outside;
    if (is_grid_worth(polygons_.polygons[end].arc - polygons_.polygons[first].arc)) {
        each_polygon(point, grid().find(point.lat, point.lon), first, end,
                     [&](std::uint32_t, Place found) { place = joined(place, found); });
        return place;
    }
    for (std::uint32_t polygon = first; polygon < end; ++polygon) {
        place = joined(place, place_in(polygon, point));
    }
    return place;
}

}  // namespace geodist::shapes
