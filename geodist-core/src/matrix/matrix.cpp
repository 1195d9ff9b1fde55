#include <geodist/matrix.hpp>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "batch/ellipsoid_cache.hpp"
#include "batch/strided.hpp"
#include "kernels/dispatch.hpp"
#include "matrix/matrix_job.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/threads.hpp"

namespace geodist {

// The library's way into PreparedPoints.
class PreparedAccess {
  public:
    static kernels::PreparedColumns columns(const PreparedPoints& points) {
        return {points.lat_.data(), points.lon_.data(), points.sin_.data(), points.cos_.data()};
    }
    static const geodesy::PreparedEllipsoid& prepared(const PreparedPoints& points) {
        return *points.prepared_;
    }
};

namespace {

using matrix::MatrixJob;
using matrix::PointSet;
using Shape = MatrixJob::Shape;

PointColumns columns(std::span<const double> lat, std::span<const double> lon,
                     const char* lat_name = "lat", const char* lon_name = "lon") {
    if (lat.size() != lon.size()) {
        throw std::invalid_argument("latitudes and longitudes differ in number");
    }
    return {
        {lat.data(), sizeof(double)}, {lon.data(), sizeof(double)}, lat.size(), lat_name, lon_name};
}

PointSet point_set(const PointColumns& points) {
    return {points.lat, points.lon, points.size, nullptr};
}

std::shared_ptr<const geodesy::PreparedEllipsoid> prepare(const Ellipsoid& ellipsoid) {
    const runtime::FloatEnvironment environment;
    return batch::cached_ellipsoid(ellipsoid);
}

void check_point(const PointColumns& points, std::size_t i) {
    const double lat = batch::load(points.lat, i), lon = batch::load(points.lon, i);
    if (!batch::is_valid(ColumnKind::latitude, lat)) {
        throw_invalid_latitude(lat, lon, i, points.lat_name);
    }
    if (!batch::is_valid(ColumnKind::longitude, lon)) {
        throw_invalid_longitude(lon, i, points.lon_name);
    }
}

// Of those that size_t cannot count, as many as it can.
std::size_t cell_count(std::size_t rows, std::size_t columns) {
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    return columns != 0 && rows > most / columns ? most : rows * columns;
}

void run_matrix(const PointSet& a, const PointSet& b, const MatrixOutput& out, Shape shape,
                const geodesy::PreparedEllipsoid& prepared, const RunOptions& options) {
    const kernels::KernelTable& table = kernels::active_kernels();
    constexpr std::size_t cells_per_lane = 4000;
    const int threads =
        runtime::useful_threads(cell_count(a.size, b.size), cells_per_lane * table.lanes, options);
    if (a.size == 0 || b.size == 0) {
        return;
    }
    // A narrow matrix is computed as a wide one: rows too short for the vectors are slow.
    const std::size_t wide = 4 * table.lanes;
    if (shape == Shape::full && b.size < 2 * wide && b.size % wide != 0 && b.size < a.size) {
        return run_matrix(b, a, out.transposed(), shape, prepared, options);
    }
    MatrixJob job(a, b, out, shape, options, table, prepared);
    runtime::run_job(job, job.pieces(), threads);
}

template <class T>
void cdist_into(const PointColumns& a, const PointColumns& b, std::span<T> out,
                const Ellipsoid& ellipsoid, const RunOptions& options) {
    const bool empty = a.size == 0 || b.size == 0;
    if (empty ? !out.empty() : out.size() % b.size != 0 || out.size() / b.size != a.size) {
        throw std::invalid_argument("the output has another size than the matrix");
    }
    const auto row = static_cast<std::ptrdiff_t>(b.size * sizeof(T));
    cdist(a, b, MatrixOutput(out.data(), row, sizeof(T)), ellipsoid, options);
}

template <class T>
void pdist_into(const PointColumns& points, std::span<T> out, const Ellipsoid& ellipsoid,
                const RunOptions& options) {
    if (out.size() != pair_count(points.size)) {
        throw std::invalid_argument("the output has another size than there are pairs");
    }
    pdist(points, MatrixOutput(out.data(), 0, sizeof(T)), ellipsoid, options);
}

}  // namespace

void check_points(const PointColumns& points) {
    constexpr std::size_t size = 512;
    double buffer[size];
    const kernels::KernelTable& table = kernels::active_kernels();
    const runtime::FloatEnvironment environment;
    const auto within = [&](const StridedInput& column, std::size_t begin, std::size_t n,
                            ColumnKind kind) {
        batch::gather(column, begin, n, buffer);
        return table.pairs.within(buffer, n, batch::kernel_limit(kind));
    };
    for (std::size_t begin = 0; begin < points.size; begin += size) {
        const std::size_t n = std::min(size, points.size - begin);
        if (!within(points.lat, begin, n, ColumnKind::latitude) ||
            !within(points.lon, begin, n, ColumnKind::longitude)) {
            for (std::size_t i = begin; i < begin + n; ++i) {
                check_point(points, i);
            }
        }
    }
}

void check_altitudes(const StridedInput& altitude, std::size_t size, const char* name) {
    for (std::size_t i = 0; i < size; ++i) {
        const double value = batch::load(altitude, i);
        if (!batch::is_valid(ColumnKind::altitude, value)) {
            throw_invalid_altitude(value, i, name);
        }
    }
}

void cdist(const PointColumns& a, const PointColumns& b, const MatrixOutput& out,
           const Ellipsoid& ellipsoid, const RunOptions& options) {
    check_points(a);
    check_points(b);
    run_matrix(point_set(a), point_set(b), out, Shape::full, *prepare(ellipsoid), options);
}

void cdist(std::span<const double> lat_a, std::span<const double> lon_a,
           std::span<const double> lat_b, std::span<const double> lon_b, std::span<double> out,
           const Ellipsoid& ellipsoid, const RunOptions& options) {
    cdist_into(columns(lat_a, lon_a, "lat_a", "lon_a"), columns(lat_b, lon_b, "lat_b", "lon_b"),
               out, ellipsoid, options);
}

void cdist(std::span<const double> lat_a, std::span<const double> lon_a,
           std::span<const double> lat_b, std::span<const double> lon_b, std::span<float> out,
           const Ellipsoid& ellipsoid, const RunOptions& options) {
    cdist_into(columns(lat_a, lon_a, "lat_a", "lon_a"), columns(lat_b, lon_b, "lat_b", "lon_b"),
               out, ellipsoid, options);
}

void cdist(const PreparedPoints& a, const PreparedPoints& b, const MatrixOutput& out,
           const RunOptions& options) {
    if (!(a.ellipsoid() == b.ellipsoid())) {
        throw std::invalid_argument("the points were prepared for different ellipsoids");
    }
    const auto from = PreparedAccess::columns(a), to = PreparedAccess::columns(b);
    run_matrix({{}, {}, a.size(), &from}, {{}, {}, b.size(), &to}, out, Shape::full,
               PreparedAccess::prepared(a), options);
}

void pdist(const PointColumns& points, const MatrixOutput& out, const Ellipsoid& ellipsoid,
           const RunOptions& options) {
    check_points(points);
    const PointSet set = point_set(points);
    run_matrix(set, set, out, Shape::upper_triangle, *prepare(ellipsoid), options);
}

void pdist(std::span<const double> lat, std::span<const double> lon, std::span<double> out,
           const Ellipsoid& ellipsoid, const RunOptions& options) {
    pdist_into(columns(lat, lon), out, ellipsoid, options);
}

void pdist(std::span<const double> lat, std::span<const double> lon, std::span<float> out,
           const Ellipsoid& ellipsoid, const RunOptions& options) {
    pdist_into(columns(lat, lon), out, ellipsoid, options);
}

PreparedPoints::PreparedPoints(std::span<const double> lat, std::span<const double> lon,
                               const Ellipsoid& ellipsoid)
    : ellipsoid_(ellipsoid), prepared_(prepare(ellipsoid)) {
    const PointColumns points = columns(lat, lon);
    check_points(points);
    lat_.assign(lat.begin(), lat.end());
    lon_.resize(lon.size());
    const runtime::FloatEnvironment environment;
    std::transform(lon.begin(), lon.end(), lon_.begin(), batch::reduce_angle);
    if (!prepared_->is_sphere && !lat_.empty()) {
        sin_.resize(lat_.size());
        cos_.resize(lat_.size());
        kernels::active_kernels().matrix.prepare(lat_.data(), sin_.data(), cos_.data(), lat_.size(),
                                                 *prepared_);
    }
}

void PreparedPoints::distances(double lat, double lon, std::span<double> out,
                               const RunOptions& options) const {
    if (out.size() != size()) {
        throw std::invalid_argument("the output has another size than there are points");
    }
    const PointColumns point{{&lat, 0}, {&lon, 0}, 1};
    check_points(point);
    const auto to = PreparedAccess::columns(*this);
    run_matrix(point_set(point), {{}, {}, size(), &to}, MatrixOutput(out.data(), 0, sizeof(double)),
               Shape::full, *prepared_, options);
}

}  // namespace geodist
