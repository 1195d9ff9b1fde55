#include "shapes/curve_feet.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "batch/columns.hpp"
#include "kernels/segment_table.hpp"
#include "shapes/planar_meeting.hpp"
#include "simd/math.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

namespace {

constexpr int newton_rounds = 12;
// Metres where a = 6378137 m: a step that is right to less than a nanometre, one that is nothing
// but rounding, and by how much a place must be nearer to be looked for.
constexpr double last_step = 0.02 / 6378137, no_step = 1e-8 / 6378137, least_gain = 1e-10 / 6378137;
// ... which on a curve is not so right
constexpr double last_turn = 1e-9 / 6378137;
// Of distances, parts of a; and f' by the metre: rounding.
constexpr double rounded = 1e-15, no_slope = 2e-14;

double degrees_to_radians(double angle) { return angle * simd::degree; }

}  // namespace

void CurveFeet::add(double lat, double lon, const EdgePart& part, CurveFoot* foot) {
    if (size_ == capacity) {
        solve();
    }
    lat_[size_] = lat;
    lon_[size_] = batch::reduce_angle(lon);
    part_[size_] = part;
    foot_[size_] = foot;
    *foot = {std::numeric_limits<double>::infinity(), part.from};
    ++size_;
}

// On the auxiliary sphere, to which the axes are scaled: where the arc between the ends of a part
// is nearest to the point. Arcs are so short that they are their tangents.
void CurveFeet::start() {
    struct Space {
        Column x, y, z, h;
    };
    Space point, begin, end;
    const auto place = [&](const double* lat, const double* lon, Space& out) {
        kernels_.segment.vertices(
            lat, lon, {out.x.data(), out.y.data(), out.z.data(), out.h.data()}, size_, e_);
    };
    place(lat_.data(), lon_.data(), point);
    std::array<const EdgePart*, capacity> parts;
    for (const bool first : {true, false}) {
        for (std::size_t i = 0; i < size_; ++i) {
            parts[i] = &part_[i];
            at_[i] = first ? part_[i].from : part_[i].to;
        }
        places_.find({parts.data(), size_}, at_.data(), e_, kernels_);
        place(places_.lat.data(), places_.lon.data(), first ? begin : end);
    }
    const double scale[] = {1 / e_.a, 1 / e_.a, 1 / e_.b};
    for (std::size_t i = 0; i < size_; ++i) {
        const double p[] = {point.x[i], point.y[i], point.z[i]};
        const double a[] = {begin.x[i], begin.y[i], begin.z[i]};
        const double b[] = {end.x[i], end.y[i], end.z[i]};
        double along = 0, across = 0, square = 0, forward = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const double d = (b[c] - a[c]) * scale[c];
            across += p[c] * scale[c] * (a[c] * scale[c]);
            along += p[c] * scale[c] * d;
            square += d * d;
            forward += d * (a[c] * scale[c]);
        }
        along -= forward * across;  // D less its part along A
        const double t = across * square > 0 ? along / (across * square) : along > 0 ? 1 : 0;
        at_[i] = part_[i].from + std::clamp(t, 0.0, 1.0) * (part_[i].to - part_[i].from);
    }
}

void CurveFeet::measure(std::span<const std::uint32_t> items, const double* at) {
    const std::size_t count = items.size();
    std::array<const EdgePart*, capacity> parts;
    Column lat, lon, distance, azi1, azi2, m12, M12, M21;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t item = items[i];
        parts[i] = &part_[item];
        lat[i] = lat_[item];
        lon[i] = lon_[item];
    }
    places_.find({parts.data(), count}, at, e_, kernels_);
    const double* const in[] = {places_.lat.data(), places_.lon.data(), lat.data(), lon.data()};
    double* const out[] = {distance.data(), azi1.data(), azi2.data(),
                           m12.data(),      M12.data(),  M21.data()};
    kernels_.kernel(Operation::inverse_full)(in, out, count, e_);
    using Lane = portable::Vec;
    for (std::size_t i = 0; i < count; ++i) {
        const auto angle = simd::sincos_radians(Lane(degrees_to_radians(azi1[i])), Lane(0.0));
        const double c = angle.cos.v, s = angle.sin.v;
        const double north = places_.north[i], east = places_.east[i];
        const double across = north * s - east * c;
        const double ratio = m12[i] > 0 ? M12[i] / m12[i] : HUGE_VAL;
        const double pull = places_.bend_north[i] * c + places_.bend_east[i] * s;
        samples_[i] = {at[i], distance[i], -(north * c + east * s),
                       (across == 0 ? 0 : across * across * ratio) - pull, places_.speed(i)};
    }
}

CurveFeet::Shape CurveFeet::shape(const Sample& found, double length, double curvature) const {
    const double x = (found.distance + length) * limits_.rate;
    if (x < 1) {
        const double least = 1 - x * x * (1.0 / 3 + x * x / 40);
        if (least > 1.3 * curvature * (found.distance + length) + 0.02) {
            return Shape::convex;
        }
    }
    const double sine = std::sin(std::min(x, simd::pi)), turn = curvature / limits_.rate;
    const double change = length * limits_.rate * (6 / (sine * sine) + 6 * turn * turn + 2) + 0.02;
    const double bend = found.bend / (found.speed * found.speed * limits_.rate);
    if (!(change < 0.5)) {
        return Shape::unknown;
    }
    return bend > change ? Shape::convex : bend < -change ? Shape::concave : Shape::unknown;
}

void CurveFeet::take(std::size_t item, double distance, double t) {
    CurveFoot& foot = *foot_[item];
    if (distance < foot.distance) {
        foot = {distance, t};
    }
}

// Of distances that rounding may have made different, the later place.
void CurveFeet::settle(std::size_t item, double distance, double t) {
    CurveFoot& foot = *foot_[item];
    if (distance <= foot.distance + rounded * e_.a) {
        foot = {std::min(distance, foot.distance), t};
    }
}

CurveFeet::Step CurveFeet::step(std::size_t item, const Sample& found, double curvature) {
    const EdgePart& part = part_[item];
    const double distance = found.distance;
    if (!(found.speed > 0) || std::isnan(distance)) {
        *foot_[item] = {distance, found.t};
        return Step::done;
    }
    const double length = 1.1 * found.speed * (part.to - part.from);
    const double first = distance * found.slope;
    const double second = distance > 0 ? found.slope * found.slope + distance * found.bend
                                       : found.speed * found.speed;
    const Shape kind = shape(found, length, curvature);
    if (kind == Shape::concave) {
        return Step::at_end;
    }
    if (kind == Shape::unknown || !(second > 0)) {
        return Step::hard;
    }
    const double whole = -first / second;
    const double next = std::clamp(found.t + whole, part.from, part.to);
    const double moved = next - found.t, metres = std::abs(moved) * found.speed;
    if (moved == 0 || metres < no_step * e_.a) {
        *foot_[item] = {distance, found.t};
        return Step::done;
    }
    // ends are measured, for they belong to two parts
    if (next > part.from && next < part.to && metres < last_step * e_.a &&
        metres * metres * curvature < last_turn * e_.a &&
        metres * metres < 1e-4 * distance * distance) {
        *foot_[item] = {distance + 0.5 * found.slope * moved, next};
        return Step::done;
    }
    at_[item] = next;
    return Step::next;
}

CurveFeet::Sample CurveFeet::sample(std::size_t item, double t) {
    const auto which = static_cast<std::uint32_t>(item);
    measure({&which, 1}, &t);
    take(item, samples_[0].distance, t);
    return samples_[0];
}

// Where nothing is known of f: at some places, and between two where there must be a minimum, or
// may be one.
void CurveFeet::search(std::size_t item) {
    constexpr int count = 8;
    const EdgePart part = part_[item];
    *foot_[item] = {std::numeric_limits<double>::infinity(), part.from};
    std::array<double, count + 1> at;
    for (int i = 0; i <= count; ++i) {
        const double w = 0.5 - 0.5 * std::cos(simd::pi * i / count);
        at[static_cast<std::size_t>(i)] =
            i == count ? part.to : part.from + w * (part.to - part.from);
    }
    const std::array<std::uint32_t, count + 1> items = [&] {
        std::array<std::uint32_t, count + 1> all;
        all.fill(static_cast<std::uint32_t>(item));
        return all;
    }();
    measure(items, at.data());
    std::array<Sample, count + 1> found;
    std::copy_n(samples_.begin(), count + 1, found.begin());
    for (const Sample& one : found) {
        take(item, one.distance, one.t);
    }
    for (std::size_t i = 0; i < count; ++i) {
        look_between(item, found[i], found[i + 1], 0);
    }
}

void CurveFeet::look_between(std::size_t item, const Sample& a, const Sample& b, int depth) {
    if (a.slope < 0 && b.slope > 0) {
        narrow(item, a, b);
        return;
    }
    const bool may_dip = (a.slope >= 0 && b.slope >= 0 && a.bend < 0 && b.bend > 0) ||
                         (a.slope <= 0 && b.slope <= 0 && a.bend > 0 && b.bend < 0);
    if (!may_dip || depth == 8) {
        return;
    }
    const Sample middle = sample(item, 0.5 * (a.t + b.t));
    look_between(item, a, middle, depth + 1);
    look_between(item, middle, b, depth + 1);
}

void CurveFeet::narrow(std::size_t item, Sample a, Sample b) {
    for (int i = 0; i < 60; ++i) {
        // f falls hardly steeper than at the ends
        const double width = b.t - a.t, best = foot_[item]->distance;
        const double lowest =
            std::min(a.distance + 2 * a.slope * width, b.distance - 2 * b.slope * width);
        const bool has_best = std::min(a.distance, b.distance) <= best + rounded * e_.a;
        const bool is_level = std::max(-a.slope, b.slope) < no_slope * a.speed;
        if ((!has_best && lowest >= best - least_gain * e_.a) || is_level ||
            width * a.speed < no_step * e_.a) {
            return;
        }
        const Sample& from = a.distance < b.distance ? a : b;
        const double newton = from.bend > 0 ? from.t - from.slope / from.bend : a.t;
        const double t = newton > a.t && newton < b.t ? newton : 0.5 * (a.t + b.t);
        const Sample middle = sample(item, t);
        if (middle.slope == 0 || (std::abs(middle.t - from.t) * middle.speed < last_step * e_.a &&
                                  newton == t && middle.bend > 0)) {
            if (middle.bend > 0) {
                const double next = std::clamp(middle.t - middle.slope / middle.bend, a.t, b.t);
                settle(item, middle.distance + 0.5 * middle.slope * (next - middle.t), next);
            }
            return;
        }
        (middle.slope < 0 ? a : b) = middle;
    }
}

double distance_to_planar(double lat, double lon, const EdgePart& part, double distance,
                          const geodesy::PreparedEllipsoid& e) {
    constexpr double close = 1e-6 / 6378137, least = 1e-12 / 6378137;
    if (!(distance < close * e.a)) {
        return distance;
    }
    const PlanarEdge edge{part.lat1, part.lon1, part.lat2, part.lon2}, point{lat, lon, lat, lon};
    return do_planar_edges_meet(edge, point) ? 0 : std::max(distance, least * e.a);
}

void CurveFeet::solve() {
    if (size_ == 0) {
        return;
    }
    start();
    std::size_t active = size_, hard = 0, concave = 0;
    std::array<std::uint32_t, capacity> items, to_search, at_ends;
    Column at;
    for (std::size_t i = 0; i < active; ++i) {
        items[i] = static_cast<std::uint32_t>(i);
    }
    for (int round = 0; round < newton_rounds && active > 0; ++round) {
        for (std::size_t i = 0; i < active; ++i) {
            at[i] = at_[items[i]];
        }
        measure({items.data(), active}, at.data());
        std::size_t kept = 0;
        for (std::size_t i = 0; i < active; ++i) {
            const std::uint32_t item = items[i];
            switch (step(item, samples_[i], places_.curvature(i))) {
                case Step::next:
                    items[kept++] = item;
                    break;
                case Step::at_end:
                    at_ends[concave++] = item;
                    break;
                case Step::hard:
                    to_search[hard++] = item;
                    break;
                case Step::done:
                    break;
            }
        }
        active = kept;
    }
    std::copy_n(items.begin(), active, to_search.begin() + hard);
    for (const bool is_first : {true, false}) {
        for (std::size_t i = 0; i < concave; ++i) {
            at[i] = is_first ? part_[at_ends[i]].from : part_[at_ends[i]].to;
        }
        if (concave > 0) {
            measure({at_ends.data(), concave}, at.data());
        }
        for (std::size_t i = 0; i < concave; ++i) {
            take(at_ends[i], samples_[i].distance, at[i]);
        }
    }
    for (std::size_t i = 0; i < hard + active; ++i) {
        search(to_search[i]);
    }
    size_ = 0;
}

}  // namespace geodist::shapes
