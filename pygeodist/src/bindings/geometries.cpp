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

namespace py = pybind11;

namespace geodist::bindings::geometries {

namespace {

template <class T>
using Column = py::array_t<T, py::array::c_style>;

template <class T>
std::span<const T> view(const Column<T>& column) {
    return {column.data(), static_cast<std::size_t>(column.size())};
}

std::span<double> open(Column<double>& column) {
    return {column.mutable_data(), static_cast<std::size_t>(column.size())};
}

GeometryCells cells_of(const Column<std::uint8_t>& data, const Column<std::int64_t>& begins,
                       const Column<std::int64_t>& ends) {
    const auto bytes = view(data);
    return {{reinterpret_cast<const char*>(bytes.data()), bytes.size()}, view(begins), view(ends)};
}

// An array that owns the vector: nothing is copied.
template <class T, class U>
py::array hand_over(std::vector<U>&& values) {
    auto* const owned = new std::vector<U>(std::move(values));
    const py::capsule owner(owned, [](void* at) { delete static_cast<std::vector<U>*>(at); });
    return Column<T>(static_cast<py::ssize_t>(owned->size()),
                     reinterpret_cast<const T*>(owned->data()), owner);
}

py::tuple hand_over(GeometryColumn&& column) {
    return py::make_tuple(hand_over<std::uint8_t>(std::move(column.data)),
                          hand_over<std::int64_t>(std::move(column.offsets)),
                          hand_over<GeometryState>(std::move(column.states)));
}

template <GeometryColumn (*Convert)(const GeometryCells&)>
py::tuple convert(const Column<std::uint8_t>& data, const Column<std::int64_t>& begins,
                  const Column<std::int64_t>& ends) {
    const GeometryCells cells = cells_of(data, begins, ends);
    GeometryColumn column;
    {
        const py::gil_scoped_release unlocked;
        column = Convert(cells);
    }
    return hand_over(std::move(column));
}

py::tuple read_points(const Column<std::uint8_t>& data, const Column<std::int64_t>& begins,
                      const Column<std::int64_t>& ends) {
    const GeometryCells cells = cells_of(data, begins, ends);
    Column<double> lat(begins.size());
    Column<double> lon(begins.size());
    Column<double> height(begins.size());
    const PointPlaces points{open(lat), open(lon), open(height)};
    std::vector<GeometryState> states;
    {
        const py::gil_scoped_release unlocked;
        states = points_from_wkb(cells, points);
    }
    return py::make_tuple(lat, lon, height, hand_over<GeometryState>(std::move(states)));
}

template <GeometryColumn (*Write)(std::span<const double>, std::span<const double>,
                                  std::span<const double>)>
py::tuple write(const Column<double>& lat, const Column<double>& lon,
                const std::optional<Column<double>>& height) {
    const auto heights = height ? view(*height) : std::span<const double>{};
    GeometryColumn column;
    {
        const py::gil_scoped_release unlocked;
        column = Write(view(lat), view(lon), heights);
    }
    return hand_over(std::move(column));
}

template <ShapeTable (*Read)(const GeometryCells&)>
py::tuple read_shapes(const Column<std::uint8_t>& data, const Column<std::int64_t>& begins,
                      const Column<std::int64_t>& ends) {
    const GeometryCells cells = cells_of(data, begins, ends);
    ShapeTable table;
    {
        const py::gil_scoped_release unlocked;
        table = Read(cells);
    }
    return py::make_tuple(hand_over<double>(std::move(table.lat)),
                          hand_over<double>(std::move(table.lon)),
                          hand_over<std::int64_t>(std::move(table.rings)),
                          hand_over<std::int64_t>(std::move(table.parts)),
                          hand_over<std::int64_t>(std::move(table.rows)),
                          hand_over<GeometryState>(std::move(table.states)));
}

py::tuple write_shapes(const Column<double>& lat, const Column<double>& lon,
                       const Column<std::int64_t>& rings, const Column<std::int64_t>& parts,
                       const Column<std::int64_t>& rows, const Column<std::uint8_t>& kinds) {
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
    PYBIND11_NUMPY_DTYPE(GeometryState, fault, kind, has_z, had_m, srid, place);
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
