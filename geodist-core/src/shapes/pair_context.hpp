// What the searches of pairs of rows share, and what they find.
#pragma once

#include <cstddef>
#include <limits>

#include "index/geodesic_bounds.hpp"
#include "kernels/kernels.hpp"
#include "shapes/operand.hpp"
#include "shapes/touch.hpp"

namespace geodist::shapes {

// A place on a row: on the piece of a slot, or on the caller's edge where `whole`.
struct Spot {
    std::size_t slot = 0;
    double t = 0;
    bool whole = false;
};

struct NearestSpots {
    double distance = std::numeric_limits<double>::infinity();
    Spot a, b;
    bool is_crossing = false;  // of pieces, neither of which ends there
};

// The nearest places of two rows, as a search goes on.
class NearestSoFar {
  public:
    // From now on places no farther than `limit`; of two rows, b on that side. With `first_edge`,
    // of equally near places those on the first edge of b, otherwise the first that come.
    void begin(const Operand& b, double limit, bool first_edge) {
        b_ = &b;
        found_ = {};
        limit_ = limit;
        first_edge_ = first_edge;
    }
    // Looks farther, where nothing was found.
    void widen(double limit) { limit_ = limit; }

    // All are no farther.
    [[nodiscard]] double limit() const { return limit_; }
    [[nodiscard]] const NearestSpots& found() const { return found_; }
    [[nodiscard]] bool is_empty() const {
        return found_.distance == std::numeric_limits<double>::infinity();
    }
    // Would nothing be taken any more from that edge on?
    [[nodiscard]] bool is_settled(std::size_t edge) const {
        return first_edge_ && found_.distance == 0 && edge >= edge_;
    }

    // Returns whether it was taken.
    bool take(NearestSpots found) {
        if (!(found.distance <= limit_)) {
            return false;
        }
        const std::size_t edge = first_edge_ ? settle(found.b) : 0;
        if (!is_empty() && found.distance >= found_.distance &&
            !(first_edge_ && found.distance == found_.distance && edge < edge_)) {
            return false;
        }
        found_ = found;
        limit_ = found.distance;
        edge_ = edge;
        return true;
    }

  private:
    // A vertex belongs to both of its edges: to the first one. Returns the edge.
    std::size_t settle(Spot& spot) const {
        if (spot.t == 0) {
            const std::size_t begin = spot.whole ? b_->first_of_edge(spot.slot) : spot.slot;
            const Operand::At first = b_->first_at_vertex(begin);
            spot = {first.slot, first.t, spot.whole};
        }
        return b_->edge(spot.slot);
    }

    const Operand* b_ = nullptr;
    NearestSpots found_;
    std::size_t edge_ = 0;
    double limit_ = 0;
    bool first_edge_ = false;
};

// What the searches of one call have in common.
struct PairContext {
    const Operand& a;
    const Operand& b;
    const Ellipsoid& ellipsoid;
    const geodesy::PreparedEllipsoid& e;
    const kernels::KernelTable& kernels;
    index::GeodesicBounds bounds;
    // Is an edge no geodesic? Then pieces lead near what is nearest, and CurvePairs measures.
    bool is_curved;

    PairContext(const Operand& first, const Operand& second, const Ellipsoid& figure,
                const geodesy::PreparedEllipsoid& prepared);

    // Are two rows that come as near as touch() at distance 0? All are but points alone: the
    // numbers for a place on an edge are a little beside it.
    [[nodiscard]] bool touch_counts(std::size_t row_a, std::size_t row_b) const {
        return a.has_edges(row_a) || b.has_edges(row_b);
    }
    // The distance of two rows whose edges come that near to each other.
    [[nodiscard]] double distance(std::size_t row_a, std::size_t row_b, double between) const {
        return between <= touch(e.a) && touch_counts(row_a, row_b) ? 0 : between;
    }
};

}  // namespace geodist::shapes
