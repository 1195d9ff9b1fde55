// Makes the table of kernels of one instruction set out of the formulas on lanes. Included by the
// isa_<name>.cpp alone. What is emitted there must not serve another instruction set: every name
// has the lane type in it.
#pragma once

#include <geodist/batch.hpp>

#include "kernels/formulas.hpp"
#include "kernels/geodesic_kernels.hpp"
#include "kernels/kernels.hpp"
#include "kernels/map_rows.hpp"
#include "kernels/matrix_kernels.hpp"
#include "kernels/tree_kernels.hpp"
#include "simd/pack.hpp"

namespace geodist::kernels {

// V: one vector; Pack: as many interleaved as the instruction set has use for.
template <class V, class Pack>
constexpr KernelTable make_kernels(const char* name) {
    KernelTable table{};
    table.name = name;
    table.lanes = V::size;
    table.within = all_within<V>;
    table.prepare = MatrixKernels<V, Pack>::prepare;
    table.distances = MatrixKernels<V, Pack>::distances;
    table.finish = MatrixKernels<V, Pack>::finish;
    table.near_points = TreeKernels<V>::near_points;
    table.near_boxes = TreeKernels<V>::near_boxes;
    const auto set = [&table](Operation operation, Kernel kernel) {
        table.kernels[static_cast<std::size_t>(operation)] = kernel;
    };
    using Geodesic = GeodesicKernels<V, Pack>;
    constexpr Kernel low_degree = map_rows<GeodesicDirect<geodesy::LowDegree>, Pack, V>;
    constexpr Kernel high_degree = map_rows<GeodesicDirect<geodesy::HighDegree>, Pack, V>;
    set(Operation::distance, Geodesic::template distance<map_rows<GreatCircleDistance, Pack, V>>);
    set(Operation::azimuth, Geodesic::template azimuth<map_rows<GreatCircleAzimuth, Pack, V>>);
    set(Operation::inverse, Geodesic::template inverse<map_rows<GreatCircleInverse, Pack, V>>);
    set(Operation::inverse_full,
        Geodesic::template inverse_full<map_rows<GreatCircleInverseFull, Pack, V>>);
    set(Operation::direct,
        Geodesic::template direct<low_degree, high_degree, map_rows<GreatCircleDirect, Pack, V>>);
    set(Operation::interpolate,
        Geodesic::template interpolate<low_degree, high_degree,
                                       map_rows<GreatCircleInterpolate, Pack, V>>);
    set(Operation::rhumb_distance, map_rows<RhumbDistance, Pack, V>);
    set(Operation::rhumb_inverse, map_rows<RhumbInverse, Pack, V>);
    set(Operation::rhumb_direct, map_rows<RhumbDirect, Pack, V>);
    set(Operation::to_ecef, map_rows<ToEcef, Pack, V>);
    set(Operation::from_ecef, map_rows<FromEcef, Pack, V>);
    set(Operation::chord, map_rows<Chord, Pack, V>);
    return table;
}

}  // namespace geodist::kernels
