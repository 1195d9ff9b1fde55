// The nearest places of two rows of shapes, by boxes over their pieces. Near ones from coordinates
// in space; where there are none, as far_pair_search.hpp has it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "index/pace.hpp"
#include "shapes/curve_pairs.hpp"
#include "shapes/far_pair_search.hpp"
#include "shapes/mixed_meetings.hpp"
#include "shapes/operand.hpp"
#include "shapes/pair_context.hpp"

namespace geodist::shapes {

// For one thread. Insides do not count here.
class PairSearch {
  public:
    PairSearch(const PairContext& context, index::Pace& pace);

    // The nearest places of two rows that are not absent; nothing if they are farther than
    // `within`. Ends with any that are no farther than `enough`.
    [[nodiscard]] NearestSpots nearest(std::size_t row_a, std::size_t row_b, double within,
                                       double enough);
    // The same, to the end. Of places of b that are equally near, one on the first edge.
    [[nodiscard]] NearestSpots nearest_first_edge(std::size_t row_a, std::size_t row_b,
                                                  double within);

    // All places where pieces of two rows cross or an end of one is within `touching` of the other;
    // of pieces that do both, the ends alone. Some places come several times. Not for rows that
    // PlanarPair decides.
    void meetings(std::size_t row_a, std::size_t row_b, double touching,
                  std::vector<NearestSpots>& found);

    [[nodiscard]] index::Pace& pace() { return pace_; }

  private:
    struct NearStep {
        double square;
        RowNode a, b;
    };

    // Two pieces, and a bound of their distance.
    struct PiecePair {
        double lower;
        std::size_t a, b;  // slots
    };

    void begin(std::size_t row_a, std::size_t row_b, double limit, bool first_edge, double enough);
    [[nodiscard]] NearestSpots look(std::size_t row_a, std::size_t row_b, double within);
    void look_near();
    [[nodiscard]] bool is_settled(const NearStep& step) const;
    void split_near(const NearStep& step);
    void look_at_leaves(RowNode node_a, RowNode node_b);
    template <bool a_has_vertex>
    void look_at_feet(const Operand::Tree& vertices, RowNode of_vertices,
                      const Operand::Tree& items, RowNode of_items, const Box& box);
    void look_at_meetings(RowNode node_a, RowNode node_b, const Box& box);
    void take(const NearestSpots& found);
    void look_at_curves(RowNode node_a, RowNode node_b);
    void look_at_mixed_meetings(RowNode node_a, RowNode node_b);
    void measure_curves();
    [[nodiscard]] bool is_done() const { return best_.found().distance <= enough_; }

    const PairContext& c_;
    index::Pace& pace_;
    Operand::Tree a_, b_;
    std::size_t row_a_ = ~std::size_t{0};  // of a_
    NearestSoFar best_;
    std::vector<NearestSpots>* all_ = nullptr;  // where all are looked for, which are no nearest
    double square_ = 0, enough_ = 0;
    double upper_ = 0;  // of curves: what is nearest is no farther
    std::vector<NearStep> near_;
    std::vector<PiecePair> curves_;
    std::unique_ptr<CurvePairs> curve_pairs_;  // where edges are planar
    MixedMeetings mixed_;
    FarPairSearch far_;
};

}  // namespace geodist::shapes
