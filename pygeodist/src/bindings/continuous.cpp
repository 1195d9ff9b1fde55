// Hausdorff and Frechet distance of tracks with their edges; geodist.tracks.continuous makes
// functions of them.
#include <geodist/continuous.hpp>

#include <pybind11/numpy.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "locations.hpp"
#include "matrix_outputs.hpp"
#include "shape_columns.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::continuous {

namespace {

geodist::ContinuousOptions options(double tolerance, int threads, bool filled = false) {
    geodist::ContinuousOptions run;
    run.filled = filled;
    run.threads = threads;
    run.tolerance = tolerance;
    return run;
}

py::tuple to_tuple(geodist::CertifiedDistances&& found) {
    return py::make_tuple(to_array(std::move(found.lower)), to_array(std::move(found.upper)),
                          location_columns(std::move(found.a)),
                          location_columns(std::move(found.b)));
}

template <class Measure>
auto measure(const py::tuple& a, const py::tuple& b, const geodist::ContinuousOptions& chosen,
             const py::object& ellipsoid, Measure function) {
    const ShapeColumns first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    return run_unlocked(chosen, [&](const geodist::ContinuousOptions& run) {
        return function(first.view(), second.view(), figure, run);
    });
}

py::tuple track_hausdorff(const py::tuple& a, const py::tuple& b, bool directed, bool filled,
                          double tolerance, const py::object& ellipsoid, int threads) {
    return to_tuple(
        measure(a, b, options(tolerance, threads, filled), ellipsoid,
                directed ? &geodist::directed_track_hausdorff : &geodist::track_hausdorff));
}

py::tuple track_frechet(const py::tuple& a, const py::tuple& b, double tolerance,
                        const py::object& ellipsoid, int threads) {
    return to_tuple(measure(a, b, options(tolerance, threads), ellipsoid, &geodist::track_frechet));
}

py::tuple frechet_matching(const py::tuple& a, const py::tuple& b, double tolerance,
                           const py::object& ellipsoid, int threads) {
    auto found = measure(a, b, options(tolerance, threads), ellipsoid, &geodist::frechet_matching);
    return py::make_tuple(to_tuple(std::move(found.distances)), to_array(std::move(found.starts)),
                          location_columns(std::move(found.a)),
                          location_columns(std::move(found.b)));
}

geodist::ContinuousMetric metric_of(const std::string& name) {
    if (name == "frechet") {
        return geodist::ContinuousMetric::frechet;
    }
    if (name == "hausdorff") {
        return geodist::ContinuousMetric::hausdorff;
    }
    throw std::invalid_argument("metric must be 'frechet' or 'hausdorff', got '" + name + "'");
}

Array<std::uint8_t> tracks_within(const py::tuple& a, const py::tuple& b, const std::string& metric,
                                  const Array<double>& distance, bool filled, double tolerance,
                                  const py::object& ellipsoid, int threads) {
    const ShapeColumns first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto kind = metric_of(metric);
    Array<std::uint8_t> out(
        static_cast<py::ssize_t>(first.size() == 1 ? second.size() : first.size()));
    const auto results = mutable_view(out);
    run_unlocked(options(tolerance, threads, filled), [&](const geodist::ContinuousOptions& run) {
        geodist::tracks_within(first.view(), second.view(), kind, view(distance), results, figure,
                               run);
    });
    return out;
}

void continuous_matrix(const py::tuple& a, const py::tuple& b, const std::string& metric,
                       bool filled, double tolerance, py::array out, const py::object& ellipsoid,
                       int threads) {
    const ShapeColumns first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto kind = metric_of(metric);
    const auto results = matrix_output(out, static_cast<py::ssize_t>(first.size()),
                                       static_cast<py::ssize_t>(second.size()));
    run_unlocked(options(tolerance, threads, filled), [&](const geodist::ContinuousOptions& run) {
        geodist::continuous_matrix(first.view(), second.view(), kind, results, figure, run);
    });
}

void continuous_pairs(const py::tuple& tracks, const std::string& metric, bool filled,
                      double tolerance, py::array out, const py::object& ellipsoid, int threads) {
    const ShapeColumns rows(tracks);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto kind = metric_of(metric);
    const auto results = condensed_output(out, rows.size());
    run_unlocked(options(tolerance, threads, filled), [&](const geodist::ContinuousOptions& run) {
        geodist::continuous_pairs(rows.view(), kind, results, figure, run);
    });
}

}  // namespace

void bind(py::module_& m) {
    m.def("track_hausdorff", &track_hausdorff, py::arg("a"), py::arg("b"), py::arg("directed"),
          py::arg("filled"), py::arg("tolerance"), py::arg("ellipsoid"), py::arg("threads"));
    m.def("track_frechet", &track_frechet, py::arg("a"), py::arg("b"), py::arg("tolerance"),
          py::arg("ellipsoid"), py::arg("threads"));
    m.def("frechet_matching", &frechet_matching, py::arg("a"), py::arg("b"), py::arg("tolerance"),
          py::arg("ellipsoid"), py::arg("threads"));
    m.def("continuous_matrix", &continuous_matrix, py::arg("a"), py::arg("b"), py::arg("metric"),
          py::arg("filled"), py::arg("tolerance"), py::arg("out"), py::arg("ellipsoid"),
          py::arg("threads"));
    m.def("continuous_pairs", &continuous_pairs, py::arg("tracks"), py::arg("metric"),
          py::arg("filled"), py::arg("tolerance"), py::arg("out"), py::arg("ellipsoid"),
          py::arg("threads"));
    m.def("tracks_within", &tracks_within, py::arg("a"), py::arg("b"), py::arg("metric"),
          py::arg("distance"), py::arg("filled"), py::arg("tolerance"), py::arg("ellipsoid"),
          py::arg("threads"));
}

}  // namespace geodist::bindings::continuous
