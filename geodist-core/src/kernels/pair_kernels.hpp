// The kernels of the element-wise operations of one instruction set, made of formulas on lanes.
#pragma once

#include <geodist/operations.hpp>

#include <cstddef>
#include <utility>

#include "kernels/formulas.hpp"
#include "kernels/geodesic_kernels.hpp"
#include "kernels/kernels.hpp"
#include "kernels/map_rows.hpp"

namespace geodist::kernels {

template <Operation operation, class V, class Pack>
constexpr Kernel pair_kernel() {
    if constexpr (requires { sizeof(SphereFormula<operation>); }) {
        return GeodesicKernels<V, Pack>::template run<operation>;
    } else {
        return map_rows<operation, Formula<operation>, Pack, V>;
    }
}

// V: one vector; Pack: as many interleaved as the instruction set has use for.
template <class V, class Pack>
constexpr PairKernels make_pair_kernels() {
    return []<std::size_t... i>(std::index_sequence<i...>) {
        return PairKernels{{pair_kernel<static_cast<Operation>(i), V, Pack>()...}, all_within<V>};
    }(std::make_index_sequence<operation_count>());
}

}  // namespace geodist::kernels
