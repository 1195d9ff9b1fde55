// Shapes measured against shapes; geodist._measures.shape_pairs makes functions of them.
#include <geodist/shape_pairs.hpp>

#include <pybind11/numpy.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "locations.hpp"
#include "shape_columns.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::shape_pairs {

namespace {

using Numbers = Array<double>;
using Flags = Array<std::uint8_t>;

// A column of shapes, or of points: latitudes and longitudes alone.
class Side {
  public:
    explicit Side(const py::tuple& columns) {
        if (columns.size() == 2) {
            lat_ = columns[0].cast<Numbers>();
            lon_ = columns[1].cast<Numbers>();
        } else {
            shapes_.emplace(columns);
        }
    }

    [[nodiscard]] geodist::ShapesView view() const {
        using bindings::view;
        return shapes_ ? shapes_->view() : geodist::points_view(view(lat_), view(lon_));
    }
    [[nodiscard]] std::size_t size() const {
        return shapes_ ? shapes_->size() : static_cast<std::size_t>(lat_.size());
    }

  private:
    std::optional<ShapeColumns> shapes_;
    Numbers lat_, lon_;
};

std::size_t pairs_of(const Side& a, const Side& b) { return a.size() == 1 ? b.size() : a.size(); }

template <class T>
Array<T> new_column(std::size_t size) {
    return Array<T>(static_cast<py::ssize_t>(size));
}

geodist::RunOptions on(int threads) { return {.threads = threads}; }

Numbers shape_distances(const py::tuple& a, const py::tuple& b, const py::object& ellipsoid,
                        int threads) {
    const Side first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    Numbers out = new_column<double>(pairs_of(first, second));
    const auto results = mutable_view(out);
    run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        geodist::shape_distances(first.view(), second.view(), results, figure, run);
    });
    return out;
}

void shape_matrix(const py::tuple& a, const py::tuple& b, Numbers out, const py::object& ellipsoid,
                  int threads) {
    const Side first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto results = mutable_view(out);
    run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        geodist::shape_matrix(first.view(), second.view(), results, figure, run);
    });
}

// The columns of a Location that are wanted; None for the others.
class LocationArrays {
  public:
    explicit LocationArrays(const py::tuple& columns) {
        for (std::size_t i = 0; i < numbers_.size(); ++i) {
            take(numbers_[i], columns[i]);
        }
        for (std::size_t i = 0; i < places_.size(); ++i) {
            take(places_[i], columns[numbers_.size() + i]);
        }
    }

    [[nodiscard]] geodist::LocationOutput output() {
        const auto span = [](auto& column) { return mutable_view(column); };
        return {span(numbers_[0]), span(numbers_[1]), span(numbers_[2]), span(numbers_[3]),
                span(places_[0]),  span(places_[1]),  span(places_[2])};
    }

  private:
    template <class T>
    static void take(Array<T>& column, const py::handle& given) {
        if (!given.is_none()) {
            column = given.cast<Array<T>>();
        }
    }

    std::array<Array<std::int64_t>, 4> numbers_;
    std::array<Numbers, 3> places_;
};

void nearest_points(const py::tuple& a, const py::tuple& b, Numbers distance,
                    const py::tuple& places_a, const py::tuple& places_b,
                    const py::object& ellipsoid, int threads) {
    const Side first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    LocationArrays on_a(places_a), on_b(places_b);
    const geodist::NearestOutput out{mutable_view(distance), on_a.output(), on_b.output()};
    run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        geodist::nearest_points(first.view(), second.view(), out, figure, run);
    });
}

template <class Test>
Flags test_each(std::size_t pairs, int threads, Test test) {
    Flags out = new_column<std::uint8_t>(pairs);
    const auto results = mutable_view(out);
    run_unlocked(on(threads), [&](const geodist::RunOptions& run) { test(results, run); });
    return out;
}

Flags shapes_intersect(const py::tuple& a, const py::tuple& b, const py::object& ellipsoid,
                       int threads) {
    const Side first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    return test_each(pairs_of(first, second), threads,
                     [&](auto out, const geodist::RunOptions& run) {
                         geodist::shapes_intersect(first.view(), second.view(), out, figure, run);
                     });
}

Flags shapes_within(const py::tuple& a, const py::tuple& b, const Numbers& distance,
                    const py::object& ellipsoid, int threads) {
    const Side first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    return test_each(
        pairs_of(first, second), threads, [&](auto out, const geodist::RunOptions& run) {
            geodist::shapes_within(first.view(), second.view(), view(distance), out, figure, run);
        });
}

geodist::Relation relation_of(const std::string& relation) {
    if (relation != "covers" && relation != "contains") {
        throw std::invalid_argument("relation must be 'covers' or 'contains', got '" + relation +
                                    "'");
    }
    return relation == "covers" ? geodist::Relation::covers : geodist::Relation::contains;
}

Flags shapes_relate(const py::tuple& a, const py::tuple& b, const std::string& relation,
                    const py::object& ellipsoid, int threads) {
    const Side first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto wanted = relation_of(relation);
    return test_each(
        pairs_of(first, second), threads, [&](auto out, const geodist::RunOptions& run) {
            geodist::shapes_relate(first.view(), second.view(), wanted, out, figure, run);
        });
}

Flags shape_rows_relate(const py::tuple& a, const py::tuple& b, const Array<std::int64_t>& rows_a,
                        const Array<std::int64_t>& rows_b, const std::string& relation,
                        const py::object& ellipsoid, int threads) {
    const Side first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto wanted = relation_of(relation);
    const auto pairs = static_cast<std::size_t>(rows_a.size());
    return test_each(pairs, threads, [&](auto out, const geodist::RunOptions& run) {
        geodist::shapes_relate(first.view(), second.view(), view(rows_a), view(rows_b), wanted, out,
                               figure, run);
    });
}

py::tuple intersection_points(const py::tuple& a, const py::tuple& b, const py::object& ellipsoid,
                              int threads) {
    const Side first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    auto found = run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        return geodist::intersection_points(first.view(), second.view(), figure, run);
    });
    return py::make_tuple(to_array(std::move(found.starts)), location_columns(std::move(found.a)),
                          location_columns(std::move(found.b)));
}

// Latitudes, longitudes, offsets of rings, of parts and of rows, and kinds.
py::tuple clip_lines(const py::tuple& lines, const py::tuple& polygons, const py::object& ellipsoid,
                     int threads) {
    const Side first(lines), second(polygons);
    const auto figure = ellipsoid_from_python(ellipsoid);
    auto table = run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        return geodist::clip_lines(first.view(), second.view(), figure, run);
    });
    std::vector<std::uint8_t> kinds;
    kinds.reserve(table.states.size());
    for (const geodist::GeometryState& state : table.states) {
        kinds.push_back(static_cast<std::uint8_t>(state.kind));
    }
    return py::make_tuple(to_array(std::move(table.lat)), to_array(std::move(table.lon)),
                          to_array(std::move(table.rings)), to_array(std::move(table.parts)),
                          to_array(std::move(table.rows)), to_array(std::move(kinds)));
}

}  // namespace

void bind(py::module_& m) {
    m.def("shape_distances", &shape_distances, py::arg("a"), py::arg("b"), py::arg("ellipsoid"),
          py::arg("threads"));
    m.def("shape_matrix", &shape_matrix, py::arg("a"), py::arg("b"), py::arg("out").noconvert(),
          py::arg("ellipsoid"), py::arg("threads"));
    m.def("nearest_points", &nearest_points, py::arg("a"), py::arg("b"),
          py::arg("distance").noconvert(), py::arg("places_a"), py::arg("places_b"),
          py::arg("ellipsoid"), py::arg("threads"));
    m.def("shapes_intersect", &shapes_intersect, py::arg("a"), py::arg("b"), py::arg("ellipsoid"),
          py::arg("threads"));
    m.def("shapes_within", &shapes_within, py::arg("a"), py::arg("b"),
          py::arg("distance").noconvert(), py::arg("ellipsoid"), py::arg("threads"));
    m.def("shapes_relate", &shapes_relate, py::arg("a"), py::arg("b"), py::arg("relation"),
          py::arg("ellipsoid"), py::arg("threads"));
    m.def("shape_rows_relate", &shape_rows_relate, py::arg("a"), py::arg("b"),
          py::arg("rows_a").noconvert(), py::arg("rows_b").noconvert(), py::arg("relation"),
          py::arg("ellipsoid"), py::arg("threads"));
    m.def("intersection_points", &intersection_points, py::arg("a"), py::arg("b"),
          py::arg("ellipsoid"), py::arg("threads"));
    m.def("clip_lines", &clip_lines, py::arg("lines"), py::arg("polygons"), py::arg("ellipsoid"),
          py::arg("threads"));
}

}  // namespace geodist::bindings::shape_pairs
