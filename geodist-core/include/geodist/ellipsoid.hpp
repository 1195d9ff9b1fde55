/// \file
/// Ellipsoids of revolution: the figure of the Earth.
#pragma once

#include <span>
#include <string_view>
#include <type_traits>

#include <geodist/constants.hpp>

namespace geodist {

namespace detail {
[[noreturn]] void throw_invalid_ellipsoid(double a, double f);

/// formula(x, y), rounded to nearest whatever the caller's floating-point environment is.
[[nodiscard]] double rounded_to_nearest(double (*formula)(double, double), double x,
                                        double y) noexcept;
}  // namespace detail

/// An ellipsoid of revolution, given by its equatorial radius in metres and its flattening.
///
/// Oblate (f > 0), spherical (f = 0) and prolate (f < 0) ellipsoids are equally good. An immutable
/// value: two ellipsoids are equal when both parameters are.
class Ellipsoid {
  public:
    /// The largest flattening, either way: the accuracy of all functions is promised up to here.
    static constexpr double MAX_FLATTENING = 1.0 / 50;
    /// The equatorial radius must lie between these, so that no power of it over- or underflows.
    static constexpr double MIN_RADIUS = 1e-30;
    static constexpr double MAX_RADIUS = 1e30;

    /// \param a equatorial radius in metres, finite and positive (MIN_RADIUS to MAX_RADIUS)
    /// \param f flattening (a - b) / a, at most 1/50 in absolute value
    /// \throws InvalidEllipsoidError otherwise
    constexpr Ellipsoid(double a, double f) : a_(a), f_(f) {
        // Written so that NaN fails.
        if (!(a >= MIN_RADIUS && a <= MAX_RADIUS && f >= -MAX_FLATTENING && f <= MAX_FLATTENING)) {
            detail::throw_invalid_ellipsoid(a, f);
        }
    }

    /// The ellipsoid with equatorial radius a and polar semi-axis b, both in metres. Its b() equals
    /// `b` to one unit in the last place.
    /// \throws InvalidEllipsoidError when the radius or the flattening is out of range
    [[nodiscard]] static Ellipsoid from_axes(double a, double b);

    /// The ellipsoid of that name in ellipsoids(). Case, blanks and punctuation do not matter:
    /// "WGS84", "wgs 84" and "WGS-84" are one name. PROJ's identifiers ("intl") and EPSG's
    /// names work too.
    /// \throws InvalidEllipsoidError for an unknown name, listing the nearest known ones
    [[nodiscard]] static const Ellipsoid& named(std::string_view name);

    /// Equatorial radius (semi-major axis of an oblate ellipsoid), metres.
    [[nodiscard]] constexpr double a() const noexcept { return a_; }
    /// Flattening (a - b) / a.
    [[nodiscard]] constexpr double f() const noexcept { return f_; }
    /// Polar semi-axis, metres.
    [[nodiscard]] constexpr double b() const noexcept {
        return derived([](double a, double f) { return a * (1 - f); });
    }
    /// Third flattening (a - b) / (a + b).
    [[nodiscard]] constexpr double n() const noexcept {
        return derived([](double, double f) { return f / (2 - f); });
    }
    /// Eccentricity squared (a^2 - b^2) / a^2; negative for a prolate ellipsoid.
    [[nodiscard]] constexpr double e2() const noexcept {
        return derived([](double, double f) { return f * (2 - f); });
    }
    /// Second eccentricity squared (a^2 - b^2) / b^2.
    [[nodiscard]] constexpr double ep2() const noexcept {
        return derived([](double, double f) { return f * (2 - f) / ((1 - f) * (1 - f)); });
    }
    /// Mean radius R1 = (2a + b) / 3, metres.
    [[nodiscard]] constexpr double mean_radius() const noexcept {
        return derived([](double a, double f) { return a * (1 - f / 3); });
    }
    /// Authalic radius R2: that of the sphere of equal area, metres.
    [[nodiscard]] double authalic_radius() const noexcept;
    /// Volumetric radius R3 = cbrt(a^2 b): that of the sphere of equal volume, metres.
    [[nodiscard]] double volumetric_radius() const noexcept;
    /// Area of the whole surface, square metres.
    [[nodiscard]] double area() const noexcept;

    friend constexpr bool operator==(const Ellipsoid&, const Ellipsoid&) noexcept = default;

  private:
    [[nodiscard]] constexpr double derived(double (*formula)(double, double)) const noexcept {
        return std::is_constant_evaluated() ? formula(a_, f_)
                                            : detail::rounded_to_nearest(formula, a_, f_);
    }

    double a_;
    double f_;
};

/// An entry of the table of known ellipsoids.
struct NamedEllipsoid {
    std::string_view name;       ///< "Modified Airy"
    std::string_view proj;       ///< identifier in PROJ, "mod_airy", or empty
    int epsg;                    ///< code in the EPSG data set, 7002; 0 when EPSG has none
    std::string_view epsg_name;  ///< name in the EPSG data set, "Airy Modified 1849", or empty
    std::string_view source;     ///< where the parameters are taken from
    Ellipsoid ellipsoid;
};

/// All ellipsoids that have a name.
[[nodiscard]] std::span<const NamedEllipsoid> ellipsoids() noexcept;

namespace detail {
inline constexpr Ellipsoid WGS84_ELLIPSOID{6378137, 1 / 298.257223563};
inline constexpr Ellipsoid SPHERE_ELLIPSOID{EARTH_RADIUS_METERS, 0};
}  // namespace detail

/// World Geodetic System 1984: a = 6378137 m, f = 1/298.257223563. The default everywhere.
[[nodiscard]] constexpr const Ellipsoid& wgs84() noexcept { return detail::WGS84_ELLIPSOID; }

/// The sphere of radius EARTH_RADIUS_METERS, named "sphere". (PROJ's "sphere" has 6370997 m.)
[[nodiscard]] constexpr const Ellipsoid& sphere() noexcept { return detail::SPHERE_ELLIPSOID; }

}  // namespace geodist
