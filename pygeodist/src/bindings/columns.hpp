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

using Shape = std::vector<pybind11::ssize_t>;

// An array that owns what was in the container.
template <class T, class Values>
pybind11::array_t<T> owning(Values values, const Shape& shape) {
    auto owned = std::make_unique<Values>(std::move(values));
    const auto* const data = reinterpret_cast<const T*>(owned->data());
    const pybind11::capsule owner(owned.release(),
                                  [](void* pointer) { delete static_cast<Values*>(pointer); });
    return pybind11::array_t<T>(shape, data, owner);
}

template <class T, class Values>
pybind11::array_t<T> owning(Values values) {
    const auto size = static_cast<pybind11::ssize_t>(values.size());
    return owning<T>(std::move(values), Shape{size});
}

template <class T>
pybind11::array_t<T> to_array(std::vector<T>&& values) {
    return owning<T>(std::move(values));
}

}  // namespace geodist::bindings
