#include "shapes/shape_row_jobs.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/threads.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

// One vertex of each part, and the row it belongs to.
struct PartVertices {
    std::vector<double> lat, lon;
    std::vector<std::uint32_t> row;

    explicit PartVertices(const ShapesView& shapes) {
        std::size_t row_of_last = shapes.kinds.size(), part_of_last = 0;
        const ShapeRows row_of(shapes);
        for_each_run(shapes, [&](const Run& run) {
            const std::size_t part = row_of.part(run.first);
            if (run.row == row_of_last && part == part_of_last) {
                return;  // a hole: its polygon has its outer ring already
            }
            row_of_last = run.row;
            part_of_last = part;
            lat.push_back(shapes.lat[run.first]);
            lon.push_back(shapes.lon[run.first]);
            row.push_back(static_cast<std::uint32_t>(run.row));
        });
    }
};

}  // namespace

CoveredRows rows_inside(const ShapesView& asked, const ShapeStorage& storage,
                        const RunOptions& options) {
    std::vector<std::pair<std::uint32_t, std::int64_t>> pairs;  // of asked, of the index
    // add(row, polygon) for the polygons that cover a part of a row.
    const auto each_covered = [&](const Interiors& polygons, const ShapesView& shapes, auto add) {
        const PartVertices parts(shapes);
        const CoveringRows found = polygons.covering(PointColumns(parts.lat, parts.lon), options);
        for (std::size_t i = 0; i < parts.row.size(); ++i) {
            for (std::int64_t j = found.starts[i]; j < found.starts[i + 1]; ++j) {
                add(parts.row[i], found.rows[static_cast<std::size_t>(j)]);
            }
        }
    };
    if (const Interiors* const interiors = storage.interiors(options); interiors != nullptr) {
        each_covered(*interiors, asked, [&](std::uint32_t row, std::int64_t polygon) {
            pairs.emplace_back(row, polygon);
        });
    }
    const bool has_polygons = std::ranges::any_of(
        asked.kinds, [](std::uint8_t kind) { return is_areal(static_cast<GeometryKind>(kind)); });
    if (has_polygons) {
        const auto prepared = batch::cached_ellipsoid(storage.ellipsoid());
        each_covered(Interiors(asked, *prepared, options), storage.shapes(),
                     [&](std::uint32_t row, std::int64_t polygon) {
                         pairs.emplace_back(static_cast<std::uint32_t>(polygon), std::int64_t{row});
                     });
    }
    if (pairs.empty()) {
        return {};
    }
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    CoveringRows rows;
    rows.starts.assign(asked.kinds.size() + 1, 0);
    for (const auto& [row, found] : pairs) {
        ++rows.starts[row + 1];
        rows.rows.push_back(found);
    }
    for (std::size_t i = 1; i < rows.starts.size(); ++i) {
        rows.starts[i] += rows.starts[i - 1];
    }
    return CoveredRows(std::move(rows));
}

AskedShapes::AskedShapes(const ShapesView& asked, const ShapeStorage& storage,
                         const RunOptions& options)
    : rows(asked, batch::cached_ellipsoid(storage.ellipsoid()), options),
      sides(rows, storage.operand(options), storage.ellipsoid(),
            *batch::cached_ellipsoid(storage.ellipsoid())),
      view(storage.view()),
      covered(rows_inside(asked, storage, options)) {}

ShapeRowsJob::ShapeRowsJob(const AskedShapes& asked, Ask ask, const RunOptions& options)
    : LongJob(options),
      asked_(asked),
      ask_(std::move(ask)),
      threads_(runtime::useful_threads(asked.size() == 0 ? 0 : asked.rows.end(asked.size() - 1),
                                       250, options)),
      size_(std::clamp<std::size_t>(asked.size() / (16 * static_cast<std::size_t>(threads_)), 1,
                                    64)) {}

bool ShapeRowsJob::run(std::size_t piece) {
    const runtime::FloatEnvironment environment;
    index::Pace pace(*this);
    ShapeAsker asker(asked_.view, asked_.sides, pace);
    const std::size_t end = std::min((piece + 1) * size_, asked_.size());
    for (std::size_t row = piece * size_; row < end; ++row) {
        if (should_stop()) {
            return false;
        }
        ask_(piece, row, asker);
    }
    return true;
}

}  // namespace geodist::shapes
