// Cells of longitude and latitude that know which polygons cover them, and which arcs are left to
// look at.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shapes/arcs.hpp"
#include "shapes/meridian_walk.hpp"

namespace geodist::shapes {

// One polygon in one cell. A point of the cell is above `odd` arcs that lie wholly below the cell,
// and above one more or less east of each step; whether it is above the arcs listed is left open.
struct CellPolygon {
    std::uint32_t polygon;
    bool odd;
    std::span<const double> steps;
    std::span<const std::uint32_t> arcs;
};

// A cell holds nothing, or one polygon that covers all of it, or a record, or, where there are many
// arcs, a grid of its own. Where cells meet both have what is next to the border, so that it does
// not matter in which of them a point falls by rounding.
class InteriorGrid {
  public:
    InteriorGrid() = default;
    explicit InteriorGrid(const PolygonArcs& polygons);

    // Two bits of kind, the rest: a polygon, a place in words_, or a node.
    using Cell = std::uint32_t;

    // The cell of a point.
    [[nodiscard]] Cell find(double lat, double lon) const;
    // covers(polygon) for one that covers the cell, may(CellPolygon) for each of those that may.
    template <class Covers, class May>
    void look_into(Cell cell, const Covers& covers, const May& may) const;

    // Of a cell that is not divided: are its polygons known without a look into it? If so, which
    // one covers it, or `none`.
    static constexpr std::uint32_t none = 0xffffffff;
    [[nodiscard]] static bool is_settled(Cell cell) { return (cell & 3U) != record; }
    [[nodiscard]] static std::uint32_t only_polygon(Cell cell) {
        return (cell & 3U) == covered ? cell >> 2U : none;
    }

    // The same in steps, for many points at a time: what each step reads, the one before it brought
    // near to the processor. expect() gives what begin() takes; begin() and descend() find what may
    // be a node, look_into() then reads what descend() asked for.
    [[nodiscard]] std::uint32_t expect(double lat, double lon) const {
        if (!has(lat, lon)) {
            return none;
        }
        const std::size_t place = nodes_[0].cell(lat, lon);
        __builtin_prefetch(cells_.data() + place);
        return static_cast<std::uint32_t>(place);
    }
    [[nodiscard]] Cell begin(std::uint32_t place) const {
        const Cell cell = place == none ? Cell{nothing} : cells_[place];
        expect(cell);
        return cell;
    }
    [[nodiscard]] Cell descend(Cell cell, double lat, double lon) const {
        if ((cell & 3U) != divided) {
            return cell;
        }
        while ((cell & 3U) == divided) {
            cell = cells_[nodes_[cell >> 2U].cell(lat, lon)];
        }
        expect(cell);
        return cell;
    }
    void expect_arcs(Cell cell, const Arc* arcs) const {
        if ((cell & 3U) == record) {
            const std::uint32_t* const word = words_.data() + (cell >> 2U);
            const std::uint32_t first = word[2] == 0 ? 4 : 5;
            for (std::uint32_t i = 0; word[0] > 0 && i < std::min(word[3], 8U); ++i) {
                const Arc* const arc = arcs + word[first + i];
                __builtin_prefetch(arc);
                __builtin_prefetch(&arc->band);
            }
        }
    }

    [[nodiscard]] std::size_t nbytes() const;

  private:
    friend class GridBuilder;

    [[nodiscard]] bool has(double lat, double lon) const {
        return lon >= west_ && lon <= east_ && lat == lat;
    }
    void expect(Cell cell) const {
        if ((cell & 3U) == record) {
            __builtin_prefetch(words_.data() + (cell >> 2U));
        } else if ((cell & 3U) == divided) {
            __builtin_prefetch(nodes_.data() + (cell >> 2U));
        }
    }

    enum Kind : std::uint32_t { nothing, covered, record, divided };

    struct Node {
        double west, south;
        double per_lon, per_lat;  // cells a degree
        std::uint32_t columns, rows;
        std::size_t first;  // its cells, column by column

        [[nodiscard]] static std::uint32_t index(double x, std::uint32_t n) {
            const auto i = static_cast<std::int32_t>(x);
            return static_cast<std::uint32_t>(std::clamp(i, 0, static_cast<std::int32_t>(n) - 1));
        }
        [[nodiscard]] std::size_t cell(double lat, double lon) const {
            return first + std::size_t{index((lon - west) * per_lon, columns)} * rows +
                   index((lat - south) * per_lat, rows);
        }
    };

    double west_ = 0, east_ = 0;  // no arc or step is beyond
    std::vector<Node> nodes_;
    std::vector<Cell> cells_;
    std::vector<std::uint32_t> words_;
    std::vector<double> steps_;
};

inline InteriorGrid::Cell InteriorGrid::find(double lat, double lon) const {
    if (!has(lat, lon)) {
        return nothing;
    }
    Cell cell = cells_[nodes_[0].cell(lat, lon)];
    while ((cell & 3U) == divided) {
        cell = cells_[nodes_[cell >> 2U].cell(lat, lon)];
    }
    return cell;
}

template <class Covers, class May>
void InteriorGrid::look_into(Cell cell, const Covers& covers, const May& may) const {
    if ((cell & 3U) == nothing) {
        return;
    }
    if ((cell & 3U) == covered) {
        covers(cell >> 2U);
        return;
    }
    const std::uint32_t* word = words_.data() + (cell >> 2U);
    for (std::uint32_t left = *word++; left > 0; --left) {
        const std::uint32_t polygon = word[0] >> 1U, steps = word[1], arcs = word[2];
        const std::uint32_t first_step = steps == 0 ? 0 : word[3];
        word += steps == 0 ? 3 : 4;
        may(CellPolygon{polygon,
                        (word[steps == 0 ? -3 : -4] & 1U) != 0,
                        {steps_.data() + first_step, steps},
                        {word, arcs}});
        word += arcs;
    }
}

}  // namespace geodist::shapes
