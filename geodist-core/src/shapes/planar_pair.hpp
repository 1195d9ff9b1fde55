// Pairs of rows whose edges are planar, or points: where they meet is decided in the plane of
// longitude and latitude.
#pragma once

#include <geodist/location.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "index/pace.hpp"
#include "shapes/operand.hpp"
#include "shapes/planar_rows.hpp"
#include "shapes/planar_touch.hpp"

namespace geodist::shapes {

// A place on the edge of a row; the coordinates of a vertex are as the caller has them.
struct PlanarSpot {
    std::size_t edge;  // the vertex at which it begins
    double fraction;
    double lat, lon;
};

// A place where rows meet, or a stretch that an edge of each have in common.
struct PlanarRowMeeting {
    struct Place {
        PlanarSpot a, b;
    };
    Place begin, end;
    bool is_stretch;
};

class PlanarPair {
  public:
    PlanarPair(const Operand& a, const Operand& b) : a_(a), b_(b) {}

    // Has one of the rows planar edges, and the other none that are geodesics?
    [[nodiscard]] bool decides(std::size_t row_a, std::size_t row_b) const {
        return (is_planar(a_, row_a) && (is_planar(b_, row_b) || !b_.has_edges(row_b))) ||
               (!a_.has_edges(row_a) && is_planar(b_, row_b));
    }

    // For pairs that the plane decides. With `touch`, vertices next to an edge count, too.
    enum class Meet : bool { exactly, touch };
    [[nodiscard]] bool do_meet(std::size_t row_a, std::size_t row_b, Meet how,
                               index::Pace& pace) const;
    // All meetings of edges, by pairs; those that touch, too.
    [[nodiscard]] std::vector<PlanarRowMeeting> meetings(std::size_t row_a, std::size_t row_b,
                                                         index::Pace& pace) const;

  private:
    static bool is_planar(const Operand& side, std::size_t row) {
        return side.is_planar() && side.has_edges(row);
    }
    void prepare() const;

    const Operand &a_, &b_;
    mutable std::once_flag once_;
    mutable std::unique_ptr<const PlanarRows> rows_a_, rows_b_;
};

// Which row is cut where it meets the other.
enum class CutSide { a, b };

// The place on its row.
[[nodiscard]] Location locate_planar(const Operand& side, const PlanarSpot& spot);

}  // namespace geodist::shapes
