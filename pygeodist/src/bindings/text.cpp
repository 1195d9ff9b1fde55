// Numbers and angles in text, for the command line.
#include <geodist/text.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "bindings.hpp"

namespace py = pybind11;

namespace geodist::bindings::text {

namespace {

constexpr const char* AXES[] = {"", "lat", "lon"};

template <class T>
using Column = py::array_t<T, py::array::c_style>;

template <class T>
std::span<const T> view(const Column<T>& column) {
    return {column.data(), static_cast<std::size_t>(column.size())};
}

CellKind kind_of(std::string_view axis) {
    return axis == "lat"   ? CellKind::latitude
           : axis == "lon" ? CellKind::longitude
                           : CellKind::number;
}

Column<double> read(const Column<std::uint8_t>& data, const Column<std::int64_t>& offsets,
                    std::string_view axis, std::string_view decimal) {
    Column<double> values(offsets.size() - 1);
    const auto bytes = view(data);
    const std::span<double> out{values.mutable_data(), static_cast<std::size_t>(values.size())};
    const py::gil_scoped_release unlocked;
    read_cells({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, view(offsets),
               kind_of(axis), decimal.front(), out);
    return values;
}

}  // namespace

void bind(py::module_& m) {
    m.def(
        "read_angle",
        [](std::string_view text) {
            const AngleText angle = read_angle(text);
            return py::make_tuple(angle.degrees, AXES[static_cast<std::size_t>(angle.axis)],
                                  angle.reason);
        },
        py::arg("text"), "read_angle(text)");
    m.def("read_cells", &read, py::arg("data"), py::arg("offsets"), py::arg("axis"),
          py::arg("decimal"), "read_cells(data, offsets, axis, decimal)");
}

}  // namespace geodist::bindings::text
