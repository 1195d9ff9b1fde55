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

    static void to_segment(const VertexColumns& points, const VertexColumns& line,
                           std::size_t pieces, const FootOutput& out, std::size_t n,
                           const NearConstants& constants) {
        const Line whole(line, pieces, constants);
        std::size_t i = 0;
        for (; i + G::size <= n; i += G::size) {
            to_piece<G>(whole, points, out, i, n);
        }
        for (; i < n; i += V::size) {
            to_piece<V>(whole, points, out, i, n);
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
        const auto one = same(segment, constants);
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
    GEODIST_INLINE static geodesy::Segment<V> same(const VertexColumns& segment,
                                                   const NearConstants& constants) {
        return geodesy::near_segment(constants, splat<V>(segment, 0), splat<V>(segment, 1));
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

    // A geodesic cut into pieces: what is the same for all points. L: lanes, or a number.
    template <class L>
    struct Piece {
        geodesy::Vertex<L> a, d;
        L inverse, h, mu, change;
    };
    // Where this is not negative, a point is beyond the end of a piece. It is the plane across the
    // geodesic there, and on a sphere the points whose feet are that end are in it. On an ellipsoid
    // they are centimetres off at most, within NearConstants::reach.
    struct Border {
        double x, y, z, offset;
    };
    struct Line {
        const NearConstants& constants;
        std::size_t count;
        Piece<double> piece[most_pieces];
        Border border[most_pieces];  // between a piece and the next

        Line(const VertexColumns& line, std::size_t pieces, const NearConstants& n)
            : constants(n), count(pieces) {
            for (std::size_t k = 0; k < count; ++k) {
                const auto from = splat<V>(line, k), to = splat<V>(line, k + 1);
                const geodesy::Segment<V> s = geodesy::near_segment(n, from, to);
                piece[k] = {{one(s.a.x), one(s.a.y), one(s.a.z), one(s.a.h)},
                            {one(s.d.x), one(s.d.y), one(s.d.z), one(s.d.h)},
                            one(s.inverse),
                            one(s.h),
                            one(s.mu),
                            one(s.change)};
            }
            for (std::size_t k = 0; k + 1 < count; ++k) {
                const double x = line.x[k + 2] - line.x[k], y = line.y[k + 2] - line.y[k],
                             z = line.z[k + 2] - line.z[k];
                const double offset = x * line.x[k + 1] + y * line.y[k + 1] + z * line.z[k + 1];
                border[k] = {x, y, z, -offset};
            }
        }
        GEODIST_INLINE static double one(V lanes) {
            double values[V::size];
            lanes.store(values);
            return values[0];
        }
    };

    template <class L>
    GEODIST_INLINE static Piece<L> piece_of(const Line& line, std::size_t k) {
        const Piece<double>& p = line.piece[k];
        return {{L(p.a.x), L(p.a.y), L(p.a.z), L(p.a.h)},
                {L(p.d.x), L(p.d.y), L(p.d.z), L(p.d.h)},
                L(p.inverse),
                L(p.h),
                L(p.mu),
                L(p.change)};
    }
    template <class M, class L>
    GEODIST_INLINE static geodesy::Vertex<L> either(M first, const geodesy::Vertex<L>& x,
                                                    const geodesy::Vertex<L>& y) {
        return {select(first, x.x, y.x), select(first, x.y, y.y), select(first, x.z, y.z),
                select(first, x.h, y.h)};
    }
    template <class M, class L>
    GEODIST_INLINE static Piece<L> either(M first, const Piece<L>& x, const Piece<L>& y) {
        return {
            either(first, x.a, y.a), either(first, x.d, y.d),   select(first, x.inverse, y.inverse),
            select(first, x.h, y.h), select(first, x.mu, y.mu), select(first, x.change, y.change)};
    }
    template <class L>
    GEODIST_INLINE static geodesy::Foot<L> foot_on(const NearConstants& constants,
                                                   const Piece<L>& p,
                                                   const geodesy::Vertex<L>& point) {
        const L half(0.5);
        const geodesy::Vector<L> m{fma(half, p.d.x, p.a.x), fma(half, p.d.y, p.a.y),
                                   fma(half, p.d.z, p.a.z)};
        return geodesy::near_foot(constants, {p.a, p.d, m, p.inverse, p.h, p.mu, p.change}, point);
    }

    // Of the piece on whose side of the borders a point is. Along a geodesic the distance is convex
    // as near as this: a foot within a piece is the nearest place of all pieces. Next to a border,
    // and where rounding may decide, all are asked.
    template <class L>
    GEODIST_INLINE static void to_piece(const Line& line, const VertexColumns& points,
                                        const FootOutput& out, std::size_t i, std::size_t n) {
        const auto p = load<L>(points, i, n);
        Piece<L> piece = piece_of<L>(line, 0);
        L number(0.0);
        for (std::size_t k = 1; k < line.count; ++k) {
            const Border& b = line.border[k - 1];
            const auto beyond =
                fma(p.x, L(b.x), fma(p.y, L(b.y), fma(p.z, L(b.z), L(b.offset)))) >= L(0.0);
            piece = either(beyond, piece_of<L>(line, k), piece);
            number = select(beyond, L(static_cast<double>(k)), number);
        }
        geodesy::Foot<L> foot = foot_on(line.constants, piece, p);
        const L margin(1e-4), last(static_cast<double>(line.count - 1));
        const auto at_begin = (foot.t <= margin) & (number > L(0.0));
        const auto at_end = (foot.t >= L(1.0) - margin) & (number < last);
        foot.t = foot.t + number;
        if (bits(at_begin | at_end) != 0) [[unlikely]] {
            foot = to_all(line, p);
        }
        store_foot(foot, out, i, n);
    }

    // The first of the nearest.
    template <class L>
    static geodesy::Foot<L> to_all(const Line& line, const geodesy::Vertex<L>& p) {
        geodesy::Foot<L> nearest = foot_on(line.constants, piece_of<L>(line, 0), p);
        for (std::size_t k = 1; k < line.count; ++k) {
            geodesy::Foot<L> foot = foot_on(line.constants, piece_of<L>(line, k), p);
            foot.t = foot.t + L(static_cast<double>(k));
            const auto keep = foot.distance >= nearest.distance;
            nearest = {select(keep, nearest.distance, foot.distance),
                       select(keep, nearest.t, foot.t),
                       select(keep, nearest.side, foot.side),
                       select(keep, nearest.x, foot.x),
                       select(keep, nearest.y, foot.y),
                       select(keep, nearest.z, foot.z)};
        }
        return nearest;
    }
};

template <class V, class G>
constexpr SegmentKernels make_segment_kernels() {
    using Loops = SegmentLoops<V, G>;
    return {Loops::vertices, Loops::to_segment, Loops::pairs, Loops::to_line, Loops::meetings};
}

}  // namespace geodist::kernels
