// NumPy's C API. One file imports it (module.cpp, which defines GEODIST_IMPORT_NUMPY); the others
// share it.
#pragma once

#define PY_ARRAY_UNIQUE_SYMBOL geodist_array_api
#define PY_UFUNC_UNIQUE_SYMBOL geodist_ufunc_api
#ifndef GEODIST_IMPORT_NUMPY
#define NO_IMPORT_ARRAY
#define NO_IMPORT_UFUNC
#endif

#include <pybind11/pybind11.h>

#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>
