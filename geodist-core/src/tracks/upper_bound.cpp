#include "tracks/upper_bound.hpp"

#include <algorithm>
#include <cmath>

#include "tracks/row_programme.hpp"

namespace geodist::tracks {

namespace {

double chord_square(const kernels::VertexColumns& a, std::size_t i, const kernels::VertexColumns& b,
                    std::size_t j) {
    const double x = a.x[i] - b.x[j], y = a.y[i] - b.y[j], z = a.z[i] - b.z[j];
    return x * x + y * y + z * z;
}

}  // namespace

UpperBound::UpperBound(const geodesy::PreparedEllipsoid& e, const ReachLimits& limits,
                       kernels::WarpRule rule)
    : first_(e.near.inverse_a2 / 12), full_(limits.full), is_sum_(rule == kernels::WarpRule::sum) {}

double UpperBound::made_of(double sum, double largest) const {
    if (!(largest <= full_ * full_)) {
        return unreachable;
    }
    // A geodesic is longer than its chord c by less than c^3 q^2 / (24 a^2) (1 + c^2 / a^2), W <= q
    // c^2; up to 300 km and abs(f) <= 1/50 twice the term of a sphere is more.
    return (is_sum_ ? sum : std::sqrt(largest)) * (1 + first_ * largest) + 1e-6;
}

double UpperBound::diagonal(const TwoTracks& tracks) const {
    const auto& [a, n, b, m] = tracks;
    if (n == m) {
        // by blocks, which become vectors
        constexpr std::size_t block = 8;
        double sums[block] = {}, most[block] = {};
        std::size_t k = 0;
        for (; k + block <= n; k += block) {
            for (std::size_t l = 0; l < block; ++l) {
                const double square = chord_square(a, k + l, b, k + l);
                sums[l] += std::sqrt(square);
                most[l] = square > most[l] ? square : most[l];
            }
        }
        double sum = 0, largest = 0;
        for (std::size_t l = 0; l < block; ++l) {
            sum += sums[l];
            largest = std::max(largest, most[l]);
        }
        for (; k < n; ++k) {
            const double square = chord_square(a, k, b, k);
            sum += std::sqrt(square);
            largest = std::max(largest, square);
        }
        return made_of(sum, largest);
    }
    const std::size_t steps = std::max(n, m) - 1;
    double sum = 0, largest = 0;
    for (std::size_t k = 0; k <= steps; ++k) {
        const std::size_t i = (2 * k * (n - 1) + steps) / (2 * steps);
        const std::size_t j = (2 * k * (m - 1) + steps) / (2 * steps);
        const double square = chord_square(a, i, b, j);
        sum += std::sqrt(square);
        largest = std::max(largest, square);
    }
    return made_of(sum, largest);
}

double UpperBound::greedy(const TwoTracks& tracks) const {
    const auto& [a, n, b, m] = tracks;
    std::size_t k = 0, l = 0;
    double square = chord_square(a, 0, b, 0), sum = 0, largest = 0;
    for (;;) {
        sum += std::sqrt(square);
        largest = std::max(largest, square);
        if (k + 1 == n && l + 1 == m) {
            return made_of(sum, largest);
        }
        const double down = k + 1 < n ? chord_square(a, k + 1, b, l) : unreachable;
        const double right = l + 1 < m ? chord_square(a, k, b, l + 1) : unreachable;
        const double both = k + 1 < n && l + 1 < m ? chord_square(a, k + 1, b, l + 1) : unreachable;
        square = std::min({down, right, both});
        k += square == both || square == down ? 1 : 0;
        l += square == both || (square == right && square != down) ? 1 : 0;
    }
}

bool UpperBound::is_good(double bound, const TwoTracks& tracks) const {
    constexpr std::size_t samples = 16;
    const std::size_t every = std::max<std::size_t>(1, tracks.n / samples);
    double steps = 0;
    std::size_t count = 0;
    for (std::size_t k = every; k < tracks.n; k += every) {
        steps += std::sqrt(chord_square(tracks.a, k - 1, tracks.a, k));
        ++count;
    }
    const auto pairs = static_cast<double>(is_sum_ ? std::max(tracks.n, tracks.m) : 1);
    return bound * static_cast<double>(count) <= steps * pairs;
}

double ends_apart(const TwoTracks& tracks) {
    const auto& [a, n, b, m] = tracks;
    return std::sqrt(chord_square(a, 0, b, 0)) + std::sqrt(chord_square(a, n - 1, b, m - 1));
}

}  // namespace geodist::tracks
