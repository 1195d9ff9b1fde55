#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include "batch/columns.hpp"
#include "batch/ellipsoid_cache.hpp"
#include "batch/ragged_job.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/interrupt.hpp"
#include "runtime/scratch.hpp"

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

// The points of a line of n but its ends, by as many threads as its length is worth.
void place_between(const Line& line, std::size_t n, const StridedOutput& lat,
                   const StridedOutput& lon, const Ellipsoid& ellipsoid,
                   const RunOptions& options) {
    std::vector<double> distances(n - 2), azimuths(n - 2);
    {
        const runtime::FloatEnvironment environment;
        for (std::size_t i = 1; i + 1 < n; ++i) {
            distances[i - 1] = distance_along(line.length, i, n);
        }
    }
    const StridedInput inputs[] = {
        {&line.lat, 0}, {&line.lon, 0}, {&line.azi, 0}, {distances.data(), sizeof(double)}};
    const StridedOutput outputs[] = {lat, lon, {azimuths.data(), sizeof(double)}};
    run(Operation::direct, inputs, outputs, n - 2, ellipsoid, BatchOptions{options});
}

std::vector<LatLon> place(LatLon first, LatLon last, const Inverse& inverse, std::size_t n,
                          const Ellipsoid& ellipsoid, const RunOptions& options) {
    std::vector<LatLon> points(n);
    constexpr std::ptrdiff_t stride = sizeof(LatLon);
    if (n > 2) {
        place_between({first.lat, first.lon, inverse.azi1, inverse.distance}, n,
                      {&points[1].lat, stride}, {&points[1].lon, stride}, ellipsoid, options);
    }
    points.front() = first;
    points.back() = last;
    return points;
}

// Geodesics between the points of two sets.
struct Geodesics {
    const PointColumns& first;
    const PointColumns& last;
    std::vector<double> azi, length;

    Geodesics(const PointColumns& from, const PointColumns& to, const Ellipsoid& ellipsoid,
              const RunOptions& options)
        : first(from), last(to), azi(from.size), length(from.size) {
        if (from.size != to.size) {
            throw std::invalid_argument(
                "the lines have other numbers of first than of last points");
        }
        std::vector<double> azi2(from.size);
        const StridedInput inputs[] = {from.lat, from.lon, to.lat, to.lon};
        const StridedOutput outputs[] = {{length.data(), sizeof(double)},
                                         {azi.data(), sizeof(double)},
                                         {azi2.data(), sizeof(double)}};
        run(Operation::inverse, inputs, outputs, from.size, ellipsoid, BatchOptions{options});
    }

    [[nodiscard]] std::size_t size() const { return first.size; }
    [[nodiscard]] Line line(std::size_t i) const {
        return {first.lat[i], first.lon[i], azi[i], length[i]};
    }
};

// Points of many lines, all but the ends.
class WaypointJob : public batch::RaggedJob {
  public:
    // Longer ones are not placed: a piece holds whole lines.
    static constexpr std::size_t longest = 1 << 16;

    WaypointJob(const Geodesics& geodesics, Lines& lines, const Ellipsoid& ellipsoid,
                const RunOptions& options)
        : RaggedJob(lines.starts, operation_info(Operation::direct).rows_per_quarter_ms, options),
          geodesics_(geodesics),
          lines_(lines),
          prepared_(batch::cached_ellipsoid(ellipsoid)) {}

  private:
    struct Block {
        static constexpr std::size_t capacity = 2048;

        alignas(64) double in[4][capacity];   // the columns of Operation::direct
        alignas(64) double out[3][capacity];  // and its results
        std::size_t vertex[capacity];
        std::size_t size;
    };

    bool compute(std::size_t first, std::size_t last) override {
        const runtime::Scratch<Block> scratch;
        Block& block = *scratch;
        block.size = 0;
        for (std::size_t i = first; i < last; ++i) {
            const std::size_t n = end(i) - begin(i);
            if (n > longest) {
                continue;
            }
            const Line line = geodesics_.line(i);
            const double lon = batch::reduce_angle(line.lon);
            for (std::size_t k = 1; k + 1 < n; ++k) {
                block.in[0][block.size] = line.lat;
                block.in[1][block.size] = lon;
                block.in[2][block.size] = line.azi;
                block.in[3][block.size] = distance_along(line.length, k, n);
                block.vertex[block.size] = begin(i) + k;
                if (++block.size == Block::capacity && !finish(block)) {
                    return false;
                }
            }
        }
        return finish(block);
    }

    // Returns false if the job is to stop.
    bool finish(Block& block) {
        if (block.size != 0) {
            const double* const in[] = {block.in[0], block.in[1], block.in[2], block.in[3]};
            double* const out[] = {block.out[0], block.out[1], block.out[2]};
            kernels::active_kernels().kernel(Operation::direct)(in, out, block.size, *prepared_);
        }
        for (std::size_t k = 0; k < block.size; ++k) {
            lines_.lat[block.vertex[k]] = block.out[0][k];
            lines_.lon[block.vertex[k]] = block.out[1][k];
        }
        block.size = 0;
        return !should_stop();
    }

    const Geodesics& geodesics_;
    Lines& lines_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
};

// `count(i)`: the number of points of line i.
template <class Count>
Lines place_all(const Geodesics& geodesics, Count count, const Ellipsoid& ellipsoid,
                const RunOptions& options) {
    Lines lines;
    lines.starts.assign(geodesics.size() + 1, 0);
    for (std::size_t i = 0; i < geodesics.size(); ++i) {
        lines.starts[i + 1] = lines.starts[i] + static_cast<std::int64_t>(count(i));
    }
    lines.lat.resize(static_cast<std::size_t>(lines.starts.back()));
    lines.lon.resize(lines.lat.size());
    for (std::size_t i = 0; i < geodesics.size(); ++i) {
        const auto begin = static_cast<std::size_t>(lines.starts[i]);
        const auto end = static_cast<std::size_t>(lines.starts[i + 1]);
        lines.lat[begin] = geodesics.first.lat[i];
        lines.lon[begin] = geodesics.first.lon[i];
        lines.lat[end - 1] = geodesics.last.lat[i];
        lines.lon[end - 1] = geodesics.last.lon[i];
        if (end - begin > WaypointJob::longest) {
            place_between(geodesics.line(i), end - begin, {&lines.lat[begin + 1], sizeof(double)},
                          {&lines.lon[begin + 1], sizeof(double)}, ellipsoid, options);
        }
    }
    WaypointJob job(geodesics, lines, ellipsoid, options);
    runtime::run_job(job, job.pieces(), job.threads());
    return lines;
}

}  // namespace

std::vector<LatLon> waypoints(double lat1, double lon1, double lat2, double lon2, std::size_t n,
                              const Ellipsoid& ellipsoid, const RunOptions& options) {
    check_count(n);
    const Inverse line = inverse(lat1, lon1, lat2, lon2, ellipsoid);
    return place({lat1, lon1}, {lat2, lon2}, line, n, ellipsoid, options);
}

std::vector<LatLon> waypoints_by_spacing(double lat1, double lon1, double lat2, double lon2,
                                         double spacing, const Ellipsoid& ellipsoid,
                                         const RunOptions& options) {
    check_spacing(spacing);
    const Inverse line = inverse(lat1, lon1, lat2, lon2, ellipsoid);
    return place({lat1, lon1}, {lat2, lon2}, line, count_by_spacing(line.distance, spacing),
                 ellipsoid, options);
}

Lines waypoints(const PointColumns& first, const PointColumns& last, std::size_t n,
                const Ellipsoid& ellipsoid, const RunOptions& options) {
    check_count(n);
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const Geodesics geodesics(first, last, ellipsoid, shared);
    return place_all(geodesics, [n](std::size_t) { return n; }, ellipsoid, shared);
}

Lines waypoints_by_spacing(const PointColumns& first, const PointColumns& last, double spacing,
                           const Ellipsoid& ellipsoid, const RunOptions& options) {
    check_spacing(spacing);
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const Geodesics geodesics(first, last, ellipsoid, shared);
    const auto count = [&](std::size_t i) {
        return count_by_spacing(geodesics.length[i], spacing);
    };
    return place_all(geodesics, count, ellipsoid, shared);
}

}  // namespace geodist
