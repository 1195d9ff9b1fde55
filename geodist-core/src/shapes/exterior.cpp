#include "shapes/exterior.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "kernels/area_table.hpp"
#include "kernels/dispatch.hpp"
#include "shapes/meridian_walk.hpp"
#include "shapes/ring_walk.hpp"
#include "shapes/ring_width.hpp"
#include "simd/math.hpp"

namespace geodist::shapes {

namespace {

using Direction = std::array<double, 3>;

double dot(const Direction& x, const Direction& y) {
    return x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
}

// On the auxiliary sphere, where geodesics are nearly great circles.
std::vector<Direction> directions(const PolygonArcs& polygons, const RingArcs& ring) {
    std::vector<Direction> out(ring.lat.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double phi = ring.lat[i] * simd::degree;
        const double lambda = std::remainder(ring.lon[i], 360.0) * simd::degree;
        const double s = polygons.ellipsoid->f1 * std::sin(phi), c = std::cos(phi);
        const double r = 1 / std::hypot(s, c);
        out[i] = {c * r * std::cos(lambda), c * r * std::sin(lambda), s * r};
    }
    return out;
}

// The middle of a cap smaller than a hemisphere by what edges leave their great circles. From the
// mean of the vertices towards the point nearest to the origin in their convex hull (E. G. Gilbert,
// SIAM J. Control 4, 61-80, 1966).
std::optional<Direction> cap_around(const std::vector<Direction>& vertices, double margin) {
    constexpr int steps = 200;
    Direction m{};
    for (const Direction& v : vertices) {
        for (std::size_t c = 0; c < 3; ++c) {
            m[c] += v[c] / static_cast<double>(vertices.size());
        }
    }
    for (int step = 0; step < steps; ++step) {
        const double length = std::sqrt(dot(m, m));
        if (length < 1e-4) {
            return std::nullopt;
        }
        const Direction& farthest =
            *std::ranges::min_element(vertices, {}, [&](const Direction& v) { return dot(v, m); });
        if (dot(farthest, m) > margin * length) {
            return m;
        }
        const Direction d{farthest[0] - m[0], farthest[1] - m[1], farthest[2] - m[2]};
        const double square = dot(d, d), t = square > 0 ? -dot(m, d) / square : 0;
        if (t <= 0) {
            return std::nullopt;
        }
        for (std::size_t c = 0; c < 3; ++c) {
            m[c] += std::min(t, 1.0) * d[c];
        }
    }
    return std::nullopt;
}

bool is_odd(const PolygonArcs& polygons, const RingArcs& ring, const AskedPoint& point) {
    bool odd = false;
    for (const Arc& arc : ring.arcs) {
        static_cast<void>(pass(polygons, arc, point, odd));
    }
    for (const SouthStep& step : ring.steps) {
        pass(step, point, odd);
    }
    return odd;
}

// Where the meridian of a longitude meets the ring: how often, and the northernmost place.
struct Meetings {
    std::size_t count = 0;
    double gap = 0;  // from the northernmost to the next
    bool is_eastward = false;
};

Meetings meetings_at(const RingArcs& ring, double lon) {
    Meetings found;
    double top = -90, next = -90;
    for (const SouthStep& step : ring.steps) {
        if (lon >= step.west && lon < step.east) {
            ++found.count;
            found.is_eastward = step.is_eastward;
        }
    }
    for (const Arc& arc : ring.arcs) {
        if (lon >= arc.west && lon < arc.east) {
            ++found.count;
            const double lat = arc.latitude(lon);
            if (lat >= top) {
                next = top;
                top = lat;
                found.is_eastward = arc.is_eastward();
            } else {
                next = std::max(next, lat);
            }
        }
    }
    found.gap = found.count > 1 ? top - next : 180;
    return found;
}

// Is a point to the left of the ring, if it is north of an odd number of arcs? North of the
// northernmost of an eastward arc is to the left. Where the ring runs close to itself the order of
// its arcs is not sure: of some meridians, the one where it is surest.
bool is_left_odd(const RingArcs& ring) {
    constexpr std::size_t tries = 64;
    Meetings best;
    const std::size_t stride = std::max<std::size_t>(1, ring.arcs.size() / tries);
    for (std::size_t i = 0; i < ring.arcs.size(); i += stride) {
        const Arc& arc = ring.arcs[i];
        const Meetings found = meetings_at(ring, arc.west + (arc.east - arc.west) / 2);
        if (found.count > 0 && found.gap > best.gap) {
            best = found;
        }
    }
    for (const SouthStep& step : ring.steps) {
        const Meetings found = meetings_at(ring, step.west + (step.east - step.west) / 2);
        if (found.count > 0 && found.gap > best.gap) {
            best = found;
        }
    }
    return (best.count % 2 == 1) == best.is_eastward;
}

// How much of the Earth the odd class takes: the mean over meridians of what it takes of each, in
// x, whose steps are proportional to area.
class OddShare {
  public:
    OddShare(const PolygonArcs& polygons, const RingArcs& ring) : polygons_(polygons), ring_(ring) {
        find_variation();
    }

    // Which class is larger, unless the meridians are too few to tell.
    [[nodiscard]] std::optional<bool> is_odd_larger(std::size_t meridians) {
        const double share = of(meridians);
        // The mean of a function at n places differs from that of all by its variation over 2 n.
        if (std::abs(share - 0.5) <= variation_ / static_cast<double>(meridians)) {
            return std::nullopt;
        }
        return share > 0.5;
    }

  private:
    struct Meeting {
        std::uint32_t meridian;
        double x;
    };

    std::vector<double> ordinates(std::vector<double> lat) const {
        constexpr std::size_t block = 1024;
        const std::size_t n = lat.size(), room = kernels::AreaKernels::padding;
        lat.resize(n + room);
        std::vector<double> x(n + room), rest(block + room);
        for (std::size_t i = 0; i < n; i += block) {
            kernels::active_kernels().area.ordinates(lat.data() + i, x.data() + i, rest.data(),
                                                     std::min(block, n - i), *polygons_.ellipsoid);
        }
        x.resize(n);
        return x;
    }

    void find_variation() {
        std::vector<double> ends;
        for (const Arc& arc : ring_.arcs) {
            const LatitudeRange range = latitudes(arc, arc.west, arc.east);
            ends.push_back(std::max(range.bottom, -90.0));
            ends.push_back(std::min(range.top, 90.0));
        }
        const std::vector<double> x = ordinates(std::move(ends));
        variation_ = 4 * static_cast<double>(ring_.steps.size());
        for (std::size_t i = 0; i < x.size(); i += 2) {
            variation_ += 2 * (x[i + 1] - x[i]);
        }
    }

    double of(std::size_t meridians) const {
        std::vector<Meeting> found;
        std::vector<double> lat;
        const double step = 360 / static_cast<double>(meridians);
        const auto each = [&](double west, double east, auto f) {
            const double first = std::max(0.0, std::ceil((west + 180) / step - 0.5));
            for (auto k = static_cast<std::size_t>(first); k < meridians; ++k) {
                const double lon = -180 + (static_cast<double>(k) + 0.5) * step;
                if (lon >= east) {
                    break;
                }
                if (lon >= west) {
                    f(static_cast<std::uint32_t>(k), lon);
                }
            }
        };
        for (const Arc& arc : ring_.arcs) {
            each(arc.west, arc.east, [&](std::uint32_t k, double lon) {
                found.push_back({k, 0});
                lat.push_back(std::clamp(arc.latitude(lon), -90.0, 90.0));
            });
        }
        const std::vector<double> x = ordinates(std::move(lat));
        for (std::size_t i = 0; i < x.size(); ++i) {
            found[i].x = x[i];
        }
        for (const SouthStep& south : ring_.steps) {
            each(south.west, south.east,
                 [&](std::uint32_t k, double) { found.push_back({k, -1}); });
        }
        std::ranges::sort(found, [](const Meeting& p, const Meeting& q) {
            return p.meridian != q.meridian ? p.meridian < q.meridian : p.x < q.x;
        });
        double sum = 0;
        for (std::size_t i = 0; i < found.size();) {
            bool odd = false;
            double from = -1;
            const std::uint32_t meridian = found[i].meridian;
            for (; i < found.size() && found[i].meridian == meridian; ++i) {
                sum += odd ? found[i].x - from : 0;
                from = found[i].x;
                odd = !odd;
            }
            sum += odd ? 1 - from : 0;
        }
        return sum / (2 * static_cast<double>(meridians));
    }

    const PolygonArcs& polygons_;
    const RingArcs& ring_;
    double variation_ = 0;
};

bool is_odd_larger(const PolygonArcs& polygons, const RingArcs& ring, const Ellipsoid& ellipsoid,
                   const RunOptions& options) {
    OddShare share(polygons, ring);
    for (const std::size_t meridians : {4096U, 262144U}) {
        if (const auto larger = share.is_odd_larger(meridians)) {
            return *larger;
        }
    }
    // Halves, but for 1e-5 or so: where the ring does not cross itself, its area tells.
    const std::int64_t offsets[] = {0, static_cast<std::int64_t>(ring.lat.size())};
    double left = 0;
    ring_areas({ring.lat, ring.lon, offsets}, {&left, 1}, Edges::geodesic, ellipsoid, options);
    return (left < 0) == is_left_odd(ring);
}

}  // namespace

bool is_outside_odd(const PolygonArcs& polygons, const RingArcs& ring, bool is_oriented,
                    const Ellipsoid& ellipsoid, const RunOptions& options) {
    if (ring.arcs.empty()) {
        return false;
    }
    if (is_oriented) {
        return !goes_back(ring.lat, ring.lon) && is_left_odd(ring) == ring.is_hole;
    }
    const double margin = std::sin((std::abs(ellipsoid.f()) <= 1.0 / 290 ? 1 : 3) * simd::degree);
    if (const auto middle = cap_around(directions(polygons, ring), margin)) {
        const auto [x, y, z] = *middle;
        const double lat = std::atan2(-z, polygons.ellipsoid->f1 * std::hypot(x, y)) / simd::degree;
        const double lon = normal_longitude(std::atan2(-y, -x) / simd::degree);
        return is_odd(polygons, ring, {std::clamp(lat, -90.0, 90.0), lon, Edges::geodesic});
    }
    return is_odd_larger(polygons, ring, ellipsoid, options);
}

}  // namespace geodist::shapes
