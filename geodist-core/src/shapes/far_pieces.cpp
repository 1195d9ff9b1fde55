#include "shapes/far_pieces.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numbers>

#include "shapes/geodesic_edge.hpp"

namespace geodist::shapes {

namespace {

constexpr double half_pi = std::numbers::pi / 2;
constexpr int most_steps = 6;

}  // namespace

// Where the distance is convex and concave: half pi over the root of the largest and of the
// smallest Gauss curvature, by Sturm's theorem.
FarPieces::FarPieces(const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels)
    : e_(e),
      kernels_(kernels),
      convex_(half_pi * std::min(e.b, e.a / e.b * e.a)),
      concave_(half_pi * std::max(e.b, e.a / e.b * e.a)),
      far_away_(1e6 / 6378137 * e.a),
      short_(1e3 / 6378137 * e.a) {}

void FarPieces::add(double lat, double lon, const std::array<double, 3>& begin,
                    const std::array<double, 3>& end, double* distance) {
    if (is_full()) {
        solve();
    }
    lat_[size_] = lat;
    lon_[size_] = lon;
    for (std::size_t c = 0; c < 3; ++c) {
        begin_[c][size_] = begin[c];
        end_[c][size_] = end[c];
    }
    distance_[size_++] = distance;
}

void FarPieces::run(Operation operation, std::initializer_list<const Column*> in,
                    std::initializer_list<Column*> out) const {
    const double* from[6];
    double* to[6];
    std::transform(in.begin(), in.end(), from, [](const Column* c) { return c->data(); });
    std::transform(out.begin(), out.end(), to, [](Column* c) { return c->data(); });
    kernels_.kernel(operation)(from, to, size_, e_);
}

void FarPieces::find_ends() {
    Column unused;
    run(Operation::from_ecef, {&begin_[0], &begin_[1], &begin_[2]}, {&lat1_, &lon1_, &unused});
    run(Operation::from_ecef, {&end_[0], &end_[1], &end_[2]}, {&lat2_, &lon2_, &unused});
    run(Operation::inverse, {&lat1_, &lon1_, &lat2_, &lon2_}, {&length_, &azimuth_, &unused});
}

// On the auxiliary sphere, to which the axes are scaled: the angle at which the arc through both
// ends is nearest to the point.
void FarPieces::start() {
    Column point[3], height;
    height.fill(0);
    run(Operation::to_ecef, {&lat_, &lon_, &height}, {&point[0], &point[1], &point[2]});
    const double scale[] = {1 / e_.a, 1 / e_.a, 1 / e_.b};
    for (std::size_t i = 0; i < size_; ++i) {
        double along = 0, across = 0, square = 0, forward = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const double p = point[c][i] * scale[c], a = begin_[c][i] * scale[c];
            const double d = (end_[c][i] - begin_[c][i]) * scale[c];
            across += p * a;
            along += p * d;
            square += d * d;
            forward += d * a;
        }
        // D less its part along A
        const double side = std::sqrt(std::max(0.0, square - forward * forward));
        const double angle = std::atan2(along - forward * across, across * side);
        const double whole = 2 * std::asin(std::min(1.0, std::sqrt(square) / 2));
        const double t = whole > 0 ? std::clamp(angle / whole, 0.0, 1.0) : 0;
        at_[i] = t * length_[i];
    }
}

bool FarPieces::step() {
    Column azimuth, distance, azi1, azi2, m12, M12, M21;
    run(Operation::direct, {&lat1_, &lon1_, &azimuth_, &at_}, {&lat3_, &lon3_, &azimuth});
    run(Operation::inverse_full, {&lat_, &lon_, &lat3_, &lon3_},
        {&distance, &azi1, &azi2, &m12, &M12, &M21});
    constexpr double radian = std::numbers::pi / 180;
    bool is_any_open = false;
    for (std::size_t i = 0; i < size_; ++i) {
        if (!is_open_[i]) {
            continue;
        }
        const double angle = (azimuth[i] - azi2[i]) * radian;
        const double sine = std::sin(angle), slope = std::cos(angle);
        const double bend = sine * sine * M21[i] / m12[i];
        double next = slope < 0 ? length_[i] : 0;
        if (bend > 0 && std::abs(slope) < bend * length_[i]) {
            next = std::clamp(at_[i] - slope / bend, 0.0, length_[i]);
        }
        const double change = std::abs(next - at_[i]);
        at_[i] = next;
        is_open_[i] = change > (distance[i] < far_away_ ? distance[i] / 280 : short_);
        is_any_open |= is_open_[i];
    }
    return is_any_open;
}

void FarPieces::finish() {
    Column unused, distance;
    run(Operation::direct, {&lat1_, &lon1_, &azimuth_, &at_}, {&lat3_, &lon3_, &unused});
    for (std::size_t i = 0; i < size_; ++i) {
        if (at_[i] <= 0 || at_[i] >= length_[i]) {
            lat3_[i] = at_[i] <= 0 ? lat1_[i] : lat2_[i];
            lon3_[i] = at_[i] <= 0 ? lon1_[i] : lon2_[i];
        }
    }
    run(Operation::distance, {&lat_, &lon_, &lat3_, &lon3_}, {&distance});
    for (std::size_t i = 0; i < size_; ++i) {
        *distance_[i] = distance[i] + length_[i] <= convex_ ? distance[i] : beyond(i);
    }
}

// Where the distance is not convex along the piece.
double FarPieces::beyond(std::size_t i) const {
    const double ends =
        std::min(one_distance(lat1_[i], lon1_[i], i), one_distance(lat2_[i], lon2_[i], i));
    if (!(ends < concave_ + length_[i])) {
        return ends;  // NaN in a damaged file
    }
    return std::min(
        ends,
        GeodesicEdge(e_, lat1_[i], lon1_[i], lat2_[i], lon2_[i]).foot(lat_[i], lon_[i]).distance);
}

double FarPieces::one_distance(double lat, double lon, std::size_t i) const {
    double distance;
    const double* const in[] = {&lat_[i], &lon_[i], &lat, &lon};
    double* const out[] = {&distance};
    kernels_.kernel(Operation::distance)(in, out, 1, e_);
    return distance;
}

void FarPieces::solve() {
    if (size_ == 0) {
        return;
    }
    find_ends();
    start();
    std::fill_n(is_open_.begin(), size_, true);
    for (int i = 0; i < most_steps && step(); ++i) {
    }
    finish();
    size_ = 0;
}

}  // namespace geodist::shapes
