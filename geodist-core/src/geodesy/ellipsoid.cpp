#include <geodist/ellipsoid.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <geodist/error.hpp>

namespace geodist {

namespace {

constexpr std::string_view epsg_data = "EPSG Geodetic Parameter Dataset";
constexpr std::string_view nima = "NIMA TR8350.2, third edition (2000)";
constexpr std::string_view moritz =
    "H. Moritz, Geodetic Reference System 1980, J. Geodesy 74 (2000)";
constexpr std::string_view proj_list = "PROJ, proj -le";
constexpr std::string_view iugg = "IUGG mean radius R1, EARTH_RADIUS_METERS";

constexpr Ellipsoid by_inverse(double a, double inverse_flattening) {
    return {a, 1 / inverse_flattening};
}

constexpr Ellipsoid by_axes(double a, double b) { return {a, (a - b) / a}; }

// Defined by what the source gives: inverse flattening or both axes.
constexpr NamedEllipsoid named_ellipsoids[] = {
    {"WGS84", "WGS84", 7030, "WGS 84", nima, by_inverse(6378137, 298.257223563)},
    {"GRS80", "GRS80", 7019, "GRS 1980", moritz, by_inverse(6378137, 298.257222101)},
    {"WGS72", "WGS72", 7043, "WGS 72", nima, by_inverse(6378135, 298.26)},
    {"WGS66", "WGS66", 7025, "NWL 9D", epsg_data, by_inverse(6378145, 298.25)},
    {"WGS60", "WGS60", 0, "", proj_list, by_inverse(6378165, 298.3)},
    {"CGCS2000", "", 1024, "CGCS2000", epsg_data, by_inverse(6378137, 298.257222101)},
    {"PZ-90", "PZ90", 7054, "PZ-90", epsg_data, by_inverse(6378136, 298.257839303)},
    {"GSK-2011", "GSK2011", 1025, "GSK-2011", epsg_data, by_inverse(6378136.5, 298.2564151)},
    {"IAU 1976", "IAU76", 0, "", proj_list, by_inverse(6378140, 298.257)},
    {"IAG 1975", "", 7049, "IAG 1975", epsg_data, by_inverse(6378140, 298.257)},
    {"GRS67", "GRS67", 7036, "GRS 1967", epsg_data, by_inverse(6378160, 298.247167427)},
    {"Australian National", "aust_SA", 7003, "Australian National Spheroid", epsg_data,
     by_inverse(6378160, 298.25)},
    {"Indonesian National", "", 7021, "Indonesian National Spheroid", epsg_data,
     by_inverse(6378160, 298.247)},
    {"International 1924", "intl", 7022, "International 1924", epsg_data, by_inverse(6378388, 297)},
    {"Hough 1960", "hough", 7053, "Hough 1960", epsg_data, by_inverse(6378270, 297)},
    {"Krassovsky 1940", "krass", 7024, "Krassowsky 1940", epsg_data, by_inverse(6378245, 298.3)},
    {"Helmert 1906", "helmert", 7020, "Helmert 1906", epsg_data, by_inverse(6378200, 298.3)},
    {"Bessel 1841", "bessel", 7004, "Bessel 1841", epsg_data, by_inverse(6377397.155, 299.1528128)},
    {"Bessel Namibia", "bess_nam", 7006, "Bessel Namibia", epsg_data,
     by_inverse(6377483.865, 299.1528128)},
    {"Clarke 1866", "clrk66", 7008, "Clarke 1866", epsg_data, by_axes(6378206.4, 6356583.8)},
    {"Clarke 1880 (RGS)", "", 7012, "Clarke 1880 (RGS)", epsg_data,
     by_inverse(6378249.145, 293.465)},
    {"Clarke 1880 (IGN)", "clrk80ign", 7011, "Clarke 1880 (IGN)", epsg_data,
     by_axes(6378249.2, 6356515)},
    {"Clarke 1880 (modified)", "clrk80", 0, "", proj_list, by_inverse(6378249.145, 293.4663)},
    {"Airy 1830", "airy", 7001, "Airy 1830", epsg_data, by_inverse(6377563.396, 299.3249646)},
    {"Modified Airy", "mod_airy", 7002, "Airy Modified 1849", epsg_data,
     by_inverse(6377340.189, 299.3249646)},
    {"Everest 1830 (1937 Adjustment)", "evrst30", 7015, "Everest 1830 (1937 Adjustment)", epsg_data,
     by_inverse(6377276.345, 300.8017)},
    {"Everest 1830 (1962 Definition)", "", 7044, "Everest 1830 (1962 Definition)", epsg_data,
     by_inverse(6377301.243, 300.8017255)},
    {"Everest 1830 (1967 Definition)", "evrstSS", 7016, "Everest 1830 (1967 Definition)", epsg_data,
     by_inverse(6377298.556, 300.8017)},
    {"Everest 1830 (1975 Definition)", "", 7045, "Everest 1830 (1975 Definition)", epsg_data,
     by_inverse(6377299.151, 300.8017255)},
    {"Everest 1830 (RSO 1969)", "evrst69", 7056, "Everest 1830 (RSO 1969)", epsg_data,
     by_inverse(6377295.664, 300.8017)},
    {"Everest 1830 Modified", "evrst48", 7018, "Everest 1830 Modified", epsg_data,
     by_inverse(6377304.063, 300.8017)},
    {"sphere", "", 0, "", iugg, sphere()},
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
    for (const NamedEllipsoid& entry : named_ellipsoids) {
        const std::string name = fold(entry.name);
        const bool is_part = folded.size() >= 3 && name.find(folded) != std::string::npos;
        std::size_t slips = is_part ? 0 : edit_distance(folded, name);
        for (const std::string_view alias : {entry.proj, entry.epsg_name}) {
            if (!alias.empty()) {
                slips = std::min(slips, edit_distance(folded, fold(alias)));
            }
        }
        if (slips <= (folded.size() + 1) / 3) {
            found.emplace_back(slips, entry.name);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& x, const auto& y) { return x.first < y.first; });
    std::vector<std::string_view> names;
    names.reserve(found.size());
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
        for (const NamedEllipsoid& entry : named_ellipsoids) {
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
double relative_area(double f) {
    const double axis_ratio = 1 - f;
    return (1 + axis_ratio * axis_ratio * atanhee(f * (2 - f))) / 2;
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
    if (std::abs(f - a) <= a * Ellipsoid::MAX_FLATTENING) {
        message += " (a polar semi-axis? use from_axes)";
    } else if (std::isfinite(f) && std::abs(f) >= 1 / Ellipsoid::MAX_FLATTENING) {
        message += " (an inverse flattening? give its reciprocal, 1/" + format_number(f) + ")";
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
    double f = detail::rounded_to_nearest([](double x, double y) { return (x - y) / x; }, a, b);
    // Axes rounded to doubles may miss the limit by a hair.
    constexpr double hair = std::numeric_limits<double>::epsilon();
    if (std::abs(f) > MAX_FLATTENING && std::abs(f) <= MAX_FLATTENING + hair) {
        f = std::copysign(MAX_FLATTENING, f);
    }
    return {a, f};
}

const Ellipsoid& Ellipsoid::named(std::string_view name) {
    const std::string folded = fold(name);
    for (const NamedEllipsoid& entry : named_ellipsoids) {
        const bool matches = folded == fold(entry.name) || folded == fold(entry.proj) ||
                             folded == fold(entry.epsg_name);
        if (matches && !folded.empty()) {
            return entry.ellipsoid;
        }
    }
    throw_unknown_name(name, folded);
}

double Ellipsoid::authalic_radius() const noexcept {
    return derived([](double a, double f) { return a * std::sqrt(relative_area(f)); });
}

double Ellipsoid::volumetric_radius() const noexcept {
    return derived([](double a, double f) { return a * std::cbrt(1 - f); });
}

double Ellipsoid::area() const noexcept {
    return derived(
        [](double a, double f) { return 4 * std::numbers::pi * a * a * relative_area(f); });
}

std::span<const NamedEllipsoid> ellipsoids() noexcept { return named_ellipsoids; }

}  // namespace geodist
