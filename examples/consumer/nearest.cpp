// Which airport is the nearest to each city, and how many are within 300 km of it?
#include <geodist/geodist.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>

int main() {
    constexpr std::array airports{"Amsterdam", "London", "Paris"};
    constexpr std::array airport_lat{52.31, 51.47, 49.01};
    constexpr std::array airport_lon{4.76, -0.45, 2.55};
    const geodist::PointIndex index({airport_lat, airport_lon});

    constexpr std::array cities{"Brussels", "Vienna"};
    constexpr std::array lat{50.85, 48.2};
    constexpr std::array lon{4.35, 16.37};
    // The two nearest of each city, the nearest first: rows of the index and metres.
    constexpr std::size_t k = 2;
    std::array<std::int64_t, k * cities.size()> rows{};
    std::array<double, k * cities.size()> metres{};
    index.query({lat, lon}, k, metres, rows);

    // One radius for all cities.
    constexpr double radius = 300e3;
    std::array<std::int64_t, cities.size()> counts{};
    index.count_radius({lat, lon}, std::span(&radius, 1), counts);

    for (std::size_t i = 0; i < cities.size(); ++i) {
        const auto first = static_cast<std::size_t>(rows[k * i]);
        const auto second = static_cast<std::size_t>(rows[k * i + 1]);
        std::printf("%s: %s %.3f m, %s %.3f m; %d within 300 km\n", cities[i], airports[first],
                    metres[k * i], airports[second], metres[k * i + 1],
                    static_cast<int>(counts[i]));
    }
}
