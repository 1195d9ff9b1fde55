#include "runtime/float_environment.hpp"

#include <geodist/ellipsoid.hpp>

namespace geodist {

double detail::rounded_to_nearest(double (*formula)(double, double), double x, double y) noexcept {
    const runtime::FloatEnvironment environment;
    // Arithmetic that the compiler sees it may move out of the environment. Of a call through a
    // volatile pointer it sees nothing.
    double (*const volatile call)(double, double) = formula;
    return call(x, y);
}

}  // namespace geodist
