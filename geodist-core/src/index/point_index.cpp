#include <geodist/point_index.hpp>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "index/build.hpp"
#include "index/count_job.hpp"
#include "index/index_file.hpp"
#include "index/mapped_file.hpp"
#include "index/nearest_job.hpp"
#include "index/point_storage.hpp"
#include "index/radius_job.hpp"

namespace geodist {

namespace {

using index::PointStorage;
using index::PointView;
using index::QueryPoints;

void check_query(const PointStorage& storage, const IndexPoints& points) {
    if (points.altitude.has_value() != storage.has_altitudes()) {
        throw std::invalid_argument(storage.has_altitudes()
                                        ? "the index has altitudes: the query needs them too"
                                        : "the index has no altitudes: the query may not have any");
    }
    index::check_columns(points);
}

void check_sizes(std::size_t expected, std::size_t distances, std::size_t rows) {
    if (distances != expected || rows != expected) {
        throw std::invalid_argument("the output has another size than the result");
    }
}

void check_radius(std::span<const double> radius, std::size_t points) {
    if (radius.size() != 1 && radius.size() != points) {
        throw std::invalid_argument("there must be one radius, or one for each point");
    }
    for (std::size_t i = 0; i < radius.size(); ++i) {
        if (!(radius[i] >= 0)) {
            throw GeodistError("radius must not be negative or NaN, got " +
                                   format_number(radius[i]) +
                                   (radius.size() > 1 ? " (index " + std::to_string(i) + ")" : ""),
                               radius[i], i);
        }
    }
}

Neighbours find_within(const PointView& view, const QueryPoints& asked,
                       std::span<const double> radius, const RadiusOptions& options) {
    index::RadiusJob job(view, asked, radius, options);
    runtime::run_job(job, job.pieces(), job.threads());
    return job.collect();
}

}  // namespace

PointIndex::PointIndex(std::shared_ptr<const PointStorage> storage)
    : storage_(std::move(storage)) {}

PointIndex::PointIndex(const IndexPoints& points, const Ellipsoid& ellipsoid,
                       const RunOptions& options)
    : storage_(index::build(points, ellipsoid, options)) {}

std::size_t PointIndex::size() const noexcept { return storage_->rows(); }

std::size_t PointIndex::missing() const noexcept {
    return storage_->rows() - storage_->tree().leaves.size;
}

bool PointIndex::has_altitudes() const noexcept { return storage_->has_altitudes(); }

Ellipsoid PointIndex::ellipsoid() const noexcept { return storage_->ellipsoid(); }

std::size_t PointIndex::nbytes() const noexcept { return storage_->bytes().size(); }

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

void PointIndex::query(const IndexPoints& points, std::size_t k, std::span<double> distances,
                       std::span<std::int64_t> rows, const QueryOptions& options) const {
    check_query(*storage_, points);
    if (k == 0) {
        throw std::invalid_argument("k must be positive");
    }
    if (!points.lat.empty() && distances.size() / k != points.lat.size()) {
        throw std::invalid_argument("the output has another size than the result");
    }
    check_sizes(points.lat.size() * k, distances.size(), rows.size());
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

void PointIndex::farthest(const IndexPoints& points, std::span<double> distances,
                          std::span<std::int64_t> rows, const RunOptions& options) const {
    check_query(*storage_, points);
    check_sizes(points.lat.size(), distances.size(), rows.size());
    const PointView view = storage_->view();
    const QueryPoints asked(points);
    const QueryOptions all{options};
    index::NearestJob job(view, asked, index::Extreme::farthest, 1, distances, rows, all);
    runtime::run_job(job, job.pieces(), job.threads());
}

Neighbours PointIndex::query_radius(const IndexPoints& points, std::span<const double> radius,
                                    const RadiusOptions& options) const {
    check_query(*storage_, points);
    check_radius(radius, points.lat.size());
    const PointView view = storage_->view();
    const QueryPoints asked(points);
    return find_within(view, asked, radius, options);
}

void PointIndex::count_radius(const IndexPoints& points, std::span<const double> radius,
                              std::span<std::int64_t> counts, const RadiusOptions& options) const {
    check_query(*storage_, points);
    check_radius(radius, points.lat.size());
    if (counts.size() != points.lat.size()) {
        throw std::invalid_argument("the output has another size than the result");
    }
    const PointView view = storage_->view();
    const QueryPoints asked(points);
    index::CountJob job(view, asked, radius, counts, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

Neighbours PointIndex::query_pairs(double radius, const RadiusOptions& options) const {
    check_radius({&radius, 1}, 1);
    const PointView view = storage_->view();
    return find_within(view, QueryPoints(storage_->tree().leaves, size()), {&radius, 1}, options);
}

void PointIndex::save(const std::filesystem::path& path) const {
    index::write_file(path, storage_->bytes());
}

std::span<const std::byte> PointIndex::bytes() const noexcept { return storage_->bytes(); }

PointIndex PointIndex::load(const std::filesystem::path& path, const LoadOptions& options) {
    return PointIndex(
        std::make_shared<PointStorage>(index::IndexFile::from_path(path, options), options.verify));
}

PointIndex PointIndex::from_bytes(std::span<const std::byte> bytes) {
    return PointIndex(std::make_shared<PointStorage>(index::IndexFile::from_bytes(bytes), true));
}

index::PointView PointIndexAccess::view(const PointIndex& index) { return index.storage_->view(); }

}  // namespace geodist
