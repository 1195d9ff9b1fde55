// Distances from points to pieces of edges that are far away.
#pragma once

#include <array>
#include <cstddef>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/kernels.hpp"

namespace geodist::shapes {

// Pairs of a point and a piece of at most NearConstants::piece, many at a time.
//
// The distance to a place on the piece has the derivative cos(gamma) along it, gamma being the angle
// at which the geodesic from the point arrives there, and the second derivative
// sin^2(gamma) M21 / m12. Newton's method starts at the foot on the auxiliary sphere. Up to a
// quarter of the way round the Earth the distance is convex along the piece, and so short a piece
// leaves nothing after two steps; somewhat farther it is concave, and the nearer end is the answer
// (C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013, section 3, for m12 and
// M21). In between, 67 km on the Earth, pieces are looked at one by one.
class FarPieces {
  public:
    static constexpr std::size_t capacity = 256;

    FarPieces(const geodesy::PreparedEllipsoid& e, const kernels::KernelTable& kernels);

    [[nodiscard]] bool is_full() const { return size_ == capacity; }
    // Coordinates of the ends in space, metres; the distance will be written there.
    void add(double lat, double lon, const std::array<double, 3>& begin,
             const std::array<double, 3>& end, double* distance);
    void solve();

  private:
    using Column = std::array<double, capacity>;

    void find_ends();
    void start();
    void step();
    void finish();
    [[nodiscard]] double between(std::size_t i) const;
    void run(Operation operation, std::initializer_list<const Column*> in,
             std::initializer_list<Column*> out) const;

    const geodesy::PreparedEllipsoid& e_;
    const kernels::KernelTable& kernels_;
    double convex_, concave_;  // up to this distance, and from that one on
    std::size_t size_ = 0;
    Column lat_, lon_;
    Column begin_[3], end_[3];          // x, y, z
    Column lat1_, lon1_, lat2_, lon2_;  // the ends
    Column length_, azimuth_;
    Column at_, lat3_, lon3_;  // a place on the piece, metres from its first end
    std::array<double*, capacity> distance_;
};

}  // namespace geodist::shapes
