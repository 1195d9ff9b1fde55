// Columns of geometries.
#include <geodist/error.hpp>
#include <geodist/geometries.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include "geometry/cells.hpp"
#include "geometry/geojson_reader.hpp"
#include "geometry/shape.hpp"
#include "geometry/wkb_reader.hpp"
#include "geometry/writers.hpp"
#include "runtime/float_environment.hpp"

namespace geodist {

namespace {

template <class Reader, class Writer>
GeometryState convert(std::string_view cell, std::vector<char>& out) {
    GeometryState state;
    if (geometry::is_missing<Reader>(cell)) {
        state.fault = GeometryFault::missing;
        return state;
    }
    const std::size_t start = out.size();
    Writer writer(out);
    // Whether there are heights is known at the first of them: then all is written anew.
    for (int pass = 0; pass < 2; ++pass) {
        Reader reader(cell, state);
        writer.restart(state.has_z);
        if (reader.read(writer)) {
            return state;
        }
        out.resize(start);
        if (reader.failure().fault != GeometryFault::none) {
            geometry::set_fault(state, reader.failure(), cell);
            return state;
        }
    }
    return state;
}

template <class Reader, class Writer>
GeometryColumn convert_all(const GeometryCells& cells) {
    geometry::check_cells(cells);
    const runtime::FloatEnvironment environment;
    GeometryColumn column;
    column.offsets.reserve(cells.begins.size() + 1);
    column.states.reserve(cells.begins.size());
    column.offsets.push_back(0);
    for (std::size_t i = 0; i < cells.begins.size(); ++i) {
        column.states.push_back(convert<Reader, Writer>(geometry::cell_of(cells, i), column.data));
        column.offsets.push_back(static_cast<std::int64_t>(column.data.size()));
    }
    return column;
}

template <class Writer>
GeometryColumn write_points(std::span<const double> lat, std::span<const double> lon,
                            std::span<const double> height) {
    if (lat.size() != lon.size() || (!height.empty() && height.size() != lat.size())) {
        throw GeodistError("coordinates differ in number");
    }
    const runtime::FloatEnvironment environment;
    GeometryColumn column;
    column.offsets.reserve(lat.size() + 1);
    column.offsets.push_back(0);
    column.states.resize(lat.size());
    Writer writer(column.data);
    for (std::size_t i = 0; i < lat.size(); ++i) {
        GeometryState& state = column.states[i];
        state.has_z = !height.empty() && std::isfinite(height[i]);
        const geometry::Position position{lon[i], lat[i], state.has_z ? height[i] : 0, state.has_z};
        if (position.is_finite()) {
            state.kind = GeometryKind::point;
            writer.restart(state.has_z);
            writer.begin(GeometryKind::point);
            writer.position(position);
            writer.end();
        } else {
            state.has_z = false;
            state.fault = GeometryFault::missing;
        }
        column.offsets.push_back(static_cast<std::int64_t>(column.data.size()));
    }
    return column;
}

}  // namespace

std::string_view describe(GeometryFault fault) {
    switch (fault) {
        case GeometryFault::none:
            return "";
        case GeometryFault::missing:
            return "is missing";
        case GeometryFault::not_an_object:
            return "is not a JSON object";
        case GeometryFault::no_type:
            return "has no type";
        case GeometryFault::unknown_type:
            return "is of an unknown type";
        case GeometryFault::no_coordinates:
            return "has no array of coordinates";
        case GeometryFault::not_numbers:
            return "has coordinates that are not numbers";
        case GeometryFault::short_position:
            return "has a position of fewer than two numbers";
        case GeometryFault::not_finite:
            return "has a coordinate that is not finite";
        case GeometryFault::too_deep:
            return "has collections nested more than 32 levels deep";
        case GeometryFault::cut_off:
            return "is cut off";
        case GeometryFault::bad_byte_order:
            return "does not begin with a byte order, 0 or 1";
        case GeometryFault::wrong_part:
            return "holds a geometry of a kind that it cannot hold";
        case GeometryFault::trailing:
            return "has bytes behind its end";
    }
    return "";
}

std::string_view name_of(GeometryKind kind) {
    return geometry::kind_names.at(static_cast<std::size_t>(kind));
}

GeometryColumn wkb_from_geojson(const GeometryCells& cells) {
    return convert_all<geometry::GeoJsonReader, geometry::WkbWriter>(cells);
}

GeometryColumn geojson_from_wkb(const GeometryCells& cells) {
    return convert_all<geometry::WkbReader, geometry::GeoJsonWriter>(cells);
}

GeometryColumn wkb_from_wkb(const GeometryCells& cells) {
    return convert_all<geometry::WkbReader, geometry::WkbWriter>(cells);
}

std::vector<GeometryState> points_from_wkb(const GeometryCells& cells, const PointPlaces& points) {
    geometry::check_cells(cells);
    const std::size_t size = cells.begins.size();
    if (points.lat.size() != size || points.lon.size() != size || points.height.size() != size) {
        throw GeodistError("there must be as many places for coordinates as geometries");
    }
    const runtime::FloatEnvironment environment;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<GeometryState> states(size);
    for (std::size_t i = 0; i < size; ++i) {
        const std::string_view cell = geometry::cell_of(cells, i);
        geometry::Position position{nan, nan, nan, false};
        if (cell.empty()) {
            states[i].fault = GeometryFault::missing;
        } else if (geometry::WkbReader reader(cell, states[i]); !reader.read_point(position)) {
            geometry::set_fault(states[i], reader.failure(), cell);
            position = {nan, nan, nan, false};
        }
        points.lon[i] = position.x;
        points.lat[i] = position.y;
        points.height[i] = position.has_z ? position.z : nan;
    }
    return states;
}

GeometryColumn geojson_from_points(std::span<const double> lat, std::span<const double> lon,
                                   std::span<const double> height) {
    return write_points<geometry::GeoJsonWriter>(lat, lon, height);
}

GeometryColumn wkb_from_points(std::span<const double> lat, std::span<const double> lon,
                               std::span<const double> height) {
    return write_points<geometry::WkbWriter>(lat, lon, height);
}

}  // namespace geodist
