#include "geodesy/float_filter.hpp"

#include <cmath>

namespace geodist::geodesy {

// The square of the normal curvature lies between q^2/a^2 and 1/(q a^2).
FloatFilter::FloatFilter(double a, double f) : unit_(std::ldexp(1.0, std::ilogb(a))) {
    const double q = 1 / ((1 - f) * (1 - f)), radius = a / unit_;
    const double i2 = 1 / (radius * radius);
    growth_ = static_cast<float>((q * q + 1 / q) * i2 / 48);
    spread_ = std::abs(q * q - 1 / q) * i2 / 48 * (1 + 1e-5);
    higher_ = i2 * i2 / 180;
}

double FloatFilter::error(double rho1, double rho2, double distance) const {
    const double square = distance * distance;
    return 0x1p-24 * (rho1 + rho2 + 4.7 * distance) +
           distance * square * (spread_ + higher_ * square);
}

double FloatFilter::chord_error(double rho1, double rho2, double chord) {
    return 0x1p-24 * (rho1 + rho2 + 2.6 * chord);
}

}  // namespace geodist::geodesy
