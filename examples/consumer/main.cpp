// How far from Paris are these cities, and where is the way's midpoint?
#include <geodist/geodist.hpp>

#include <array>
#include <cstddef>
#include <cstdio>

int main() {
    // Degrees in, metres out; latitude before longitude.
    const std::array from_lat{48.8566, 48.8566, 48.8566};
    const std::array from_lon{2.3522, 2.3522, 2.3522};
    const std::array to_lat{51.5074, 40.7128, -33.8688};
    const std::array to_lon{-0.1278, -74.0060, 151.2093};
    std::array<double, 3> metres{};
    geodist::distance(from_lat, from_lon, to_lat, to_lon, metres);
    for (std::size_t i = 0; i < metres.size(); ++i) {
        std::printf("%.3f m\n", metres[i]);
    }

    const geodist::LatLon half = geodist::midpoint(48.8566, 2.3522, 51.5074, -0.1278);
    std::printf("halfway to London: %.6f %.6f\n", half.lat, half.lon);
    try {
        (void)geodist::distance(120.0, 30.0, 0.0, 0.0);
    } catch (const geodist::InvalidLatitudeError& error) {
        std::printf("%s\n", error.what());
    }
}
