// How far two points can be apart in space: the straight line itself, but for rounding.
#pragma once

#include <geodist/ellipsoid.hpp>

#include "index/bounds.hpp"

namespace geodist::index {

class ChordBounds final : public Bounds {
  public:
    // `extent`: the largest magnitude of a coordinate in space.
    ChordBounds(const Ellipsoid& ellipsoid, double extent);

    [[nodiscard]] double lower(double square) const override;
    [[nodiscard]] double upper(double square) const override;
    [[nodiscard]] double outer(double distance) const override;
    [[nodiscard]] double inner(double distance) const override;
};

}  // namespace geodist::index
