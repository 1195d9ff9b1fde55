// The docstrings of Point and Point3D.
#pragma once

#include <geodist/constants.hpp>

namespace geodist::bindings::points {

static_assert(MAX_ALTITUDE == 1e100, "the text of Point3D says so");

// Docstrings begin with a line that inspect.signature() reads.
inline constexpr const char* POINT_DOC = R"(Point(lat, lon)
--

A point on the surface of the ellipsoid.

Points are immutable and hashable; they unpack into latitude and longitude. Two are equal if both
numbers are. Longitudes are kept as given, so 190 and -170 are the same place but not equal. A
format specification applies to both numbers.

Parameters
----------
lat : float
    Geodetic latitude in degrees, from -90 to 90.
lon : float
    Longitude in degrees, any finite value.

Raises
------
InvalidLatitudeError
    When the latitude is out of range or NaN. Missing data belong in arrays.
InvalidLongitudeError
    When the longitude is not finite.

Examples
--------
>>> import geodist as gd
>>> tokyo, paris = gd.Point(35.68, 139.77), gd.Point(48.86, 2.35)
>>> tokyo
Point(lat=35.68, lon=139.77)
>>> round(tokyo.distance(paris))
9739538
>>> lat, lon = paris
>>> f"{tokyo:.1f}"
'35.7, 139.8'
)";

inline constexpr const char* DISTANCE_DOC = R"(distance(self, other, *, ellipsoid=None)
--

Length of the geodesic to another point.

Parameters
----------
other : Point
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
float
    Distance in metres, with an error of at most 6 nm where abs(f) <= 1/290, 12 nm up to 1/50.

See Also
--------
geodist.distance : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> round(gd.Point(0, 0).distance(gd.Point(0, 1)), 6)
111319.490793
>>> round(gd.Point(0, 0).distance(gd.Point(0, 1), ellipsoid="sphere"), 6)
111195.080234
)";

inline constexpr const char* AZIMUTH_DOC = R"(azimuth(self, other, *, ellipsoid=None)
--

Direction of the geodesic to another point, at this point.

Parameters
----------
other : Point
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
float
    Azimuth in degrees, clockwise from north, from -180 to 180.

See Also
--------
geodist.azimuth : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> gd.Point(0, 0).azimuth(gd.Point(0, 10))
90.0
)";

inline constexpr const char* INVERSE_DOC = R"(inverse(self, other, *, ellipsoid=None)
--

Length of the geodesic to another point, and its azimuths at both ends.

Parameters
----------
other : Point
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
Inverse
    Named tuple of distance in metres and azimuths `azi1` and `azi2` in degrees, clockwise from
    north, both forward; errors as for `inverse`.

See Also
--------
geodist.inverse : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> distance, azi1, azi2 = gd.Point(0, 0).inverse(gd.Point(90, 0))
>>> round(distance, 4), azi1, azi2
(10001965.7293, 0.0, 0.0)
)";

inline constexpr const char* DIRECT_DOC = R"(direct(self, azi1, distance, *, ellipsoid=None)
--

The point at a distance along a geodesic from this point.

Parameters
----------
azi1 : float
    Azimuth at this point in degrees, clockwise from north.
distance : float
    Length of the geodesic in metres; negative goes backwards.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
Direct
    Named tuple of `lat2`, `lon2` and `azi2` in degrees. The position has an error of at most
    25 nm for distances up to 40,000 km.

Raises
------
GeodistError
    When the azimuth or the distance is infinite.

See Also
--------
geodist.direct : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> lat2, lon2, azi2 = gd.Point(0, 0).direct(90, 111319.49079327357)
>>> round(lon2, 9), azi2
(1.0, 90.0)
)";

inline constexpr const char* INTERPOLATE_DOC =
    R"(interpolate(self, other, fraction, *, ellipsoid=None)
--

Point on the geodesic to another point.

Parameters
----------
other : Point
    The other point.
fraction : float
    Fraction of the way: 0 here, 1 at the other point. Values beyond extend the geodesic.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
Point
    The point there, with an error of at most 25 nm.

Raises
------
GeodistError
    When the fraction is not finite.

See Also
--------
geodist.interpolate : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> point = gd.Point(0, 0).interpolate(gd.Point(0, 8), 0.25)
>>> point.lat, round(point.lon, 9)
(0.0, 2.0)
)";

inline constexpr const char* MIDPOINT_DOC = R"(midpoint(self, other, *, ellipsoid=None)
--

Point half-way on the geodesic to another point.

Parameters
----------
other : Point
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid or its name; WGS84 by default.

Returns
-------
Point
    The midpoint, with an error of at most 25 nm.

See Also
--------
geodist.midpoint : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> point = gd.Point(0, 0).midpoint(gd.Point(0, 8))
>>> point.lat, round(point.lon, 9)
(0.0, 4.0)
)";

inline constexpr const char* POINT3D_DOC = R"(Point3D(lat, lon, altitude)
--

A point in space.

Points are immutable and hashable; they unpack into latitude, longitude and altitude. Two are equal
when all three numbers are.

Parameters
----------
lat : float
    Geodetic latitude in degrees, from -90 to 90.
lon : float
    Longitude in degrees, any finite value.
altitude : float
    Height above the ellipsoid in metres, from -1e100 to 1e100.

Raises
------
InvalidLatitudeError
    When the latitude is out of range or NaN.
InvalidLongitudeError
    When the longitude is not finite.
InvalidAltitudeError
    When the altitude is beyond 1e100 or -1e100, or NaN.

Examples
--------
>>> import geodist as gd
>>> fuji = gd.Point3D(35.3606, 138.7274, 3776)
>>> fuji.altitude
3776.0
>>> fuji.ground
Point(lat=35.3606, lon=138.7274)
)";

inline constexpr const char* CHORD_DOC = R"(chord(self, other, *, ellipsoid=None)
--

Length of the straight line through space to another point.

Parameters
----------
other : Point3D
    The other point.
ellipsoid : Ellipsoid or str, optional
    The ellipsoid above which the altitudes are; WGS84 by default.

Returns
-------
float
    Distance in metres, with an error of at most 10 nm for altitudes up to 5000 km.

See Also
--------
geodist.chord : The same for arrays.

Examples
--------
>>> import geodist as gd
>>> round(gd.Point3D(0, 0, 0).chord(gd.Point3D(0, 180, 0)), 6)
12756274.0
)";

inline constexpr const char* GEO_DOC = "The point as a GeoJSON geometry, longitude first.";

}  // namespace geodist::bindings::points
