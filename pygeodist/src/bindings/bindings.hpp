// The topics of the extension module: each file of this folder defines one of these.
#pragma once

#include <pybind11/pybind11.h>

void bind_config(pybind11::module_& m);
void bind_errors(pybind11::module_& m);
void bind_ellipsoid(pybind11::module_& m);
void bind_points(pybind11::module_& m);
void bind_bounding_box(pybind11::module_& m);
void bind_threads(pybind11::module_& m);
void bind_elementwise(pybind11::module_& m);
void bind_waypoints(pybind11::module_& m);
void bind_matrix(pybind11::module_& m);
void bind_point_index(pybind11::module_& m);
void bind_set_distance(pybind11::module_& m);
void bind_ufuncs(pybind11::module_& m);
void bind_arrow_import(pybind11::module_& m);
void bind_arrow_export(pybind11::module_& m);
