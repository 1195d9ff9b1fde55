#include <geodist/resample.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include <geodist/geometries.hpp>
#include "batch/ellipsoid_cache.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"
#include "shapes/line_places.hpp"
#include "shapes/runs.hpp"
#include "shapes/spacing.hpp"

namespace geodist {

ResampledShapes resample(const ShapesView& lines, double spacing, const Ellipsoid& ellipsoid,
                         const RunOptions& options) {
    shapes::check_linear(lines);
    shapes::check_spacing(spacing);
    const runtime::FloatEnvironment environment;
    runtime::InterruptClock clock(options);
    const auto e = batch::cached_ellipsoid(ellipsoid);
    // each part of a multi-line as a row
    const std::size_t rings = lines.rings.size() - 1;
    std::vector<std::int64_t> ends(rings + 1);
    std::iota(ends.begin(), ends.end(), 0);
    const std::vector<std::uint8_t> kinds(rings,
                                          static_cast<std::uint8_t>(GeometryKind::line_string));
    ShapesView parts = lines;
    parts.parts = parts.rows = ends;
    parts.kinds = kinds;
    ResampledShapes out;
    out.rings.reserve(rings + 1);
    out.rings.push_back(0);
    for (std::size_t ring = 0; ring < rings; ++ring) {
        shapes::for_each_run_of(parts, ring, [&](const shapes::Run& run) {
            const shapes::LinePlaces places(parts, ring, *e);
            const double wanted = std::max(std::ceil(places.length() / spacing), 1.0);
            shapes::check_vertices(static_cast<double>(out.lat.size()) + wanted, spacing);
            const auto put = [&](LatLon at) {
                out.lat.push_back(at.lat);
                out.lon.push_back(at.lon);
            };
            put({lines.lat[run.first], lines.lon[run.first]});
            for (double i = 1; i < wanted; ++i) {
                put(places.at(places.length() * i / wanted));
                clock.throw_if_interrupted();
            }
            if (run.edges() > 0) {
                put({lines.lat[run.last - 1], lines.lon[run.last - 1]});
            }
        });
        out.rings.push_back(static_cast<std::int64_t>(out.lat.size()));
    }
    return out;
}

}  // namespace geodist
