// Objects of the bound classes as arguments: those that were never initialised are refused.
#pragma once

#include <geodist/bounding_box.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/point.hpp>
#include <geodist/point_index.hpp>
#include <geodist/shape_index.hpp>

#include <pybind11/pybind11.h>

#include <string>

namespace geodist::bindings {

// cls.__new__(cls) makes an object without a value, for which pybind11 would give a reference to
// memory that holds none.
template <class T>
class InitialisedCaster : public pybind11::detail::type_caster_base<T> {
  public:
    bool load(pybind11::handle source, bool convert) {
        namespace py = pybind11;
        // None would become a null pointer; what takes one takes objects.
        if (source.is_none() || !py::detail::type_caster_base<T>::load(source, convert)) {
            return false;
        }
        if (PyObject_TypeCheck(source.ptr(), this->typeinfo->type) != 0) {
            auto* object = reinterpret_cast<py::detail::instance*>(source.ptr());
            if (!object->get_value_and_holder().holder_constructed()) {
                throw py::type_error(
                    std::string(py::str(py::type::of(source).attr("__qualname__"))) +
                    ".__init__() was never called");
            }
        }
        return true;
    }
};

}  // namespace geodist::bindings

namespace pybind11::detail {

template <>
class type_caster<geodist::BoundingBox>
    : public geodist::bindings::InitialisedCaster<geodist::BoundingBox> {};
template <>
class type_caster<geodist::Ellipsoid>
    : public geodist::bindings::InitialisedCaster<geodist::Ellipsoid> {};
template <>
class type_caster<geodist::Point> : public geodist::bindings::InitialisedCaster<geodist::Point> {};
template <>
class type_caster<geodist::Point3D>
    : public geodist::bindings::InitialisedCaster<geodist::Point3D> {};
template <>
class type_caster<geodist::PointIndex>
    : public geodist::bindings::InitialisedCaster<geodist::PointIndex> {};
template <>
class type_caster<geodist::ShapeIndex>
    : public geodist::bindings::InitialisedCaster<geodist::ShapeIndex> {};

}  // namespace pybind11::detail
