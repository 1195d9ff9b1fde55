// The kernels of one instruction set for points and short segments.
#pragma once

#include <cstddef>

#include "geodesy/ecef.hpp"
#include "geodesy/segment.hpp"
#include "kernels/map_rows.hpp"
#include "kernels/segment_table.hpp"
#include "simd/pack.hpp"

namespace geodist::kernels {

// G: as many vectors side by side as `to_segment` has use for.
template <class V, class G>
struct SegmentLoops {
    using NearConstants = geodesy::NearConstants;

    static void vertices(const double* lat, const double* lon, const VertexOutput& out,
                         std::size_t n, const geodesy::PreparedEllipsoid& e) {
        std::size_t i = 0;
        for (; i + G::size <= n; i += G::size) {
            vertex<G>(lat, lon, out, i, n, e);
        }
        for (; i < n; i += V::size) {
            vertex<V>(lat, lon, out, i, n, e);
        }
    }

    static void to_segment(const VertexColumns& points, const VertexColumns& segment,
                           const FootOutput& out, std::size_t n, const NearConstants& constants) {
        std::size_t i = 0;
        const auto wide = same<G>(segment, constants);
        for (; i + G::size <= n; i += G::size) {
            store_foot(geodesy::near_foot(constants, wide, load<G>(points, i, n)), out, i, n);
        }
        const auto one = same<V>(segment, constants);
        for (; i < n; i += V::size) {
            store_foot(geodesy::near_foot(constants, one, load<V>(points, i, n)), out, i, n);
        }
    }

    static void pairs(const VertexColumns& points, const VertexColumns& begin,
                      const VertexColumns& end, const FootOutput& out, std::size_t n,
                      const NearConstants& constants) {
        for (std::size_t i = 0; i < n; i += V::size) {
            const auto segment =
                geodesy::near_segment(constants, load<V>(begin, i, n), load<V>(end, i, n));
            store_foot(geodesy::near_foot(constants, segment, load<V>(points, i, n)), out, i, n);
        }
    }

    static void to_line(const VertexColumns& point, const VertexColumns& line,
                        const FootOutput& out, std::size_t n, const NearConstants& constants) {
        const auto from = splat<V>(point, 0);
        for (std::size_t i = 0; i < n; i += V::size) {
            const auto segment =
                geodesy::near_segment(constants, load<V>(line, i, n), load<V>(line.from(1), i, n));
            store_foot(geodesy::near_foot(constants, segment, from), out, i, n);
        }
    }

    static void meetings(const VertexColumns& segment, const VertexColumns& line,
                         const MeetingOutput& out, std::size_t n, const NearConstants& constants) {
        const auto one = same<V>(segment, constants);
        for (std::size_t i = 0; i < n; i += V::size) {
            const auto other =
                geodesy::near_segment(constants, load<V>(line, i, n), load<V>(line.from(1), i, n));
            const auto found = geodesy::near_meeting(constants, one, other);
            store_rest(found.s, out.s, i, n);
            store_rest(found.t, out.t, i, n);
        }
    }

  private:
    template <class L>
    GEODIST_INLINE static void vertex(const double* lat, const double* lon, const VertexOutput& out,
                                      std::size_t i, std::size_t n,
                                      const geodesy::PreparedEllipsoid& e) {
        const auto p =
            geodesy::to_ecef(e, load_rest<L>(lat, i, n), load_rest<L>(lon, i, n), L(0.0));
        const auto found = geodesy::near_vertex(e.near, p.x, p.y, p.z);
        store_rest(found.x, out.x, i, n);
        store_rest(found.y, out.y, i, n);
        store_rest(found.z, out.z, i, n);
        store_rest(found.h, out.h, i, n);
    }

    template <class L>
    GEODIST_INLINE static geodesy::Vertex<L> load(const VertexColumns& c, std::size_t i,
                                                  std::size_t n) {
        return {load_rest<L>(c.x, i, n), load_rest<L>(c.y, i, n), load_rest<L>(c.z, i, n),
                load_rest<L>(c.h, i, n)};
    }
    template <class L>
    GEODIST_INLINE static geodesy::Vertex<L> splat(const VertexColumns& c, std::size_t i) {
        return {L(c.x[i]), L(c.y[i]), L(c.z[i]), L(c.h[i])};
    }
    template <class L>
    GEODIST_INLINE static geodesy::Segment<L> same(const VertexColumns& segment,
                                                   const NearConstants& constants) {
        return geodesy::near_segment(constants, splat<L>(segment, 0), splat<L>(segment, 1));
    }
    template <class L>
    GEODIST_INLINE static void store_foot(const geodesy::Foot<L>& foot, const FootOutput& out,
                                          std::size_t i, std::size_t n) {
        store_rest(foot.distance, out.distance, i, n);
        store_rest(foot.t, out.t, i, n);
        store_rest(foot.side, out.side, i, n);
        store_rest(foot.x, out.x, i, n);
        store_rest(foot.y, out.y, i, n);
        store_rest(foot.z, out.z, i, n);
    }
};

template <class V, class G>
constexpr SegmentKernels make_segment_kernels() {
    using Loops = SegmentLoops<V, G>;
    return {Loops::vertices, Loops::to_segment, Loops::pairs, Loops::to_line, Loops::meetings};
}

}  // namespace geodist::kernels
