// Cells of a column of geometries on their way to a reader.
#pragma once

#include <geodist/error.hpp>
#include <geodist/geometries.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "geometry/geojson_reader.hpp"
#include "geometry/shape.hpp"

namespace geodist::geometry {

inline void check_cells(const GeometryCells& cells) {
    if (cells.begins.size() != cells.ends.size()) {
        throw GeodistError("geometries must have as many ends as beginnings");
    }
    const auto size = static_cast<std::int64_t>(cells.data.size());
    for (std::size_t i = 0; i < cells.begins.size(); ++i) {
        if (cells.begins[i] < 0 || cells.begins[i] > cells.ends[i] || cells.ends[i] > size) {
            throw GeodistError("geometries must be within the data");
        }
    }
}

inline std::string_view cell_of(const GeometryCells& cells, std::size_t i) {
    return {cells.data.data() + cells.begins[i],
            static_cast<std::size_t>(cells.ends[i] - cells.begins[i])};
}

template <class Reader>
bool is_missing(std::string_view cell) {
    return cell.empty() || (std::is_same_v<Reader, GeoJsonReader> && cell == "null");
}

inline void set_fault(GeometryState& state, const Failure& failure, std::string_view cell) {
    state.fault = failure.fault;
    state.place = failure.at - cell.data();
}

}  // namespace geodist::geometry
