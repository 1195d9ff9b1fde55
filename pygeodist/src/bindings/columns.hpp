// Arrays of NumPy as columns of the core, and back.
#pragma once

#include <geodist/columns.hpp>

#include <pybind11/numpy.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace geodist::bindings {

template <class T>
using Array = pybind11::array_t<T, pybind11::array::c_style>;

template <class T>
std::span<const T> view(const Array<T>& array) {
    return {array.data(), static_cast<std::size_t>(array.size())};
}

template <class T>
std::span<T> mutable_view(Array<T>& array) {
    return {array.mutable_data(), static_cast<std::size_t>(array.size())};
}

inline PointColumns point_columns(const Array<double>& lat, const Array<double>& lon,
                                  const std::optional<Array<double>>& altitude = std::nullopt) {
    return {view(lat), view(lon), altitude ? std::optional(view(*altitude)) : std::nullopt};
}

// An array that owns what was in the vector.
template <class T>
pybind11::array_t<T> to_array(std::vector<T>&& values) {
    auto owned = std::make_unique<std::vector<T>>(std::move(values));
    const T* const data = owned->data();
    const auto size = static_cast<pybind11::ssize_t>(owned->size());
    const pybind11::capsule owner(
        owned.release(), [](void* pointer) { delete static_cast<std::vector<T>*>(pointer); });
    return pybind11::array_t<T>(size, data, owner);
}

}  // namespace geodist::bindings
