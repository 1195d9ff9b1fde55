// Columns of shapes, from and to other forms.
#include <geodist/error.hpp>
#include <geodist/geometries.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>

#include "geometry/cells.hpp"
#include "geometry/geojson_reader.hpp"
#include "geometry/shape_writer.hpp"
#include "geometry/wkb_reader.hpp"
#include "geometry/writers.hpp"
#include "runtime/float_environment.hpp"

namespace geodist {

namespace {

template <class Reader>
ShapeTable read_shapes(const GeometryCells& cells) {
    geometry::check_cells(cells);
    const runtime::FloatEnvironment environment;
    ShapeTable table;
    table.states.reserve(cells.begins.size());
    table.rows.reserve(cells.begins.size() + 1);
    geometry::ShapeWriter writer(table);
    for (std::size_t i = 0; i < cells.begins.size(); ++i) {
        const std::string_view cell = geometry::cell_of(cells, i);
        GeometryState state;
        if (geometry::is_missing<Reader>(cell)) {
            state.fault = GeometryFault::missing;
        } else if (Reader reader(cell, state); !reader.read(writer)) {
            geometry::set_fault(state, reader.failure(), cell);
            if (state.kind != GeometryKind::geometry_collection) {
                writer.set_place(state);
            }
        }
        state.left_out = state.fault == GeometryFault::none && writer.has_left_out();
        if (state.fault != GeometryFault::none || state.kind == GeometryKind::geometry_collection) {
            table.rows_to(i);
        }
        table.rows.push_back(static_cast<std::int64_t>(table.parts.size()) - 1);
        table.states.push_back(state);
        writer.restart(false);
    }
    return table;
}

void check_offsets(std::span<const std::int64_t> offsets, std::size_t size) {
    if (offsets.empty() || offsets.front() < 0 || !std::ranges::is_sorted(offsets) ||
        std::cmp_greater(offsets.back(), size)) {
        throw GeodistError("the offsets of shapes must rise and be within what they count");
    }
}

// Hands the parts of rows to a writer.
template <class Writer>
class ShapeReader {
  public:
    ShapeReader(const ShapeCells& shapes, Writer& out) : shapes_(shapes), out_(out) {}

    void row(std::size_t row) {
        const auto kind = static_cast<GeometryKind>(shapes_.kinds[row]);
        const auto first = at(shapes_.rows, row), last = at(shapes_.rows, row + 1);
        row_ = row;
        out_.begin(kind);
        if (geometry::is_multi(kind)) {
            out_.open();
            for (std::size_t part = first; part < last; ++part) {
                out_.next();
                out_.part(geometry::part_of(kind));
                body(geometry::part_of(kind), part, part + 1);
            }
            out_.close();
        } else {
            fit(last <= first + 1);
            body(kind, first, last);
        }
        out_.end();
    }

  private:
    static std::size_t at(std::span<const std::int64_t> offsets, std::size_t i) {
        return static_cast<std::size_t>(offsets[i]);
    }

    // Of no part where `part` is `end`: the geometry is empty.
    void body(GeometryKind kind, std::size_t part, std::size_t end) {
        const std::size_t ring = part < end ? at(shapes_.parts, part) : 0;
        const std::size_t last = part < end ? at(shapes_.parts, part + 1) : 0;
        fit(kind == GeometryKind::polygon || last <= ring + 1);
        if (kind == GeometryKind::point) {
            const std::size_t vertex = ring < last ? at(shapes_.rings, ring) : 0;
            fit(ring == last || vertex + 1 == at(shapes_.rings, ring + 1));
            out_.position(ring < last ? position(vertex) : nowhere());
        } else if (kind == GeometryKind::line_string) {
            vertices(ring, last, false);
        } else {
            out_.open();
            for (std::size_t i = ring; i < last; ++i) {
                out_.next();
                vertices(i, i + 1, true);
            }
            out_.close();
        }
    }

    void vertices(std::size_t ring, std::size_t end, bool closed) {
        out_.open();
        if (ring < end) {
            const std::size_t first = at(shapes_.rings, ring), last = at(shapes_.rings, ring + 1);
            for (std::size_t i = first; i < last; ++i) {
                out_.next();
                out_.position(position(i));
            }
            if (closed && first < last &&
                (shapes_.lat[first] != shapes_.lat[last - 1] ||
                 shapes_.lon[first] != shapes_.lon[last - 1])) {
                out_.next();
                out_.position(position(first));
            }
        }
        out_.close();
    }

    void fit(bool is_so) const {
        if (!is_so) {
            throw GeodistError("a shape has more or fewer parts than its kind", std::nullopt, row_);
        }
    }

    [[nodiscard]] geometry::Position position(std::size_t i) const {
        return {shapes_.lon[i], shapes_.lat[i], 0, false};
    }
    static geometry::Position nowhere() {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        return {nan, nan, nan, false};
    }

    const ShapeCells& shapes_;
    Writer& out_;
    std::size_t row_ = 0;
};

template <class Writer>
GeometryColumn write_shapes(const ShapeCells& shapes) {
    if (shapes.lat.size() != shapes.lon.size() || shapes.rows.size() != shapes.kinds.size() + 1) {
        throw GeodistError("the columns of shapes differ in number");
    }
    check_offsets(shapes.rings, shapes.lat.size());
    check_offsets(shapes.parts, shapes.rings.size() - 1);
    check_offsets(shapes.rows, shapes.parts.size() - 1);
    const runtime::FloatEnvironment environment;
    GeometryColumn column;
    column.offsets.reserve(shapes.rows.size());
    column.offsets.push_back(0);
    Writer writer(column.data);
    ShapeReader<Writer> reader(shapes, writer);
    for (std::size_t i = 0; i < shapes.kinds.size(); ++i) {
        GeometryState state;
        state.kind = static_cast<GeometryKind>(shapes.kinds[i]);
        if (state.kind == GeometryKind::none) {
            state.fault = GeometryFault::missing;
        } else if (state.kind >= GeometryKind::geometry_collection) {
            throw GeodistError("a kind of shape is unknown", std::nullopt, i);
        } else {
            writer.restart(false);
            reader.row(i);
        }
        column.states.push_back(state);
        column.offsets.push_back(static_cast<std::int64_t>(column.data.size()));
    }
    return column;
}

}  // namespace

void ShapeTable::rows_to(std::size_t count) {
    rows.resize(count + 1);
    parts.resize(static_cast<std::size_t>(rows.back()) + 1);
    rings.resize(static_cast<std::size_t>(parts.back()) + 1);
    lat.resize(static_cast<std::size_t>(rings.back()));
    lon.resize(lat.size());
}

ShapeTable shapes_from_wkb(const GeometryCells& cells) {
    return read_shapes<geometry::WkbReader>(cells);
}

ShapeTable shapes_from_geojson(const GeometryCells& cells) {
    return read_shapes<geometry::GeoJsonReader>(cells);
}

GeometryColumn wkb_from_shapes(const ShapeCells& shapes) {
    return write_shapes<geometry::WkbWriter>(shapes);
}

}  // namespace geodist
