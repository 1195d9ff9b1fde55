#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include "batch/columns.hpp"
#include "batch/ellipsoid_cache.hpp"
#include "batch/strided.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"
#include "runtime/long_job.hpp"
#include "runtime/scratch.hpp"
#include "runtime/threads.hpp"

namespace geodist {

namespace {

constexpr double most_points = 1e9;  // of a line

// A geodesic by its start.
struct Line {
    double lat, lon, azi, length;
};

double distance_along(double length, std::size_t i, std::size_t n) {
    return length * (static_cast<double>(i) / static_cast<double>(n - 1));
}

void check_count(std::size_t n) {
    if (n < 2) {
        throw GeodistError(
            "waypoints need a number of points of at least 2, got " + std::to_string(n),
            static_cast<double>(n));
    }
    if (static_cast<double>(n) > most_points) {
        throw GeodistError("waypoints are at most 1e9 points, got " + std::to_string(n),
                           static_cast<double>(n));
    }
}

void check_spacing(double spacing) {
    if (!(spacing > 0)) {
        throw GeodistError("spacing must be positive, got " + format_number(spacing), spacing);
    }
}

std::size_t count_by_spacing(double length, double spacing) {
    const runtime::FloatEnvironment environment;
    const double steps = std::ceil(length / spacing);
    if (steps > most_points) {
        throw GeodistError("spacing must leave at most 1e9 points, got " + format_number(spacing),
                           spacing);
    }
    // Coincident points, or a missing one (NaN): the two ends.
    return steps >= 1 ? static_cast<std::size_t>(steps) + 1 : 2;
}

// So many steps of a loop on the calling thread take far less than a millisecond.
constexpr std::size_t steps_between_questions = 1 << 13;

// values.resize(n), which may be interrupted.
template <class T>
void resize(std::vector<T>& values, std::size_t n, runtime::InterruptClock& clock) {
    values.reserve(n);
    while (values.size() < n) {
        clock.throw_if_interrupted();
        values.resize(std::min(n, values.size() + 8 * steps_between_questions));
    }
}

// Geodesics between the points of two sets of one size.
struct Geodesics {
    PointColumns first, last;
    std::vector<double> azi, length;

    [[nodiscard]] std::size_t size() const { return first.size; }
    [[nodiscard]] Line line(std::size_t i) const {
        return {first.lat[i], first.lon[i], azi[i], length[i]};
    }
};

Geodesics make_geodesics(const PointColumns& first, const PointColumns& last,
                         const Ellipsoid& ellipsoid, runtime::InterruptClock& clock) {
    if (first.size != last.size) {
        throw std::invalid_argument("the lines have other numbers of first than of last points");
    }
    Geodesics made{first, last, {}, {}};
    std::vector<double> azi2;
    for (std::vector<double>* column : {&made.length, &made.azi, &azi2}) {
        resize(*column, first.size, clock);
    }
    const StridedInput inputs[] = {first.lat, first.lon, last.lat, last.lon};
    const StridedOutput outputs[] = {{made.length.data(), sizeof(double)},
                                     {made.azi.data(), sizeof(double)},
                                     {azi2.data(), sizeof(double)}};
    run(Operation::inverse, inputs, outputs, first.size, ellipsoid, BatchOptions{clock.shared()});
    return made;
}

// The points of all lines, one after the other. A piece is a number of points, of as many lines as
// they are: a long line is in many pieces.
class WaypointJob : public runtime::LongJob {
  public:
    WaypointJob(const Geodesics& geodesics, std::span<const std::int64_t> starts,
                const StridedOutput& lat, const StridedOutput& lon, const Ellipsoid& ellipsoid,
                const RunOptions& options)
        : LongJob(options),
          geodesics_(geodesics),
          starts_(starts),
          lat_(lat),
          lon_(lon),
          prepared_(batch::cached_ellipsoid(ellipsoid)),
          threads_(runtime::useful_threads(
              size(), operation_info(Operation::direct).rows_per_quarter_ms, options)) {}

    [[nodiscard]] std::size_t pieces() const { return (size() + piece_points - 1) / piece_points; }
    [[nodiscard]] int threads() const { return threads_; }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        const runtime::Scratch<Block> scratch;
        Block& block = *scratch;
        block.size = 0;
        std::size_t point = piece * piece_points;
        const std::size_t end = std::min(size(), point + piece_points);
        for (std::size_t i = line_of(point); point < end; ++i) {
            const std::size_t first = start(i), n = start(i + 1) - first;
            const Line line = geodesics_.line(i);
            const double lon = batch::reduce_angle(line.lon);
            for (; point < std::min(end, first + n); ++point) {
                const std::size_t k = point - first;
                if (k == 0) {
                    store(point, line.lat, line.lon);
                } else if (k == n - 1) {
                    store(point, geodesics_.last.lat[i], geodesics_.last.lon[i]);
                } else {
                    block.in[0][block.size] = line.lat;
                    block.in[1][block.size] = lon;
                    block.in[2][block.size] = line.azi;
                    block.in[3][block.size] = distance_along(line.length, k, n);
                    block.point[block.size] = point;
                    if (++block.size == Block::capacity && !finish(block)) {
                        return false;
                    }
                }
            }
        }
        return finish(block);
    }

  private:
    struct Block {
        static constexpr std::size_t capacity = 2048;

        alignas(64) double in[4][capacity];   // the columns of Operation::direct
        alignas(64) double out[3][capacity];  // and its results
        std::size_t point[capacity];
        std::size_t size;
    };
    static constexpr std::size_t piece_points = 4 * Block::capacity;

    [[nodiscard]] std::size_t start(std::size_t line) const {
        return static_cast<std::size_t>(starts_[line]);
    }
    [[nodiscard]] std::size_t size() const { return start(geodesics_.size()); }
    [[nodiscard]] std::size_t line_of(std::size_t point) const {
        const auto after =
            std::upper_bound(starts_.begin(), starts_.end(), static_cast<std::int64_t>(point));
        return static_cast<std::size_t>(after - starts_.begin()) - 1;
    }

    void store(std::size_t point, double lat, double lon) const {
        batch::store(lat_, point, lat);
        batch::store(lon_, point, lon);
    }

    // Returns false if the job is to stop.
    bool finish(Block& block) {
        if (block.size != 0) {
            const double* const in[] = {block.in[0], block.in[1], block.in[2], block.in[3]};
            double* const out[] = {block.out[0], block.out[1], block.out[2]};
            kernels::active_kernels().kernel(Operation::direct)(in, out, block.size, *prepared_);
        }
        for (std::size_t k = 0; k < block.size; ++k) {
            store(block.point[k], block.out[0][k], block.out[1][k]);
        }
        block.size = 0;
        return !should_stop();
    }

    const Geodesics& geodesics_;
    std::span<const std::int64_t> starts_;
    StridedOutput lat_, lon_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
    int threads_;
};

void place(const Geodesics& geodesics, std::span<const std::int64_t> starts,
           const StridedOutput& lat, const StridedOutput& lon, const Ellipsoid& ellipsoid,
           const RunOptions& options) {
    WaypointJob job(geodesics, starts, lat, lon, ellipsoid, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

// `count(length)`: the number of points of a line of that length.
template <class Count>
std::vector<LatLon> place_one(LatLon first, LatLon last, Count count, const Ellipsoid& ellipsoid,
                              const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const Inverse found = inverse(first.lat, first.lon, last.lat, last.lon, ellipsoid);
    std::vector<LatLon> points;
    resize(points, count(found.distance), clock);
    const Geodesics geodesic{{{&first.lat, 1}, {&first.lon, 1}},
                             {{&last.lat, 1}, {&last.lon, 1}},
                             {found.azi1},
                             {found.distance}};
    constexpr std::ptrdiff_t stride = sizeof(LatLon);
    const std::int64_t starts[] = {0, static_cast<std::int64_t>(points.size())};
    place(geodesic, starts, {&points[0].lat, stride}, {&points[0].lon, stride}, ellipsoid,
          clock.shared());
    return points;
}

template <class Count>
Lines place_all(const PointColumns& first, const PointColumns& last, Count count,
                const Ellipsoid& ellipsoid, const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const Geodesics geodesics = make_geodesics(first, last, ellipsoid, clock);
    Lines lines;
    resize(lines.starts, geodesics.size() + 1, clock);
    for (std::size_t i = 0; i < geodesics.size(); ++i) {
        if (i % steps_between_questions == 0) {
            clock.throw_if_interrupted();
        }
        lines.starts[i + 1] =
            lines.starts[i] + static_cast<std::int64_t>(count(geodesics.length[i]));
    }
    const auto points = static_cast<std::size_t>(lines.starts.back());
    resize(lines.lat, points, clock);
    resize(lines.lon, points, clock);
    place(geodesics, lines.starts, {lines.lat.data(), sizeof(double)},
          {lines.lon.data(), sizeof(double)}, ellipsoid, clock.shared());
    return lines;
}

// Counts for place_one() and place_all().
auto by_number(std::size_t n) {
    check_count(n);
    return [n](double) { return n; };
}

auto by_spacing(double spacing) {
    check_spacing(spacing);
    return [spacing](double length) { return count_by_spacing(length, spacing); };
}

}  // namespace

std::vector<LatLon> waypoints(double lat1, double lon1, double lat2, double lon2, std::size_t n,
                              const Ellipsoid& ellipsoid, const RunOptions& options) {
    return place_one({lat1, lon1}, {lat2, lon2}, by_number(n), ellipsoid, options);
}

std::vector<LatLon> waypoints_by_spacing(double lat1, double lon1, double lat2, double lon2,
                                         double spacing, const Ellipsoid& ellipsoid,
                                         const RunOptions& options) {
    return place_one({lat1, lon1}, {lat2, lon2}, by_spacing(spacing), ellipsoid, options);
}

Lines waypoints(const PointColumns& first, const PointColumns& last, std::size_t n,
                const Ellipsoid& ellipsoid, const RunOptions& options) {
    return place_all(first, last, by_number(n), ellipsoid, options);
}

Lines waypoints_by_spacing(const PointColumns& first, const PointColumns& last, double spacing,
                           const Ellipsoid& ellipsoid, const RunOptions& options) {
    return place_all(first, last, by_spacing(spacing), ellipsoid, options);
}

}  // namespace geodist
