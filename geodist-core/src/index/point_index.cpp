#include <geodist/point_index.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "index/build.hpp"
#include "index/check_radius.hpp"
#include "index/count_job.hpp"
#include "index/index_file.hpp"
#include "index/nearest_job.hpp"
#include "index/point_storage.hpp"
#include "index/radius_job.hpp"

namespace geodist {

namespace {

using index::PointStorage;
using index::PointView;
using index::QueryPoints;

void check_query(const PointStorage& storage, const PointColumns& points) {
    if (points.altitude.has_value() != storage.has_altitudes()) {
        throw std::invalid_argument(storage.has_altitudes()
                                        ? "the index has altitudes: the query needs them too"
                                        : "the index has no altitudes: the query may not have any");
    }
    check_points(points);
}

NearestRows make_room(std::size_t points, std::size_t k) {
    if (k != 0 && points > std::vector<double>().max_size() / k) {
        throw std::length_error("there is no room for so many neighbours");
    }
    return {std::vector<double>(points * k), std::vector<std::int64_t>(points * k)};
}

void check_sizes(std::size_t expected, std::size_t distances, std::size_t rows) {
    if (distances != expected || rows != expected) {
        throw std::invalid_argument("the output has another size than the result");
    }
}

Neighbours all_within(const PointView& view, const QueryPoints& asked,
                      std::span<const double> radius, const RadiusOptions& options) {
    index::RadiusJob job(view, asked, radius, options);
    runtime::run_job(job, job.pieces(), job.threads());
    return job.collect();
}

}  // namespace

struct PointIndex::Storage : PointStorage {
    explicit Storage(PointStorage&& storage) : PointStorage(std::move(storage)) {}
};

PointIndex::PointIndex(std::shared_ptr<const Storage> storage) : storage_(std::move(storage)) {}

PointIndex::PointIndex(const PointColumns& points, const Ellipsoid& ellipsoid,
                       const RunOptions& options)
    : storage_(std::make_shared<const Storage>(index::build(points, ellipsoid, options))) {}

std::size_t PointIndex::size() const noexcept { return storage_->rows(); }

std::size_t PointIndex::missing() const noexcept {
    return storage_->rows() - storage_->tree().leaves.size;
}

bool PointIndex::has_altitudes() const noexcept { return storage_->has_altitudes(); }

Ellipsoid PointIndex::ellipsoid() const noexcept { return storage_->ellipsoid(); }

std::size_t PointIndex::nbytes() const noexcept {
    return static_cast<std::size_t>(storage_->file().size_without_note());
}

PointIndex::Columns PointIndex::columns() const {
    Columns columns;
    columns.lat.assign(size(), std::nan(""));
    columns.lon = columns.lat;
    if (has_altitudes()) {
        columns.altitude = columns.lat;
    }
    const index::PointLeaves& leaves = storage_->tree().leaves;
    const QueryPoints own(leaves, size());
    for (std::size_t i = 0; i < own.size(); ++i) {
        const auto place = static_cast<index::Place>(i);
        const std::size_t row = own.row(i);
        columns.lat[row] = leaves.lat(place);
        columns.lon[row] = leaves.lon(place);
        if (has_altitudes()) {
            columns.altitude[row] = leaves.altitude(place);
        }
    }
    return columns;
}

NearestRows PointIndex::query(const PointColumns& points, std::size_t k,
                              const QueryOptions& options) const {
    NearestRows found = make_room(points.size, k);
    query(points, k, found.distances, found.rows, options);
    return found;
}

void PointIndex::query(const PointColumns& points, std::size_t k, std::span<double> distances,
                       std::span<std::int64_t> rows, const QueryOptions& options) const {
    check_query(*storage_, points);
    if (k == 0) {
        throw std::invalid_argument("k must be positive");
    }
    if (points.size != 0 && distances.size() / k != points.size) {
        throw std::invalid_argument("the output has another size than the result");
    }
    check_sizes(points.size * k, distances.size(), rows.size());
    if (!(options.max_distance >= 0)) {
        throw GeodistError(
            "max_distance must not be negative or NaN, got " + format_number(options.max_distance),
            options.max_distance);
    }
    const PointView view = storage_->view();
    const QueryPoints asked(points);
    index::NearestJob job(view, asked, index::Extreme::nearest, k, distances, rows, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

NearestRows PointIndex::farthest(const PointColumns& points, const RunOptions& options) const {
    NearestRows found = make_room(points.size, 1);
    farthest(points, found.distances, found.rows, options);
    return found;
}

void PointIndex::farthest(const PointColumns& points, std::span<double> distances,
                          std::span<std::int64_t> rows, const RunOptions& options) const {
    check_query(*storage_, points);
    check_sizes(points.size, distances.size(), rows.size());
    const PointView view = storage_->view();
    const QueryPoints asked(points);
    const QueryOptions all{options};
    index::NearestJob job(view, asked, index::Extreme::farthest, 1, distances, rows, all);
    runtime::run_job(job, job.pieces(), job.threads());
}

Neighbours PointIndex::query_radius(const PointColumns& points, double radius,
                                    const RadiusOptions& options) const {
    return query_radius(points, {&radius, 1}, options);
}

Neighbours PointIndex::query_radius(const PointColumns& points, std::span<const double> radius,
                                    const RadiusOptions& options) const {
    check_query(*storage_, points);
    index::check_radius(radius, points.size);
    const PointView view = storage_->view();
    const QueryPoints asked(points);
    return all_within(view, asked, radius, options);
}

std::vector<std::int64_t> PointIndex::count_radius(const PointColumns& points, double radius,
                                                   const RadiusOptions& options) const {
    std::vector<std::int64_t> counts(points.size);
    count_radius(points, {&radius, 1}, counts, options);
    return counts;
}

void PointIndex::count_radius(const PointColumns& points, std::span<const double> radius,
                              std::span<std::int64_t> counts, const RadiusOptions& options) const {
    check_query(*storage_, points);
    index::check_radius(radius, points.size);
    if (counts.size() != points.size) {
        throw std::invalid_argument("the output has another size than the result");
    }
    const PointView view = storage_->view();
    const QueryPoints asked(points);
    index::CountJob job(view, asked, radius, counts, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

Neighbours PointIndex::query_pairs(double radius, const RadiusOptions& options) const {
    index::check_radius({&radius, 1}, 1);
    const PointView view = storage_->view();
    return all_within(view, QueryPoints(storage_->tree().leaves, size()), {&radius, 1}, options);
}

void PointIndex::save(const std::filesystem::path& path, std::string_view note) const {
    storage_->file().save(path, note);
}

std::string_view PointIndex::note() const noexcept { return storage_->file().note(); }

std::span<const std::byte> PointIndex::bytes() const noexcept { return storage_->bytes(); }

PointIndex PointIndex::load(const std::filesystem::path& path, const LoadOptions& options) {
    return PointIndex(std::make_shared<const Storage>(
        PointStorage(index::IndexFile::from_path(path, options), options.verify)));
}

PointIndex PointIndex::from_bytes(std::span<const std::byte> bytes) {
    return PointIndex(
        std::make_shared<const Storage>(PointStorage(index::IndexFile::from_bytes(bytes), true)));
}

index::PointView PointIndexAccess::view(const PointIndex& index) { return index.storage_->view(); }

index::QueryPoints PointIndexAccess::points(const PointIndex& index) {
    return {index.storage_->tree().leaves, index.size()};
}

}  // namespace geodist
