#include <geodist/bounding_box.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "runtime/float_environment.hpp"

namespace geodist {

namespace {

/// The same meridian in [-180, 180). Exact: so is std::remainder.
double reduce(double lon) {
    const double reduced = std::remainder(lon, 360.0);
    return reduced == 180 ? -180 : reduced;
}

/// Is east - west >= 360? Exact, where the rounded difference is not.
bool is_full_circle(double west, double east) {
    const double difference = east - west;
    if (difference != 360) {
        return difference > 360;
    }
    // What rounding took away (D. E. Knuth, TAOCP 2, 4.2.2, theorem B).
    const double back = difference - east;
    const double rest = (east - (difference - back)) - (west + back);
    return rest >= 0;
}

/// Orders reduced longitudes by how far east of `west` they lie, without subtracting.
std::pair<bool, double> eastward(double west, double lon) { return {lon < west, lon}; }

bool is_valid_latitude(double lat) { return lat >= -90 && lat <= 90; }

/// Degrees from one reduced longitude east to another.
double degrees_east(double from, double to) { return to >= from ? to - from : to - from + 360; }

/// Edges of the shortest range that holds all of these reduced longitudes, of which there are some.
std::pair<double, double> shortest_range(std::vector<double>& lon) {
    std::sort(lon.begin(), lon.end());
    // What the range leaves out is the widest gap between neighbours.
    std::pair<double, double> range{lon.front(), lon.back()};
    double widest = degrees_east(lon.back(), lon.front());
    for (std::size_t i = 1; i < lon.size(); ++i) {
        if (lon[i] - lon[i - 1] > widest) {
            widest = lon[i] - lon[i - 1];
            range = {lon[i], lon[i - 1]};
        }
    }
    return range;
}

}  // namespace

BoundingBox::BoundingBox(double min_lat, double min_lon, double max_lat, double max_lon)
    : min_lat_(min_lat), min_lon_(min_lon), max_lat_(max_lat), max_lon_(max_lon) {
    if (!is_valid_latitude(min_lat)) {
        throw_invalid_latitude(min_lat, min_lon, std::nullopt, "min_lat");
    }
    if (!is_valid_latitude(max_lat)) {
        throw_invalid_latitude(max_lat, max_lon, std::nullopt, "max_lat");
    }
    if (!std::isfinite(min_lon)) {
        throw_invalid_longitude(min_lon, std::nullopt, "min_lon");
    }
    if (!std::isfinite(max_lon)) {
        throw_invalid_longitude(max_lon, std::nullopt, "max_lon");
    }
    if (min_lat > max_lat) {
        throw InvalidBoundingBoxError(
            "min_lat must not be above max_lat, got min_lat " + format_number(min_lat) +
                " and max_lat " + format_number(max_lat) + " (only longitudes may wrap round)",
            min_lat);
    }
    const runtime::FloatEnvironment environment;
    west_ = reduce(min_lon);
    east_ = reduce(max_lon);
    full_circle_ = geodist::is_full_circle(min_lon, max_lon);
}

BoundingBox BoundingBox::around(std::span<const double> lat, std::span<const double> lon) {
    if (lat.size() != lon.size()) {
        throw std::invalid_argument("latitudes and longitudes differ in number");
    }
    const runtime::FloatEnvironment environment;
    double south = 90, north = -90, pole = 0;
    bool empty = true;
    std::vector<double> meridians;
    meridians.reserve(lon.size());
    for (std::size_t i = 0; i < lat.size(); ++i) {
        if (std::abs(lat[i]) > 90) {
            throw_invalid_latitude(lat[i], lon[i], i, "lat");
        }
        if (std::isinf(lon[i])) {
            throw_invalid_longitude(lon[i], i, "lon");
        }
        if (std::isnan(lat[i]) || std::isnan(lon[i])) {
            continue;
        }
        if (std::abs(lat[i]) < 90) {
            meridians.push_back(reduce(lon[i]));
        } else if (empty) {
            pole = reduce(lon[i]);
        }
        empty = false;
        south = std::min(south, lat[i]);
        north = std::max(north, lat[i]);
    }
    if (empty) {
        throw EmptyGeometryError("no box holds no points");
    }
    if (meridians.empty()) {
        meridians.push_back(pole);
    }
    const auto [west, east] = shortest_range(meridians);
    // The antimeridian has two names: the box ends at 180, unless it is that meridian alone.
    return {south, west, north, east == -180 && west != -180 ? 180 : east};
}

bool BoundingBox::is_pole() const noexcept {
    return min_lat_ == max_lat_ && std::abs(min_lat_) == 90;
}

bool BoundingBox::holds_meridian(double reduced) const noexcept {
    return full_circle_ || eastward(west_, reduced) <= eastward(west_, east_);
}

bool BoundingBox::holds_meridians_of(const BoundingBox& other) const noexcept {
    if (full_circle_ || other.full_circle_) {
        return full_circle_;
    }
    // Going east from here, the other box must begin, then end, then this one end.
    const auto end = eastward(west_, other.east_);
    return eastward(west_, other.west_) <= end && end <= eastward(west_, east_);
}

bool BoundingBox::crosses_antimeridian() const noexcept {
    return !full_circle_ && west_ > east_ && east_ != -180;
}

bool BoundingBox::contains(double lat, double lon) const noexcept {
    const runtime::FloatEnvironment environment;
    // A pole lies on every meridian.
    return lat >= min_lat_ && lat <= max_lat_ && std::isfinite(lon) &&
           (std::abs(lat) == 90 || holds_meridian(reduce(lon)));
}

bool BoundingBox::contains(const BoundingBox& other) const noexcept {
    return other.min_lat_ >= min_lat_ && other.max_lat_ <= max_lat_ &&
           (other.is_pole() || holds_meridians_of(other));
}

bool BoundingBox::intersects(const BoundingBox& other) const noexcept {
    const double south = std::max(min_lat_, other.min_lat_);
    const double north = std::min(max_lat_, other.max_lat_);
    const bool share_pole = south == -90 || north == 90;
    return south <= north &&
           (share_pole || holds_meridian(other.west_) || other.holds_meridian(west_));
}

BoundingBox BoundingBox::united(const BoundingBox& other) const {
    const runtime::FloatEnvironment environment;
    const double south = std::min(min_lat_, other.min_lat_);
    const double north = std::max(max_lat_, other.max_lat_);
    if (other.is_pole() || holds_meridians_of(other)) {
        return {south, min_lon_, north, max_lon_};
    }
    if (is_pole() || other.holds_meridians_of(*this)) {
        return {south, other.min_lon_, north, other.max_lon_};
    }
    const bool this_meets = holds_meridian(other.west_);
    const bool other_meets = other.holds_meridian(west_);
    if (this_meets && other_meets) {
        return {south, -180, north, 180};  // each ends inside the other: together all round
    }
    const bool this_first = this_meets || (!other_meets && degrees_east(west_, other.east_) <=
                                                               degrees_east(other.west_, east_));
    const double west = this_first ? west_ : other.west_;
    const double east = this_first ? other.east_ : east_;
    return {south, west, north, east == -180 ? 180 : east};
}

}  // namespace geodist
