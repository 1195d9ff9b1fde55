#include "shapes/planar_side.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "simd/math.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

namespace {

struct ExactSum {
    double sum, error;
};

ExactSum exact_sum(double x, double y) {
    const auto [sum, error] = simd::two_sum(portable::Vec(x), portable::Vec(y));
    return {sum.v, error.v};
}

// A sum of doubles without rounding: parts that do not overlap, the largest last (Shewchuk 1997,
// Grow-Expansion, without its zeros).
class Expansion {
  public:
    void add(double x) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            const auto [sum, error] = exact_sum(x, parts_[i]);
            if (error != 0) {
                parts_[kept++] = error;
            }
            x = sum;
        }
        if (x != 0) {
            parts_[kept++] = x;
        }
        size_ = kept;
    }
    void add_product(double x, double y) {
        const auto [product, error] = simd::two_product(portable::Vec(x), portable::Vec(y));
        add(error.v);
        add(product.v);
    }
    // The sign is that of the last part.
    [[nodiscard]] double value() const {
        double sum = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            sum += parts_[i];
        }
        return sum;
    }

  private:
    std::array<double, 48> parts_{};
    std::size_t size_ = 0;
};

}  // namespace

double planar_order(double lon, double turn, double other) {
    if (turn == 0) {
        return lon < other ? -1 : lon > other ? 1 : 0;
    }
    const auto [difference, error] = exact_sum(lon, -other);
    const double moved = difference + turn;
    // where that is 0 it was exact
    return moved != 0 ? moved : error;
}

double exact_planar_side(PlanarVertex p, PlanarVertex q, PlanarVertex r, double turn) {
    const ExactSum width = exact_sum(q.lon, -p.lon), height = exact_sum(q.lat, -p.lat);
    const ExactSum up = exact_sum(r.lat, -p.lat), unmoved = exact_sum(r.lon, -p.lon);
    const ExactSum moved = exact_sum(unmoved.sum, turn);
    Expansion whole;
    for (const double x : {width.error, width.sum}) {
        for (const double y : {up.error, up.sum}) {
            whole.add_product(x, y);
        }
    }
    for (const double y : {height.error, height.sum}) {
        for (const double x : {unmoved.error, moved.error, moved.sum}) {
            whole.add_product(-y, x);
        }
    }
    return whole.value();
}

double planar_side(PlanarVertex p, PlanarVertex q, PlanarVertex r, double turn) {
    const double unmoved = r.lon - p.lon, moved = unmoved + turn;
    const double left = (q.lon - p.lon) * (r.lat - p.lat), right = (q.lat - p.lat) * moved;
    const double side = left - right;
    constexpr double rounding = 3.3306690738754716e-16;  // (3 + 16 u) u, u = 2^-53
    const bool is_exact =
        turn == 0 || (exact_sum(r.lon, -p.lon).error == 0 && exact_sum(unmoved, turn).error == 0);
    if (is_exact && std::abs(side) >= rounding * (std::abs(left) + std::abs(right))) {
        return side;
    }
    return exact_planar_side(p, q, r, turn);
}

}  // namespace geodist::shapes
