#include "shapes/line_places.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "geodesy/planar_edge.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/kernels.hpp"
#include "shapes/geodesic_edge.hpp"
#include "shapes/places.hpp"
#include "shapes/run_sum.hpp"
#include "shapes/runs.hpp"
#include "simd/math.hpp"

namespace geodist::shapes {

namespace {

// The lengths of edges by the vertices at their ends.
std::vector<double> edge_lengths(const ShapesView& shapes, const std::vector<std::size_t>& begins,
                                 const std::vector<std::size_t>& ends,
                                 const geodesy::PreparedEllipsoid& e) {
    constexpr std::size_t block = 256;
    std::vector<double> lengths(begins.size());
    if (shapes.edges == Edges::planar) {
        for (std::size_t i = 0; i < begins.size(); ++i) {
            lengths[i] =
                geodesy::length_of_planar_edge(e, shapes.lat[begins[i]], shapes.lon[begins[i]],
                                               shapes.lat[ends[i]], shapes.lon[ends[i]]);
        }
        return lengths;
    }
    std::array<std::array<double, block>, 4> in;
    const double* const columns[] = {in[0].data(), in[1].data(), in[2].data(), in[3].data()};
    for (std::size_t first = 0; first < begins.size(); first += block) {
        const std::size_t n = std::min(block, begins.size() - first);
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t a = begins[first + i], b = ends[first + i];
            in[0][i] = shapes.lat[a];
            in[1][i] = batch::reduce_angle(shapes.lon[a]);
            in[2][i] = shapes.lat[b];
            in[3][i] = batch::reduce_second(shapes.lon[a], shapes.lon[b]);
        }
        double* const out[] = {lengths.data() + first};
        kernels::active_kernels().kernel(Operation::distance)(columns, out, n, e);
    }
    return lengths;
}

}  // namespace

void check_linear(const ShapesView& lines) {
    check_shapes(lines);
    for (std::size_t row = 0; row < lines.kinds.size(); ++row) {
        const auto kind = static_cast<GeometryKind>(lines.kinds[row]);
        if (kind != GeometryKind::none && kind != GeometryKind::line_string &&
            kind != GeometryKind::multi_line_string) {
            throw GeodistError("places along shapes are places along lines, but row " +
                                   std::to_string(row) + " is a " + std::string(name_of(kind)),
                               std::nullopt, row);
        }
    }
}

LinePlaces::LinePlaces(const ShapesView& shapes, std::size_t row,
                       const geodesy::PreparedEllipsoid& e)
    : shapes_(shapes), e_(e) {
    for_each_run_of(shapes, row, [this](const Run& run) {
        const std::size_t edges = std::max<std::size_t>(run.edges(), 1);
        for (std::size_t edge = run.first; edge < run.first + edges; ++edge) {
            edges_.push_back(edge);
            ends_.push_back(run.edges() == 0 ? edge : edge + 1);
        }
    });
    RunSum sum;
    for (const double length : edge_lengths(shapes, edges_, ends_, e)) {
        sum.add(length);
        starts_.push_back(sum.value());
    }
}

LatLon LinePlaces::at(double along) const {
    const auto behind = std::upper_bound(starts_.begin(), starts_.end(), along);
    const auto after = static_cast<std::size_t>(behind - starts_.begin());
    const std::size_t i = std::clamp<std::size_t>(after, 1, ends_.size()) - 1;
    const std::size_t edge = edges_[i], end = ends_[i];
    const double length = starts_[i + 1] - starts_[i];
    const double fraction = length > 0 ? (along - starts_[i]) / length : 0;
    if (fraction <= 0 || fraction >= 1) {
        const std::size_t vertex = fraction <= 0 ? edge : end;
        return {shapes_.lat[vertex], shapes_.lon[vertex]};
    }
    if (shapes_.edges == Edges::geodesic) {
        return GeodesicEdge(e_, shapes_.lat[edge], shapes_.lon[edge], shapes_.lat[end],
                            shapes_.lon[end])
            .position(fraction);
    }
    // where the length up to there is the one wanted: it rises with the fraction, nearly in
    // proportion
    double low = 0, high = 1, t = fraction;
    for (int step = 0; step < 60; ++step) {
        const double rest = part_of_edge(edge, end, t, length) - fraction * length;
        (rest < 0 ? low : high) = t;
        const double next = t - rest / length;
        if (std::abs(next - t) < 1e-15) {
            break;
        }
        t = next > low && next < high ? next : 0.5 * (low + high);
    }
    return planar_point(shapes_, edge, end, t);
}

double LinePlaces::part_of_edge(std::size_t edge, std::size_t end, double fraction,
                                double length) const {
    if (shapes_.edges == Edges::geodesic || fraction <= 0 || fraction >= 1) {
        return std::clamp(fraction, 0.0, 1.0) * length;
    }
    const LatLon at = planar_point(shapes_, edge, end, fraction);
    return geodesy::length_of_planar_edge(e_, shapes_.lat[edge], shapes_.lon[edge], at.lat, at.lon);
}

std::size_t LinePlaces::number_of(std::size_t edge) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(edges_, edge) - edges_.begin());
}

double LinePlaces::along(std::size_t edge, double fraction) const {
    const std::size_t i = number_of(edge);
    return starts_[i] + part_of_edge(edge, ends_[i], fraction, starts_[i + 1] - starts_[i]);
}

double LinePlaces::azimuth(std::size_t number, double fraction) const {
    const std::size_t edge = edges_[number], end = ends_[number];
    const double lat1 = shapes_.lat[edge], lon1 = shapes_.lon[edge];
    const double lat2 = shapes_.lat[end], lon2 = shapes_.lon[end];
    if (shapes_.edges == Edges::geodesic) {
        return GeodesicEdge(e_, lat1, lon1, lat2, lon2).azimuth(fraction);
    }
    const double lat = planar_point(shapes_, edge, end, fraction).lat * simd::degree;
    const double s = std::sin(lat);
    // the radius of the parallel over that of the meridian
    const double ratio = std::cos(lat) * (1 - e_.e2 * s * s) / (1 - e_.e2);
    return std::atan2((lon2 - lon1) * ratio, lat2 - lat1) / simd::degree;
}

// At a vertex, the point is in the sector to the left of the line that comes and goes there.
bool LinePlaces::is_left(std::size_t edge, const EdgeFoot& foot, double lat, double lon) const {
    const std::size_t i = number_of(edge);
    double in = azimuth(i, foot.fraction), out = in;
    const auto has_length = [this](std::size_t k) { return starts_[k + 1] > starts_[k]; };
    if (foot.fraction <= 0 && i > 0 && ends_[i - 1] == edges_[i] && has_length(i - 1)) {
        in = azimuth(i - 1, 1);
    }
    if (foot.fraction >= 1 && i + 1 < edges_.size() && edges_[i + 1] == ends_[i] &&
        has_length(i + 1)) {
        out = azimuth(i + 1, 0);
    }
    const double to = GeodesicEdge(e_, foot.lat, foot.lon, lat, lon).azimuth(0);
    // anticlockwise from where it goes
    const auto turn = [out](double azimuth) {
        const double angle = std::remainder(out - azimuth, 360.0);
        return angle < 0 ? angle + 360 : angle;
    };
    return turn(to) < turn(in + 180);
}

}  // namespace geodist::shapes
