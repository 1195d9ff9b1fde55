// Lengths of lines and areas of rings whose edges are straight in longitude and latitude.
#pragma once

#include <geodist/shapes.hpp>

namespace geodist::shapes {

// As line_lengths and ring_areas, but for the checks of offsets and results.
void planar_line_lengths(const LineColumns& lines, bool closed, OutColumn out,
                         const Ellipsoid& ellipsoid, const RunOptions& options);
void planar_ring_areas(const LineColumns& rings, OutColumn out, const Ellipsoid& ellipsoid,
                       const RunOptions& options);

}  // namespace geodist::shapes
