#include "geodist/ellipsoid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "geodist/error.hpp"

namespace geodist {

namespace {

constexpr NamedEllipsoid from_inverse_flattening(std::string_view name, std::string_view proj,
                                                 int epsg, std::string_view source, double a,
                                                 double inverse_flattening) {
    return {name, proj, epsg, source, Ellipsoid(a, 1 / inverse_flattening)};
}

constexpr NamedEllipsoid from_semi_axes(std::string_view name, std::string_view proj, int epsg,
                                        std::string_view source, double a, double b) {
    return {name, proj, epsg, source, Ellipsoid(a, (a - b) / a)};
}

constexpr std::string_view EPSG = "EPSG Geodetic Parameter Dataset";
constexpr std::string_view NIMA = "NIMA TR8350.2, third edition (2000)";
constexpr std::string_view PROJ = "PROJ, pj_ellps.cpp";

// Parameters as in the sources named; where a source gives both axes, those.
constexpr std::array ELLIPSOIDS{
    from_inverse_flattening("WGS84", "WGS84", 7030, NIMA, 6378137, 298.257223563),
    from_inverse_flattening("GRS80", "GRS80", 7019, "H. Moritz, J. Geodesy 74 (2000)", 6378137,
                            298.257222101),
    from_inverse_flattening("WGS72", "WGS72", 7043, NIMA, 6378135, 298.26),
    from_inverse_flattening("WGS66", "WGS66", 7025, EPSG, 6378145, 298.25),
    from_inverse_flattening("CGCS2000", "", 1024, EPSG, 6378137, 298.257222101),
    from_inverse_flattening("PZ-90", "PZ90", 7054, EPSG, 6378136, 298.257839303),
    from_inverse_flattening("GSK-2011", "GSK2011", 1025, EPSG, 6378136.5, 298.2564151),
    from_inverse_flattening("IAU 1976", "IAU76", 0, PROJ, 6378140, 298.257),
    from_inverse_flattening("IAG 1975", "", 7049, EPSG, 6378140, 298.257),
    from_inverse_flattening("GRS67", "GRS67", 7036, EPSG, 6378160, 298.247167427),
    from_inverse_flattening("Australian National", "aust_SA", 7003, EPSG, 6378160, 298.25),
    from_inverse_flattening("Indonesian National", "", 7021, EPSG, 6378160, 298.247),
    from_inverse_flattening("International 1924", "intl", 7022, EPSG, 6378388, 297),
    from_inverse_flattening("Hough 1960", "hough", 7053, EPSG, 6378270, 297),
    from_inverse_flattening("Krassovsky 1940", "krass", 7024, EPSG, 6378245, 298.3),
    from_inverse_flattening("Helmert 1906", "helmert", 7020, EPSG, 6378200, 298.3),
    from_inverse_flattening("Bessel 1841", "bessel", 7004, EPSG, 6377397.155, 299.1528128),
    from_inverse_flattening("Bessel Namibia", "bess_nam", 7006, EPSG, 6377483.865, 299.1528128),
    from_semi_axes("Clarke 1866", "clrk66", 7008, EPSG, 6378206.4, 6356583.8),
    from_inverse_flattening("Clarke 1880 (RGS)", "", 7012, EPSG, 6378249.145, 293.465),
    from_semi_axes("Clarke 1880 (IGN)", "clrk80ign", 7011, EPSG, 6378249.2, 6356515),
    from_inverse_flattening("Airy 1830", "airy", 7001, EPSG, 6377563.396, 299.3249646),
    from_inverse_flattening("Modified Airy", "mod_airy", 7002, EPSG, 6377340.189, 299.3249646),
    from_inverse_flattening("Everest 1830 (1937 Adjustment)", "evrst30", 7015, EPSG, 6377276.345,
                            300.8017),
    from_inverse_flattening("Everest 1830 (1962 Definition)", "", 7044, EPSG, 6377301.243,
                            300.8017255),
    from_inverse_flattening("Everest 1830 (1967 Definition)", "evrstSS", 7016, EPSG, 6377298.556,
                            300.8017),
    from_inverse_flattening("Everest 1830 (1975 Definition)", "", 7045, EPSG, 6377299.151,
                            300.8017255),
    from_inverse_flattening("Everest 1830 Modified", "evrst48", 7018, EPSG, 6377304.063, 300.8017),
    from_inverse_flattening("Everest 1830 (RSO 1969)", "evrst69", 7056, EPSG, 6377295.664,
                            300.8017),
    NamedEllipsoid{"sphere", "", 0, "IUGG mean radius R1, EARTH_RADIUS_METERS", sphere()},
};

bool is_ascii_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Lower case, without blanks and punctuation. Bytes beyond ASCII stay, so that they match nothing.
std::string fold(std::string_view name) {
    std::string folded;
    for (const char c : name) {
        if (is_ascii_alphanumeric(c)) {
            folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            folded += c;
        }
    }
    return folded;
}

/// Insertions, deletions and replacements that turn one text into the other (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

/// The names that `folded` may have meant: parts of names, and slips of the pen.
std::vector<std::string_view> near_names(const std::string& folded) {
    std::vector<std::pair<std::size_t, std::string_view>> found;
    // No name is nearly as long as this; do not spend time on whole files given as a name.
    if (folded.empty() || folded.size() > 64) {
        return {};
    }
    for (const NamedEllipsoid& entry : ELLIPSOIDS) {
        const std::string name = fold(entry.name);
        const std::size_t slips =
            name.find(folded) != std::string::npos
                ? 0
                : std::min(edit_distance(folded, name), edit_distance(folded, fold(entry.proj)));
        if (slips <= (folded.size() + 2) / 3) {
            found.emplace_back(slips, entry.name);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& x, const auto& y) { return x.first < y.first; });
    std::vector<std::string_view> names;
    for (const auto& [slips, name] : found) {
        names.push_back(name);
    }
    return names;
}

[[noreturn]] void throw_unknown_name(std::string_view name, const std::string& folded) {
    std::vector<std::string_view> names = near_names(folded);
    std::string message = "unknown ellipsoid \"";
    message.append(name.substr(0, 64)).append(name.size() > 64 ? "...\"" : "\"");
    message += names.empty() ? "; known names: " : "; did you mean: ";
    if (names.empty()) {
        for (const NamedEllipsoid& entry : ELLIPSOIDS) {
            names.push_back(entry.name);
        }
    }
    for (const std::string_view candidate : names) {
        message.append(candidate == names.front() ? "\"" : ", \"").append(candidate).append("\"");
    }
    throw InvalidEllipsoidError(message);
}

/// atanh(e) / e for e^2 > 0, its continuation atan(|e|) / |e| for e^2 < 0, and 1 for 0. A quotient
/// without cancellation, so good to a few units in the last place however small e^2 is.
double atanhee(double e2) {
    const double e = std::sqrt(std::abs(e2));
    if (e == 0) {
        return 1;
    }
    return (e2 > 0 ? std::atanh(e) : std::atan(e)) / e;
}

/// The area in units of 4 pi a^2. C. F. F. Karney, Algorithms for geodesics, J. Geodesy 87 (2013),
/// eq. 60.
double relative_area(const Ellipsoid& ellipsoid) {
    const double axis_ratio = 1 - ellipsoid.f();
    return (1 + axis_ratio * axis_ratio * atanhee(ellipsoid.e2())) / 2;
}

}  // namespace

namespace detail {

void throw_invalid_ellipsoid(double a, double f) {
    if (!(a >= Ellipsoid::MIN_RADIUS && a <= Ellipsoid::MAX_RADIUS)) {
        throw InvalidEllipsoidError(
            "equatorial radius a must be between " + format_number(Ellipsoid::MIN_RADIUS) +
                " and " + format_number(Ellipsoid::MAX_RADIUS) + " metres, got " + format_number(a),
            a);
    }
    std::string message = "flattening f must be between -1/50 and 1/50, got " + format_number(f);
    if (f >= 1 / Ellipsoid::MAX_FLATTENING && f <= a / 2) {
        message += " (an inverse flattening? give its reciprocal, f = 1/" + format_number(f) + ")";
    } else if (f > a / 2) {
        message += " (a polar semi-axis? use from_axes)";
    }
    throw InvalidEllipsoidError(message, f);
}

}  // namespace detail

Ellipsoid Ellipsoid::from_axes(double a, double b) {
    if (!(b >= MIN_RADIUS && b <= MAX_RADIUS)) {
        throw InvalidEllipsoidError(
            "polar semi-axis b must be between " + format_number(MIN_RADIUS) + " and " +
                format_number(MAX_RADIUS) + " metres, got " + format_number(b),
            b);
    }
    double f = (a - b) / a;
    // Axes rounded to doubles may miss the limit by a hair.
    constexpr double hair = std::numeric_limits<double>::epsilon();
    if (std::abs(f) > MAX_FLATTENING && std::abs(f) <= MAX_FLATTENING + hair) {
        f = std::copysign(MAX_FLATTENING, f);
    }
    return {a, f};
}

const Ellipsoid& Ellipsoid::named(std::string_view name) {
    const std::string folded = fold(name);
    for (const NamedEllipsoid& entry : ELLIPSOIDS) {
        if (!folded.empty() && (folded == fold(entry.name) || folded == fold(entry.proj))) {
            return entry.ellipsoid;
        }
    }
    throw_unknown_name(name, folded);
}

double Ellipsoid::authalic_radius() const noexcept { return a_ * std::sqrt(relative_area(*this)); }

double Ellipsoid::volumetric_radius() const noexcept { return a_ * std::cbrt(1 - f_); }

double Ellipsoid::area() const noexcept {
    return 4 * std::numbers::pi * a_ * a_ * relative_area(*this);
}

std::span<const NamedEllipsoid> ellipsoids() noexcept { return ELLIPSOIDS; }

}  // namespace geodist
