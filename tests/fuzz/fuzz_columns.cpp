// Lines and rings by columns, as Arrow's nested lists give them: offsets and numbers of any value.
#include <geodist/geometries.hpp>
#include <geodist/shapes.hpp>

#include <array>
#include <cmath>

#include "fuzzed.hpp"

using namespace geodist;

namespace {

double coordinate(fuzz::Bytes& bytes, double limit) {
    if (bytes.take<std::uint8_t>() % 8 == 0) {
        return bytes.take<double>();
    }
    return bytes.take<std::int16_t>() / 32767.0 * limit;
}

std::vector<std::int64_t> offsets(fuzz::Bytes& bytes, std::size_t end) {
    std::vector<std::int64_t> found{0};
    for (std::size_t i = bytes.take<std::uint8_t>() % 6; i-- > 0;) {
        const std::uint8_t step = bytes.take<std::uint8_t>();
        // Behind the largest number comes the smallest.
        const auto next = static_cast<std::uint64_t>(found.back()) + step % 6;
        found.push_back(step == 255 ? bytes.take<std::int64_t>() : static_cast<std::int64_t>(next));
    }
    if (bytes.take<std::uint8_t>() % 8 != 0) {
        found.push_back(static_cast<std::int64_t>(end));
    }
    return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Bytes bytes(data, size);
    const std::array ellipsoids{wgs84(), Ellipsoid(6371008.8, 0), Ellipsoid(6378137, -0.02)};
    const Ellipsoid& ellipsoid = ellipsoids[bytes.take<std::uint8_t>() % ellipsoids.size()];
    const std::size_t n = bytes.take<std::uint8_t>() % 32;
    std::vector<double> lat(n), lon(n);
    for (std::size_t i = 0; i < n; ++i) {
        lat[i] = coordinate(bytes, 90);
        lon[i] = coordinate(bytes, 360);
    }
    const auto rings = offsets(bytes, n), parts = offsets(bytes, rings.size() - 1),
               rows = offsets(bytes, parts.size() - 1);

    const LineColumns lines{lat, lon, rings};
    std::vector<double> out(rings.size() - 1);
    for (const Edges edges : {Edges::geodesic, Edges::planar}) {
        for (const bool closed : {false, true}) {
            if (fuzz::accepted([&] { line_lengths(lines, closed, out, edges, ellipsoid); })) {
                for (const double length : out) {
                    fuzz::require(length >= 0);
                }
            }
        }
        if (fuzz::accepted([&] { ring_areas(lines, out, edges, ellipsoid); })) {
            for (const double area : out) {
                fuzz::require(edges == Edges::planar ? !std::isnan(area) : std::abs(area) < 2.6e14);
            }
        }
    }

    std::vector<std::uint8_t> kinds(rows.size() - 1);
    for (std::uint8_t& kind : kinds) {
        kind = bytes.take<std::uint8_t>() % 8;
    }
    const ShapeCells shapes{lat, lon, rings, parts, rows, kinds};
    fuzz::accepted([&] { static_cast<void>(wkb_from_shapes(shapes)); });
    return 0;
}
