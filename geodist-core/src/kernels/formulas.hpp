// The formulas of geodesy/ that are elementwise on lanes, with their columns as arrays.
#pragma once

#include <type_traits>

#include "geodesy/ecef.hpp"
#include "geodesy/geodesic_direct.hpp"
#include "geodesy/great_circle.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "geodesy/rhumb.hpp"

namespace geodist::kernels {

using geodesy::PreparedEllipsoid;

struct GreatCircleDistance {
    static constexpr int inputs = 4, outputs = 1;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        y[0] = geodesy::great_circle_distance(e, x[0], x[1], x[2], x[3]);
    }
};

struct GreatCircleAzimuth {
    static constexpr int inputs = 4, outputs = 1;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        y[0] = geodesy::great_circle_azimuth(e, x[0], x[1], x[2], x[3]);
    }
};

struct GreatCircleInverse {
    static constexpr int inputs = 4, outputs = 3;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::great_circle_inverse(e, x[0], x[1], x[2], x[3]);
        y[0] = r.distance;
        y[1] = r.azi1;
        y[2] = r.azi2;
    }
};

struct GreatCircleInverseFull {
    static constexpr int inputs = 4, outputs = 6;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::great_circle_inverse_full(e, x[0], x[1], x[2], x[3]);
        y[0] = r.distance;
        y[1] = r.azi1;
        y[2] = r.azi2;
        y[3] = r.m12;
        y[4] = r.M12;
        y[5] = r.M21;
    }
};

struct GreatCircleDirect {
    static constexpr int inputs = 4, outputs = 3;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::great_circle_direct(e, x[0], x[1], x[2], x[3]);
        y[0] = r.lat2;
        y[1] = r.lon2;
        y[2] = r.azi2;
    }
};

struct GreatCircleInterpolate {
    static constexpr int inputs = 5, outputs = 2;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::great_circle_interpolate(e, x[0], x[1], x[2], x[3], x[4]);
        y[0] = r.lat;
        y[1] = r.lon;
    }
};

// Class: geodesy::LowDegree or geodesy::HighDegree.
template <class Class>
struct GeodesicDirect {
    static constexpr int inputs = 4, outputs = 3;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::solve_direct(e, degree_of(e), x[0], x[1], x[2], x[3]);
        y[0] = r.lat2;
        y[1] = r.lon2;
        y[2] = r.azi2;
    }

  private:
    GEODIST_INLINE static const Class& degree_of(const PreparedEllipsoid& e) {
        if constexpr (std::is_same_v<Class, geodesy::LowDegree>) {
            return e.low_degree;
        } else {
            return e.high_degree;
        }
    }
};

struct RhumbDistance {
    static constexpr int inputs = 4, outputs = 1;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        y[0] = geodesy::rhumb_distance(e, x[0], x[1], x[2], x[3]);
    }
};

struct RhumbInverse {
    static constexpr int inputs = 4, outputs = 2;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::rhumb_inverse(e, x[0], x[1], x[2], x[3]);
        y[0] = r.distance;
        y[1] = r.azi12;
    }
};

struct RhumbDirect {
    static constexpr int inputs = 4, outputs = 2;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::rhumb_direct(e, x[0], x[1], x[2], x[3]);
        y[0] = r.lat2;
        y[1] = r.lon2;
    }
};

struct ToEcef {
    static constexpr int inputs = 3, outputs = 3;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::to_ecef(e, x[0], x[1], x[2]);
        y[0] = r.x;
        y[1] = r.y;
        y[2] = r.z;
    }
};

struct FromEcef {
    static constexpr int inputs = 3, outputs = 3;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        const auto r = geodesy::from_ecef(e, x[0], x[1], x[2]);
        y[0] = r.lat;
        y[1] = r.lon;
        y[2] = r.h;
    }
};

struct Chord {
    static constexpr int inputs = 6, outputs = 1;
    template <class V>
    GEODIST_INLINE static void apply(const V* x, V* y, const PreparedEllipsoid& e) {
        y[0] = geodesy::chord(e, x[0], x[1], x[2], x[3], x[4], x[5]);
    }
};

}  // namespace geodist::kernels
