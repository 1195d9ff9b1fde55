/// \file
/// Boxes of latitude and longitude.
#pragma once

#include <span>

#include <geodist/point.hpp>

namespace geodist {

/// A box between two parallels and two meridians, edges included.
///
/// It reaches from min_lon eastwards to max_lon, so a box with min_lon > max_lon crosses the
/// antimeridian; longitudes may be of any wrap (350 to 370 is the box from -10 to 10). A box with
/// max_lon - min_lon >= 360 goes all the way round; one with equal meridians is a single meridian.
/// A box that touches a pole holds the pole itself, whatever the longitude by which it is named.
class BoundingBox {
  public:
    /// All values in degrees.
    /// \throws InvalidLatitudeError, InvalidLongitudeError, as Point
    /// \throws InvalidBoundingBoxError when min_lat > max_lat
    BoundingBox(double min_lat, double min_lon, double max_lat, double max_lon);

    /// The smallest box that holds all these places: of all ways round the Earth the one that spans
    /// fewest degrees of longitude, not across the antimeridian if two are equal. Longitudes may be
    /// of any wrap, those of the box are in [-180, 180]; that of a pole counts only if all places
    /// are poles. Places with a NaN are left out.
    /// \throws InvalidLatitudeError, InvalidLongitudeError with the index of the first such place
    /// \throws EmptyGeometryError when no place is left
    /// \throws std::invalid_argument when the columns differ in length
    [[nodiscard]] static BoundingBox around(std::span<const double> lat,
                                            std::span<const double> lon);

    /// Southern edge, degrees.
    [[nodiscard]] double min_lat() const noexcept { return min_lat_; }
    /// Western edge, degrees, as given.
    [[nodiscard]] double min_lon() const noexcept { return min_lon_; }
    /// Northern edge, degrees.
    [[nodiscard]] double max_lat() const noexcept { return max_lat_; }
    /// Eastern edge, degrees, as given.
    [[nodiscard]] double max_lon() const noexcept { return max_lon_; }

    /// True when the box holds points on both sides of the antimeridian and does not go all the
    /// way round. A box that only ends at the antimeridian does not cross it.
    [[nodiscard]] bool crosses_antimeridian() const noexcept;
    /// True when the box holds every longitude.
    [[nodiscard]] bool is_full_circle() const noexcept { return full_circle_; }

    /// True when the place lies in the box or on its edge. The longitude may be of any wrap; the
    /// comparison is exact. False for NaN and for anything that is not a place.
    [[nodiscard]] bool contains(double lat, double lon) const noexcept;
    [[nodiscard]] bool contains(const Point& point) const noexcept {
        return contains(point.lat(), point.lon());
    }
    /// True when all of the other box lies in this one.
    [[nodiscard]] bool contains(const BoundingBox& other) const noexcept;
    /// True when the boxes have a point in common; touching is enough.
    [[nodiscard]] bool intersects(const BoundingBox& other) const noexcept;
    /// The smallest box that holds both boxes. Of the two ways round the Earth it takes the one
    /// that spans fewer degrees of longitude.
    [[nodiscard]] BoundingBox united(const BoundingBox& other) const;

    /// Equal when built from equal values.
    friend bool operator==(const BoundingBox&, const BoundingBox&) noexcept = default;

  private:
    [[nodiscard]] bool is_pole() const noexcept;
    [[nodiscard]] bool holds_meridian(double reduced) const noexcept;
    [[nodiscard]] bool holds_meridians_of(const BoundingBox& other) const noexcept;

    double min_lat_;
    double min_lon_;
    double max_lat_;
    double max_lon_;
    // The edges reduced to [-180, 180), without any rounding.
    double west_;
    double east_;
    bool full_circle_;
};

}  // namespace geodist
