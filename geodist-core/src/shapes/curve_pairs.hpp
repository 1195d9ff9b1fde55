// The nearest places of pairs of pieces, of which one at least is part of a planar edge.
//
// Two geodesics that do not meet are nearest at an end of one. Curves need not be: the distance f
// between A(s) and B(t) may have a minimum within both. There, B(t) is the foot of A(s). So with
// h(s) the distance from A(s) to B, which goes on beyond its ends, h' = df/ds is 0. On short pieces
// that hardly turn h' is all but a polynomial: it is found at five places, and Newton's method
// follows where the polynomial changes its sign. Parallels that face each other have h' = 0
// everywhere; then an end is as near as any other place.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_set>

#include "shapes/curve_feet.hpp"
#include "shapes/edge_part.hpp"
#include "shapes/pair_context.hpp"

namespace geodist::shapes {

// For one thread.
class CurvePairs {
  public:
    explicit CurvePairs(const PairContext& context)
        : c_(context), feet_(context.e, context.kernels) {}

    // Of other rows from now on.
    void begin() { measured_.clear(); }
    // Adds the nearest places of two pieces, or points, to `best`; of a pair that comes again,
    // nothing.
    void measure(std::size_t slot_a, std::size_t slot_b, NearestSoFar& best);

  private:
    static constexpr std::size_t nodes = 5;

    // f and its derivatives by the fractions s and t of both edges.
    struct Sample {
        double s, t;
        double distance, slope_s, slope_t, bend_ss, bend_st, bend_tt;
        double speed_s, speed_t;
        double side;  // positive or negative: of B, on which A is

        // Of f^2 / 2: smooth where the curves meet.
        [[nodiscard]] double second_s() const { return slope_s * slope_s + distance * bend_ss; }
        [[nodiscard]] double mixed() const { return slope_s * slope_t + distance * bend_st; }
        [[nodiscard]] double second_t() const { return slope_t * slope_t + distance * bend_tt; }
    };
    using Samples = std::array<Sample, nodes>;
    struct Found {
        double distance, s, t;
    };

    [[nodiscard]] bool meet(std::size_t slot_a, std::size_t slot_b, NearestSoFar& best) const;
    void measure_ends(NearestSoFar& best);
    void take(double distance, double fraction_a, double fraction_b, NearestSoFar& best) const;
    [[nodiscard]] bool are_parallel(std::size_t slot_a, std::size_t slot_b) const;

    void look_within(bool may_cross, NearestSoFar& best);
    void sample(Samples& samples, std::size_t n);
    // Moves t to the feet. Returns false where there is none.
    [[nodiscard]] bool find_feet(Samples& samples, std::size_t n, double most);
    void follow(double s, double t, bool to_crossing, NearestSoFar& best);

    const PairContext& c_;
    CurveFeet feet_;
    std::unordered_set<std::uint64_t> measured_;
    std::size_t slot_a_ = 0, slot_b_ = 0;
    EdgePart a_{}, b_{};
    bool is_apart_ = false;  // Is it known that the edges do not meet?
    // The shorter of both, and the other one.
    const EdgePart* first_ = nullptr;
    const EdgePart* second_ = nullptr;
    PartPlaces places_, others_;
};

}  // namespace geodist::shapes
