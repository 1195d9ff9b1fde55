// Distances from points to pieces of edges that are far away.
#pragma once

#include <array>
#include <cstddef>

#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/kernels.hpp"

namespace geodist::shapes {

// Pairs of a point and a piece of at most NearConstants::piece, many at a time.
//
// The distance to a place on the piece has the derivative cos(gamma) along it, where gamma is the
// angle at which the geodesic from the point arrives there, and the second derivative
// sin^2(gamma) M21 / m12. Up to a quarter of the way round the Earth the distance is convex along
// the piece; somewhat farther it is concave, and the nearer end is the answer (C. F. F. Karney,
// "Algorithms for geodesics", J. Geodesy 87, 43-55, 2013, section 3, for m12 and M21). In between,
// 67 km on the Earth, pieces are looked at one by one.
//
// Newton's method starts at the foot on the auxiliary sphere, about f d away where the piece is at
// a distance d. A step of length c leaves the foot c^3/d^2 away, as in a plane, and the distance
// too long by c^6/(2 d^5): by 1 nm where c is d/280 and d is 1000 km. Steps end with one that is
// shorter. Farther away it is one below 1 km: the distance may be nearly level there, its second
// derivative no more than c/R^2, the third about f/R^2. That leaves f^2 c^3/(8 R^2), 1 nm too.
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
    // Of those that are open. Returns whether any of them still is.
    bool step();
    void finish();
    [[nodiscard]] double beyond(std::size_t i) const;
    [[nodiscard]] double one_distance(double lat, double lon, std::size_t i) const;
    void run(Operation operation, std::initializer_list<const Column*> in,
             std::initializer_list<Column*> out) const;

    const geodesy::PreparedEllipsoid& e_;
    const kernels::KernelTable& kernels_;
    double convex_, concave_;  // up to this distance, and from that one on
    double far_away_, short_;
    std::size_t size_ = 0;
    Column lat_, lon_;
    Column begin_[3], end_[3];          // x, y, z
    Column lat1_, lon1_, lat2_, lon2_;  // the ends
    Column length_, azimuth_;
    Column at_, lat3_, lon3_;  // a place on the piece, metres from its first end
    std::array<bool, capacity> is_open_;
    std::array<double*, capacity> distance_;
};

}  // namespace geodist::shapes
