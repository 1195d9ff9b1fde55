/// \file
/// Points on the ellipsoid and above it.
#pragma once

#include <limits>

#include <geodist/constants.hpp>
#include <geodist/error.hpp>

namespace geodist {

/// A point on the surface of the ellipsoid: latitude and longitude in degrees.
///
/// The longitude is kept as given, so that Point(0, 190) and Point(0, -170) are the same place but
/// not equal. NaN is refused: a point object is a place, missing data belongs in arrays.
class Point {
  public:
    /// \param lat geodetic latitude in degrees, in [-90, 90]
    /// \param lon longitude in degrees, any finite value
    /// \throws InvalidLatitudeError, InvalidLongitudeError
    constexpr Point(double lat, double lon) : lat_(lat), lon_(lon) {
        // Both tests are written so that NaN fails.
        if (!(lat >= -90 && lat <= 90)) {
            throw_invalid_latitude(lat, lon);
        }
        if (!(lon >= -MAX && lon <= MAX)) {
            throw_invalid_longitude(lon);
        }
    }

    /// Latitude in degrees.
    [[nodiscard]] constexpr double lat() const noexcept { return lat_; }
    /// Longitude in degrees, as given.
    [[nodiscard]] constexpr double lon() const noexcept { return lon_; }

    friend constexpr bool operator==(const Point&, const Point&) noexcept = default;

  private:
    static constexpr double MAX = std::numeric_limits<double>::max();

    double lat_;
    double lon_;
};

/// A point in space: latitude and longitude in degrees, altitude above the ellipsoid in metres.
class Point3D {
  public:
    /// \param lat geodetic latitude in degrees, in [-90, 90]
    /// \param lon longitude in degrees, any finite value
    /// \param altitude height above the ellipsoid in metres, at most MAX_ALTITUDE in size
    /// \throws InvalidLatitudeError, InvalidLongitudeError, InvalidAltitudeError
    constexpr Point3D(double lat, double lon, double altitude)
        : ground_(lat, lon), altitude_(altitude) {
        if (!(altitude >= -MAX_ALTITUDE && altitude <= MAX_ALTITUDE)) {
            throw_invalid_altitude(altitude);
        }
    }

    /// Latitude in degrees.
    [[nodiscard]] constexpr double lat() const noexcept { return ground_.lat(); }
    /// Longitude in degrees, as given.
    [[nodiscard]] constexpr double lon() const noexcept { return ground_.lon(); }
    /// Height above the ellipsoid in metres.
    [[nodiscard]] constexpr double altitude() const noexcept { return altitude_; }
    /// The point of the surface straight below or above.
    [[nodiscard]] constexpr const Point& ground() const noexcept { return ground_; }

    friend constexpr bool operator==(const Point3D&, const Point3D&) noexcept = default;

  private:
    Point ground_;
    double altitude_;
};

}  // namespace geodist
