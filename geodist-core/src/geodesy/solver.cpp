// Newton's method for the azimuth at point 1 (Karney 2013, "Algorithms for geodesics", J. Geodesy
// 87, 43-55, section 4), kept inside a bracket by bisection, so that it needs no careful start.
// Notation as in prepared_ellipsoid.hpp; the points in canonical order (geodesic_line.hpp). The
// azimuths of coincident, meridional, equatorial, polar and antipodal pairs, signed zeros included,
// are GeographicLib's.
#include "geodesy/solver.hpp"

#include "geodesy/geodesic_line.hpp"
#include "geodesy/integrals.hpp"
#include "simd/portable.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace geodist::geodesy {
namespace {

using V = portable::Vec;

constexpr double epsilon = std::numeric_limits<double>::epsilon();
// Cosine of the reduced latitude at a pole, where azimuths must keep a direction; its square is
// still normal.
constexpr double tiny = 1.5e-154;

struct Direction {
    double s, c;

    [[nodiscard]] Direction normalised() const {
        const double h = std::hypot(s, c);
        return {s / h, c / h};
    }
};

struct Problem {
    const PreparedEllipsoid& e;
    double s1, c1, dn1, s2, c2, dn2;  // of the reduced latitudes
    double slam, clam, lam;           // of the longitude difference
};

// The geodesic that leaves point 1 at azimuth alpha1 and ends on the latitude of point 2.
struct Path {
    Direction alpha1, alpha2;
    double sigma, distance, m12, M12, M21;
    double residual, slope;  // lambda(alpha1) - lambda, and its derivative
};

// s12, m12, M12 and M21 (eqs. 38 and 39) and, as the return value, I3, given cc_i = cos(alpha_i)
// cos(beta_i).
template <class Class>
double integrate(const Problem& p, const Class& c, double u, double cc1, double cc2, Path& x) {
    const double y = std::max(cc1 * p.s2 - p.s1 * cc2, 0.0), z = cc1 * cc2 + p.s1 * p.s2;
    const double size = std::hypot(y, z);
    const V ssig(y / size), csig(z / size);
    const auto parts = simd::atan2_upper(ssig, csig);
    const V sigma = parts.radians();
    x.sigma = sigma.v;
    const auto h =
        make_harmonics<Class::harmonics>(V(u), V(u * csig.v - 2 * p.s1 * p.s2), ssig, csig);
    const double excess = evaluate(c.distance, V(u), sigma, h).v;
    x.distance = parts.eighth.v * p.e.b_eighth +
                 (p.e.b * parts.rest.v + (p.e.b * excess + parts.eighth.v * p.e.b_eighth_tail));
    const double over_u = 1 / std::max(u, tiny * tiny);
    const double j = evaluate_reduced(c.reduced, V(u), V(over_u), sigma, h).v;
    const double ddn = p.e.ep2 * ((p.s2 - p.s1) * (p.s2 + p.s1)) / (p.dn1 + p.dn2);
    x.m12 = p.e.b * (p.dn2 * ssig.v + cc2 * (ddn * p.s1 * over_u - cc1 * j));
    x.M12 = csig.v + (ddn * p.s2 * over_u - cc2 * j) * p.s1 / p.dn1;
    x.M21 = csig.v - (ddn * p.s1 * over_u - cc1 * j) * p.s2 / p.dn2;
    return evaluate(c.longitude, V(u), sigma, h).v;
}

double integrate(const Problem& p, double u, double cc1, double cc2, Path& x) {
    return p.e.is_low_degree ? integrate(p, p.e.low_degree, u, cc1, cc2, x)
                             : integrate(p, p.e.high_degree, u, cc1, cc2, x);
}

Path shoot(const Problem& p, Direction alpha1) {
    // a start due east on the equator has no node: turn it a hair (after eq. 46)
    if (p.s1 == 0 && alpha1.c == 0)
        alpha1.c = -tiny;
    Path x{};
    x.alpha1 = alpha1;
    const double s0 = alpha1.s * p.c1;
    const double u = alpha1.c * alpha1.c + (alpha1.s * p.s1) * (alpha1.s * p.s1);
    const double cc1 = alpha1.c * p.c1;
    // cos^2(beta2) - cos^2(beta1) by the factors that lose least (eq. 45)
    const double difference =
        p.c1 < -p.s1 ? (p.c2 - p.c1) * (p.c1 + p.c2) : (p.s1 - p.s2) * (p.s1 + p.s2);
    const double cc2 =
        difference == 0 ? std::abs(cc1) : std::sqrt(std::max(cc1 * cc1 + difference, 0.0));
    x.alpha2 = {p.c2 == p.c1 ? alpha1.s : s0 / p.c2, cc2 / p.c2};
    const double i3 = integrate(p, u, cc1, cc2, x);
    const double so = s0 * std::max(cc1 * p.s2 - p.s1 * cc2, 0.0),
                 co = cc1 * cc2 + s0 * s0 * (p.s1 * p.s2);
    const double omega_less_lambda =
        std::atan2(so * p.clam - co * p.slam, co * p.clam + so * p.slam);
    x.residual = omega_less_lambda - p.e.f * s0 * i3;
    // eq. 46; due east between opposite latitudes, where the slope jumps, the smaller value
    x.slope = cc2 != 0 ? p.e.f1 * x.m12 / (p.e.b * cc2) : -p.e.f1 * p.dn1 * (1 / p.s1 + 1 / p.s2);
    return x;
}

// The middle of two azimuths of [0, pi].
Direction middle(Direction low, Direction high) {
    const Direction sum{low.s + high.s, low.c + high.c};
    return std::hypot(sum.s, sum.c) > 0.1 ? sum.normalised() : Direction{1, 0};
}

// The first azimuth to try: that of the auxiliary sphere with omega = lambda. If prolate, omega is
// smaller than lambda, here by what it is on the equator: near there alpha1 depends on how far
// omega is from pi.
Direction start(const Problem& p) {
    double so = p.slam, co = p.clam;
    if (p.e.f < 0) {
        const double omega = p.lam * (1 + p.e.f / p.e.f1 * p.c1);
        so = std::sin(omega);
        co = std::cos(omega);
    }
    return so > 0 ? Direction{p.c2 * so, p.c1 * p.s2 - p.s1 * p.c2 * co}.normalised()
                  : Direction{1, 0};
}

// Does the path end before the conjugate point, where lambda(alpha1) still rises? Always if oblate
// (Karney 2013, section 4); if prolate, every short path does, though rounding may make its m12 0
// or negative: between nearly equal latitudes all azimuths below 90 degrees give such paths.
bool is_rising(const Problem& p, const Path& x) { return p.e.f > 0 || x.sigma < 1 || x.slope > 0; }

// lambda(alpha1) rises through the wanted value once in (0, pi) (Karney 2013, section 4 and fig.
// 5).
Path search(const Problem& p) {
    constexpr int most_steps = 200;  // usual are 3 to 6; bisection alone takes 53
    Direction alpha = start(p);
    Direction low{tiny, 1}, high{tiny, -1};
    Path best{};
    bool falling = true;    // the slope of `best`
    double before = 1e300;  // |residual| of the last step
    for (int i = 0; i < most_steps; ++i) {
        const Path x = shoot(p, alpha);
        const double v = x.residual;
        // with a falling slope it is beyond the conjugate point, where lambda comes down to pi
        const bool rising = is_rising(p, x);
        // any path is better than none
        const bool better =
            i == 0 || (rising && (falling || std::abs(v) < std::abs(best.residual)));
        if (rising && !better && std::abs(v) < 2 * epsilon)
            break;  // rounding is all that is left
        if (better) {
            best = x;
            falling = !rising;
        }
        if (rising && v == 0)
            break;
        (v > 0 || !rising ? high : low) = alpha;
        Direction next = middle(low, high);
        const double step = -v / x.slope;
        if (rising && std::abs(step) < 1 && std::abs(v) < before) {
            const double sd = std::sin(step), cd = std::cos(step);
            const Direction newton =
                Direction{alpha.s * cd + alpha.c * sd, alpha.c * cd - alpha.s * sd}.normalised();
            // inside the bracket, by the signs of the sines of the angles to its ends
            if (newton.s > 0 && newton.s * low.c - newton.c * low.s > 0 &&
                high.s * newton.c - high.c * newton.s > 0)
                next = newton;
        }
        before = std::abs(v);
        if (next.s == alpha.s && next.c == alpha.c)
            break;
        alpha = next;
    }
    // what the residual leaves: ds/dlambda = a sin(alpha0) with both latitudes fixed
    best.distance -= p.e.a * (best.alpha1.s * p.c1) * best.residual;
    return best;
}

Path solve(const Problem& p) {
    if (p.c1 == tiny || p.slam == 0) {
        Path x{};
        // leave point 1 towards the longitude of point 2, arrive heading north
        x.alpha1 = {p.slam, p.clam};
        x.alpha2 = {0, 1};
        integrate(p, 1, x.alpha1.c * p.c1, p.c2, x);
        if (x.sigma < 3 * tiny || (x.sigma < epsilon && (x.distance < 0 || x.m12 < 0)))
            x.distance = x.m12 = 0;
        // only on a prolate ellipsoid is a meridian longer than another geodesic, beyond the
        // conjugate point and not from a pole (section 4)
        if (p.e.f >= 0 || x.sigma < 1 || x.m12 >= 0 || p.c1 == tiny)
            return x;
    }
    const double past = std::atan2(p.slam, -p.clam);  // pi - lambda
    if (p.s1 == 0 && (p.e.f <= 0 || past >= p.e.f * simd::pi)) {
        const double omega = p.lam / p.e.f1;
        const double scale = std::cos(omega);
        return {{1, 0}, {1, 0}, omega, p.e.a * p.lam, p.e.b * std::sin(omega), scale, scale, 0, 0};
    }
    return search(p);
}

// Sines below this are 0, as in GeographicLib's AngRound: their squares leave the range of doubles,
// bisection would take a step for each of their zeros, and no result feels them.
double flush(double sine) { return std::abs(sine) < 1e-30 ? std::copysign(0.0, sine) : sine; }

}  // namespace

ScalarInverse solve_inverse(const PreparedEllipsoid& e, double lat1, double lon1, double lat2,
                            double lon2) {
    const auto pair = e.is_low_degree
                          ? make_pair(e, e.low_degree, V(lat1), V(lon1), V(lat2), V(lon2))
                          : make_pair(e, e.high_degree, V(lat1), V(lon1), V(lat2), V(lon2));
    const Problem p{e,
                    flush(pair.p1.sin.v),
                    std::max(pair.p1.cos.v, tiny),
                    pair.p1.dn.v,
                    flush(pair.p2.sin.v),
                    std::max(pair.p2.cos.v, tiny),
                    pair.p2.dn.v,
                    flush(pair.slam.v),
                    pair.clam.v,
                    pair.lam.v};
    Path x = solve(p);
    if (pair.swapped.m) {
        std::swap(x.alpha1, x.alpha2);
        std::swap(x.M12, x.M21);
    }
    const bool flip = pair.swapped.m != std::signbit(pair.lat_sign.v);
    const auto degrees = [&](Direction alpha) {
        return simd::atan2_deg(mulsign(V(alpha.s), pair.lon_sign), V(flip ? -alpha.c : alpha.c)).v;
    };
    return {x.distance, degrees(x.alpha1), degrees(x.alpha2), x.m12, x.M12, x.M21};
}

}  // namespace geodist::geodesy
