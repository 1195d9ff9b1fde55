#include "counts.hpp"

#include "counting.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/pair_kernels.hpp"

namespace geodist::roofline {

Counts count(Operation operation, double f, const double* const* in, double* const* out,
             std::size_t n) {
    static constexpr kernels::PairKernels pairs =
        kernels::make_pair_kernels<counting::Vec, counting::Vec>();
    counting::counts = {};
    pairs.run[static_cast<std::size_t>(operation)](in, out, n,
                                                   geodesy::prepare_ellipsoid(6378137, f));
    return counting::counts;
}

}  // namespace geodist::roofline
