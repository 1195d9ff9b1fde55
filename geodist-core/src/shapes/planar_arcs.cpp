#include <algorithm>
#include <cmath>

#include "batch/ellipsoid_cache.hpp"
#include "runtime/float_environment.hpp"
#include "shapes/arc_fit.hpp"
#include "shapes/make_arcs.hpp"

namespace geodist::shapes {

namespace {

// The plane of longitude and latitude in strips of a whole turn: strip k from -180 + 360 k on. What
// a ring encloses in one strip is a polygon of its own.
int strip_of(double lon) { return static_cast<int>(std::floor((lon + 180) / 360)); }

class PlanarArcs {
  public:
    PlanarArcs(PolygonArcs& out, const ShapesView& shapes) : out_(out), shapes_(shapes) {}

    void add_polygon(std::size_t row, std::size_t first_ring, std::size_t last_ring) {
        const std::size_t begin = offset_at(shapes_.rings, first_ring);
        const std::size_t end = offset_at(shapes_.rings, last_ring);
        if (begin == end) {
            return;
        }
        const auto lon = shapes_.lon.subspan(begin, end - begin);
        const int last = strip_of(std::ranges::max(lon));
        for (int strip = strip_of(std::ranges::min(lon)); strip <= last; ++strip) {
            out_.polygons.push_back({static_cast<std::uint32_t>(row),
                                     static_cast<std::uint32_t>(out_.arcs.size()),
                                     static_cast<std::uint32_t>(out_.steps.size()), false});
            for (std::size_t ring = first_ring; ring < last_ring; ++ring) {
                add_ring(ring, 360.0 * strip);
            }
        }
    }

  private:
    void add_ring(std::size_t ring, double origin) {
        const std::size_t begin = offset_at(shapes_.rings, ring);
        const std::size_t end = offset_at(shapes_.rings, ring + 1);
        bool is_point = begin != end;
        for (std::size_t i = begin; i < end; ++i) {
            const std::size_t next = i + 1 == end ? begin : i + 1;
            if (shapes_.lat[i] != shapes_.lat[next] || shapes_.lon[i] != shapes_.lon[next]) {
                add_edge(i, next, origin);
                is_point = false;
            }
        }
        if (is_point) {
            add_edge(begin, begin, origin);
        }
    }

    void add_edge(std::size_t i, std::size_t next, double origin) {
        const double lon1 = shapes_.lon[i] - origin, lon2 = shapes_.lon[next] - origin;
        const double west = std::min(lon1, lon2), east = std::max(lon1, lon2);
        if (west >= 180 ? west > 180 || east > 180 : east < -180) {
            return;
        }
        const bool is_eastward = lon1 < lon2;
        const double lat1 = shapes_.lat[i], lat2 = shapes_.lat[next];
        out_.lat.insert(out_.lat.end(), {lat1, lat2});
        out_.lon.insert(out_.lon.end(), {lon1, lon2});
        const std::size_t first = out_.lat.size() - 2;
        Arc arc = fit_planar(
            {is_eastward ? lat1 : lat2, west, is_eastward ? lat2 : lat1, east, east - west});
        if (west < -180) {
            arc.lat = arc.latitude(-180);
            arc.west = -180;
        }
        arc.east = std::min(east, 180.0);
        add_arc(out_, arc, first, is_eastward);
    }

    PolygonArcs& out_;
    const ShapesView& shapes_;
};

}  // namespace

void make_planar_arcs(PolygonArcs& out, const ShapesView& shapes) {
    PlanarArcs maker(out, shapes);
    for_each_polygon(shapes, [&](std::size_t row, std::size_t first, std::size_t last) {
        maker.add_polygon(row, first, last);
    });
}

PolygonArcs make_arcs(const ShapesView& shapes, const Ellipsoid& ellipsoid,
                      const RunOptions& options) {
    const runtime::FloatEnvironment environment;
    PolygonArcs out;
    out.edges = shapes.edges;
    out.ellipsoid = batch::cached_ellipsoid(ellipsoid);
    if (shapes.edges == Edges::planar) {
        make_planar_arcs(out, shapes);
    } else {
        make_geodesic_arcs(out, shapes, ellipsoid, options);
    }
    out.polygons.push_back({0, static_cast<std::uint32_t>(out.arcs.size()),
                            static_cast<std::uint32_t>(out.steps.size()), false});
    return out;
}

}  // namespace geodist::shapes
