// The nearest places of parts of edges to points, many at a time.
//
// Let f be the distance from a point to X(t), u the direction to the point there, A the covariant
// second derivative of X, which is what bends the curve, and M / m as in geodesic_edge.hpp:
//   f' = -X'.u,  f'' = |X' across u|^2 M/m - A.u,
// and E = f^2 / 2 has E' = f f', E'' = f'^2 + f f''. With k^2 the largest Gauss curvature and c the
// curvature of X, E is convex where k f cot(k f) > c f: on short parts, which hardly turn, up to
// thousands of kilometres. There Newton's method for E' = 0 finds the only minimum, also where the
// point is all but on the curve. Farther away, where f'' changes by no more than
//   (6 / sin^2(k f) + 6 (c / k)^2 + 2) k^2 on a metre, its sign is often that of one place: f is
// convex, or concave, and then the nearer end is the nearest place. The rest is searched.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/kernels.hpp"
#include "shapes/edge_part.hpp"
#include "shapes/foot_limits.hpp"

namespace geodist::shapes {

struct CurveFoot {
    double distance;
    double fraction;  // of the whole edge
};

class CurveFeet {
  public:
    static constexpr std::size_t capacity = PartPlaces::capacity;

    CurveFeet(const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels)
        : e_(e), kernels_(kernels), limits_(e) {}

    // The foot will be written there. Parts are as short as pieces are.
    void add(double lat, double lon, const EdgePart& part, CurveFoot* foot);
    void solve();

  private:
    using Column = PartPlaces::Column;

    // f, f' and f'' at t, and the length of X'.
    struct Sample {
        double t, distance, slope, bend, speed;
    };

    void start();
    // Fills samples_ and places_: of each item at a place.
    void measure(std::span<const std::uint32_t> items, const double* at);
    enum class Step : std::uint8_t { next, done, at_end, hard };
    // Where it is `next`, at_ has the next place.
    [[nodiscard]] Step step(std::size_t item, const Sample& found, double curvature);
    // What f is like on a whole part.
    enum class Shape : std::uint8_t { convex, concave, unknown };
    [[nodiscard]] Shape shape(const Sample& found, double length, double curvature) const;
    void take(std::size_t item, double distance, double t);
    void settle(std::size_t item, double distance, double t);
    void search(std::size_t item);
    [[nodiscard]] Sample sample(std::size_t item, double t);
    void look_between(std::size_t item, const Sample& a, const Sample& b, int depth);
    void narrow(std::size_t item, Sample a, Sample b);

    const geodesy::PreparedEllipsoid& e_;
    const kernels::KernelTable& kernels_;
    FootLimits limits_;
    std::size_t size_ = 0;
    std::array<EdgePart, capacity> part_;
    std::array<CurveFoot*, capacity> foot_;
    Column lat_, lon_, at_;
    PartPlaces places_;  // of what was measured last
    std::array<Sample, capacity> samples_;
};

// The distance of a point to a part of a planar edge, of which it is that by computing: 0 if and
// only if the point is on the edge.
[[nodiscard]] double distance_to_planar(double lat, double lon, const EdgePart& part,
                                        double distance, const geodesy::PreparedEllipsoid& e);

}  // namespace geodist::shapes
