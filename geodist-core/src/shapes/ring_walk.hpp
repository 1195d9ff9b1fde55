// The rings of polygons as geodesic edges between points that have a longitude.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <geodist/ellipsoid.hpp>
#include "shapes/arcs.hpp"

namespace geodist::shapes {

// Longitudes in [-180, 180]; equal ones: a meridian.
struct RingEdge {
    double lat1, lon1, lat2, lon2;
};

// Takes rings apart: an edge to a pole is a meridian, one over a pole is two, and between one
// meridian and the next the ring steps along the pole.
class RingWalk {
  public:
    RingWalk(const Ellipsoid& ellipsoid, std::vector<RingEdge>& edges,
             std::vector<SouthStep>& steps)
        : ellipsoid_(ellipsoid), edges_(edges), steps_(steps) {}

    // A ring closed by its first vertex or not. Returns whether all of it lies so that the antipode
    // of its middle has no edge on its meridian.
    bool walk(std::span<const double> lat, std::span<const double> lon);

  private:
    // Where to begin; says where the ring is there.
    std::size_t begin_at_pole(std::span<const double> lat, std::span<const double> lon);
    void go(double lat1, double lon1, double lat2, double lon2);
    // Between opposite meridians, to the side that the caller's longitudes say, or over a pole.
    void go_half_round(double lat1, double lon1, double lat2, double lon2);
    [[nodiscard]] double meridian_between_poles(double lat1, double lon1, double lat2,
                                                double lon2) const;
    void go_between_poles(double lat1, double lon1, double lat2, double lon2);
    void add(double lat1, double lon1, double lat2, double lon2);
    // Along the pole where the ring is.
    void turn(double lat, double lon);
    void step_south(double from, double to);

    const Ellipsoid& ellipsoid_;
    std::vector<RingEdge>& edges_;
    std::vector<SouthStep>& steps_;
    double lon_ = 0;  // where the ring is
};

}  // namespace geodist::shapes
