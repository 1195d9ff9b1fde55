#include <geodist/resample.hpp>

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "batch/columns.hpp"
#include "batch/ellipsoid_cache.hpp"
#include "geodesy/planar_edge.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"
#include "shapes/long_edges.hpp"
#include "shapes/places.hpp"
#include "shapes/runs.hpp"
#include "shapes/spacing.hpp"
#include "shapes/vertices.hpp"

namespace geodist {

namespace {

std::vector<shapes::LongEdge> edges_to_cut(const ShapesView& shapes,
                                           const geodesy::PreparedEllipsoid& e, double spacing,
                                           runtime::InterruptClock& clock) {
    std::vector<double> space[4];
    if (shapes.edges == Edges::geodesic) {
        const auto [first, last] = shapes::vertices_of(shapes);
        for (std::vector<double>& column : space) {
            column.resize(last - first);
        }
        shapes::put_in_space(shapes.lat.data() + first, shapes.lon.data() + first, last - first,
                             {space[0].data(), space[1].data(), space[2].data(), space[3].data()},
                             e);
    }
    return shapes::long_edges(shapes,
                              {space[0].data(), space[1].data(), space[2].data(), space[3].data()},
                              e, spacing, geodesy::planar_parts, clock);
}

}  // namespace

ResampledShapes densify(const ShapesView& shapes, double spacing, const Ellipsoid& ellipsoid,
                        const RunOptions& options) {
    check_shapes(shapes);
    shapes::check_spacing(spacing);
    const runtime::FloatEnvironment environment;
    runtime::InterruptClock clock(options);
    const auto e = batch::cached_ellipsoid(ellipsoid);
    const auto cuts = edges_to_cut(shapes, *e, spacing, clock);
    double total = static_cast<double>(shapes.lat.size());
    for (const shapes::LongEdge& cut : cuts) {
        total += static_cast<double>(cut.parts - 1);
    }
    shapes::check_vertices(total, spacing);
    ResampledShapes out;
    out.lat.resize(static_cast<std::size_t>(total));
    out.lon.resize(out.lat.size());
    out.rings.reserve(shapes.rings.size());
    const auto put = [&](double lat, double lon, std::size_t place) {
        out.lat[place] = lat;
        out.lon[place] = lon;
    };
    shapes::DistantPoints distant(put, *e);
    std::size_t place = 0;
    auto cut = cuts.begin();
    const auto finish_rings = [&](std::size_t first) {  // before the one that begins there
        while (std::cmp_less_equal(shapes.rings[out.rings.size()], first) &&
               out.rings.size() + 1 < shapes.rings.size()) {
            out.rings.push_back(static_cast<std::int64_t>(place));
        }
    };
    shapes::for_each_run(shapes, [&](const shapes::Run& run) {
        finish_rings(run.first);
        for (std::size_t edge = run.first; edge < run.last; ++edge) {
            put(shapes.lat[edge], shapes.lon[edge], place++);
            if (edge % 4096 == 0) {
                clock.throw_if_interrupted();
            }
            if (cut == cuts.end() || cut->edge != edge) {
                continue;
            }
            for (std::size_t i = 1; i < cut->parts; ++i, ++place) {
                const double part = static_cast<double>(i) / static_cast<double>(cut->parts);
                if (shapes.edges == Edges::planar) {
                    const LatLon at = shapes::planar_point(shapes, edge, run.end_of(edge), part);
                    put(at.lat, at.lon, place);
                } else {
                    distant.add({shapes.lat[edge], batch::reduce_angle(shapes.lon[edge]),
                                 cut->azimuth, cut->length * part},
                                place);
                }
            }
            ++cut;
        }
    });
    distant.flush();
    while (out.rings.size() < shapes.rings.size()) {
        out.rings.push_back(static_cast<std::int64_t>(place));
    }
    out.lat.resize(place);
    out.lon.resize(place);
    return out;
}

}  // namespace geodist
