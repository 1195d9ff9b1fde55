// The index of points. geodist._search.index checks the arguments; here they become those of the
// core.
#include <geodist/point_index.hpp>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "index_files.hpp"
#include "initialised.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::point_index {

namespace {

using Column = Array<double>;

py::tuple to_tuple(geodist::Neighbours&& found) {
    return py::make_tuple(to_array(std::move(found.starts)), to_array(std::move(found.rows)),
                          to_array(std::move(found.distances)));
}

PointIndex make(const Column& lat, const Column& lon, const std::optional<Column>& altitude,
                const py::object& ellipsoid, int threads) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    return run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        return PointIndex(point_columns(lat, lon, altitude), figure, options);
    });
}

void query(const PointIndex& index, const Column& lat, const Column& lon,
           const std::optional<Column>& altitude, std::size_t k, Array<double> distances,
           Array<std::int64_t> rows, double max_distance, std::optional<std::size_t> first_row,
           int threads) {
    geodist::QueryOptions options{{.threads = threads}};
    options.max_distance = max_distance;
    options.exclude_self = first_row.has_value();
    options.first_row = first_row.value_or(0);
    const auto to = mutable_view(distances);
    const auto to_rows = mutable_view(rows);
    run_unlocked(options, [&](const geodist::QueryOptions& run) {
        index.query(point_columns(lat, lon, altitude), k, to, to_rows, run);
    });
}

py::tuple query_radius(const PointIndex& index, const Column& lat, const Column& lon,
                       const std::optional<Column>& altitude, const Column& radius, bool sort,
                       bool upper_triangle, std::optional<std::size_t> first_row, int threads) {
    geodist::RadiusOptions options{{.threads = threads}};
    options.sort = sort;
    options.upper_triangle = upper_triangle;
    options.exclude_self = first_row.has_value();
    options.first_row = first_row.value_or(0);
    return to_tuple(run_unlocked(options, [&](const geodist::RadiusOptions& run) {
        return index.query_radius(point_columns(lat, lon, altitude), view(radius), run);
    }));
}

py::tuple query_pairs(const PointIndex& index, double radius, bool sort, bool upper_triangle,
                      int threads) {
    geodist::RadiusOptions options{{.threads = threads}};
    options.sort = sort;
    options.upper_triangle = upper_triangle;
    return to_tuple(run_unlocked(options, [&](const geodist::RadiusOptions& run) {
        return index.query_pairs(radius, run);
    }));
}

void count_radius(const PointIndex& index, const Column& lat, const Column& lon,
                  const std::optional<Column>& altitude, const Column& radius,
                  Array<std::int64_t> counts, std::optional<std::size_t> first_row, int threads) {
    geodist::RadiusOptions options{{.threads = threads}};
    options.exclude_self = first_row.has_value();
    options.first_row = first_row.value_or(0);
    const auto to = mutable_view(counts);
    run_unlocked(options, [&](const geodist::RadiusOptions& run) {
        index.count_radius(point_columns(lat, lon, altitude), view(radius), to, run);
    });
}

py::tuple coordinates(const PointIndex& index) {
    PointIndex::Columns columns = index.columns();
    const py::object altitude =
        index.has_altitudes() ? py::object(to_array(std::move(columns.altitude))) : py::none();
    return py::make_tuple(to_array(std::move(columns.lat)), to_array(std::move(columns.lon)),
                          altitude);
}

void farthest(const PointIndex& index, const Column& lat, const Column& lon,
              const std::optional<Column>& altitude, Array<double> distances,
              Array<std::int64_t> rows, int threads) {
    const auto to = mutable_view(distances);
    const auto to_rows = mutable_view(rows);
    run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        index.farthest(point_columns(lat, lon, altitude), to, to_rows, options);
    });
}

}  // namespace

void bind(py::module_& m) {
    py::class_<PointIndex> type(m, "PointIndex", "What geodist.PointIndex is made of.");
    type.def(py::init(&make), py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("altitude").noconvert(), py::arg("ellipsoid"), py::arg("threads"))
        .def_property_readonly("has_altitudes", &PointIndex::has_altitudes)
        .def("query", &query, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("altitude").noconvert(), py::arg("k"), py::arg("distances").noconvert(),
             py::arg("rows").noconvert(), py::arg("max_distance"), py::arg("first_row"),
             py::arg("threads"))
        .def("query_radius", &query_radius, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("altitude").noconvert(), py::arg("radius").noconvert(), py::arg("sort"),
             py::arg("upper_triangle"), py::arg("first_row"), py::arg("threads"))
        .def("count_radius", &count_radius, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("altitude").noconvert(), py::arg("radius").noconvert(),
             py::arg("counts").noconvert(), py::arg("first_row"), py::arg("threads"))
        .def("query_pairs", &query_pairs, py::arg("radius"), py::arg("sort"),
             py::arg("upper_triangle"), py::arg("threads"))
        .def("coordinates", &coordinates)
        .def("farthest", &farthest, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("altitude").noconvert(), py::arg("distances").noconvert(),
             py::arg("rows").noconvert(), py::arg("threads"));
    bind_index(type);
}

}  // namespace geodist::bindings::point_index
