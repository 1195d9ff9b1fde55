// Ellipsoids as arguments.
#pragma once

#include <geodist/ellipsoid.hpp>

#include <pybind11/pybind11.h>

#include "initialised.hpp"

namespace geodist::bindings {

// The value of an `ellipsoid=` argument: an Ellipsoid, the name of one, or None for WGS84.
// Throws InvalidEllipsoidError for an unknown name, TypeError for anything else.
Ellipsoid ellipsoid_from_python(pybind11::handle object);

}  // namespace geodist::bindings
