// Locations by columns, in the order of geodist.Location.
#pragma once

#include <geodist/location.hpp>

#include <pybind11/pybind11.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "columns.hpp"

namespace geodist::bindings {

// Of the locations at(0) ... at(size - 1).
template <class At>
pybind11::tuple location_columns(std::size_t size, At at) {
    const auto column = [&]<class T>(T Location::* member) {
        std::vector<T> values(size);
        for (std::size_t i = 0; i < size; ++i) {
            values[i] = at(i).*member;
        }
        return to_array(std::move(values));
    };
    return pybind11::make_tuple(column(&Location::row), column(&Location::part),
                                column(&Location::ring), column(&Location::edge),
                                column(&Location::fraction), column(&Location::lat),
                                column(&Location::lon));
}

// The same of places that are columns already.
inline pybind11::tuple location_columns(LocationColumns&& at) {
    return pybind11::make_tuple(to_array(std::move(at.row)), to_array(std::move(at.part)),
                                to_array(std::move(at.ring)), to_array(std::move(at.edge)),
                                to_array(std::move(at.fraction)), to_array(std::move(at.lat)),
                                to_array(std::move(at.lon)));
}

}  // namespace geodist::bindings
