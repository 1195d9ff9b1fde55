// Makes the table of kernels of one instruction set out of the formulas on lanes. Included by the
// isa_<name>.cpp alone. What is emitted there must not serve another instruction set: every name
// has the lane type in it.
#pragma once

#include <geodist/batch.hpp>

#include "formulas.hpp"
#include "geodesic_kernels.hpp"
#include "kernels.hpp"
#include "map_rows.hpp"
#include "matrix_kernels.hpp"
#include "simd/pack.hpp"
#include "tree_kernels.hpp"

namespace geodist::batch {

// V: one vector; Wide: as many interleaved as the instruction set has use for.
template <class V, class Wide>
constexpr KernelTable make_kernels(const char* name) {
    KernelTable table{};
    table.name = name;
    table.lanes = V::size;
    table.within = all_within<V>;
    table.prepare = MatrixKernels<V, Wide>::prepare;
    table.distances = MatrixKernels<V, Wide>::distances;
    table.finish = MatrixKernels<V, Wide>::finish;
    table.near_points = TreeKernels<V>::near_points;
    table.near_boxes = TreeKernels<V>::near_boxes;
    const auto set = [&table](Operation operation, Kernel kernel) {
        table.kernels[static_cast<std::size_t>(operation)] = kernel;
    };
    using Geodesic = GeodesicKernels<V, Wide>;
    constexpr Kernel narrow = map_rows<GeodesicDirect<geodesy::Narrow>, Wide, V>;
    constexpr Kernel wide = map_rows<GeodesicDirect<geodesy::Wide>, Wide, V>;
    set(Operation::distance, Geodesic::template distance<map_rows<GreatCircleDistance, Wide, V>>);
    set(Operation::azimuth, Geodesic::template azimuth<map_rows<GreatCircleAzimuth, Wide, V>>);
    set(Operation::inverse, Geodesic::template inverse<map_rows<GreatCircleInverse, Wide, V>>);
    set(Operation::inverse_full,
        Geodesic::template inverse_full<map_rows<GreatCircleInverseFull, Wide, V>>);
    set(Operation::direct,
        Geodesic::template direct<narrow, wide, map_rows<GreatCircleDirect, Wide, V>>);
    set(Operation::interpolate,
        Geodesic::template interpolate<narrow, wide, map_rows<GreatCircleInterpolate, Wide, V>>);
#ifdef GEODIST_HAS_RHUMB
    set(Operation::rhumb_distance, map_rows<RhumbDistance, Wide, V>);
    set(Operation::rhumb_inverse, map_rows<RhumbInverse, Wide, V>);
    set(Operation::rhumb_direct, map_rows<RhumbDirect, Wide, V>);
#endif
#ifdef GEODIST_HAS_ECEF
    set(Operation::to_ecef, map_rows<ToEcef, Wide, V>);
    set(Operation::from_ecef, map_rows<FromEcef, Wide, V>);
    set(Operation::chord, map_rows<Chord, Wide, V>);
#endif
    return table;
}

}  // namespace geodist::batch
