// Numbers, angles and points in text, for the command line.
#include <geodist/text.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"

namespace py = pybind11;

namespace geodist::bindings::text {

namespace {

constexpr const char* AXES[] = {"", "lat", "lon"};

// The bytes of the cells, and where they begin and end.
using Cells = std::pair<Array<std::uint8_t>, Array<std::int64_t>>;

TextColumn text_column(const Cells& cells) {
    const auto bytes = view(cells.first);
    return {{reinterpret_cast<const char*>(bytes.data()), bytes.size()}, view(cells.second)};
}
py::ssize_t count(const Cells& cells) { return cells.second.size() - 1; }

CellKind kind_of(std::string_view axis) {
    return axis == "lat"   ? CellKind::latitude
           : axis == "lon" ? CellKind::longitude
                           : CellKind::number;
}

PointOrder order_of(std::string_view order) {
    return order == "lat,lon"   ? PointOrder::lat_lon
           : order == "lon,lat" ? PointOrder::lon_lat
                                : PointOrder::unknown;
}

Array<double> read(const Cells& cells, std::string_view axis, std::string_view decimal) {
    Array<double> values(count(cells));
    const TextColumn column = text_column(cells);
    const std::span<double> out = mutable_view(values);
    const py::gil_scoped_release unlocked;
    read_cells(column, kind_of(axis), decimal.front(), out);
    return values;
}

Array<double> read_split(const std::vector<Cells>& columns, bool has_hemisphere,
                         std::string_view axis, std::string_view decimal) {
    std::vector<TextColumn> views;
    views.reserve(columns.size());
    for (const Cells& cells : columns) {
        views.push_back(text_column(cells));
    }
    Array<double> values(columns.empty() ? 0 : count(columns.front()));
    const std::span<double> out = mutable_view(values);
    const py::gil_scoped_release unlocked;
    read_split_cells(views, has_hemisphere, kind_of(axis), decimal.front(), out);
    return values;
}

py::tuple read_many_points(const Cells& cells, std::string_view order, std::string_view decimal) {
    Array<double> lat(count(cells)), lon(count(cells));
    std::vector<PointText::Status> status(static_cast<std::size_t>(lat.size()));
    const TextColumn column = text_column(cells);
    const std::span<double> lats = mutable_view(lat), lons = mutable_view(lon);
    {
        const py::gil_scoped_release unlocked;
        read_points(column, order_of(order), decimal.front(), lats, lons, status);
    }
    Array<std::uint8_t> codes(lat.size());
    std::ranges::transform(status, codes.mutable_data(),
                           [](PointText::Status s) { return static_cast<std::uint8_t>(s); });
    return py::make_tuple(lat, lon, codes);
}

}  // namespace

void bind(py::module_& m) {
    m.def("read_number", &read_number, py::arg("text"), "read_number(text)");
    m.def(
        "read_angle",
        [](std::string_view text) {
            const AngleText angle = read_angle(text);
            return py::make_tuple(angle.degrees, AXES[static_cast<std::size_t>(angle.axis)],
                                  angle.reason);
        },
        py::arg("text"), "read_angle(text)");
    m.def(
        "read_point",
        [](std::string_view text, std::string_view order) {
            const PointText point = read_point(text, order_of(order));
            return py::make_tuple(point.lat, point.lon, static_cast<int>(point.status),
                                  point.reason);
        },
        py::arg("text"), py::arg("order"), "read_point(text, order)");
    m.def("split_point", &split_point, py::arg("text"), "split_point(text)");
    m.def(
        "join_parts",
        [](const std::vector<std::string>& parts, bool has_hemisphere) {
            const std::vector<std::string_view> views(parts.begin(), parts.end());
            return join_parts(views, has_hemisphere);
        },
        py::arg("parts"), py::arg("has_hemisphere"), "join_parts(parts, has_hemisphere)");
    m.def("read_cells", &read, py::arg("cells"), py::arg("axis"), py::arg("decimal"),
          "read_cells(cells, axis, decimal)");
    m.def("read_split_cells", &read_split, py::arg("columns"), py::arg("has_hemisphere"),
          py::arg("axis"), py::arg("decimal"),
          "read_split_cells(columns, has_hemisphere, axis, decimal)");
    m.def("read_point_cells", &read_many_points, py::arg("cells"), py::arg("order"),
          py::arg("decimal"), "read_point_cells(cells, order, decimal)");
}

}  // namespace geodist::bindings::text
