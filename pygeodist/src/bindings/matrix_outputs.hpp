// Arrays of NumPy that take a matrix of distances: of float64 or float32, of any strides.
#pragma once

#include <geodist/matrix.hpp>

#include <pybind11/numpy.h>

#include <cstddef>
#include <stdexcept>

namespace geodist::bindings {

inline MatrixOutput strided_output(pybind11::array& out, pybind11::ssize_t row_stride,
                                   pybind11::ssize_t column_stride) {
    void* data = out.mutable_data();
    if (pybind11::isinstance<pybind11::array_t<float>>(out)) {
        return {static_cast<float*>(data), row_stride, column_stride};
    }
    if (!pybind11::isinstance<pybind11::array_t<double>>(out)) {
        throw pybind11::type_error("out must be an array of float64 or float32");
    }
    return {static_cast<double*>(data), row_stride, column_stride};
}

inline MatrixOutput matrix_output(pybind11::array& out, pybind11::ssize_t rows,
                                  pybind11::ssize_t columns) {
    if (out.ndim() != 2 || out.shape(0) != rows || out.shape(1) != columns) {
        throw std::invalid_argument("out has another shape than the matrix");
    }
    return strided_output(out, out.strides(0), out.strides(1));
}

// Of the pairs of `size` rows.
inline MatrixOutput condensed_output(pybind11::array& out, std::size_t size) {
    if (out.ndim() != 1 || static_cast<std::size_t>(out.size()) != geodist::pair_count(size)) {
        throw std::invalid_argument("out has another size than there are pairs");
    }
    return strided_output(out, 0, out.strides(0));
}

}  // namespace geodist::bindings
