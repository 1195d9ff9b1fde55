#include "shapes/planar_rows.hpp"

#include <limits>

#include "shapes/planar_touch.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

PlanarRows::PlanarRows(const ShapesView& shapes)
    : shapes_(shapes), are_points_(shapes.rows.empty()) {
    if (!are_points_) {
        build();
    }
}

void PlanarRows::build() {
    const std::size_t count = shapes_.kinds.size();
    rows_.reserve(count + 1);
    row_boxes_.reserve(count);
    begins_.reserve(shapes_.lat.size());
    ends_.reserve(shapes_.lat.size());
    for (std::size_t row = 0; row < count; ++row) {
        rows_.push_back(begins_.size());
        for_each_run_of(shapes_, row, [&](const Run& run) {
            const bool is_point = run.edges() == 0;
            for (std::size_t i = run.first; i < run.first + (is_point ? 1 : run.edges()); ++i) {
                begins_.push_back(static_cast<std::uint32_t>(i));
                ends_.push_back(static_cast<std::uint32_t>(is_point ? i : run.end_of(i)));
            }
        });
        row_boxes_.push_back(boxes_.size());
        for (std::size_t i = rows_.back(); i < begins_.size(); i += leaf) {
            PlanarBox box = box_of(i);
            for (std::size_t k = i + 1; k < std::min(i + leaf, begins_.size()); ++k) {
                box.widen(box_of(k));
            }
            boxes_.push_back(box);
        }
        for (std::size_t below = row_boxes_.back(); boxes_.size() > below + 1;) {
            const std::size_t level = boxes_.size();
            for (std::size_t i = below; i < level; i += leaf) {
                PlanarBox box = boxes_[i];
                for (std::size_t k = i + 1; k < std::min(i + leaf, level); ++k) {
                    box.widen(boxes_[k]);
                }
                boxes_.push_back(box);
            }
            below = level;
        }
    }
    rows_.push_back(begins_.size());
}

PlanarRows::Tree::Tree(const PlanarRows& rows, std::size_t row)
    : side(&rows), begin(rows.first(row)), end(rows.end(row)) {
    std::size_t count = (end - begin + leaf - 1) / leaf;
    std::size_t at = rows.are_points_ ? 0 : rows.row_boxes_[row];
    for (;;) {
        first[levels] = at;
        nodes[levels++] = count;
        if (count <= 1) {
            return;
        }
        at += count;
        count = (count + leaf - 1) / leaf;
    }
}

PlanarBox PlanarRows::box_of(std::size_t number) const {
    const PlanarEdge edge = this->edge(number);
    const auto [south, north] = std::minmax(edge.lat1, edge.lat2);
    const auto [west, east] = std::minmax(edge.lon1, edge.lon2);
    constexpr double high = 2 * planar_width, infinity = std::numeric_limits<double>::infinity();
    const double highest = std::max(-south, north);
    if (highest >= 90 - high) {
        return {south - high, north + high, -infinity, infinity};
    }
    // a cosine is at least that of the straight line; and what rounding takes
    const double wide = high / (1 - highest / 90) + 1e-15 * std::max(-west, east);
    return {south - high, north + high, west - wide, east + wide};
}

}  // namespace geodist::shapes
