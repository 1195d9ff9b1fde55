// Distances between sets of points. geodist._measures.sets makes results of what these return.
#include <geodist/set_distance.hpp>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "initialised.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::set_distance {

namespace {

using Column = Array<double>;
// lat, lon and perhaps altitude
using Columns = std::tuple<Column, Column, std::optional<Column>>;

geodist::PointColumns points(const Columns& columns) { return std::apply(point_columns, columns); }

geodist::SetOptions options(const std::optional<geodist::BoundingBox>& bbox, int threads) {
    return {{.threads = threads}, bbox};
}

py::tuple to_tuple(const geodist::Location& at) {
    return py::make_tuple(at.row, at.part, at.ring, at.edge, at.fraction, at.lat, at.lon);
}

py::tuple to_tuple(const geodist::Witness& witness) {
    return py::make_tuple(witness.distance, to_tuple(witness.a), to_tuple(witness.b));
}

py::tuple to_tuple(const geodist::DirectedSetDistance& found) {
    return py::make_tuple(found.value, to_tuple(found.witness));
}

py::tuple to_tuple(const geodist::SetDistance& found) {
    return py::make_tuple(found.distance, to_tuple(found.forward), to_tuple(found.backward));
}

geodist::Reduction reduction_of(const std::string& name) {
    if (name == "mean") {
        return geodist::Reduction::mean;
    }
    if (name == "sum") {
        return geodist::Reduction::sum;
    }
    if (name == "max") {
        return geodist::Reduction::max;
    }
    throw std::invalid_argument("reduction must be 'mean', 'sum' or 'max', got '" + name + "'");
}

using Box = std::optional<geodist::BoundingBox>;

py::tuple hausdorff(const Columns& a, const Columns& b, const py::object& ellipsoid,
                    const Box& bbox, int threads) {
    const auto figure = ellipsoid_from_python(ellipsoid);
    return to_tuple(run_unlocked(options(bbox, threads), [&](const geodist::SetOptions& run) {
        return geodist::hausdorff(points(a), points(b), figure, run);
    }));
}

py::tuple directed_hausdorff(const Columns& a, const Columns& b, const py::object& ellipsoid,
                             const Box& bbox, int threads) {
    const auto figure = ellipsoid_from_python(ellipsoid);
    return to_tuple(run_unlocked(options(bbox, threads), [&](const geodist::SetOptions& run) {
        return geodist::directed_hausdorff(points(a), points(b), figure, run);
    }));
}

py::tuple chamfer(const Columns& a, const Columns& b, const std::string& reduction,
                  const py::object& ellipsoid, const Box& bbox, int threads) {
    const auto figure = ellipsoid_from_python(ellipsoid);
    const geodist::Reduction kind = reduction_of(reduction);
    return to_tuple(run_unlocked(options(bbox, threads), [&](const geodist::SetOptions& run) {
        return geodist::chamfer(points(a), points(b), kind, figure, run);
    }));
}

py::tuple diameter(const Columns& a, const py::object& ellipsoid, const Box& bbox, int threads) {
    const auto figure = ellipsoid_from_python(ellipsoid);
    return to_tuple(run_unlocked(options(bbox, threads), [&](const geodist::SetOptions& run) {
        return geodist::diameter(points(a), figure, run);
    }));
}

py::tuple center(const Columns& a, const py::object& ellipsoid, const Box& bbox, int threads) {
    const auto figure = ellipsoid_from_python(ellipsoid);
    return to_tuple(run_unlocked(options(bbox, threads), [&](const geodist::SetOptions& run) {
        return geodist::center(points(a), figure, run);
    }));
}

py::tuple medoid(const Columns& a, const py::object& ellipsoid, const Box& bbox, int threads) {
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto found = run_unlocked(options(bbox, threads), [&](const geodist::SetOptions& run) {
        return geodist::medoid(points(a), figure, run);
    });
    return py::make_tuple(found.total, to_tuple(found.location));
}

}  // namespace

void bind(py::module_& m) {
    m.def("hausdorff", &hausdorff, py::arg("a"), py::arg("b"), py::arg("ellipsoid"),
          py::arg("bbox"), py::arg("threads"));
    m.def("directed_hausdorff", &directed_hausdorff, py::arg("a"), py::arg("b"),
          py::arg("ellipsoid"), py::arg("bbox"), py::arg("threads"));
    m.def("chamfer", &chamfer, py::arg("a"), py::arg("b"), py::arg("reduction"),
          py::arg("ellipsoid"), py::arg("bbox"), py::arg("threads"));
    m.def("diameter", &diameter, py::arg("points"), py::arg("ellipsoid"), py::arg("bbox"),
          py::arg("threads"));
    m.def("center", &center, py::arg("points"), py::arg("ellipsoid"), py::arg("bbox"),
          py::arg("threads"));
    m.def("medoid", &medoid, py::arg("points"), py::arg("ellipsoid"), py::arg("bbox"),
          py::arg("threads"));
}

}  // namespace geodist::bindings::set_distance
