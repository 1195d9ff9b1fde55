// Lengths of lines and areas of rings; geodist._measures.shapes makes functions of them.
#include <geodist/shape_bounds.hpp>
#include <geodist/shapes.hpp>

#include <pybind11/numpy.h>

#include <cstdint>
#include <string>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "shape_columns.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::shapes {

namespace {

using Column = Array<double>;
using Offsets = Array<std::int64_t>;

template <class Measure>
Column measure_each(const Column& lat, const Column& lon, const Offsets& offsets,
                    const py::object& ellipsoid, int threads, Measure measure) {
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    const geodist::LineColumns lines{view(lat), view(lon), view(offsets)};
    Column out(static_cast<py::ssize_t>(lines.size()));
    const auto results = mutable_view(out);
    run_unlocked(geodist::RunOptions{.threads = threads}, [&](const geodist::RunOptions& options) {
        measure(lines, results, figure, options);
        return true;
    });
    return out;
}

Column line_lengths(const Column& lat, const Column& lon, const Offsets& offsets, bool closed,
                    const py::object& ellipsoid, int threads, const std::string& edges) {
    const geodist::Edges kind = edges_of(edges);
    return measure_each(lat, lon, offsets, ellipsoid, threads,
                        [=](const auto& lines, auto out, const auto& figure, const auto& options) {
                            geodist::line_lengths(lines, closed, out, kind, figure, options);
                        });
}

Column ring_areas(const Column& lat, const Column& lon, const Offsets& offsets,
                  const py::object& ellipsoid, int threads, const std::string& edges) {
    const geodist::Edges kind = edges_of(edges);
    return measure_each(lat, lon, offsets, ellipsoid, threads,
                        [=](const auto& lines, auto out, const auto& figure, const auto& options) {
                            geodist::ring_areas(lines, out, kind, figure, options);
                        });
}

py::tuple shape_bounds(const py::tuple& columns, const py::object& ellipsoid, int threads) {
    const ShapeColumns shapes(columns);
    const geodist::Ellipsoid figure = ellipsoid_from_python(ellipsoid);
    const auto size = static_cast<py::ssize_t>(shapes.size());
    Column south(size);
    Column west(size);
    Column north(size);
    Column east(size);
    const geodist::BoxColumns boxes{mutable_view(south), mutable_view(west), mutable_view(north),
                                    mutable_view(east)};
    run_unlocked(geodist::RunOptions{.threads = threads}, [&](const geodist::RunOptions& options) {
        geodist::shape_bounds(shapes.view(), boxes, figure, options);
        return true;
    });
    return py::make_tuple(south, west, north, east);
}

}  // namespace

void bind(py::module_& m) {
    m.def("line_lengths", &line_lengths, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
          py::arg("offsets").noconvert(), py::arg("closed"), py::arg("ellipsoid"),
          py::arg("threads"), py::arg("edges") = "geodesic",
          "line_lengths(lat, lon, offsets, closed, ellipsoid, threads, edges)\n\n"
          "Lengths of lines, metres; see geodist.length.");
    m.def("ring_areas", &ring_areas, py::arg("lat").noconvert(), py::arg("lon").noconvert(),
          py::arg("offsets").noconvert(), py::arg("ellipsoid"), py::arg("threads"),
          py::arg("edges") = "geodesic",
          "ring_areas(lat, lon, offsets, ellipsoid, threads, edges)\n\n"
          "Areas of rings, m2, positive to the left: along geodesics, of the smaller side. See "
          "geodist.area.");
    m.def("shape_bounds", &shape_bounds, py::arg("shapes"), py::arg("ellipsoid"),
          py::arg("threads"),
          "shape_bounds(shapes, ellipsoid, threads)\n\n"
          "South, west, north and east of each row; see geodist.Shapes.bounds.");
}

}  // namespace geodist::bindings::shapes
