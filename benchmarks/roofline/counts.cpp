#include "counts.hpp"

#include "batch/isa.hpp"
#include "counting.hpp"
#include "geodesy/series.hpp"

namespace geodist::roofline {

Counts count(Operation operation, double f, const double* const* in, double* const* out,
             std::size_t n) {
    static constexpr batch::KernelTable table =
        batch::make_kernels<counting::Vec, counting::Vec>("counting");
    counting::counts = {};
    table.kernels[static_cast<std::size_t>(operation)](in, out, n,
                                                       geodesy::make_series(6378137, f));
    return counting::counts;
}

}  // namespace geodist::roofline
