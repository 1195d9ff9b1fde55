#include "shapes/curve_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "shapes/planar_meeting.hpp"
#include "simd/math.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

namespace {

// Metres where a = 6378137 m.
constexpr double least_apart = 1e-12 / 6378137, no_gain = 1e-10 / 6378137,
                 small_step = 0.02 / 6378137, rough_gain = 1e-3 / 6378137, crossed = 1e-9 / 6378137;

PlanarEdge plain(const EdgePart& part) { return {part.lat1, part.lon1, part.lat2, part.lon2}; }

double width_of(const EdgePart& part) { return part.to - part.from; }

// Values of a polynomial at Chebyshev's places in [0, 1], by the barycentric formula.
template <std::size_t n>
struct Polynomial {
    std::array<double, n> at, value;

    static double node(std::size_t i) {
        return 0.5 - 0.5 * std::cos(simd::pi * static_cast<double>(i) / (n - 1));
    }
    [[nodiscard]] double operator()(double x) const {
        double above = 0, below = 0;
        for (std::size_t i = 0; i < n; ++i) {
            if (x == at[i]) {
                return value[i];
            }
            const double end = i == 0 || i == n - 1 ? 0.5 : 1;
            const double weight = (i % 2 == 0 ? end : -end) / (x - at[i]);
            above += weight * value[i];
            below += weight;
        }
        return above / below;
    }
};

}  // namespace

void CurvePairs::measure(std::size_t slot_a, std::size_t slot_b, NearestSoFar& best) {
    if (!measured_.insert(std::uint64_t{slot_a} << 32 | slot_b).second) {
        return;
    }
    slot_a_ = slot_a;
    slot_b_ = slot_b;
    a_ = c_.a.part_at(slot_a);
    b_ = c_.b.part_at(slot_b);
    const bool overlap = square_between(c_.a.box_of_item(slot_a), c_.b.box_of_item(slot_b)) == 0;
    is_apart_ = false;
    if (overlap && meet(slot_a, slot_b, best)) {
        return;
    }
    measure_ends(best);
    if (a_.is_point() || b_.is_point()) {
        return;
    }
    const bool may_cross = overlap && !(a_.is_planar && b_.is_planar);
    if (may_cross || are_parallel(slot_a, slot_b)) {
        look_within(may_cross, best);
    }
}

bool CurvePairs::meet(std::size_t slot_a, std::size_t slot_b, NearestSoFar& best) const {
    const auto is_plain = [](const EdgePart& part) { return part.is_planar || part.is_point(); };
    if (!is_plain(a_) || !is_plain(b_)) {
        return false;
    }
    std::vector<PlanarMeeting> found;
    find_planar_meetings(plain(a_), plain(b_), found);
    if (found.empty()) {
        return false;
    }
    const PlanarMeeting& first = found.front();
    best.take({0,
               {slot_a, first.begin.first, true},
               {slot_b, first.begin.second, true},
               first.is_crossing});
    return true;
}

void CurvePairs::take(double distance, double fraction_a, double fraction_b,
                      NearestSoFar& best) const {
    const bool are_plain = (a_.is_planar || a_.is_point()) && (b_.is_planar || b_.is_point());
    // what meets was found before
    const double least = are_plain ? least_apart * c_.e.a : 0;
    best.take(
        {std::max(distance, least), {slot_a_, fraction_a, true}, {slot_b_, fraction_b, true}});
}

void CurvePairs::measure_ends(NearestSoFar& best) {
    std::array<const EdgePart*, 4> parts{&a_, &a_, &b_, &b_};
    const std::array<double, 4> at{a_.from, a_.to, b_.from, b_.to};
    places_.find(parts, at.data(), c_.e, c_.kernels);
    std::array<CurveFoot, 4> feet;
    const auto use = [&](std::size_t i) {
        // of a point there is one end, and no foot
        return i < 2 ? i == 0 || !a_.is_point() : !a_.is_point() && (i == 2 || !b_.is_point());
    };
    for (std::size_t i = 0; i < 4; ++i) {
        if (use(i)) {
            feet_.add(places_.lat[i], places_.lon[i], i < 2 ? b_ : a_, &feet[i]);
        }
    }
    feet_.solve();
    for (std::size_t i = 0; i < 4; ++i) {
        if (use(i)) {
            const double foot = feet[i].fraction;
            take(feet[i].distance, i < 2 ? at[i] : foot, i < 2 ? foot : at[i], best);
        }
    }
}

// May tangents be parallel in space? Then chords are, but for what pieces turn.
bool CurvePairs::are_parallel(std::size_t slot_a, std::size_t slot_b) const {
    const auto chord = [](const Operand& side, std::size_t slot) {
        const kernels::VertexColumns v = side.vertices(slot);
        return std::array<double, 3>{v.x[1] - v.x[0], v.y[1] - v.y[0], v.z[1] - v.z[0]};
    };
    const auto dot = [](const std::array<double, 3>& x, const std::array<double, 3>& y) {
        return x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
    };
    const auto a = chord(c_.a, slot_a), b = chord(c_.b, slot_b);
    constexpr double most = 0.1;  // the sine
    const double along = dot(a, b);
    return along * along >= (1 - most * most) * dot(a, a) * dot(b, b);
}

void CurvePairs::sample(Samples& samples, std::size_t n) {
    std::array<const EdgePart*, nodes> first, second;
    first.fill(first_);
    second.fill(second_);
    std::array<double, nodes> s, t;
    for (std::size_t i = 0; i < n; ++i) {
        s[i] = samples[i].s;
        t[i] = samples[i].t;
    }
    places_.find({first.data(), n}, s.data(), c_.e, c_.kernels);
    others_.find({second.data(), n}, t.data(), c_.e, c_.kernels);
    double found[6][nodes];
    const double* const in[] = {places_.lat.data(), places_.lon.data(), others_.lat.data(),
                                others_.lon.data()};
    double* const out[] = {found[0], found[1], found[2], found[3], found[4], found[5]};
    c_.kernels.kernel(Operation::inverse_full)(in, out, n, c_.e);
    for (std::size_t i = 0; i < n; ++i) {
        using Lane = portable::Vec;
        const auto direction = [](double azimuth) {
            const auto angle = simd::sincos_radians(Lane(azimuth * simd::degree), Lane(0.0));
            return std::pair(angle.cos.v, angle.sin.v);
        };
        const auto [north1, east1] = direction(found[1][i]);
        const auto [north2, east2] = direction(found[2][i]);
        const double m12 = std::max(found[3][i], 1e-12 * least_apart * c_.e.a);
        const double across1 = places_.north[i] * east1 - places_.east[i] * north1;
        const double across2 = others_.north[i] * east2 - others_.east[i] * north2;
        samples[i] = {s[i],
                      t[i],
                      found[0][i],
                      -(places_.north[i] * north1 + places_.east[i] * east1),
                      others_.north[i] * north2 + others_.east[i] * east2,
                      across1 * across1 * found[4][i] / m12 -
                          (places_.bend_north[i] * north1 + places_.bend_east[i] * east1),
                      -across1 * across2 / m12,
                      across2 * across2 * found[5][i] / m12 +
                          (others_.bend_north[i] * north2 + others_.bend_east[i] * east2),
                      places_.speed(i),
                      others_.speed(i),
                      across2};
    }
}

bool CurvePairs::find_feet(Samples& samples, std::size_t n, double most) {
    const double width = width_of(*second_);
    const double low = second_->from - most * width, high = second_->to + most * width;
    for (int round = 0; round < 4; ++round) {
        sample(samples, n);
        for (std::size_t i = 0; i < n && round < 3; ++i) {
            Sample& x = samples[i];
            const double second = x.second_t();
            if (!(second > 0)) {
                return false;
            }
            x.t = std::clamp(x.t - x.distance * x.slope_t / second, low, high);
        }
    }
    return true;
}

void CurvePairs::look_within(bool may_cross, NearestSoFar& best) {
    const std::array<const EdgePart*, 2> parts{&a_, &b_};
    const std::array<double, 2> middles{0.5 * (a_.from + a_.to), 0.5 * (b_.from + b_.to)};
    places_.find(parts, middles.data(), c_.e, c_.kernels);
    const bool is_a_first = places_.speed(0) * width_of(a_) <= places_.speed(1) * width_of(b_);
    first_ = is_a_first ? &a_ : &b_;
    second_ = is_a_first ? &b_ : &a_;
    const EdgePart &a = *first_, &b = *second_;

    // the stretch of A whose feet are on B, or next to it
    Samples ends{};
    ends[0].s = a.from;
    ends[1].s = a.to;
    ends[0].t = ends[1].t = 0.5 * (b.from + b.to);
    if (!find_feet(ends, 2, 4)) {
        return;
    }
    const double margin = 0.1 * width_of(b);
    double low = 0, high = 1;
    const double change = ends[1].t - ends[0].t;
    const double lowest = b.from - margin - ends[0].t, highest = b.to + margin - ends[0].t;
    if (change != 0) {
        low = std::max(low, std::min(lowest / change, highest / change));
        high = std::min(high, std::max(lowest / change, highest / change));
    }
    if (!(low < high) || (change == 0 && (lowest > 0 || highest < 0))) {
        return;
    }
    const auto part_of_way = [](double first, double last, double x) {
        return first + x * (last - first);
    };
    const double from = part_of_way(a.from, a.to, low), to = part_of_way(a.from, a.to, high);
    Samples found{};
    Polynomial<nodes> slope, height, foot;
    for (std::size_t i = 0; i < nodes; ++i) {
        slope.at[i] = height.at[i] = foot.at[i] = Polynomial<nodes>::node(i);
        found[i].s = part_of_way(from, to, slope.at[i]);
        found[i].t = part_of_way(ends[0].t, ends[1].t, part_of_way(low, high, slope.at[i]));
    }
    if (!find_feet(found, nodes, 1)) {
        return;
    }
    double largest_slope = 0;
    for (std::size_t i = 0; i < nodes; ++i) {
        const double sign = found[i].side < 0 ? -1 : 1;
        slope.value[i] = sign * found[i].slope_s;
        height.value[i] = sign * found[i].distance;
        foot.value[i] = found[i].t;
        largest_slope = std::max(largest_slope, std::abs(found[i].slope_s));
    }
    if (!may_cross && largest_slope * (to - from) < no_gain * c_.e.a) {
        return;  // as near everywhere
    }
    constexpr int grid = 32;
    const auto look = [&](double x, bool to_crossing) {
        const double t = foot(x), slack = 0.02 * width_of(b);
        const bool is_of_interest =
            to_crossing || std::abs(height(x)) <= best.limit() + rough_gain * c_.e.a;
        if (is_of_interest && t >= b.from - slack && t <= b.to + slack) {
            follow(part_of_way(from, to, x), t, to_crossing, best);
        }
    };
    double last_slope = slope(0), last_height = height(0);
    for (int i = 1; i <= grid; ++i) {
        const double x = static_cast<double>(i) / grid, step = 1.0 / grid;
        const double now = slope(x), there = height(x);
        if (may_cross && (there < 0) != (last_height < 0)) {
            look(x - step * there / (there - last_height), true);
        } else {
            const double sign = there < 0 ? -1 : 1;
            if (sign * last_slope < 0 && sign * now >= 0) {
                look(x - step * now / (now - last_slope), false);
            }
        }
        last_slope = now;
        last_height = there;
    }
}

// To the minimum, or the crossing, next to a place.
void CurvePairs::follow(double s, double t, bool to_crossing, NearestSoFar& best) {
    const EdgePart &a = *first_, &b = *second_;
    const bool is_a_first = first_ == &a_;
    const double most = 0.1 * width_of(a);
    Samples one{};
    one[0].s = s;
    one[0].t = t;
    bool is_last = false;
    for (int step = 0; step < 12; ++step) {
        sample(one, 1);
        Sample& x = one[0];
        if (x.s >= a.from && x.s <= a.to && x.t >= b.from && x.t <= b.to) {
            const bool is_crossing = to_crossing && x.distance < crossed * c_.e.a;
            const double distance = is_crossing ? 0 : x.distance;
            take(distance, is_a_first ? x.s : x.t, is_a_first ? x.t : x.s, best);
            if (is_crossing) {
                return;
            }
        }
        const double second = x.second_t();
        if (is_last || !(second > 0)) {
            return;
        }
        const double first_s = x.distance * x.slope_s, first_t = x.distance * x.slope_t;
        const double turned = x.mixed() / second;
        const double whole = x.second_s() - x.mixed() * turned;
        if (!(whole > (to_crossing ? 1e-9 : 1e-14) * x.second_s())) {
            return;
        }
        const double ds = std::clamp(-(first_s - turned * first_t) / whole, -most, most);
        const double dt = -(first_t / second + turned * ds);
        x.s += ds;
        x.t += dt;
        is_last = !to_crossing && std::abs(ds) * x.speed_s < small_step * c_.e.a &&
                  std::abs(dt) * x.speed_t < small_step * c_.e.a;
    }
}

}  // namespace geodist::shapes
