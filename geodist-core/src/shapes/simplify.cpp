#include <geodist/resample.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "batch/ellipsoid_cache.hpp"
#include "batch/ragged_job.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/segment_table.hpp"
#include "shapes/geodesic_edge.hpp"
#include "shapes/runs.hpp"
#include "simd/math.hpp"

namespace geodist {

namespace {

constexpr std::size_t simplified_at_once = 256;

// The vertices of one line or ring; a ring has its first one again at the end.
class SimplifiedRun {
  public:
    SimplifiedRun(const ShapesView& shapes, std::size_t first, std::size_t last, bool is_ring,
                  const geodesy::PreparedEllipsoid& e, double tolerance)
        : e_(e), planar_(shapes.edges == Edges::planar), tolerance_(tolerance) {
        lat_.assign(shapes.lat.begin() + static_cast<std::ptrdiff_t>(first),
                    shapes.lat.begin() + static_cast<std::ptrdiff_t>(last));
        lon_.assign(shapes.lon.begin() + static_cast<std::ptrdiff_t>(first),
                    shapes.lon.begin() + static_cast<std::ptrdiff_t>(last));
        if (is_ring && (lat_.front() != lat_.back() || lon_.front() != lon_.back())) {
            lat_.push_back(lat_.front());
            lon_.push_back(lon_.front());
        }
        const std::size_t n = lat_.size();
        for (auto& column : vertices_) {
            column.resize(n);
        }
        std::vector<double> lon(n);
        std::ranges::transform(lon_, lon.begin(), batch::reduce_angle);
        kernels_.segment.vertices(
            lat_.data(), lon.data(),
            {vertices_[0].data(), vertices_[1].data(), vertices_[2].data(), vertices_[3].data()}, n,
            e);
    }

    // Which of the vertices stay. `ask`: whether to go on.
    template <class Ask>
    std::vector<bool> kept(bool is_ring, Ask ask) {
        const std::size_t last = lat_.size() - 1;
        std::vector<bool> keep(lat_.size(), false);
        keep[0] = keep[last] = true;
        std::vector<std::pair<std::size_t, std::size_t>> open;
        if (is_ring && last >= 3) {
            const std::size_t opposite = farthest_from_first();
            keep[opposite] = true;
            open = {{0, opposite}, {opposite, last}};
        } else {
            open = {{0, last}};
        }
        // a ring keeps the vertex that is farthest from both halves, however near it is
        Farthest third{0, -1};
        for (std::size_t looked_at = 0; !open.empty(); ++looked_at) {
            const auto [a, b] = open.back();
            open.pop_back();
            if (b - a < 2) {
                continue;
            }
            if (!ask(b - a)) {
                return {};
            }
            const Farthest found = farthest(a, b);
            if (is_ring && looked_at < 2 && found.distance > third.distance) {
                third = found;
            }
            if (found.distance > tolerance_) {
                keep[found.vertex] = true;
                open.emplace_back(a, found.vertex);
                open.emplace_back(found.vertex, b);
            }
        }
        if (is_ring && third.distance > 0) {
            keep[third.vertex] = true;
        }
        return keep;
    }

  private:
    struct Farthest {
        std::size_t vertex;
        double distance;
    };

    [[nodiscard]] double square(std::size_t a, std::size_t b) const {
        double sum = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const double d = vertices_[c][b] - vertices_[c][a];
            sum += d * d;
        }
        return sum;
    }
    [[nodiscard]] std::size_t farthest_from_first() const {
        std::size_t best = 1;
        for (std::size_t i = 2; i + 1 < lat_.size(); ++i) {
            if (square(0, i) > square(0, best)) {
                best = i;
            }
        }
        return best;
    }

    // Of the vertices between a and b, from the edge that would take their place.
    [[nodiscard]] Farthest farthest(std::size_t a, std::size_t b) const {
        const double piece = 0.999 * e_.near.piece;
        if (planar_) {
            return each(a, b, [&](std::size_t i, std::size_t n, double* out) {
                planar_distances(a, b, i, n, out);
            });
        }
        if (square(a, b) <= piece * piece && tolerance_ <= 0.5 * e_.near.reach) {
            // beyond the reach distances are rough, but above the tolerance
            return each(a, b, [&](std::size_t i, std::size_t n, double* out) {
                near_distances(a, b, i, n, out);
            });
        }
        const shapes::GeodesicEdge edge(e_, lat_[a], lon_[a], lat_[b], lon_[b]);
        const std::size_t first = highest_above_plane(a, b);
        const double distance = edge.foot(lat_[first], lon_[first]).distance;
        if (distance > tolerance_) {
            return {first, distance};
        }
        return each(a, b, [&](std::size_t i, std::size_t n, double* out) {
            for (std::size_t k = 0; k < n; ++k) {
                out[k] = edge.foot(lat_[i + k], lon_[i + k]).distance;
            }
        });
    }

    template <class Measure>
    static Farthest each(std::size_t a, std::size_t b, Measure measure) {
        std::array<double, simplified_at_once> distance;
        Farthest found{a + 1, -1};
        for (std::size_t i = a + 1; i < b; i += distance.size()) {
            const std::size_t n = std::min(distance.size(), b - i);
            measure(i, n, distance.data());
            for (std::size_t k = 0; k < n; ++k) {
                if (distance[k] > found.distance) {
                    found = {i + k, distance[k]};
                }
            }
        }
        return found;
    }

    void near_distances(std::size_t a, std::size_t b, std::size_t i, std::size_t n,
                        double* out) const {
        double ends[4][2];
        for (std::size_t c = 0; c < 4; ++c) {
            ends[c][0] = vertices_[c][a];
            ends[c][1] = vertices_[c][b];
        }
        std::array<std::array<double, simplified_at_once>, 5> rest;
        kernels_.segment.to_segment(
            {vertices_[0].data() + i, vertices_[1].data() + i, vertices_[2].data() + i,
             vertices_[3].data() + i},
            {ends[0], ends[1], ends[2], ends[3]}, 1,
            {out, rest[0].data(), rest[1].data(), rest[2].data(), rest[3].data(), rest[4].data()},
            n, e_.near);
    }

    // To the point of the planar edge that is nearest by the scale of its latitude: no nearer than
    // the edge.
    void planar_distances(std::size_t a, std::size_t b, std::size_t i, std::size_t n,
                          double* out) const {
        std::array<std::array<double, simplified_at_once>, 4> in;
        const double dlat = lat_[b] - lat_[a], dlon = lon_[b] - lon_[a];
        for (std::size_t k = 0; k < n; ++k) {
            const double y = lat_[i + k] - lat_[a], x = lon_[i + k] - lon_[a];
            double t = 0.5;
            for (int step = 0; step < 3; ++step) {
                const double c = std::cos((lat_[a] + t * dlat) * simd::degree), east = c * c;
                const double whole = dlat * dlat + east * dlon * dlon;
                t = whole > 0 ? std::clamp((y * dlat + east * x * dlon) / whole, 0.0, 1.0) : 0;
            }
            in[0][k] = lat_[i + k];
            in[1][k] = batch::reduce_angle(lon_[i + k]);
            in[2][k] = (1 - t) * lat_[a] + t * lat_[b];
            in[3][k] = batch::reduce_angle((1 - t) * lon_[a] + t * lon_[b]);
        }
        const double* const columns[] = {in[0].data(), in[1].data(), in[2].data(), in[3].data()};
        double* const results[] = {out};
        kernels_.kernel(Operation::distance)(columns, results, n, e_);
    }

    // The vertex between a and b that is farthest from the plane through both and the centre.
    [[nodiscard]] std::size_t highest_above_plane(std::size_t a, std::size_t b) const {
        const auto& [x, y, z, h] = vertices_;
        const double nx = y[a] * z[b] - z[a] * y[b], ny = z[a] * x[b] - x[a] * z[b],
                     nz = x[a] * y[b] - y[a] * x[b];
        std::size_t best = a + 1;
        double most = -1;
        for (std::size_t i = a + 1; i < b; ++i) {
            const double height = std::abs(x[i] * nx + y[i] * ny + z[i] * nz);
            if (height > most) {
                most = height;
                best = i;
            }
        }
        return best;
    }

    const geodesy::PreparedEllipsoid& e_;
    const kernels::KernelTable& kernels_ = kernels::active_kernels();
    bool planar_;
    double tolerance_;
    std::vector<double> lat_, lon_;
    std::array<std::vector<double>, 4> vertices_;
};

class SimplifyJob : public batch::RaggedJob {
  public:
    SimplifyJob(const ShapesView& shapes, const std::vector<bool>& is_ring, double tolerance,
                const Ellipsoid& ellipsoid, const RunOptions& options)
        : RaggedJob(shapes.rings, 1 << 13, options),
          shapes_(shapes),
          is_ring_(is_ring),
          tolerance_(tolerance),
          prepared_(batch::cached_ellipsoid(ellipsoid)),
          keep_(shapes.rings.size() - 1) {}

    // Of each line and ring, in order.
    [[nodiscard]] const std::vector<std::vector<bool>>& keep() const { return keep_; }

  private:
    bool compute(std::size_t first, std::size_t last) override {
        std::size_t since = 0;
        const auto ask = [&](std::size_t vertices) {
            since += vertices;
            if (since < 4096) {
                return true;
            }
            since = 0;
            return !should_stop();
        };
        for (std::size_t i = first; i < last; ++i) {
            if (begin(i) == end(i)) {
                continue;
            }
            SimplifiedRun run(shapes_, begin(i), end(i), is_ring_[i], *prepared_, tolerance_);
            keep_[i] = run.kept(is_ring_[i], ask);
            if (keep_[i].empty()) {
                return false;
            }
        }
        return true;
    }

    const ShapesView& shapes_;
    const std::vector<bool>& is_ring_;
    double tolerance_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
    std::vector<std::vector<bool>> keep_;
};

}  // namespace

ResampledShapes simplify(const ShapesView& shapes, double tolerance, const Ellipsoid& ellipsoid,
                         const RunOptions& options) {
    check_shapes(shapes);
    if (!(tolerance >= 0)) {
        throw GeodistError(
            "the tolerance must be at least 0 metres, got " + format_number(tolerance), tolerance);
    }
    std::vector<bool> is_ring(shapes.rings.size() - 1, false);
    for (std::size_t row = 0; row < shapes.kinds.size(); ++row) {
        if (shapes::is_areal(static_cast<GeometryKind>(shapes.kinds[row]))) {
            const auto at = [&](std::size_t i) {
                return static_cast<std::ptrdiff_t>(
                    shapes.parts[static_cast<std::size_t>(shapes.rows[i])]);
            };
            std::fill(is_ring.begin() + at(row), is_ring.begin() + at(row + 1), true);
        }
    }
    SimplifyJob job(shapes, is_ring, tolerance, ellipsoid, options);
    runtime::run_job(job, job.pieces(), job.threads());
    ResampledShapes out;
    out.rings.reserve(shapes.rings.size());
    out.rings.push_back(0);
    for (std::size_t i = 0; i + 1 < shapes.rings.size(); ++i) {
        const std::size_t first = shapes::offset_at(shapes.rings, i);
        const std::size_t last = shapes::offset_at(shapes.rings, i + 1);
        for (std::size_t k = first; k < last; ++k) {
            if (job.keep()[i][k - first]) {
                out.lat.push_back(shapes.lat[k]);
                out.lon.push_back(shapes.lon[k]);
            }
        }
        out.rings.push_back(static_cast<std::int64_t>(out.lat.size()));
    }
    return out;
}

}  // namespace geodist
