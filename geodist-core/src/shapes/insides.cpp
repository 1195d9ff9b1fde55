#include "shapes/insides.hpp"

#include <numeric>

namespace geodist::shapes {

Insides::Insides(const Operand& side, const geodesy::PreparedEllipsoid& e,
                 const RunOptions& options)
    : side_(side), e_(e) {
    if (side.has_polygons()) {
        interiors_ = std::make_unique<const Interiors>(side.view(), e, options);
    }
}

std::int64_t Insides::part_of(std::size_t row, double lat, double lon) const {
    const ShapesView& view = side_.view();
    const std::int64_t first = view.rows[row], last = view.rows[row + 1];
    if (last - first < 2) {
        return 0;
    }
    std::call_once(once_, [&] {
        part_rows_.resize(view.parts.size());
        std::iota(part_rows_.begin(), part_rows_.end(), std::int64_t{0});
        part_kinds_.assign(view.parts.size() - 1,
                           static_cast<std::uint8_t>(GeometryKind::polygon));
        ShapesView parts = view;
        parts.rows = part_rows_;
        parts.kinds = part_kinds_;
        parts_ = std::make_unique<const Interiors>(parts, e_, RunOptions{.threads = 1});
    });
    for (std::int64_t part = first; part < last; ++part) {
        if (parts_->place(static_cast<std::size_t>(part), lat, lon) != Interiors::Place::outside) {
            return part - first;
        }
    }
    return 0;
}

std::int64_t Insides::vertex_in(std::size_t in, const Operand& other, std::size_t row) const {
    if (!side_.is_polygon(in)) {
        return -1;
    }
    const ShapesView& view = other.view();
    const auto is_in = [&](std::size_t vertex) {
        return covers(in, view.lat[vertex], view.lon[vertex]);
    };
    if (other.are_points()) {
        return is_in(row) ? static_cast<std::int64_t>(row) : -1;
    }
    const auto at = [](std::span<const std::int64_t> offsets, std::size_t i) {
        return static_cast<std::size_t>(offsets[i]);
    };
    const std::size_t last = at(view.parts, at(view.rows, row + 1));
    for (std::size_t ring = at(view.parts, at(view.rows, row)); ring < last; ++ring) {
        const std::size_t vertex = at(view.rings, ring);
        if (vertex < at(view.rings, ring + 1) && is_in(vertex)) {
            return static_cast<std::int64_t>(vertex);
        }
    }
    return -1;
}

}  // namespace geodist::shapes
