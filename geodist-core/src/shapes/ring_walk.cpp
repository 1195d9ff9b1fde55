#include "shapes/ring_walk.hpp"

#include <geodist/geodesic.hpp>

#include <algorithm>
#include <cmath>

namespace geodist::shapes {

namespace {

bool is_pole(double lat) { return std::abs(lat) == 90; }

// Do two longitudes in [-180, 180] differ by exactly half a turn?
bool are_opposite(double lon1, double lon2) {
    return lon1 >= 0 ? lon1 - 180 == lon2 : lon2 - 180 == lon1;
}

// Within these a ring lies in less than a hemisphere, about the equator.
constexpr double narrow = 120, low = 80;

}  // namespace

double normal_longitude(double lon) {
    if (lon >= -180 && lon < 180) {
        return lon;
    }
    const double turned = std::remainder(lon, 360.0);
    return turned == 180 ? -180 : turned;
}

bool RingWalk::walk(std::span<const double> lat, std::span<const double> lon) {
    std::size_t n = lat.size();
    while (n > 1 && lat[n - 1] == lat[0] && lon[n - 1] == lon[0]) {
        --n;
    }
    std::size_t start = 0;
    while (start < n && is_pole(lat[start])) {
        ++start;
    }
    const std::size_t before = edges_.size();
    if (start == n) {
        start = begin_at_pole(lat.first(n), lon);
        if (n < 3) {  // there and back on one meridian, if not a point
            add(lat[start], lon_, lat[n - 1 - start], lon_);
            n = 0;
        }
    } else {
        lon_ = normal_longitude(lon[start]);
    }
    double east = 0, least = 0, most = 0, highest = 0;
    double lon1 = normal_longitude(lon[start]);
    for (std::size_t k = 0, i = start; k < n; ++k) {
        const std::size_t next = i + 1 == n ? 0 : i + 1;
        const double lon2 = normal_longitude(lon[next]);
        if (!is_pole(lat[i]) && !is_pole(lat[next]) && are_opposite(lon1, lon2)) {
            go_half_round(lat[i], lon[i], lat[next], lon[next]);
        } else {
            go(lat[i], lon1, lat[next], lon2);
        }
        east += degrees_east(lon1, lon2);
        least = std::min(least, east);
        most = std::max(most, east);
        highest = std::max(highest, std::abs(lat[i]));
        lon1 = lon2;
        i = next;
    }
    if (edges_.size() == before) {
        edges_.push_back({lat[start], lon_, lat[start], lon_});
    }
    return most - least <= narrow && highest <= low;
}

// Of a ring whose vertices are all at poles: behind an edge from one to the other, if there is one.
std::size_t RingWalk::begin_at_pole(std::span<const double> lat, std::span<const double> lon) {
    lon_ = normal_longitude(lon[0]);
    for (std::size_t i = 0; i < lat.size(); ++i) {
        const std::size_t next = i + 1 == lat.size() ? 0 : i + 1;
        if (lat[i] != lat[next]) {
            lon_ = meridian_between_poles(lat[i], lon[i], lat[next], lon[next]);
            return next;
        }
    }
    return 0;
}

void RingWalk::go(double lat1, double lon1, double lat2, double lon2) {
    const bool from_pole = is_pole(lat1), to_pole = is_pole(lat2);
    if (from_pole && to_pole) {
        if (lat1 != lat2) {
            go_between_poles(lat1, lon1, lat2, lon2);
        }
    } else if (to_pole) {
        add(lat1, lon1, lat2, lon1);
    } else if (from_pole) {
        turn(lat1, lon2);
        add(lat1, lon2, lat2, lon2);
    } else {
        add(lat1, lon1, lat2, lon2);
    }
}

void RingWalk::go_half_round(double lat1, double lon1, double lat2, double lon2) {
    const Inverse way = geodist::inverse(lat1, lon1, lat2, lon2, ellipsoid_);
    const double from = normal_longitude(lon1), to = normal_longitude(lon2);
    const double azimuth = std::abs(way.azi1);
    if (azimuth > 1e-6 && azimuth < 180 - 1e-6) {
        // round the equator of a prolate ellipsoid: its halves say on which side
        const Direct middle = geodist::direct(lat1, lon1, way.azi1, way.distance / 2, ellipsoid_);
        const double lon = normal_longitude(middle.lon2);
        add(lat1, from, middle.lat2, lon);
        add(middle.lat2, lon, lat2, to);
        return;
    }
    const double pole = azimuth > 90 ? -90 : 90;
    add(lat1, from, pole, from);
    turn(pole, to);
    add(pole, to, lat2, to);
}

double RingWalk::meridian_between_poles(double lat1, double lon1, double lat2, double lon2) const {
    const Inverse found = geodist::inverse(lat1, lon1, lat2, lon2, ellipsoid_);
    return normal_longitude(
        geodist::direct(lat1, lon1, found.azi1, found.distance / 2, ellipsoid_).lon2);
}

void RingWalk::go_between_poles(double lat1, double lon1, double lat2, double lon2) {
    const double lon = meridian_between_poles(lat1, lon1, lat2, lon2);
    turn(lat1, lon);
    add(lat1, lon, lat2, lon);
}

void RingWalk::add(double lat1, double lon1, double lat2, double lon2) {
    if (lat1 != lat2 || lon1 != lon2) {
        edges_.push_back({lat1, lon1, lat2, lon2});
    }
    lon_ = lon2;
}

void RingWalk::turn(double lat, double lon) {
    if (lat < 0 && lon != lon_) {
        step_south(lon_, lon);
    }
    lon_ = lon;
}

// The shorter way; which one does not matter, as they differ by a whole turn at the pole itself.
void RingWalk::step_south(double from, double to) {
    const bool is_eastward = degrees_east(from, to) > 0;
    const double west = is_eastward ? from : to, east = is_eastward ? to : from;
    if (west < east) {
        steps_.push_back({west, east, is_eastward});
        return;
    }
    steps_.push_back({west, 180, is_eastward});
    if (east > -180) {
        steps_.push_back({-180, east, is_eastward});
    }
}

}  // namespace geodist::shapes
