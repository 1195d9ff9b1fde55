#include "shapes/insides.hpp"

#include <algorithm>
#include <numeric>

namespace geodist::shapes {

Insides::Insides(const Operand& side, const geodesy::PreparedEllipsoid& e,
                 const RunOptions& options)
    : side_(side), e_(e) {
    if (side.has_polygons()) {
        interiors_ = std::make_unique<const Interiors>(side.view(), e, options);
    }
}

const Interiors& Insides::parts() const {
    std::call_once(once_, [this] {
        const ShapesView& view = side_.view();
        part_rows_.resize(view.parts.size());
        std::iota(part_rows_.begin(), part_rows_.end(), std::int64_t{0});
        part_kinds_.assign(view.parts.size() - 1, static_cast<std::uint8_t>(GeometryKind::polygon));
        // parts that are no polygons are not asked about
        for (std::size_t row = 0; row < view.kinds.size(); ++row) {
            if (!side_.is_polygon(row)) {
                std::fill(part_kinds_.begin() + view.rows[row],
                          part_kinds_.begin() + view.rows[row + 1], view.kinds[row]);
            }
        }
        ShapesView parts = view;
        parts.rows = part_rows_;
        parts.kinds = part_kinds_;
        parts_ = std::make_unique<const Interiors>(parts, e_, RunOptions{.threads = 1});
    });
    return *parts_;
}

std::int64_t Insides::part_of(std::size_t row, double lat, double lon) const {
    const std::int64_t first = side_.view().rows[row], last = side_.view().rows[row + 1];
    for (std::int64_t part = first; last - first > 1 && part < last; ++part) {
        if (parts().place(static_cast<std::size_t>(part), lat, lon) != Place::outside) {
            return part - first;
        }
    }
    return 0;
}

std::size_t Insides::parts_with(std::size_t row, double lat, double lon) const {
    const std::int64_t first = side_.view().rows[row], last = side_.view().rows[row + 1];
    std::size_t count = 0;
    for (std::int64_t part = first; last - first > 1 && part < last; ++part) {
        count += parts().place(static_cast<std::size_t>(part), lat, lon) != Place::outside;
    }
    return count;
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
