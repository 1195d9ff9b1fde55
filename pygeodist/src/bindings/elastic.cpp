// Tracks compared by their vertices; geodist.tracks makes functions of them.
#include <geodist/elastic.hpp>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "bindings.hpp"
#include "columns.hpp"
#include "ellipsoid.hpp"
#include "index_files.hpp"
#include "matrix_outputs.hpp"
#include "shape_columns.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings::elastic {

namespace {

using Numbers = Array<double>;
// metric, eps, gap's latitude and longitude, window, max_distance, open_begin, open_end
using Measure =
    std::tuple<std::string, double, double, double, std::optional<std::size_t>, double, bool, bool>;

geodist::TrackMetric metric_of(const std::string& name) {
    using geodist::TrackMetric;
    static constexpr std::pair<const char*, TrackMetric> names[] = {
        {"discrete_frechet", TrackMetric::discrete_frechet},
        {"dtw", TrackMetric::dtw},
        {"edr", TrackMetric::edr},
        {"lcss", TrackMetric::lcss},
        {"erp", TrackMetric::erp},
        {"sspd", TrackMetric::sspd},
        {"chamfer", TrackMetric::chamfer}};
    for (const auto& [known, metric] : names) {
        if (name == known) {
            return metric;
        }
    }
    throw std::invalid_argument("metric is unknown: '" + name + "'");
}

geodist::TrackMeasure measure_of(const Measure& measure) {
    const auto& [metric, eps, lat, lon, window, most, open_begin, open_end] = measure;
    return {metric_of(metric), eps, lat, lon, window, open_begin, open_end, most};
}

geodist::RunOptions on(int threads) { return {.threads = threads}; }

void track_distances(const py::tuple& a, const py::tuple& b, const Measure& measure, Numbers out,
                     const py::object& ellipsoid, int threads) {
    const ShapeColumns first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto results = mutable_view(out);
    run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        geodist::track_distances(first.view(), second.view(), measure_of(measure), results, figure,
                                 run);
    });
}

void track_matrix(const py::tuple& a, const py::tuple& b, const Measure& measure, py::array out,
                  const py::object& ellipsoid, int threads) {
    const ShapeColumns first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto results = matrix_output(out, static_cast<py::ssize_t>(first.size()),
                                       static_cast<py::ssize_t>(second.size()));
    run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        geodist::track_matrix(first.view(), second.view(), measure_of(measure), results, figure,
                              run);
    });
}

void track_pairs(const py::tuple& tracks, const Measure& measure, py::array out,
                 const py::object& ellipsoid, int threads) {
    const ShapeColumns rows(tracks);
    const auto figure = ellipsoid_from_python(ellipsoid);
    const auto results = condensed_output(out, rows.size());
    run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        geodist::track_pairs(rows.view(), measure_of(measure), results, figure, run);
    });
}

// Distances, where each pair begins, and numbers of vertices.
py::tuple align_tracks(const py::tuple& a, const py::tuple& b, const Measure& measure,
                       const py::object& ellipsoid, int threads) {
    const ShapeColumns first(a), second(b);
    const auto figure = ellipsoid_from_python(ellipsoid);
    auto found = run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        return geodist::align_tracks(first.view(), second.view(), measure_of(measure), figure, run);
    });
    return py::make_tuple(to_array(std::move(found.distance)), to_array(std::move(found.starts)),
                          to_array(std::move(found.first)), to_array(std::move(found.second)));
}

// Rows, distances, and how many pairs were compared and abandoned.
py::tuple to_tuple(NearTracks&& found) {
    return py::make_tuple(to_array(std::move(found.rows)), to_array(std::move(found.distances)),
                          found.compared, found.abandoned);
}

// An index with the columns that it looks at, unless they are in a file.
class KeptTracks {
  public:
    KeptTracks(const py::tuple& tracks, const py::object& ellipsoid, int threads)
        : columns_(tracks), index_([&] {
              const auto figure = ellipsoid_from_python(ellipsoid);
              return run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
                  return geodist::TrackIndex(columns_->view(), figure, run);
              });
          }()) {}
    explicit KeptTracks(geodist::TrackIndex index) : index_(std::move(index)) {}

    [[nodiscard]] const geodist::TrackIndex& index() const { return index_; }

  private:
    std::optional<ShapeColumns> columns_;
    geodist::TrackIndex index_;
};

KeptTracks load(const std::filesystem::path& path, bool map, bool verify, int threads) {
    return about_file(path, [&] {
        return run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
            return KeptTracks(geodist::TrackIndex::load(path, {map, verify}, run));
        });
    });
}

py::tuple query(const KeptTracks& kept, const py::tuple& tracks, const Measure& measure,
                std::size_t k, int threads) {
    const ShapeColumns asked(tracks);
    return to_tuple(run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        return kept.index().query(asked.view(), measure_of(measure), k, run);
    }));
}

py::tuple nearest_tracks(const py::tuple& queries, const py::tuple& set, const Measure& measure,
                         std::size_t k, const py::object& ellipsoid, int threads) {
    const ShapeColumns asked(queries), among(set);
    const auto figure = ellipsoid_from_python(ellipsoid);
    return to_tuple(run_unlocked(on(threads), [&](const geodist::RunOptions& run) {
        return geodist::nearest_tracks(asked.view(), among.view(), measure_of(measure), k, figure,
                                       run);
    }));
}

}  // namespace

void bind(py::module_& m) {
    m.def("track_distances", &track_distances, py::arg("a"), py::arg("b"), py::arg("measure"),
          py::arg("out").noconvert(), py::arg("ellipsoid"), py::arg("threads"));
    m.def("track_matrix", &track_matrix, py::arg("a"), py::arg("b"), py::arg("measure"),
          py::arg("out").noconvert(), py::arg("ellipsoid"), py::arg("threads"));
    m.def("track_pairs", &track_pairs, py::arg("tracks"), py::arg("measure"),
          py::arg("out").noconvert(), py::arg("ellipsoid"), py::arg("threads"));
    m.def("align_tracks", &align_tracks, py::arg("a"), py::arg("b"), py::arg("measure"),
          py::arg("ellipsoid"), py::arg("threads"));
    m.def("nearest_tracks", &nearest_tracks, py::arg("queries"), py::arg("tracks"),
          py::arg("measure"), py::arg("k"), py::arg("ellipsoid"), py::arg("threads"));
    py::class_<KeptTracks>(m, "TrackIndex", "What geodist.tracks.TrackIndex is made of.")
        .def(py::init<const py::tuple&, const py::object&, int>(), py::arg("tracks"),
             py::arg("ellipsoid"), py::arg("threads"))
        .def_property_readonly("size", [](const KeptTracks& kept) { return kept.index().size(); })
        .def_property_readonly("nbytes",
                               [](const KeptTracks& kept) { return kept.index().nbytes(); })
        .def_property_readonly("ellipsoid",
                               [](const KeptTracks& kept) { return kept.index().ellipsoid(); })
        .def("columns",
             [](const KeptTracks& kept) { return columns_of_shapes(kept.index().tracks()); })
        .def_property_readonly("note",
                               [](const KeptTracks& kept) { return note_of_index(kept.index()); })
        .def(
            "save",
            [](const KeptTracks& kept, const std::filesystem::path& path, const std::string& note) {
                save_index(kept.index(), path, note);
            },
            py::arg("path"), py::arg("note"))
        .def_static("load", &load, py::arg("path"), py::arg("mmap"), py::arg("verify"),
                    py::arg("threads"))
        .def("query", &query, py::arg("tracks"), py::arg("measure"), py::arg("k"),
             py::arg("threads"));
}

}  // namespace geodist::bindings::elastic
