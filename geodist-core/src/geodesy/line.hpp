#pragma once
#include <geodist/geodesic.hpp>
#include "geodesy/prepared_ellipsoid.hpp"
namespace geodist::geodesy {
struct EdgeFoot { double distance, fraction, lat, lon; };
class GeodesicEdge {
 public:
  GeodesicEdge(const PreparedEllipsoid& e, double lat1, double lon1, double lat2, double lon2) : el_(e.a, e.f), p_{lat1, lon1, lat2, lon2} {}
  EdgeFoot foot(double lat, double lon) const {
    double d1 = geodist::distance(p_[0], p_[1], lat, lon, el_), d2 = geodist::distance(p_[2], p_[3], lat, lon, el_);
    return d1 <= d2 ? EdgeFoot{d1, 0, p_[0], p_[1]} : EdgeFoot{d2, 1, p_[2], p_[3]};
  }
  void position(double f, double& lat, double& lon) const { auto r = geodist::interpolate(p_[0], p_[1], p_[2], p_[3], f, el_); lat = r.lat; lon = r.lon; }
 private:
  Ellipsoid el_; double p_[4];
};
}
