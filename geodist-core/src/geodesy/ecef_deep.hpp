// Geodetic coordinates of points near the centre of the Earth, and of points extremely far from it.
#pragma once

namespace geodist::geodesy {

// Any finite x, y, z; NaN gives NaN. Slower than the kernel from_ecef, which calls it for those
// points.
void from_ecef_deep(double a, double f, double x, double y, double z, double& lat, double& lon,
                    double& h);

}  // namespace geodist::geodesy
