#include "shapes/grid_builder.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace geodist::shapes {

GridBuilder::Box GridBuilder::extent() const {
    double west = 180, east = -180, south = 90, north = -90;
    for (const Arc& arc : polygons_.arcs) {
        const LatitudeRange range = latitudes(arc, arc.west, arc.east);
        west = std::min(west, arc.west);
        east = std::max(east, arc.east);
        south = std::min(south, range.bottom);
        north = std::max(north, range.top);
    }
    for (std::size_t i = 0; i < polygons_.size(); ++i) {
        if (polygons_.polygons[i].is_flipped) {
            west = -180;
            east = 180;
        }
    }
    for (const SouthStep& step : polygons_.steps) {
        west = std::min(west, step.west);
        east = std::max(east, step.east);
    }
    if (west > east) {
        return {0, 0, 0, 0};
    }
    // Points beside the outermost arcs count, too.
    constexpr double more = 2e-4;
    south = std::clamp(south, -90.0, 90.0);
    north = std::clamp(north, -90.0, 90.0);
    return {west - more, south - more, east - west + 2 * more, north - south + 2 * more};
}

void GridBuilder::fill_root(Level& level) const {
    level.clear();
    const auto& polygons = polygons_.polygons;
    for (std::uint32_t i = 0; i < polygons_.size(); ++i) {
        const Polygon &p = polygons[i], &next = polygons[i + 1];
        Entry entry{i, p.is_flipped, 0, next.arc - p.arc};
        for (std::uint32_t k = p.step; k < next.step; ++k) {
            // From the west of everything: a step that begins there has begun.
            const SouthStep& step = polygons_.steps[k];
            for (const double lon : {step.west, step.east}) {
                level.steps.push_back(lon);
                ++entry.steps;
            }
        }
        for (std::uint32_t arc = p.arc; arc < next.arc; ++arc) {
            level.arcs.push_back(arc);
        }
        level.entries.push_back(entry);
    }
}

// As many cells as arcs, or some more; and no more cells to all polygons, by the boxes around them,
// than a few for each arc.
double GridBuilder::root_cell(const Box& box) const {
    constexpr double most = 1 << 18;
    const auto arcs = static_cast<double>(polygons_.arcs.size());
    const double cells = std::min(most, 64 + 8 * arcs);
    const double size = std::sqrt(box.width * box.height / cells);
    std::vector<std::array<double, 2>> boxes;
    for (std::size_t i = 0; i < polygons_.size(); ++i) {
        double west = 180, east = -180, south = 90, north = -90;
        for (std::uint32_t a = polygons_.polygons[i].arc; a < polygons_.polygons[i + 1].arc; ++a) {
            const Arc& arc = polygons_.arcs[a];
            const LatitudeRange range = latitudes(arc, arc.west, arc.east);
            west = std::min(west, arc.west);
            east = std::max(east, arc.east);
            south = std::min(south, range.bottom);
            north = std::max(north, range.top);
        }
        if (west <= east) {
            boxes.push_back({east - west, north - south});
        }
    }
    for (double d = size;; d *= 1.5) {
        double sum = 0;
        for (const auto& [width, height] : boxes) {
            sum += (width / d + 1) * (height / d + 1);
        }
        if (sum <= 16 * arcs + 4 * cells || d > 90) {
            return d;
        }
    }
}

void GridBuilder::build() {
    const Box box = extent();
    grid_.west_ = box.west;
    grid_.east_ = box.west + box.width;
    if (box.width == 0) {
        grid_.west_ = 1;
        grid_.east_ = 0;
        return;
    }
    const double d = root_cell(box);
    const auto count = [d](double length) {
        return static_cast<std::size_t>(std::clamp(std::ceil(length / d), 1.0, 16384.0));
    };
    fill_root(work_[0].level);
    divide(add_node(box, count(box.width), count(box.height)), 0);
}

std::size_t GridBuilder::add_node(const Box& box, std::size_t columns, std::size_t rows) {
    grid_.nodes_.push_back({box.west, box.south, static_cast<double>(columns) / box.width,
                            static_cast<double>(rows) / box.height,
                            static_cast<std::uint32_t>(columns), static_cast<std::uint32_t>(rows),
                            grid_.cells_.size()});
    grid_.cells_.resize(grid_.cells_.size() + columns * rows);
    return grid_.nodes_.size() - 1;
}

// The cells of a node from the polygons in the work of its depth.
void GridBuilder::divide(std::size_t node_number, std::size_t depth) {
    Work& work = work_[depth];
    const InteriorGrid::Node node = grid_.nodes_[node_number];
    sort_into_columns(work, node);
    work.present.clear();
    std::size_t step = 0;
    for (std::uint32_t i = 0; i < work.level.entries.size(); ++i) {
        const Entry& entry = work.level.entries[i];
        if (entry.odd || entry.steps > 0) {
            work.present.push_back({i, step});
        }
        step += entry.steps;
    }
    for (std::size_t column = 0; column < node.columns; ++column) {
        fill_column(work, column, node);
        write_column(work, column, node_number, depth);
    }
}

void GridBuilder::sort_into_columns(Work& work, const InteriorGrid::Node& node) const {
    const auto each = [&](auto f) {
        std::size_t next = 0;
        for (std::uint32_t i = 0; i < work.level.entries.size(); ++i) {
            for (std::uint32_t k = 0; k < work.level.entries[i].arcs; ++k) {
                const std::uint32_t number = work.level.arcs[next++];
                const Arc& arc = polygons_.arcs[number];
                const double more = beside(arc) + overlap;
                const double first = (arc.west - more - node.west) * node.per_lon;
                const double last = (arc.east + more - node.west) * node.per_lon;
                const std::uint32_t end = InteriorGrid::Node::index(last, node.columns);
                for (std::uint32_t c = InteriorGrid::Node::index(first, node.columns); c <= end;
                     ++c) {
                    f(c, Item{i, number});
                }
            }
        }
    };
    work.columns.assign(node.columns + 2, 0);
    each([&](std::uint32_t column, const Item&) { ++work.columns[column + 2]; });
    for (std::size_t c = 2; c < work.columns.size(); ++c) {
        work.columns[c] += work.columns[c - 1];
    }
    work.items.resize(work.columns.back());
    each([&](std::uint32_t column, const Item& item) {
        work.items[work.columns[column + 1]++] = item;
    });
}

void GridBuilder::fill_column(Work& work, std::size_t column,
                              const InteriorGrid::Node& node) const {
    work.outputs.clear();
    work.out_steps.clear();
    work.out_arcs.clear();
    const auto c = static_cast<double>(column);
    const double west = node.west + c / node.per_lon - overlap;
    const double east = node.west + (c + 1) / node.per_lon + overlap;
    const std::span<const Item> items(work.items.data() + work.columns[column],
                                      work.columns[column + 1] - work.columns[column]);
    auto present = work.present.begin();
    for (std::size_t first = 0, end = 0; first < items.size() || present != work.present.end();
         first = end) {
        const std::uint32_t entry =
            std::min(first < items.size() ? items[first].entry : no_entry,
                     present != work.present.end() ? present->entry : no_entry);
        while (end < items.size() && items[end].entry == entry) {
            ++end;
        }
        std::span<const double> steps;
        if (present != work.present.end() && present->entry == entry) {
            steps = {work.level.steps.data() + present->step, work.level.entries[entry].steps};
            ++present;
        }
        add_polygon(work, work.level.entries[entry], steps, items.subspan(first, end - first), west,
                    east, node);
    }
}

InteriorGrid::Cell GridBuilder::cell(std::size_t value, InteriorGrid::Kind kind) const {
    if (value >= (std::size_t{1} << 30U)) {
        throw GeodistError("the polygons have more edges than can be looked up at once");
    }
    return static_cast<InteriorGrid::Cell>(value << 2U) | kind;
}

InteriorGrid::Cell GridBuilder::write_record(const Work& work,
                                             std::span<const std::uint32_t> outputs) {
    std::vector<std::uint32_t>& words = grid_.words_;
    const InteriorGrid::Cell made = cell(words.size(), InteriorGrid::record);
    words.push_back(static_cast<std::uint32_t>(outputs.size()));
    for (const std::uint32_t number : outputs) {
        const Output& output = work.outputs[number];
        const Entry& entry = output.entry;
        words.push_back(entry.polygon << 1U | (entry.odd ? 1U : 0U));
        words.push_back(entry.steps);
        words.push_back(entry.arcs);
        if (entry.steps > 0) {
            words.push_back(static_cast<std::uint32_t>(grid_.steps_.size()));
            const auto first = work.out_steps.begin() + static_cast<std::ptrdiff_t>(output.step);
            grid_.steps_.insert(grid_.steps_.end(), first, first + entry.steps);
        }
        const auto first = work.out_arcs.begin() + static_cast<std::ptrdiff_t>(output.arc);
        words.insert(words.end(), first, first + entry.arcs);
    }
    return made;
}

void GridBuilder::write_column(Work& work, std::size_t column, std::size_t node_number,
                               std::size_t depth) {
    const InteriorGrid::Node node = grid_.nodes_[node_number];
    // by rows; polygons keep their order
    work.order.resize(work.outputs.size());
    for (std::uint32_t i = 0; i < work.order.size(); ++i) {
        work.order[i] = i;
    }
    std::ranges::stable_sort(work.order, {}, [&](std::uint32_t i) { return work.outputs[i].row; });
    for (std::size_t i = 0, end = 0; i < work.order.size(); i = end) {
        const std::uint32_t row = work.outputs[work.order[i]].row;
        std::size_t arcs = 0;
        for (end = i; end < work.order.size() && work.outputs[work.order[end]].row == row; ++end) {
            arcs += work.outputs[work.order[end]].entry.arcs;
        }
        const std::span<const std::uint32_t> outputs(work.order.data() + i, end - i);
        InteriorGrid::Cell& target = grid_.cells_[node.first + column * node.rows + row];
        const Entry& one = work.outputs[outputs[0]].entry;
        if (outputs.size() == 1 && one.arcs == 0 && one.steps == 0) {
            target = cell(one.polygon, InteriorGrid::covered);
            continue;
        }
        // cells of a grid for as many arcs, and for the polygons in them
        const double fine = std::sqrt(static_cast<double>(arcs));
        const double room =
            std::sqrt(4.0 * static_cast<double>(arcs) / static_cast<double>(outputs.size()));
        const auto side = static_cast<std::size_t>(std::min({fine, room, 16.0}));
        const Box inner{node.west + static_cast<double>(column) / node.per_lon,
                        node.south + row / node.per_lat, 1 / node.per_lon, 1 / node.per_lat};
        if (arcs <= few || side < 2 || depth == depths ||
            std::min(inner.width, inner.height) / static_cast<double>(side) < smallest) {
            target = write_record(work, outputs);
            continue;
        }
        Level& level = work_[depth + 1].level;
        level.clear();
        for (const std::uint32_t number : outputs) {
            const Output& output = work.outputs[number];
            const auto step = work.out_steps.begin() + static_cast<std::ptrdiff_t>(output.step);
            const auto arc = work.out_arcs.begin() + static_cast<std::ptrdiff_t>(output.arc);
            level.entries.push_back(output.entry);
            level.steps.insert(level.steps.end(), step, step + output.entry.steps);
            level.arcs.insert(level.arcs.end(), arc, arc + output.entry.arcs);
        }
        const std::size_t child = add_node(inner, side, side);
        grid_.cells_[node.first + column * node.rows + row] = cell(child, InteriorGrid::divided);
        divide(child, depth + 1);
    }
}

InteriorGrid::InteriorGrid(const PolygonArcs& polygons) { GridBuilder(*this, polygons).build(); }

std::size_t InteriorGrid::nbytes() const {
    return nodes_.size() * sizeof(Node) + cells_.size() * sizeof(Cell) +
           words_.size() * sizeof(std::uint32_t) + steps_.size() * sizeof(double);
}

}  // namespace geodist::shapes
