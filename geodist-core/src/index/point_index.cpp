#include <geodist/point_index.hpp>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "index/access.hpp"
#include "index/build.hpp"
#include "index/mapped_file.hpp"
#include "index/nearest_job.hpp"
#include "index/radius_job.hpp"

namespace geodist {

namespace {

using index::Instruments;
using index::Storage;

void check_query(const Storage& storage, const IndexPoints& points) {
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

void check_radius(const IndexPoints& points, std::span<const double> radius) {
    if (radius.size() != 1 && radius.size() != points.lat.size()) {
        throw std::invalid_argument("there must be one radius, or one for each point");
    }
    for (std::size_t i = 0; i < radius.size(); ++i) {
        if (!(radius[i] >= 0)) {
            throw GeodistError("radius must not be negative or NaN, got " +
                                   format_number(radius[i]) +
                                   (radius.size() > 1 ? " at index " + std::to_string(i) : ""),
                               radius[i], i);
        }
    }
}

}  // namespace

PointIndex::PointIndex(std::shared_ptr<const Storage> storage) : storage_(std::move(storage)) {}

PointIndex::PointIndex(const IndexPoints& points, const Ellipsoid& ellipsoid,
                       const RunOptions& options)
    : storage_(index::build(points, ellipsoid, options)) {}

std::size_t PointIndex::size() const noexcept {
    return static_cast<std::size_t>(storage_->header().rows);
}

std::size_t PointIndex::missing() const noexcept {
    return static_cast<std::size_t>(storage_->header().rows - storage_->header().points);
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
    const index::Tree& tree = storage_->tree();
    for (std::size_t i = 0; i < tree.shape.points; ++i) {
        const auto place = static_cast<index::Place>(i);
        const std::size_t row = tree.row(place);
        if (row >= size()) {  // nothing else in a file can lead out of bounds
            throw IndexFileError("the index is damaged: it has a row that is not there");
        }
        columns.lat[row] = tree.lat(place);
        columns.lon[row] = tree.lon(place);
        if (has_altitudes()) {
            columns.altitude[row] = tree.altitude(place);
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
    const Instruments instruments(*storage_);
    index::NearestJob job(*storage_, instruments.meter(), points, index::Extreme::nearest, k,
                          distances, rows, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

void PointIndex::farthest(const IndexPoints& points, std::span<double> distances,
                          std::span<std::int64_t> rows, const RunOptions& options) const {
    check_query(*storage_, points);
    check_sizes(points.lat.size(), distances.size(), rows.size());
    const Instruments instruments(*storage_);
    const QueryOptions all{options};
    index::NearestJob job(*storage_, instruments.meter(), points, index::Extreme::farthest, 1,
                          distances, rows, all);
    runtime::run_job(job, job.pieces(), job.threads());
}

Neighbours PointIndex::query_radius(const IndexPoints& points, std::span<const double> radius,
                                    const RadiusOptions& options) const {
    check_query(*storage_, points);
    check_radius(points, radius);
    const Instruments instruments(*storage_);
    index::RadiusJob job(*storage_, instruments.meter(), points, radius, options);
    runtime::run_job(job, job.pieces(), job.threads());
    return job.collect();
}

void PointIndex::count_radius(const IndexPoints& points, std::span<const double> radius,
                              std::span<std::int64_t> counts, const RadiusOptions& options) const {
    check_query(*storage_, points);
    check_radius(points, radius);
    if (counts.size() != points.lat.size()) {
        throw std::invalid_argument("the output has another size than the result");
    }
    const Instruments instruments(*storage_);
    index::CountJob job(*storage_, instruments.meter(), points, radius, counts, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

Neighbours PointIndex::query_pairs(double radius, const RadiusOptions& options) const {
    const Columns own = columns();
    IndexPoints points{own.lat, own.lon};
    if (has_altitudes()) {
        points.altitude = own.altitude;
    }
    return query_radius(points, {&radius, 1}, options);
}

void PointIndex::save(const std::filesystem::path& path) const {
    index::write_file(path, storage_->bytes());
}

std::span<const std::byte> PointIndex::bytes() const noexcept { return storage_->bytes(); }

PointIndex PointIndex::load(const std::filesystem::path& path, const LoadOptions& options) {
    return PointIndex(Storage::from_file(path, options));
}

PointIndex PointIndex::from_bytes(std::span<const std::byte> bytes) {
    return PointIndex(Storage::from_bytes(bytes));
}

}  // namespace geodist
