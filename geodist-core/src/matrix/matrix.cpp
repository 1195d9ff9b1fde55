#include <geodist/matrix.hpp>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "batch/columns.hpp"
#include "batch/ellipsoid_cache.hpp"
#include "batch/strided.hpp"
#include "kernels/dispatch.hpp"
#include "matrix/matrix_job.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/threads.hpp"

namespace geodist {

struct PreparedPoints::Columns {
    explicit Columns(std::size_t n)
        : lat(n),
          lon(n),
          x(n),
          y(n),
          z(n),
          normal(n),
          sin_lat(n),
          cos_lat(n),
          sin_lon(n),
          cos_lon(n) {}

    std::vector<double> lat, lon;  // longitudes reduced to what the kernels take
    std::vector<std::int64_t> x, y, z;
    std::vector<double> normal, sin_lat, cos_lat, sin_lon, cos_lon;
};

// The library's way into PreparedPoints.
class PreparedAccess {
  public:
    static kernels::PreparedColumns columns(const PreparedPoints& points) {
        const auto& all = *points.columns_;
        const kernels::PreparedColumns columns{
            all.lat.data(),     all.lon.data(),     all.x.data(),       all.y.data(),
            all.z.data(),       all.normal.data(),  all.sin_lat.data(), all.cos_lat.data(),
            all.sin_lon.data(), all.cos_lon.data(),
        };
        return columns.from(points.begin_);
    }
    static const geodesy::PreparedEllipsoid& prepared(const PreparedPoints& points) {
        return *points.prepared_;
    }
};

namespace {

using matrix::MatrixJob;
using matrix::PointSet;
using Shape = MatrixJob::Shape;

PointColumns columns(Column lat, Column lon, const char* lat_name, const char* lon_name) {
    PointColumns points(lat, lon);
    points.lat_name = lat_name;
    points.lon_name = lon_name;
    return points;
}

// Throws the error of the first invalid point.
PointSet point_set(const PointColumns& points) {
    if (points.altitude) {
        throw std::invalid_argument(
            "distances along the ground are between points without altitudes");
    }
    check_points(points);
    return {points.lat, points.lon, points.size, nullptr};
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
    MatrixJob job(a, b, out, shape, threads, options, table, prepared);
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

void cdist(const PointColumns& a, const PointColumns& b, const MatrixOutput& out,
           const Ellipsoid& ellipsoid, const RunOptions& options) {
    const PointSet from = point_set(a), to = point_set(b);
    run_matrix(from, to, out, Shape::full, *batch::cached_ellipsoid(ellipsoid), options);
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
    const PointSet set = point_set(points);
    run_matrix(set, set, out, Shape::upper_triangle, *batch::cached_ellipsoid(ellipsoid), options);
}

void pdist(std::span<const double> lat, std::span<const double> lon, std::span<double> out,
           const Ellipsoid& ellipsoid, const RunOptions& options) {
    pdist_into(PointColumns(lat, lon), out, ellipsoid, options);
}

void pdist(std::span<const double> lat, std::span<const double> lon, std::span<float> out,
           const Ellipsoid& ellipsoid, const RunOptions& options) {
    pdist_into(PointColumns(lat, lon), out, ellipsoid, options);
}

PreparedPoints::PreparedPoints(const PointColumns& points, const Ellipsoid& ellipsoid)
    : ellipsoid_(ellipsoid), prepared_(batch::cached_ellipsoid(ellipsoid)), size_(points.size) {
    const PointSet set = point_set(points);
    auto columns = std::make_shared<Columns>(size_);
    batch::gather(set.lat, 0, size_, columns->lat.data());
    batch::gather(set.lon, 0, size_, columns->lon.data());
    const runtime::FloatEnvironment environment;
    std::transform(columns->lon.begin(), columns->lon.end(), columns->lon.begin(),
                   batch::reduce_angle);
    kernels::active_kernels().matrix.prepare(
        columns->lat.data(), columns->lon.data(),
        {columns->x.data(), columns->y.data(), columns->z.data(), columns->normal.data(),
         columns->sin_lat.data(), columns->cos_lat.data(), columns->sin_lon.data(),
         columns->cos_lon.data()},
        size_, *prepared_);
    columns_ = std::move(columns);
}

PreparedPoints::PreparedPoints(Column lat, Column lon, const Ellipsoid& ellipsoid)
    : PreparedPoints(PointColumns(lat, lon), ellipsoid) {}

PreparedPoints PreparedPoints::slice(std::size_t begin, std::size_t n) const {
    if (begin > size_ || n > size_ - begin) {
        throw std::out_of_range("the slice reaches beyond the points");
    }
    PreparedPoints part = *this;
    part.begin_ += begin;
    part.size_ = n;
    return part;
}

void PreparedPoints::distances(double lat, double lon, std::span<double> out,
                               const RunOptions& options) const {
    if (out.size() != size()) {
        throw std::invalid_argument("the output has another size than there are points");
    }
    const PointSet from = point_set({{&lat, 0}, {&lon, 0}, 1});
    const auto to = PreparedAccess::columns(*this);
    run_matrix(from, {{}, {}, size(), &to}, MatrixOutput(out.data(), 0, sizeof(double)),
               Shape::full, *prepared_, options);
}

}  // namespace geodist
