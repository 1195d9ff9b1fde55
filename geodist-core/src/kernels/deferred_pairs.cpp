#include "kernels/kernels.hpp"

namespace geodist::kernels {

void DeferredPairs::solve(const geodesy::PreparedEllipsoid& e) {
    if (size == 0) {
        return;
    }
    double distances[capacity];
    const double* const in[4] = {column[0], column[1], column[2], column[3]};
    double* const out[1] = {distances};
    distance(in, out, size, e);
    for (std::size_t i = 0; i < size; ++i) {
        *target[i] = distances[i];
    }
    size = 0;
}

}  // namespace geodist::kernels
