// The formulas of geodesy/ that are elementwise on lanes, by operation. Their arrays have the sizes
// that the table of operations gives, or map_rows() does not compile.
#pragma once

#include <geodist/operations.hpp>

#include <type_traits>

#include "geodesy/ecef.hpp"
#include "geodesy/geodesic_direct.hpp"
#include "geodesy/great_circle.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "geodesy/rhumb.hpp"

namespace geodist::kernels {

using geodesy::PreparedEllipsoid;

// One row, from x to y.
template <Operation operation>
struct Formula;

// The same on a sphere, for the operations that geodesic_kernels.hpp runs on other ellipsoids.
template <Operation operation>
struct SphereFormula;

template <>
struct SphereFormula<Operation::distance> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[1], const PreparedEllipsoid& e) {
        y[0] = geodesy::great_circle_distance(e, x[0], x[1], x[2], x[3]);
    }
};

template <>
struct SphereFormula<Operation::azimuth> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[1], const PreparedEllipsoid& e) {
        y[0] = geodesy::great_circle_azimuth(e, x[0], x[1], x[2], x[3]);
    }
};

template <>
struct SphereFormula<Operation::inverse> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[3], const PreparedEllipsoid& e) {
        const auto r = geodesy::great_circle_inverse(e, x[0], x[1], x[2], x[3]);
        y[0] = r.distance;
        y[1] = r.azi1;
        y[2] = r.azi2;
    }
};

template <>
struct SphereFormula<Operation::inverse_full> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[6], const PreparedEllipsoid& e) {
        const auto r = geodesy::great_circle_inverse_full(e, x[0], x[1], x[2], x[3]);
        y[0] = r.distance;
        y[1] = r.azi1;
        y[2] = r.azi2;
        y[3] = r.m12;
        y[4] = r.M12;
        y[5] = r.M21;
    }
};

template <>
struct SphereFormula<Operation::direct> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[3], const PreparedEllipsoid& e) {
        const auto r = geodesy::great_circle_direct(e, x[0], x[1], x[2], x[3]);
        y[0] = r.lat2;
        y[1] = r.lon2;
        y[2] = r.azi2;
    }
};

template <>
struct SphereFormula<Operation::interpolate> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[5], V (&y)[2], const PreparedEllipsoid& e) {
        const auto r = geodesy::great_circle_interpolate(e, x[0], x[1], x[2], x[3], x[4]);
        y[0] = r.lat;
        y[1] = r.lon;
    }
};

// The direct problem. Class: geodesy::LowDegree or geodesy::HighDegree.
template <class Class>
struct DirectFormula {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[3], const PreparedEllipsoid& e) {
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

template <>
struct Formula<Operation::rhumb_distance> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[1], const PreparedEllipsoid& e) {
        y[0] = geodesy::rhumb_distance(e, x[0], x[1], x[2], x[3]);
    }
};

template <>
struct Formula<Operation::rhumb_inverse> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[2], const PreparedEllipsoid& e) {
        const auto r = geodesy::rhumb_inverse(e, x[0], x[1], x[2], x[3]);
        y[0] = r.distance;
        y[1] = r.azi12;
    }
};

template <>
struct Formula<Operation::rhumb_direct> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[4], V (&y)[2], const PreparedEllipsoid& e) {
        const auto r = geodesy::rhumb_direct(e, x[0], x[1], x[2], x[3]);
        y[0] = r.lat2;
        y[1] = r.lon2;
    }
};

template <>
struct Formula<Operation::to_ecef> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[3], V (&y)[3], const PreparedEllipsoid& e) {
        const auto r = geodesy::to_ecef(e, x[0], x[1], x[2]);
        y[0] = r.x;
        y[1] = r.y;
        y[2] = r.z;
    }
};

template <>
struct Formula<Operation::from_ecef> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[3], V (&y)[3], const PreparedEllipsoid& e) {
        const auto r = geodesy::from_ecef(e, x[0], x[1], x[2]);
        y[0] = r.lat;
        y[1] = r.lon;
        y[2] = r.h;
    }
};

template <>
struct Formula<Operation::chord> {
    template <class V>
    GEODIST_INLINE static void apply(const V (&x)[6], V (&y)[1], const PreparedEllipsoid& e) {
        y[0] = geodesy::chord(e, x[0], x[1], x[2], x[3], x[4], x[5]);
    }
};

}  // namespace geodist::kernels
