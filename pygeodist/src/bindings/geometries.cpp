// Columns of geometries, for the command line.
#include <geodist/geometries.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"

namespace py = pybind11;

namespace geodist::bindings::geometries {

namespace {

using Column = Array<double>;
using Offsets = Array<std::int64_t>;
using Bytes = Array<std::uint8_t>;

GeometryCells cells_of(const Bytes& data, const Offsets& begins, const Offsets& ends) {
    const auto bytes = view(data);
    return {{reinterpret_cast<const char*>(bytes.data()), bytes.size()}, view(begins), view(ends)};
}

py::tuple hand_over(GeometryColumn&& column) {
    return py::make_tuple(owning<std::uint8_t>(std::move(column.data)),
                          owning<std::int64_t>(std::move(column.offsets)),
                          owning<GeometryState>(std::move(column.states)));
}

template <GeometryColumn (*Convert)(const GeometryCells&)>
py::tuple convert(const Bytes& data, const Offsets& begins, const Offsets& ends) {
    const GeometryCells cells = cells_of(data, begins, ends);
    GeometryColumn column;
    {
        const py::gil_scoped_release unlocked;
        column = Convert(cells);
    }
    return hand_over(std::move(column));
}

py::tuple read_points(const Bytes& data, const Offsets& begins, const Offsets& ends) {
    const GeometryCells cells = cells_of(data, begins, ends);
    Column lat(begins.size());
    Column lon(begins.size());
    Column height(begins.size());
    const PointPlaces points{mutable_view(lat), mutable_view(lon), mutable_view(height)};
    std::vector<GeometryState> states;
    {
        const py::gil_scoped_release unlocked;
        states = points_from_wkb(cells, points);
    }
    return py::make_tuple(lat, lon, height, owning<GeometryState>(std::move(states)));
}

template <GeometryColumn (*Write)(std::span<const double>, std::span<const double>,
                                  std::span<const double>)>
py::tuple write(const Column& lat, const Column& lon, const std::optional<Column>& height) {
    const auto heights = height ? view(*height) : std::span<const double>{};
    GeometryColumn column;
    {
        const py::gil_scoped_release unlocked;
        column = Write(view(lat), view(lon), heights);
    }
    return hand_over(std::move(column));
}

template <ShapeTable (*Read)(const GeometryCells&)>
py::tuple read_shapes(const Bytes& data, const Offsets& begins, const Offsets& ends) {
    const GeometryCells cells = cells_of(data, begins, ends);
    ShapeTable table;
    {
        const py::gil_scoped_release unlocked;
        table = Read(cells);
    }
    return py::make_tuple(
        owning<double>(std::move(table.lat)), owning<double>(std::move(table.lon)),
        owning<std::int64_t>(std::move(table.rings)), owning<std::int64_t>(std::move(table.parts)),
        owning<std::int64_t>(std::move(table.rows)),
        owning<GeometryState>(std::move(table.states)));
}

py::tuple write_shapes(const Column& lat, const Column& lon, const Offsets& rings,
                       const Offsets& parts, const Offsets& rows, const Bytes& kinds) {
    const ShapeCells shapes{view(lat),   view(lon),  view(rings),
                            view(parts), view(rows), view(kinds)};
    GeometryColumn column;
    {
        const py::gil_scoped_release unlocked;
        column = wkb_from_shapes(shapes);
    }
    return hand_over(std::move(column));
}

}  // namespace

void bind(py::module_& m) {
    m.attr("MISSING_GEOMETRY") = static_cast<int>(GeometryFault::missing);
    PYBIND11_NUMPY_DTYPE(GeometryState, fault, kind, has_z, had_m, srid, place, part, ring, vertex,
                         left_out);
    const auto cells = [&m](const char* name, auto function, const char* text) {
        m.def(name, function, py::arg("data"), py::arg("begins"), py::arg("ends"), text);
    };
    cells("wkb_from_geojson", &convert<&wkb_from_geojson>, "wkb_from_geojson(data, begins, ends)");
    cells("geojson_from_wkb", &convert<&geojson_from_wkb>, "geojson_from_wkb(data, begins, ends)");
    cells("wkb_from_wkb", &convert<&wkb_from_wkb>, "wkb_from_wkb(data, begins, ends)");
    cells("points_from_wkb", &read_points, "points_from_wkb(data, begins, ends)");
    cells("shapes_from_wkb", &read_shapes<&shapes_from_wkb>, "shapes_from_wkb(data, begins, ends)");
    cells("shapes_from_geojson", &read_shapes<&shapes_from_geojson>,
          "shapes_from_geojson(data, begins, ends)");
    m.def("wkb_from_shapes", &write_shapes, py::arg("lat"), py::arg("lon"), py::arg("rings"),
          py::arg("parts"), py::arg("rows"), py::arg("kinds"),
          "wkb_from_shapes(lat, lon, rings, parts, rows, kinds)");
    const auto points = [&m](const char* name, auto function, const char* text) {
        m.def(name, function, py::arg("lat"), py::arg("lon"), py::arg("height") = py::none(), text);
    };
    points("geojson_from_points", &write<&geojson_from_points>,
           "geojson_from_points(lat, lon, height=None)");
    points("wkb_from_points", &write<&wkb_from_points>, "wkb_from_points(lat, lon, height=None)");
    m.def(
        "geometry_fault",
        [](std::uint8_t fault) { return describe(static_cast<GeometryFault>(fault)); },
        py::arg("fault"), "geometry_fault(fault)");
    m.def(
        "geometry_kind", [](std::uint8_t kind) { return name_of(static_cast<GeometryKind>(kind)); },
        py::arg("kind"), "geometry_kind(kind)");
}

}  // namespace geodist::bindings::geometries
