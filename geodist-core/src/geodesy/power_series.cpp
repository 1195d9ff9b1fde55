#include "geodesy/power_series.hpp"

#include <cstddef>

namespace geodist::geodesy {

Power binomial_series(double exponent) {
    Power c{};
    double value = 1;
    for (int j = 0; j < terms; ++j) {
        c[static_cast<std::size_t>(j)] = value;
        value *= (exponent - j) / (j + 1);
    }
    return c;
}

Power product(const Power& x, const Power& y) {
    Power out{};
    for (std::size_t i = 0; i < terms; ++i)
        for (std::size_t j = 0; i + j < terms; ++j)
            out[i + j] += x[i] * y[j];
    return out;
}

Power reciprocal(const Power& x) {
    Power out{};
    out[0] = 1 / x[0];
    for (std::size_t j = 1; j < terms; ++j) {
        double sum = 0;
        for (std::size_t i = 1; i <= j; ++i)
            sum += x[i] * out[j - i];
        out[j] = -sum / x[0];
    }
    return out;
}

Power stretched(Power p, double scale) {
    double power = 1;
    for (double& c : p) {
        c *= power;
        power *= scale;
    }
    return p;
}

void economise(const Power& p, int degree, double* out) {
    // p(u) with u = (1 + x)/2 as a Chebyshev series in x, by Horner: multiply by u, add a
    // coefficient
    Power t{};
    for (int j = terms - 1; j >= 0; --j) {
        Power next{};
        for (std::size_t i = 0; i < terms; ++i) {
            next[i] += t[i] / 2;
            const double quarter = t[i] / 4;  // x T_i = (T_{i+1} + T_{i-1}) / 2, x T_0 = T_1
            if (i + 1 < terms)
                next[i + 1] += i == 0 ? t[i] / 2 : quarter;
            if (i > 0)
                next[i - 1] += quarter;
        }
        next[0] += p[static_cast<std::size_t>(j)];
        t = next;
    }
    // back to monomials in u from the kept terms: T*_0 = 1, T*_1 = 2u - 1, T*_{i+1} = (4u - 2) T*_i
    // - T*_{i-1}
    Power before{}, now{}, sum{};
    before[0] = 1;
    now[0] = -1;
    now[1] = 2;
    sum[0] = t[0];
    for (int i = 1; i <= degree; ++i) {
        Power next{};
        for (std::size_t k = 0; k < terms; ++k) {
            sum[k] += t[static_cast<std::size_t>(i)] * now[k];
            next[k] += -2 * now[k] - before[k];
            if (k + 1 < terms)
                next[k + 1] += 4 * now[k];
        }
        before = now;
        now = next;
    }
    for (int k = 0; k <= degree; ++k)
        out[k] = sum[static_cast<std::size_t>(k)];
}

}  // namespace geodist::geodesy
