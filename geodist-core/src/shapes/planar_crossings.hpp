// Where lines and rings of planar edges cross themselves, decided in the plane.
#pragma once

#include <geodist/run_options.hpp>
#include <geodist/self_crossings.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <vector>

#include "shapes/runs.hpp"

namespace geodist::shapes {

struct FoundCrossing {
    std::size_t first, second;  // edges
    double s, t;                // fractions of them
};

// Sorts by the first edge, and along it.
void sort_crossings(std::vector<FoundCrossing>& found);

// Vertices of the same coordinates, each with the next: the edges that begin there.
void add_repeated_vertices(const ShapesView& shapes, const Run& run,
                           std::vector<FoundCrossing>& found);

[[nodiscard]] std::vector<SelfCrossing> planar_self_crossings(const ShapesView& shapes,
                                                              const RunOptions& options);

}  // namespace geodist::shapes
