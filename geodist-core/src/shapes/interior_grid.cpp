#include "shapes/interior_grid.hpp"

#include <geodist/error.hpp>

#include <array>
#include <cmath>
#include <limits>

namespace geodist::shapes {

// Makes the cells of a grid from the polygons that are left open there, column by column: in a
// column, the arcs of a polygon go by their top from those that lie below a cell to those that reach
// into it.
class GridBuilder {
  public:
    GridBuilder(InteriorGrid& grid, const PolygonArcs& polygons)
        : grid_(grid), polygons_(polygons) {}

    void build();

  private:
    // As CellPolygon, its steps and arcs in the columns of a Level.
    struct Entry {
        std::uint32_t polygon;
        bool odd;
        std::uint32_t steps, arcs;  // how many
    };
    // The polygons of one cell.
    struct Level {
        std::vector<Entry> entries;
        std::vector<double> steps;
        std::vector<std::uint32_t> arcs;

        void clear() {
            entries.clear();
            steps.clear();
            arcs.clear();
        }
    };
    struct Item {
        std::uint32_t entry, arc;
    };
    // An entry that counts in columns where it has no arcs, and its first step.
    struct Present {
        std::uint32_t entry;
        std::size_t step;
    };
    // An arc among the rows of a column, those before and behind counted as one.
    struct Reach {
        std::uint32_t arc;
        std::int32_t bottom, top;
    };
    // What goes into a row of a column.
    struct Output {
        std::uint32_t row;
        Entry entry;
        std::size_t step, arc;  // first, in the columns of Work
    };
    // Memory of one depth of the recursion.
    struct Work {
        Level level;
        std::vector<Present> present;
        std::vector<std::size_t> columns;  // where their items begin
        std::vector<Item> items;
        std::vector<Reach> reaches;
        std::vector<double> steps;
        std::vector<std::uint32_t> row_starts, row_arcs;
        std::vector<Output> outputs;
        std::vector<std::uint32_t> order;
        std::vector<double> out_steps;
        std::vector<std::uint32_t> out_arcs;
    };
    struct Box {
        double west, south, width, height;
    };

    static constexpr auto no_entry = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t depths = 8;
    static constexpr std::size_t few = 10;      // arcs of a cell that are not worth a grid
    static constexpr double overlap = 1e-9;    // of cells, degrees
    static constexpr double smallest = 1e-6;   // cells, degrees

    [[nodiscard]] Box extent() const;
    void fill_root(Level& level) const;
    [[nodiscard]] double root_cell(const Box& box) const;
    void divide(std::size_t node_number, std::size_t depth);
    void sort_into_columns(Work& work, const InteriorGrid::Node& node) const;
    void fill_column(Work& work, std::size_t column, const InteriorGrid::Node& node) const;
    void add_polygon(Work& work, const Entry& entry, std::span<const double> steps,
                     std::span<const Item> items, double west, double east,
                     const InteriorGrid::Node& node) const;
    static void sort_into_rows(Work& work, std::int32_t lowest, std::int32_t highest);
    void write_column(Work& work, std::size_t column, std::size_t node_number, std::size_t depth);
    [[nodiscard]] InteriorGrid::Cell write_record(const Work& work,
                                                  std::span<const std::uint32_t> outputs);
    [[nodiscard]] std::size_t add_node(const Box& box, std::size_t columns, std::size_t rows);
    [[nodiscard]] double beside(const Arc& arc) const;
    [[nodiscard]] InteriorGrid::Cell cell(std::size_t value, InteriorGrid::Kind kind) const;

    InteriorGrid& grid_;
    const PolygonArcs& polygons_;
    std::vector<Work> work_{depths + 1};
};

// How far beside it a point may be on an arc.
double GridBuilder::beside(const Arc& arc) const {
    const double highest =
        std::abs(arc.lat) + arc.band + std::abs(arc.slope) * (arc.east - arc.west);
    return highest < 88 ? overlap : 1e-4;
}

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
    for (std::size_t first = 0, end = 0;
         first < items.size() || present != work.present.end(); first = end) {
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

namespace {

// Steps in pairs cancel each other.
void toggle(std::vector<double>& steps, double lon) {
    const auto place = std::ranges::lower_bound(steps, lon);
    if (place != steps.end() && *place == lon) {
        steps.erase(place);
    } else {
        steps.insert(place, lon);
    }
}

}  // namespace

void GridBuilder::add_polygon(Work& work, const Entry& entry, std::span<const double> steps,
                              std::span<const Item> items, double west, double east,
                              const InteriorGrid::Node& node) const {
    bool odd = entry.odd;
    work.steps.clear();
    const auto pass_step = [&](double lon) {
        if (lon <= west) {
            odd = !odd;
        } else if (lon < east) {
            toggle(work.steps, lon);
        }
    };
    std::ranges::for_each(steps, pass_step);
    const auto rows = static_cast<std::int32_t>(node.rows);
    std::int32_t lowest = rows, highest = -1;
    work.reaches.clear();
    for (const Item& item : items) {
        const Arc& arc = polygons_.arcs[item.arc];
        const double more = beside(arc);
        const LatitudeRange range = latitudes(arc, west - more, east + more);
        const auto row = [&](double lat) {
            return static_cast<std::int32_t>(
                std::clamp(std::floor((lat - node.south) * node.per_lat), -1.0,
                           static_cast<double>(rows)));
        };
        const Reach reach{item.arc, row(range.bottom - overlap), row(range.top + overlap)};
        work.reaches.push_back(reach);
        lowest = std::min(lowest, std::max(reach.bottom, 0));
        highest = std::max(highest, std::min(reach.top, rows - 1));
    }
    highest = std::max(highest, lowest - 1);
    sort_into_rows(work, lowest, highest);
    std::size_t below = 0;
    const auto pass_below = [&](std::int32_t r) {
        for (; below < work.reaches.size() && work.reaches[below].top < r; ++below) {
            const Arc& arc = polygons_.arcs[work.reaches[below].arc];
            if (arc.west < arc.east) {
                pass_step(arc.west);
                pass_step(arc.east);
            }
        }
    };
    const auto put = [&](std::int32_t r, std::span<const std::uint32_t> arcs) {
        if (arcs.empty() && work.steps.empty() && !odd) {
            return;
        }
        work.outputs.push_back({static_cast<std::uint32_t>(r),
                                {entry.polygon, odd, static_cast<std::uint32_t>(work.steps.size()),
                                 static_cast<std::uint32_t>(arcs.size())},
                                work.out_steps.size(), work.out_arcs.size()});
        work.out_steps.insert(work.out_steps.end(), work.steps.begin(), work.steps.end());
        work.out_arcs.insert(work.out_arcs.end(), arcs.begin(), arcs.end());
    };
    pass_below(0);
    const bool is_low_open = odd || !work.steps.empty();
    for (std::int32_t r = 0; is_low_open && r < lowest; ++r) {
        put(r, {});
    }
    const std::span<const std::uint32_t> arcs = work.row_arcs;
    for (std::int32_t r = lowest; r <= highest; ++r) {
        pass_below(r);
        const auto i = static_cast<std::size_t>(r - lowest);
        put(r, arcs.subspan(work.row_starts[i], work.row_starts[i + 1] - work.row_starts[i]));
    }
    pass_below(highest + 1);
    const bool is_high_open = odd || !work.steps.empty();
    for (std::int32_t r = highest + 1; is_high_open && r < rows; ++r) {
        put(r, {});
    }
}

// The reaches by rows [lowest, highest], and these by their top.
void GridBuilder::sort_into_rows(Work& work, std::int32_t lowest, std::int32_t highest) {
    work.row_starts.assign(static_cast<std::size_t>(highest - lowest + 3), 0);
    const auto each = [&](const Reach& reach, auto f) {
        const std::int32_t end = std::min(reach.top, highest);
        for (std::int32_t r = std::max(reach.bottom, lowest); r <= end; ++r) {
            f(static_cast<std::size_t>(r - lowest));
        }
    };
    for (const Reach& reach : work.reaches) {
        each(reach, [&](std::size_t i) { ++work.row_starts[i + 2]; });
    }
    for (std::size_t i = 2; i < work.row_starts.size(); ++i) {
        work.row_starts[i] += work.row_starts[i - 1];
    }
    work.row_arcs.resize(work.row_starts.back());
    for (const Reach& reach : work.reaches) {
        each(reach, [&](std::size_t i) { work.row_arcs[work.row_starts[i + 1]++] = reach.arc; });
    }
    std::ranges::sort(work.reaches, {}, &Reach::top);
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
        InteriorGrid::Cell& target =
            grid_.cells_[node.first + column * node.rows + row];
        const Entry& one = work.outputs[outputs[0]].entry;
        if (outputs.size() == 1 && one.arcs == 0 && one.steps == 0) {
            target = cell(one.polygon, InteriorGrid::covered);
            continue;
        }
        // cells of a grid for as many arcs, and for the polygons in them
        const double fine = std::sqrt( static_cast<double>(arcs));
        const double room = std::sqrt(4.0 * static_cast<double>(arcs) /
                                      static_cast<double>(outputs.size()));
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

InteriorGrid::InteriorGrid(const PolygonArcs& polygons) {
    GridBuilder(*this, polygons).build();
}

std::size_t InteriorGrid::nbytes() const {
    return nodes_.size() * sizeof(Node) + cells_.size() * sizeof(Cell) +
           words_.size() * sizeof(std::uint32_t) + steps_.size() * sizeof(double);
}

}  // namespace geodist::shapes
