#include "geodesy/ecef_deep.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace geodist::geodesy {
namespace {

constexpr double per_radian = 180 / std::numbers::pi;

struct Meridian {
    double sin, cos;  // of the latitude, times a common positive factor
    double h;
};

// The largest root x of (u/(x + 1))^2 + (v/x)^2 = 1, u, v >= 0, v > 0 or u > 1. Newton's method on
// the reciprocal root of the left side, which is concave: from the left it never overshoots.
double largest_root(double u, double v) {
    double x = std::max(v, u - 1);
    if (u < 1.2 && u > 0) {
        // v^2 <= x^2 max(0, 1 - u^2) + 2 u^2 x^3: near the cusp of the evolute this is the better
        // bound
        const double gap = (1 - u) * (1 + u), root = std::cbrt(v);
        const double linear = gap > 0 ? v / std::sqrt(2 * gap) : HUGE_VAL;
        x = std::max(x, std::min(linear, root * root / std::cbrt(4 * u * u)));
    }
    for (int i = 0; i < 100; ++i) {
        const double t1 = u / (x + 1), t2 = v / x, s1 = t1 * t1, s2 = t2 * t2, s = s1 + s2;
        const double step = s * (std::sqrt(s) - 1) / (s1 / (x + 1) + s2 / x);
        x += step;
        if (!(std::abs(step) > 1e-16 * x)) {
            break;
        }
    }
    return x;
}

// Notation as in ecef.hpp; a prolate ellipsoid exchanges the axes.
Meridian solve(double a, double f, double r, double z) {
    const double e2 = f * (2 - f), e2m = (1 - f) * (1 - f), size = std::abs(e2);
    double u = r / a / size, v = (1 - f) * (z / a) / size;
    if (f < 0) {
        std::swap(u, v);
    }
    if (v == 0 && u <= 1) {
        // between the cusps: the nearest points are a pair, symmetric about the longer axis
        const double t = std::sqrt((1 - u) * (1 + u));
        const double zz = (f > 0 ? t : u) / (1 - f), rr = f > 0 ? u : t;
        return {zz, rr, -a * (f > 0 ? e2m : 1) * std::hypot(zz, rr)};
    }
    const double k = size * largest_root(u, v);
    const double k1 = f > 0 ? k : k + size, k2 = f > 0 ? k + size : k;
    return {z / k1, r / k2, (k1 - e2m) / k1 * std::hypot(k1 * r / k2, z)};
}

}  // namespace

void from_ecef_deep(double a, double f, double x, double y, double z, double& lat, double& lon,
                    double& h) {
    const double r = std::hypot(x, y);
    lon = x == 0 && y == 0 ? 0 : std::atan2(y, x) * per_radian;
    // also avoids overflow where r is not finite
    const bool far = !(std::hypot(x / 2, y / 2, z / 2) < 1e50 * a);
    Meridian m{z, r, std::hypot(r, z) - a};
    if (far) {
        m = {z / 4, std::hypot(x / 4, y / 4), std::hypot(x, y, z)};
    } else if (std::abs(f) > 1e-20) {
        m = solve(a, f, r, std::abs(z));
        m.sin = std::copysign(m.sin, z);
        if (z == 0) {
            m.sin = std::abs(m.sin);
        }
    } else if (r == 0 && z == 0) {
        m.sin = 1;
    }
    lat = std::atan2(m.sin, m.cos) * per_radian;
    h = m.h;
}

}  // namespace geodist::geodesy
