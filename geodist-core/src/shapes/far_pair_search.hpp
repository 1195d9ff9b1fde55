// The nearest places of two rows that are out of reach of coordinates in space.
//
// Along a piece the distance f to a point has f'' <= 1/f (geodesic_edge.hpp). So no place of a
// piece of length L is nearer than its ends by more than L^2/8f, f the least there: the nearest
// places are next to vertices that are about as near as any two of both rows. A place of a planar
// edge may be nearer by its sag, too. Boxes over the vertices, and straight lines between the
// boxes, find these; where straight lines tell little, which is on the other side of the Earth,
// distances between vertices and the triangle inequality do.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "index/pace.hpp"
#include "shapes/curve_pairs.hpp"
#include "shapes/operand.hpp"
#include "shapes/pair_context.hpp"

namespace geodist::shapes {

// For one thread.
class FarPairSearch {
  public:
    // A row and its boxes.
    struct Side {
        Operand::Tree tree;
        std::size_t row;
    };

    // `curves`: where edges are planar.
    FarPairSearch(const PairContext& context, index::Pace& pace, CurvePairs* curves)
        : c_(context), pace_(pace), curves_(curves) {}

    // Adds places to `best`; ends with any that are no farther than `enough`.
    void look(const Side& a, const Side& b, double enough, NearestSoFar& best);

  private:
    struct Step {
        double lower;  // bound of distances between vertices
        RowNode a, b;
    };
    struct VertexPair {
        double distance;
        std::size_t a, b;  // slots
    };
    // A foot that was measured: of a vertex on an edge of the other side.
    struct Feet {
        std::unordered_set<std::uint64_t> a, b;
    };

    void push(const Step& step);
    void split(const Step& step);
    void bound_by_triangles(const Operand::Tree& tree, const Operand::Tree& others, RowNode other,
                            std::array<Step, Operand::fanout>& steps, std::size_t n,
                            bool is_first) const;
    [[nodiscard]] double radius_of(const Operand::Tree& tree, RowNode node) const;
    void look_at_leaves(RowNode node_a, RowNode node_b);
    void drop_pairs();
    void measure(const VertexPair& pair);
    void measure_curves(const VertexPair& pair);
    void measure_feet(const Operand::Tree& from, std::size_t vertex, const Operand::Tree& to,
                      std::size_t near_vertex, bool is_of_a);

    // How much nearer a place may be than vertices at that distance.
    [[nodiscard]] double gain(double distance) const;
    // May something be nearer that is next to vertices at that distance?
    [[nodiscard]] bool is_of_interest(double distance) const {
        return distance - gain(distance) <= std::min(best_->limit(), upper_);
    }
    void narrow();

    const PairContext& c_;
    index::Pace& pace_;
    CurvePairs* curves_;
    Operand::Tree a_, b_;
    double enough_ = 0;
    NearestSoFar* best_ = nullptr;
    double longest_ = 0;       // piece, metres
    double upper_ = 0;         // what is nearest is no farther
    double square_ = 0;        // of straight lines that are of interest
    std::vector<Step> steps_;  // a heap, the least lower bound first
    std::vector<VertexPair> pairs_;
    std::size_t next_check_ = 0;
    Feet measured_;
};

}  // namespace geodist::shapes
