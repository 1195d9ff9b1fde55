#include "index/exact.hpp"

#include <geodist/batch.hpp>

namespace geodist::index {

std::span<const double> ExactPairs::solve() {
    const std::size_t n = size();
    if (n == 0) {
        return {};
    }
    distances_.resize(n);
    double* const out[1] = {distances_.data()};
    const auto& c = columns_;
    if (meter_.tree.altitudes == nullptr) {
        const double* const in[4] = {c[0].data(), c[1].data(), c[2].data(), c[3].data()};
        meter_.kernels.kernel(Operation::distance)(in, out, n, meter_.prepared);
    } else {
        const double* const in[6] = {c[0].data(), c[1].data(), c[4].data(),
                                     c[2].data(), c[3].data(), c[5].data()};
        meter_.kernels.kernel(Operation::chord)(in, out, n, meter_.prepared);
    }
    return distances_;
}

void ExactPairs::clear() {
    for (std::vector<double>& column : columns_) {
        column.clear();
    }
    places_.clear();
}

}  // namespace geodist::index
