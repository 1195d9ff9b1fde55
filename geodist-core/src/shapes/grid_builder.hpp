// The making of an InteriorGrid; for its constructor alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "shapes/arcs.hpp"
#include "shapes/interior_grid.hpp"

namespace geodist::shapes {

// Makes the cells of a grid from the polygons that are left open there, column by column. In a
// column, the arcs of a polygon are sorted by their tops: some lie below a cell, some reach into
// it.
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
    static constexpr std::size_t few = 10;    // arcs of a cell that are not worth a grid
    static constexpr double overlap = 1e-9;   // of cells, degrees
    static constexpr double smallest = 1e-6;  // cells, degrees

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

}  // namespace geodist::shapes
