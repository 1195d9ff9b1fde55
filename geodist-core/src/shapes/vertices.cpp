#include "shapes/vertices.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <string>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"

namespace geodist {

namespace shapes {

namespace {

[[noreturn]] void throw_vertex(const LineColumns& lines, std::size_t i) {
    const auto after =
        std::upper_bound(lines.offsets.begin(), lines.offsets.end(), static_cast<std::int64_t>(i));
    const auto line = static_cast<std::size_t>(after - lines.offsets.begin()) - 1;
    const std::size_t vertex = i - static_cast<std::size_t>(lines.offsets[line]);
    if (!(std::abs(lines.lat[i]) <= 90)) {
        throw_invalid_latitude(lines.lat[i], lines.lon[i], line, "lat", vertex);
    }
    throw_invalid_longitude(lines.lon[i], line, "lon", vertex);
}

}  // namespace

void check_offsets(const LineColumns& lines, std::size_t results) {
    if (lines.lat.size() != lines.lon.size()) {
        throw std::invalid_argument("latitudes and longitudes differ in number");
    }
    const auto offsets = lines.offsets;
    if (offsets.empty() || offsets.front() < 0 || !std::ranges::is_sorted(offsets) ||
        static_cast<std::size_t>(offsets.back()) > lines.lat.size()) {
        throw std::invalid_argument(
            "offsets must rise from 0 to the number of vertices, one more than there are lines");
    }
    if (results != lines.size()) {
        throw std::invalid_argument("there must be one result for each line");
    }
}

void check_vertices(const LineColumns& lines, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
        if (!(std::abs(lines.lat[i]) <= 90 && std::isfinite(lines.lon[i]))) {
            throw_vertex(lines, i);
        }
    }
}

void throw_far_planar_longitude(double lon, const char* word, std::size_t index,
                                std::size_t vertex) {
    static_assert(farthest_planar_lon == 36'000, "the message says so");
    throw InvalidLongitudeError(
        "a longitude of a planar edge must be within 36000 degrees of 0, got " +
            format_number(lon) + " in " + word + " " + std::to_string(index),
        lon, index, vertex);
}

void check_results(const LineColumns& lines, std::size_t first, std::size_t last,
                   std::span<const double> results) {
    for (std::size_t line = first; line < last; ++line) {
        if (std::isnan(results[line])) {
            check_vertices(lines, static_cast<std::size_t>(lines.offsets[line]),
                           static_cast<std::size_t>(lines.offsets[line + 1]));
        }
    }
}

bool are_within(const LineColumns& lines, std::size_t begin, std::size_t end) {
    const auto within = kernels::active_kernels().pairs.within;
    return within(lines.lat.data() + begin, end - begin,
                  batch::kernel_limit(ColumnKind::latitude)) &&
           within(lines.lon.data() + begin, end - begin,
                  batch::kernel_limit(ColumnKind::longitude));
}

void reduce(double* lon, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        lon[i] = batch::reduce_angle(lon[i]);
    }
}

void put_in_space(const double* lat, const double* lon, std::size_t n,
                  const kernels::VertexOutput& out, const geodesy::PreparedEllipsoid& e) {
    const kernels::KernelTable& table = kernels::active_kernels();
    const double most = batch::kernel_limit(ColumnKind::longitude);
    constexpr std::size_t block = 512;
    std::array<double, block> reduced;
    for (std::size_t i = 0; i < n; i += block) {
        const std::size_t m = std::min(block, n - i);
        const double* from = lon + i;
        if (!table.pairs.within(from, m, most)) {
            std::transform(from, from + m, reduced.begin(), batch::reduce_angle);
            from = reduced.data();
        }
        table.segment.vertices(lat + i, from, out.from(i), m, e);
    }
}

}  // namespace shapes

void check_lines(const LineColumns& lines) {
    shapes::check_offsets(lines, lines.size());
    const runtime::FloatEnvironment environment;
    shapes::check_vertices(lines, static_cast<std::size_t>(lines.offsets.front()),
                           static_cast<std::size_t>(lines.offsets.back()));
}

}  // namespace geodist
