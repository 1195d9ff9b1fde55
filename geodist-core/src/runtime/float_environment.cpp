#include "runtime/float_environment.hpp"

#include <geodist/ellipsoid.hpp>

namespace geodist {

double detail::rounded_to_nearest(double (*formula)(double, double), double x, double y) noexcept {
    const runtime::FloatEnvironment environment;
    return formula(x, y);
}

}  // namespace geodist
