// What is checked of the spacing of vertices.
#pragma once

#include <geodist/error.hpp>

namespace geodist::shapes {

inline void check_spacing(double spacing) {
    if (!(spacing > 0)) {
        throw GeodistError("the spacing must be above 0 metres, got " + format_number(spacing),
                           spacing);
    }
}

inline void check_vertices(double count, double spacing) {
    constexpr double most_vertices = 4e9;
    if (count > most_vertices) {
        throw GeodistError(
            "a spacing of " + format_number(spacing) + " metres makes too many vertices", spacing);
    }
}

}  // namespace geodist::shapes
