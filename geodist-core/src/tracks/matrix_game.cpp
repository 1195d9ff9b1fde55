#include "tracks/matrix_game.hpp"

#include <limits>

namespace geodist::tracks {

namespace {

// Weights that are no less than 0, of sum 1; false if there are none.
bool normalise(Triple& weights) {
    const double sum = weights[0] + weights[1] + weights[2];
    for (double& weight : weights) {
        weight /= sum;
    }
    return std::ranges::all_of(weights, [](double weight) { return weight >= 0; });
}

class Game {
  public:
    explicit Game(const AffineValues& values) : values_(values) {}

    LargestMinimum solve() {
        for (std::size_t j = 0; j < values_.size; ++j) {
            one(j);
            for (std::size_t k = j + 1; k < values_.size; ++k) {
                two(j, k);
                for (std::size_t l = k + 1; l < values_.size; ++l) {
                    three({j, k, l});
                }
            }
        }
        return best_;
    }

  private:
    void one(std::size_t j) {
        const Triple& at = values_.at[j];
        const auto highest = static_cast<std::size_t>(std::ranges::max_element(at) - at.begin());
        if (at[highest] < best_.bound) {
            best_ = {at[highest], {0, 0, 0}};
            best_.weights[highest] = 1;
        }
    }

    // On the side between two vertices, where both functions are equal.
    void two(std::size_t j, std::size_t k) {
        const Triple &f = values_.at[j], &g = values_.at[k];
        for (std::size_t p = 0; p < 3; ++p) {
            const std::size_t q = (p + 1) % 3;
            const double whole = (f[p] - g[p]) - (f[q] - g[q]);
            const double part = (g[q] - g[p]) / whole, weight = (g[q] - f[q]) / whole;
            if (!(part >= 0 && part <= 1 && weight >= 0 && weight <= 1)) {
                continue;
            }
            double most = 0;
            for (std::size_t i = 0; i < 3; ++i) {
                most = std::max(most, part * f[i] + (1 - part) * g[i]);
            }
            if (most < best_.bound) {
                best_ = {most, {0, 0, 0}};
                best_.weights[p] = weight;
                best_.weights[q] = 1 - weight;
            }
        }
    }

    // Inside of the triangle, where three functions are equal.
    void three(const std::array<std::size_t, 3>& functions) {
        std::array<Triple, 3> at;  // vertex, function
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j) {
                at[i][j] = values_.at[functions[j]][i];
            }
        }
        const auto row = [&](std::size_t i) {
            return Triple{at[0][0] - at[i][0], at[0][1] - at[i][1], at[0][2] - at[i][2]};
        };
        const auto column = [&](std::size_t j) {
            return Triple{at[0][0] - at[0][j], at[1][0] - at[1][j], at[2][0] - at[2][j]};
        };
        Triple parts = cross(row(1), row(2)), weights = cross(column(1), column(2));
        if (!normalise(parts) || !normalise(weights)) {
            return;
        }
        double most = 0;
        for (const Triple& vertex : at) {
            most =
                std::max(most, parts[0] * vertex[0] + parts[1] * vertex[1] + parts[2] * vertex[2]);
        }
        if (most < best_.bound) {
            best_ = {most, weights};
        }
    }

    const AffineValues& values_;
    LargestMinimum best_{std::numeric_limits<double>::infinity(), {1, 0, 0}};
};

}  // namespace

LargestMinimum largest_minimum(const AffineValues& values) { return Game(values).solve(); }

}  // namespace geodist::tracks
