#pragma once
#include <geodist/shapes.hpp>
#include <geodist/run_options.hpp>
#include "geodesy/prepared_ellipsoid.hpp"
namespace geodist::shapes {
class Interiors { public: Interiors(const ShapesView&, const geodesy::PreparedEllipsoid&, const RunOptions&) {}
  enum class Place : std::uint8_t { outside, inside, boundary };
  Place place(std::size_t, double, double) const { return Place::outside; } };
}
