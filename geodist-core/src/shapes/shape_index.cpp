#include <geodist/shape_index.hpp>

#include <algorithm>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "batch/ellipsoid_cache.hpp"
#include "index/mapped_file.hpp"
#include "runtime/float_environment.hpp"
#include "shapes/ground_points.hpp"
#include "shapes/insides.hpp"
#include "shapes/nearest_place.hpp"
#include "shapes/places.hpp"
#include "shapes/shape_jobs.hpp"
#include "shapes/shape_row_jobs.hpp"
#include "shapes/shape_storage.hpp"

namespace geodist {

namespace {

void check_distance(const char* name, double value, std::optional<std::size_t> index) {
    if (!(value >= 0)) {
        throw GeodistError(std::string(name) + " must not be negative or NaN, got " +
                               format_number(value) +
                               (index ? " (index " + std::to_string(*index) + ")" : ""),
                           value, index);
    }
}

void check_ground_points(const PointColumns& points) {
    if (points.altitude) {
        throw std::invalid_argument("an index of shapes measures on the ground: no altitudes");
    }
    check_points(points);
}

void check_radii(std::span<const double> radius, std::size_t points) {
    if (radius.size() != 1 && radius.size() != points) {
        throw std::invalid_argument("there must be one radius, or one for each point");
    }
    for (std::size_t i = 0; i < radius.size(); ++i) {
        check_distance("radius", radius[i], radius.size() > 1 ? std::optional(i) : std::nullopt);
    }
}

shapes::CoveredRows find_covering(const shapes::ShapeStorage& storage, const PointColumns& points,
                                  const RunOptions& options) {
    const shapes::Interiors* const interiors = storage.interiors(options);
    return interiors == nullptr ? shapes::CoveredRows()
                                : shapes::CoveredRows(interiors->covering(points, options));
}

NearestShapes make_room(std::size_t asked, std::size_t k, double max_distance) {
    if (k == 0) {
        throw std::invalid_argument("k must be positive");
    }
    if (asked > std::vector<double>().max_size() / k) {
        throw std::length_error("there is no room for so many neighbours");
    }
    check_distance("max_distance", max_distance, std::nullopt);
    return {std::vector<double>(asked * k), std::vector<std::int64_t>(asked * k),
            std::vector<std::int64_t>(asked * k)};
}

// Of polygons that cover what was asked about.
NearShapes at_no_distance(NearShapes found) {
    found.edges.assign(found.rows.size(), -1);
    found.distances.assign(found.rows.size(), 0);
    return found;
}

}  // namespace

struct ShapeIndex::Storage : shapes::ShapeStorage {
    using ShapeStorage::ShapeStorage;
};

ShapeIndex::ShapeIndex(std::shared_ptr<const Storage> storage) : storage_(std::move(storage)) {}

ShapeIndex::ShapeIndex(const ShapesView& shapes, const Ellipsoid& ellipsoid,
                       const RunOptions& options)
    : storage_(std::make_shared<const Storage>(shapes, ellipsoid, options)) {}

std::size_t ShapeIndex::size() const noexcept { return storage_->rows(); }

std::size_t ShapeIndex::missing() const noexcept { return storage_->missing(); }

Ellipsoid ShapeIndex::ellipsoid() const noexcept { return storage_->ellipsoid(); }

std::size_t ShapeIndex::nbytes() const noexcept {
    return static_cast<std::size_t>(storage_->file().size_without_note());
}

ShapesView ShapeIndex::shapes() const noexcept { return storage_->shapes(); }

NearestShapes ShapeIndex::query(const PointColumns& points, std::size_t k,
                                const ShapeQueryOptions& options) const {
    check_ground_points(points);
    NearestShapes found = make_room(points.size, k, options.max_distance);
    runtime::InterruptClock clock(options);
    ShapeQueryOptions shared{clock.shared()};
    shared.max_distance = options.max_distance;
    const auto covered = find_covering(*storage_, points, shared);
    const shapes::EdgeView view = storage_->view();
    shapes::NearestShapesOutput out(k, view.rows, covered, found);
    out.begin(0, points.size);
    // Where there is nothing but polygons, those at distance 0 are all that can be nearest.
    shapes::OpenPoints open;
    const bool are_some_done = !covered.are_none() && storage_->has_only_polygons();
    for (std::size_t i = 0; are_some_done && i < points.size; ++i) {
        if (!out.write_covered(i)) {
            open.lat.push_back(points.lat[i]);
            open.lon.push_back(points.lon[i]);
            open.rows.push_back(i);
        }
    }
    const index::QueryPoints asked(shapes::on_the_ground(are_some_done ? open.columns() : points));
    shapes::NearestShapesJob job(view, asked, open.rows, covered, k, out, shared);
    runtime::run_job(job, job.pieces(), job.threads());
    return found;
}

NearestShapes ShapeIndex::query(const ShapesView& others, std::size_t k,
                                const ShapeQueryOptions& options) const {
    check_shapes(others);
    NearestShapes found = make_room(others.kinds.size(), k, options.max_distance);
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const runtime::FloatEnvironment environment;
    const shapes::AskedShapes asked(others, *storage_, shared);
    shapes::NearestShapesOutput out(k, storage_->rows(), asked.covered, found);
    out.begin(0, asked.size());
    shapes::ShapeRowsJob job(
        asked,
        [&](std::size_t, std::size_t row, shapes::ShapeAsker& asker) {
            out.write(row, asker.nearest(row, k, options.max_distance, asked.covered[row]));
        },
        shared);
    runtime::run_job(job, job.pieces(), job.threads());
    return found;
}

NearShapes ShapeIndex::query_radius(const PointColumns& points, std::span<const double> radius,
                                    const ShapeRadiusOptions& options) const {
    check_ground_points(points);
    check_radii(radius, points.size);
    runtime::InterruptClock clock(options);
    ShapeRadiusOptions shared{clock.shared()};
    shared.sort = options.sort;
    const auto covered = find_covering(*storage_, points, shared);
    const shapes::EdgeView view = storage_->view();
    const index::QueryPoints asked(shapes::on_the_ground(points));
    shapes::NearShapesJob job(view, asked, covered, radius, shared);
    runtime::run_job(job, job.pieces(), job.threads());
    return job.collect();
}

NearShapes ShapeIndex::query_radius(const ShapesView& others, std::span<const double> radius,
                                    const ShapeRadiusOptions& options) const {
    check_shapes(others);
    check_radii(radius, others.kinds.size());
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const runtime::FloatEnvironment environment;
    const shapes::AskedShapes asked(others, *storage_, shared);
    std::optional<shapes::NearOutput> out;
    shapes::ShapeRowsJob job(
        asked,
        [&](std::size_t piece, std::size_t row, shapes::ShapeAsker& asker) {
            const double most = radius[radius.size() == 1 ? 0 : row];
            out->write(piece, row, asker.within(row, most, asked.covered[row]));
        },
        shared);
    out.emplace(job.pieces(), storage_->rows(), options.sort, asked.covered);
    runtime::run_job(job, job.pieces(), job.threads());
    return out->collect(asked.size());
}

NearShapes ShapeIndex::covering(const PointColumns& points, const RunOptions& options) const {
    check_ground_points(points);
    NearShapes found;
    runtime::InterruptClock clock(options);
    auto [starts, rows] = find_covering(*storage_, points, clock.shared()).take();
    found.starts = std::move(starts);
    found.rows = std::move(rows);
    if (found.starts.empty()) {
        found.starts.assign(points.size + 1, 0);
    }
    return at_no_distance(std::move(found));
}

NearShapes ShapeIndex::covering(const ShapesView& others, const RunOptions& options) const {
    runtime::InterruptClock clock(options);
    ShapeRadiusOptions shared{clock.shared()};
    shared.sort = false;
    // A border is as thick, whatever the rounding.
    const double near = 4 * touching_distance(ellipsoid());
    const NearShapes met = query_radius(others, {&near, 1}, shared);
    std::vector<std::int64_t> rows, asked;
    for (std::size_t i = 0; i < others.kinds.size(); ++i) {
        for (std::int64_t j = met.starts[i]; j < met.starts[i + 1]; ++j) {
            const std::int64_t row = met.rows[static_cast<std::size_t>(j)];
            const std::uint8_t kind = shapes().kinds[static_cast<std::size_t>(row)];
            if (shapes::is_areal(static_cast<GeometryKind>(kind))) {
                rows.push_back(row);
                asked.push_back(static_cast<std::int64_t>(i));
            }
        }
    }
    std::vector<std::uint8_t> covers(rows.size());
    shapes_relate(shapes(), others, rows, asked, Relation::covers, covers, ellipsoid(), shared);
    NearShapes found;
    found.starts.assign(others.kinds.size() + 1, 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (covers[i] != 0) {
            ++found.starts[static_cast<std::size_t>(asked[i]) + 1];
            found.rows.push_back(rows[i]);
        }
    }
    std::partial_sum(found.starts.begin(), found.starts.end(), found.starts.begin());
    return at_no_distance(std::move(found));
}

std::vector<Location> ShapeIndex::locate(const PointColumns& points,
                                         std::span<const std::int64_t> rows,
                                         std::span<const std::int64_t> edges,
                                         const RunOptions& options) const {
    check_ground_points(points);
    if (rows.size() != points.size || edges.size() != points.size) {
        throw std::invalid_argument("there must be one row and one edge for each point");
    }
    const runtime::FloatEnvironment environment;
    const auto prepared = batch::cached_ellipsoid(ellipsoid());
    const ShapesView view = shapes();
    const shapes::ShapeRows& rows_of = storage_->view().row_of;
    runtime::InterruptClock clock(options);
    std::vector<Location> found(points.size);
    for (std::size_t i = 0; i < points.size; ++i) {
        if (i % 64 == 0) {
            clock.throw_if_interrupted();
        }
        if (std::cmp_greater_equal(rows[i], size()) ||
            (edges[i] >= 0 && !rows_of.has(static_cast<std::size_t>(edges[i])))) {
            throw std::out_of_range("the index has no such row or edge");
        }
        if (rows[i] < 0) {
            continue;
        }
        if (edges[i] < 0) {
            found[i] = shapes::interior_location(static_cast<std::size_t>(rows[i]), points.lat[i],
                                                 points.lon[i]);
            continue;
        }
        const auto edge = static_cast<std::size_t>(edges[i]);
        const shapes::EdgeFoot foot =
            shapes::nearest_place(view, edge, points.lat[i], points.lon[i], *prepared);
        found[i] = shapes::location_of(view, edge, foot.fraction, foot.lat, foot.lon);
    }
    return found;
}

NearestPlaces ShapeIndex::locate(const ShapesView& others, std::span<const std::int64_t> asked,
                                 std::span<const std::int64_t> rows,
                                 const RunOptions& options) const {
    NearestPlaces found;
    found.resize(asked.size());
    nearest_points(others, shapes(), asked, rows, found.output(), ellipsoid(), options);
    return found;
}

void ShapeIndex::save(const std::filesystem::path& path, std::string_view note) const {
    storage_->file().save(path, note);
}

std::string_view ShapeIndex::note() const noexcept { return storage_->file().note(); }

std::span<const std::byte> ShapeIndex::bytes() const noexcept { return storage_->bytes(); }

ShapeIndex ShapeIndex::load(const std::filesystem::path& path, const LoadOptions& options) {
    return ShapeIndex(std::make_shared<const Storage>(index::IndexFile::from_path(path, options)));
}

ShapeIndex ShapeIndex::from_bytes(std::span<const std::byte> bytes) {
    return ShapeIndex(std::make_shared<const Storage>(index::IndexFile::from_bytes(bytes)));
}

}  // namespace geodist
