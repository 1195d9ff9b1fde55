// Google's S2, on its unit sphere, for the Python side of the benchmarks.
#include <s2/mutable_s2shape_index.h>
#include <s2/s2closest_edge_query.h>
#include <s2/s2contains_point_query.h>
#include <s2/s2latlng.h>
#include <s2/s2lax_polygon_shape.h>
#include <s2/s2lax_polyline_shape.h>
#include <s2/s2shapeutil_contains_brute_force.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace {

S2Point place(double lat, double lon) {
    return S2LatLng::FromDegrees(lat, lon).Normalized().ToPoint();
}

std::vector<S2Point> places(const double* lat, const double* lon, std::int64_t from,
                            std::int64_t to) {
    std::vector<S2Point> found;
    for (auto i = from; i < to; ++i) {
        found.push_back(place(lat[i], lon[i]));
    }
    return found;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] const char* version() { return "S2 C++ (sphere)"; }

// Lives until index_free.
[[gnu::visibility("default")]] void* lines_new(const double* lat, const double* lon,
                                               const std::int64_t* offsets, std::size_t lines) {
    auto made = std::make_unique<MutableS2ShapeIndex>();
    for (std::size_t i = 0; i < lines; ++i) {
        made->Add(
            std::make_unique<S2LaxPolylineShape>(places(lat, lon, offsets[i], offsets[i + 1])));
    }
    made->ForceBuild();
    return made.release();
}

// Rings are open, and go either way: a polygon that holds the antipode of a vertex is turned.
[[gnu::visibility("default")]] void* polygons_new(const double* lat, const double* lon,
                                                  const std::int64_t* rings,
                                                  const std::int64_t* offsets,
                                                  std::size_t polygons) {
    auto made = std::make_unique<MutableS2ShapeIndex>();
    for (std::size_t i = 0; i < polygons; ++i) {
        std::vector<std::vector<S2Point>> loops;
        for (auto ring = offsets[i]; ring < offsets[i + 1]; ++ring) {
            loops.push_back(places(lat, lon, rings[ring], rings[ring + 1]));
        }
        auto shape = std::make_unique<S2LaxPolygonShape>(loops);
        if (s2shapeutil::ContainsBruteForce(*shape, -loops.at(0).at(0))) {
            for (auto& loop : loops) {
                std::reverse(loop.begin(), loop.end());
            }
            shape = std::make_unique<S2LaxPolygonShape>(loops);
        }
        made->Add(std::move(shape));
    }
    made->ForceBuild();
    return made.release();
}

[[gnu::visibility("default")]] void index_free(void* index) {
    const std::unique_ptr<MutableS2ShapeIndex> gone(static_cast<MutableS2ShapeIndex*>(index));
}

[[gnu::visibility("default")]] void nearest(const void* index, const double* lat, const double* lon,
                                            std::size_t n, std::int64_t* rows,
                                            double* squared_chords) {
    S2ClosestEdgeQuery query(static_cast<const MutableS2ShapeIndex*>(index));
    for (std::size_t i = 0; i < n; ++i) {
        S2ClosestEdgeQuery::PointTarget target(place(lat[i], lon[i]));
        const auto found = query.FindClosestEdge(&target);
        rows[i] = found.shape_id();
        squared_chords[i] = found.distance().length2();
    }
}

// -1: none.
[[gnu::visibility("default")]] void covering(const void* index, const double* lat,
                                             const double* lon, std::size_t n, std::int64_t* rows) {
    auto query = MakeS2ContainsPointQuery(static_cast<const MutableS2ShapeIndex*>(index));
    for (std::size_t i = 0; i < n; ++i) {
        rows[i] = -1;
        query.VisitContainingShapes(place(lat[i], lon[i]), [&](S2Shape* shape) {
            rows[i] = shape->id();
            return false;
        });
    }
}

}  // extern "C"
