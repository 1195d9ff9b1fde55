/// \file
/// Constants of the Earth.
#pragma once

namespace geodist {

/// Mean radius of the Earth in metres: the IUGG mean radius R1 = (2a + b) / 3 of GRS80 and WGS84,
/// rounded to a decimetre (H. Moritz, Geodetic Reference System 1980, J. Geodesy 74, 2000).
/// It is the radius of the ellipsoid named "sphere".
inline constexpr double EARTH_RADIUS_METERS = 6371008.8;

/// The largest altitude in metres, up or down, that any function takes: squares of coordinates in
/// space stay far from overflow.
inline constexpr double MAX_ALTITUDE = 1e100;

}  // namespace geodist
