// The index of shapes. geodist._search.shape_index checks the arguments; here they become those of
// the core.
#include <geodist/shape_index.hpp>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "index_files.hpp"
#include "initialised.hpp"
#include "locations.hpp"
#include "shape_columns.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::shape_index {

namespace {

using Column = Array<double>;
using Numbers = Array<std::int64_t>;

py::tuple to_tuple(NearestShapes&& found) {
    return py::make_tuple(to_array(std::move(found.distances)), to_array(std::move(found.rows)),
                          to_array(std::move(found.edges)));
}

py::tuple to_tuple(NearShapes&& found) {
    return py::make_tuple(to_array(std::move(found.starts)), to_array(std::move(found.rows)),
                          to_array(std::move(found.edges)), to_array(std::move(found.distances)));
}

ShapeIndex make(const py::tuple& shapes, const py::object& ellipsoid, int threads) {
    const ShapeColumns columns(shapes);
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    return run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        return ShapeIndex(columns.view(), figure, options);
    });
}

py::tuple query(const ShapeIndex& index, const Column& lat, const Column& lon, std::size_t k,
                double max_distance, int threads) {
    ShapeQueryOptions options{{.threads = threads}};
    options.max_distance = max_distance;
    return to_tuple(run_unlocked(options, [&](const ShapeQueryOptions& run) {
        return index.query(point_columns(lat, lon), k, run);
    }));
}

py::tuple query_shapes(const ShapeIndex& index, const py::tuple& shapes, std::size_t k,
                       double max_distance, int threads) {
    const ShapeColumns columns(shapes);
    ShapeQueryOptions options{{.threads = threads}};
    options.max_distance = max_distance;
    return to_tuple(run_unlocked(options, [&](const ShapeQueryOptions& run) {
        return index.query(columns.view(), k, run);
    }));
}

py::tuple query_radius(const ShapeIndex& index, const Column& lat, const Column& lon,
                       const Column& radius, bool sort, int threads) {
    ShapeRadiusOptions options{{.threads = threads}};
    options.sort = sort;
    return to_tuple(run_unlocked(options, [&](const ShapeRadiusOptions& run) {
        return index.query_radius(point_columns(lat, lon), view(radius), run);
    }));
}

py::tuple query_radius_shapes(const ShapeIndex& index, const py::tuple& shapes,
                              const Column& radius, bool sort, int threads) {
    const ShapeColumns columns(shapes);
    ShapeRadiusOptions options{{.threads = threads}};
    options.sort = sort;
    return to_tuple(run_unlocked(options, [&](const ShapeRadiusOptions& run) {
        return index.query_radius(columns.view(), view(radius), run);
    }));
}

py::tuple covering(const ShapeIndex& index, const Column& lat, const Column& lon, int threads) {
    return to_tuple(run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        return index.covering(point_columns(lat, lon), options);
    }));
}

py::tuple covering_shapes(const ShapeIndex& index, const py::tuple& shapes, int threads) {
    const ShapeColumns columns(shapes);
    return to_tuple(run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        return index.covering(columns.view(), options);
    }));
}

// Row, part, ring, edge, fraction, lat and lon.
py::tuple locate(const ShapeIndex& index, const Column& lat, const Column& lon, const Numbers& rows,
                 const Numbers& edges) {
    const std::vector<Location> places = run_unlocked(RunOptions{}, [&](const RunOptions& options) {
        return index.locate(point_columns(lat, lon), view(rows), view(edges), options);
    });
    return location_columns(places.size(), [&](std::size_t i) { return places[i]; });
}

// The same of both shapes of each pair: of those asked about, and of the index.
py::tuple locate_shapes(const ShapeIndex& index, const py::tuple& shapes, const Numbers& asked,
                        const Numbers& rows, int threads) {
    const ShapeColumns columns(shapes);
    auto found = run_unlocked(RunOptions{.threads = threads}, [&](const RunOptions& options) {
        return index.locate(columns.view(), view(asked), view(rows), options);
    });
    return py::make_tuple(location_columns(std::move(found.a)),
                          location_columns(std::move(found.b)));
}

}  // namespace

void bind(py::module_& m) {
    py::class_<ShapeIndex> type(m, "ShapeIndex", "What geodist.ShapeIndex is made of.");
    type.def(py::init(&make), py::arg("shapes"), py::arg("ellipsoid"), py::arg("threads"))
        .def("columns", [](const ShapeIndex& index) { return columns_of_shapes(index.shapes()); })
        .def("query", &query, py::arg("lat").noconvert(), py::arg("lon").noconvert(), py::arg("k"),
             py::arg("max_distance"), py::arg("threads"))
        .def("query_shapes", &query_shapes, py::arg("shapes"), py::arg("k"),
             py::arg("max_distance"), py::arg("threads"))
        .def("query_radius", &query_radius, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("radius").noconvert(), py::arg("sort"), py::arg("threads"))
        .def("query_radius_shapes", &query_radius_shapes, py::arg("shapes"),
             py::arg("radius").noconvert(), py::arg("sort"), py::arg("threads"))
        .def("covering", &covering, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("threads"))
        .def("covering_shapes", &covering_shapes, py::arg("shapes"), py::arg("threads"))
        .def("locate", &locate, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
             py::arg("rows").noconvert(), py::arg("edges").noconvert())
        .def("locate_shapes", &locate_shapes, py::arg("shapes"), py::arg("asked").noconvert(),
             py::arg("rows").noconvert(), py::arg("threads"));
    bind_index(type);
}

}  // namespace geodist::bindings::shape_index
