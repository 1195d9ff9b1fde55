/// Everything geodist offers; each header also stands on its own.
#pragma once

#include <geodist/along.hpp>
#include <geodist/batch.hpp>
#include <geodist/bounding_box.hpp>
#include <geodist/columns.hpp>
#include <geodist/config.hpp>
#include <geodist/constants.hpp>
#include <geodist/ecef.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include <geodist/geometries.hpp>
#include <geodist/location.hpp>
#include <geodist/matrix.hpp>
#include <geodist/operations.hpp>
#include <geodist/point.hpp>
#include <geodist/point_index.hpp>
#include <geodist/resample.hpp>
#include <geodist/rhumb.hpp>
#include <geodist/run_options.hpp>
#include <geodist/set_distance.hpp>
#include <geodist/shapes.hpp>
#include <geodist/text.hpp>
#include <geodist/threads.hpp>
#include <geodist/version.hpp>
