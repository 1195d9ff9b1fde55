// The nearest places of two rows of shapes, by boxes over their pieces. Near ones from coordinates
// in space; where there are none, by distances between vertices on the ellipsoid, which with the
// triangle inequality say what cannot be nearer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_set>
#include <vector>

#include "index/geodesic_bounds.hpp"
#include "index/pace.hpp"
#include "kernels/kernels.hpp"
#include "shapes/operand.hpp"

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

// What the searches of one call have in common.
struct PairContext {
    const Operand& a;
    const Operand& b;
    const Ellipsoid& ellipsoid;
    const geodesy::PreparedEllipsoid& e;
    const kernels::KernelTable& kernels;
    index::GeodesicBounds bounds;

    PairContext(const Operand& first, const Operand& second, const Ellipsoid& figure,
                const geodesy::PreparedEllipsoid& prepared);
};

// For one thread. Insides do not count here.
class PairSearch {
  public:
    PairSearch(const PairContext& context, index::Pace& pace);

    // The nearest places of two rows that are not absent; nothing if they are farther than
    // `within`. Ends with any that are no farther than `enough`.
    [[nodiscard]] NearestSpots nearest(std::size_t row_a, std::size_t row_b, double within,
                                       double enough);

    // All places where pieces of two rows cross or an end of one is within `touching` of the other;
    // of pieces that do both, the ends alone. Some places come several times.
    void meetings(std::size_t row_a, std::size_t row_b, double touching,
                  std::vector<NearestSpots>& found);

  private:
    struct NearStep {
        double square;
        RowNode a, b;
    };
    struct FarNode {
        std::int32_t level;  // -1: a slot
        std::uint32_t index;
    };
    struct FarStep {
        double lower;
        FarNode a, b;
        double radius_a, radius_b;
    };
    // Latitudes and longitudes of the vertices of a row.
    struct FarRow {
        std::size_t row = ~std::size_t{0};
        std::vector<double> lat, lon;
    };

    void begin(std::size_t row_a, std::size_t row_b, double limit, double enough);
    void look_near();
    void split_near(const NearStep& step);
    void look_at_leaves(RowNode node_a, RowNode node_b);
    template <bool a_has_vertex>
    void look_at_feet(const Operand::Tree& vertices, RowNode of_vertices,
                      const Operand::Tree& items, RowNode of_items, const Box& box);
    void look_at_meetings(RowNode node_a, RowNode node_b, const Box& box);
    void take(const NearestSpots& found);
    [[nodiscard]] bool is_done() const { return found_.distance <= enough_; }

    void look_far();
    void load_far(const Operand::Tree& tree, std::size_t row, FarRow& far) const;
    [[nodiscard]] std::size_t center_of(const Operand::Tree& tree, FarNode node) const;
    [[nodiscard]] double radius_of(const Operand::Tree& tree, FarNode node) const;
    void split_far(const FarStep& step);
    void push_far(const FarStep& step);
    void measure_edges(std::size_t slot_a, std::size_t slot_b);

    const PairContext& c_;
    index::Pace& pace_;
    Operand::Tree a_, b_;
    NearestSpots found_;
    std::vector<NearestSpots>* all_ = nullptr;  // where all are looked for, which are no nearest
    double limit_ = 0, square_ = 0, enough_ = 0;
    std::vector<NearStep> near_;
    FarRow far_a_, far_b_;
    double upper_ = 0;
    std::vector<FarStep> far_;  // a heap, the least lower bound first
    std::unordered_set<std::uint64_t> measured_;
};

}  // namespace geodist::shapes
