#include "functions.hpp"

#include <geodist/constants.hpp>

#include <algorithm>
#include <string_view>

#include "functions_text.hpp"

namespace geodist::bindings {

namespace {

void append_section(std::string& doc, std::string_view title, std::string_view text) {
    doc.append("\n").append(title).append("\n").append(title.size(), '-').append("\n").append(text);
}

std::string parameter_names(const Function& function, const char* rest) {
    std::string names;
    for (const InputColumn& parameter : function.parameters) {
        names.append(parameter.name).append(", ");
    }
    return names.append(rest);
}

std::string parameter_entries(const Function& function) {
    std::string entries;
    for (const InputColumn& column : function.parameters) {
        for (const Parameter& parameter : parameters) {
            if (parameter.name == column.name) {
                entries.append(parameter.name).append(" : float or array_like\n    ");
                entries.append(parameter.text).append("\n");
            }
        }
    }
    return entries;
}

bool has(const Function& function, ColumnKind kind) {
    return std::ranges::any_of(function.parameters,
                               [kind](const InputColumn& column) { return column.kind == kind; });
}

// How the function takes points; empty where it takes no coordinates of points.
std::string points_note(const Function& function) {
    if (!has(function, ColumnKind::latitude)) {
        return "";
    }
    std::string call(function.name);
    const char* separator = "(";
    const char* point = "a";
    for (const InputColumn& column : function.parameters) {
        if (column.kind == ColumnKind::longitude || column.kind == ColumnKind::altitude) {
            continue;
        }
        const bool stands_for_point = column.kind == ColumnKind::latitude;
        call.append(separator).append(stands_for_point ? point : column.name);
        point = stands_for_point ? "b" : point;
        separator = ", ";
    }
    return "Points can replace their coordinates: ``" + call +
           ")`` takes `Points`, `Point`, a GeoSeries or\n"
           "anything that `Points` takes, row by row, on the ellipsoid of their datum. A GeoSeries "
           "gives\n"
           "Series.\n\n";
}

std::string raises(const Function& function) {
    std::string text;
    if (has(function, ColumnKind::latitude)) {
        text += "InvalidLatitudeError\n    A latitude is outside [-90, 90] or infinite.\n";
    }
    if (has(function, ColumnKind::longitude)) {
        text += "InvalidLongitudeError\n    A longitude is infinite.\n";
    }
    if (has(function, ColumnKind::altitude)) {
        static_assert(MAX_ALTITUDE == 1e100, "the text says so");
        text += "InvalidAltitudeError\n    An altitude is beyond 1e100 or -1e100.\n";
    }
    text +=
        "InvalidEllipsoidError\n    `ellipsoid` is an unknown name, or out of range.\n"
        "GeodistError\n    Base of the above, and for any other value that is infinite. The error "
        "holds\n"
        "    the first offending ``value`` and its ``index`` in the broadcast result, in C order.\n"
        "TypeError\n    An input does not hold real numbers, or an argument is missing.\n";
    return text;
}

constexpr Function describe(Operation operation, const Documentation& doc) {
    const OperationInfo& info = operation_info(operation);
    return {operation, info.name, info.inputs, 0, doc};
}

// The same operation under another name, its last input fixed.
constexpr Function describe_fixed(Operation operation, const char* name, double last_input,
                                  const Documentation& doc) {
    const auto inputs = operation_info(operation).inputs;
    return {operation, name, inputs.first(inputs.size() - 1), last_input, doc};
}

}  // namespace

constexpr std::array<Function, function_count> functions = {{
    describe(
        Operation::distance,
        {"geodesics/pairs", "Length of the shortest path between two points: the geodesic.",
         distance_return,
         "inverse : The azimuths too.\n"
         "cdist : Distances from all points to all points.\n"
         "nearest_points : Of lines and polygons, which this takes too as a, b, with the places.\n"
         "rhumb_distance : Length of the line of constant azimuth.\n"
         "chord : The straight line, for points with heights.\n",
         inverse_notes, karney,
         ">>> import geodist as gd\n"
         ">>> round(gd.distance(52.3086, 4.7639, 40.6398, -73.7789), 3)  # Amsterdam to New York\n"
         "5863340.641\n"
         ">>> gd.distance([0, 10], 0, 0, [1, 2]).round(3)\n"
         "array([ 111319.491, 1127821.774])\n"}),
    describe(Operation::azimuth,
             {"geodesics/pairs", "Azimuth at the first point of the geodesic to the second.",
              "azi1 : float or ndarray\n    Degrees clockwise from north, in [-180, 180].\n",
              "inverse : The distance too.\n", inverse_notes, karney,
              ">>> import geodist as gd\n"
              ">>> round(gd.azimuth(52.3086, 4.7639, 40.6398, -73.7789), 6)\n"
              "-69.400783\n"}),
    describe(
        Operation::inverse,
        {"geodesics/pairs", "Distance and azimuths of the geodesic between two points.",
         "Inverse\n    NamedTuple of distance, metres, and azi1, azi2: azimuths at both ends, "
         "degrees\n"
         "    clockwise from north, in [-180, 180], both pointing forward, from the first point to "
         "the\n"
         "    second.\n",
         "direct : The other way round: the point at a distance and an azimuth.\n"
         "distance : The distance alone, faster.\n"
         "inverse_full : Reduced length and scales too.\n",
         inverse_notes, karney,
         ">>> import geodist as gd\n"
         ">>> line = gd.inverse(0, 0, 0, 90)\n"
         ">>> round(line.distance, 3), line.azi1, line.azi2\n"
         "(10018754.171, 90.0, 90.0)\n"}),
    describe(Operation::inverse_full,
             {"geodesics/pairs",
              "Distance, azimuths, reduced length and scales of the geodesic between two points.",
              "InverseFull\n    NamedTuple of distance, azi1 and azi2 as of `inverse`, and of\n\n"
              "    * m12, the reduced length, metres: a small turn dazi of the line at the first "
              "point (in\n"
              "      radians) moves the second by m12 dazi;\n"
              "    * M12 and M21, the geodesic scales: the distance at the second point (first "
              "point) of "
              "two\n"
              "      lines that leave the first (second) in parallel, divided by their distance "
              "there.\n",
              "inverse : Distance and azimuths alone, faster.\n",
              "The error of the distance is at most 6 nm, and that of an azimuth displaces the\n"
              "far end by at most 5 nm, where abs(f) <= 1/290; 12 and 15 nm up to 1/50. That of\n"
              "m12 is at most 20 nm, of M12 and M21 1e-14.\n",
              karney,
              ">>> import geodist as gd\n"
              ">>> line = gd.inverse_full(0, 0, 90, 0, ellipsoid=\"sphere\")\n"
              ">>> round(line.m12 / gd.EARTH_RADIUS_METERS, 12), abs(round(line.M12, 12))\n"
              "(1.0, 0.0)\n"}),
    describe(Operation::direct,
             {"geodesics/rays",
              "The point at a distance along the geodesic that leaves a point at an azimuth.",
              "Direct\n    NamedTuple of lat2, lon2, the point reached, degrees, longitude in "
              "[-180, 180], "
              "and\n"
              "    azi2, the azimuth there, degrees clockwise from north, in [-180, 180].\n",
              "inverse : The other way round: distance and azimuths of two points.\n"
              "interpolate : The point at a fraction of the way between two points.\n"
              "rhumb_direct : The same at a constant azimuth.\n",
              direct_notes, karney,
              ">>> import geodist as gd\n"
              ">>> lat, lon, azi = gd.direct(52.3086, 4.7639, 270, 100e3)\n"
              ">>> round(lat, 6), round(lon, 6)\n"
              "(52.299502, 3.297927)\n"}),
    describe(Operation::interpolate,
             {"geodesics/ways",
              "The point at a fraction of the way along the geodesic between two points.",
              "LatLon\n    NamedTuple of lat, lon: degrees, longitude in [-180, 180].\n",
              "midpoint : The point half-way.\n"
              "waypoints : Points at equal spacing.\n"
              "direct : The point at a distance and an azimuth.\n",
              way_notes, karney,
              ">>> import geodist as gd\n"
              ">>> gd.interpolate(0, 0, 0, 90, [0, 0.5, 1]).lon.round(6)\n"
              "array([ 0., 45., 90.])\n"}),
    describe_fixed(Operation::interpolate, "midpoint", 0.5,
                   {"geodesics/ways", "The point half-way along the geodesic between two points.",
                    "LatLon\n    NamedTuple of lat, lon: degrees, longitude in [-180, 180].\n",
                    "interpolate : The point at any fraction of the way.\n"
                    "waypoints : Points at equal spacing.\n",
                    way_notes, karney,
                    ">>> import geodist as gd\n"
                    ">>> lat, lon = gd.midpoint(52.3086, 4.7639, 40.6398, -73.7789)\n"
                    ">>> round(lat, 4), round(lon, 4)\n"
                    "(53.5904, -39.5202)\n"}),
    describe(
        Operation::rhumb_distance,
        {"rhumb",
         "Length of the rhumb line (loxodrome) between two points: the line of constant azimuth.",
         distance_return,
         "rhumb_inverse : The azimuth too.\n"
         "distance : Length of the shortest path.\n",
         "The error is at most 20 nm. The line takes the shorter way round the Earth; for points\n"
         "180 degrees of longitude apart both ways are equally long.\n",
         karney_rhumb,
         ">>> import geodist as gd\n"
         ">>> round(gd.rhumb_distance(52.3086, 4.7639, 40.6398, -73.7789), 3)\n"
         "6136794.981\n"}),
    describe(Operation::rhumb_inverse,
             {"rhumb", "Length and azimuth of the rhumb line (loxodrome) between two points.",
              "RhumbInverse\n    NamedTuple of distance, metres, and azi12, the constant azimuth, "
              "degrees "
              "clockwise\n"
              "    from north, in [-180, 180].\n",
              "rhumb_direct : The other way round: the point at a distance and an azimuth.\n"
              "inverse : The same of the shortest path.\n",
              "The error of the distance is at most 20 nm. For points 180 degrees of longitude "
              "apart the "
              "line\n"
              "goes east if lon2 > lon1, else west.\n",
              karney_rhumb,
              ">>> import geodist as gd\n"
              ">>> line = gd.rhumb_inverse(52.3086, 4.7639, 40.6398, -73.7789)\n"
              ">>> round(line.distance, 3), round(line.azi12, 6)\n"
              "(6136794.981, -102.202404)\n"}),
    describe(
        Operation::rhumb_direct,
        {"rhumb", "The point at a distance along the rhumb line that leaves a point at an azimuth.",
         "LatLon\n    NamedTuple of lat, lon: degrees, longitude in [-180, 180]; lon is NaN where "
         "the\n"
         "    line would pass a pole.\n",
         "rhumb_inverse : The other way round: distance and azimuth of two points.\n"
         "direct : The same along the shortest path.\n",
         "The error of the position is at most 25 nm for distances up to 40,000 km.\n",
         karney_rhumb,
         ">>> import geodist as gd\n"
         ">>> lat, lon = gd.rhumb_direct(52.3086, 4.7639, 270, 100e3)\n"
         ">>> round(lat, 6), round(lon, 6)\n"
         "(52.3086, 3.297727)\n"}),
    describe(
        Operation::to_ecef,
        {"cartesian", "Geocentric Cartesian (Earth-centred, Earth-fixed) coordinates of a point.",
         "Ecef\n    NamedTuple of x, y, z, metres: x towards latitude 0, longitude 0, and z "
         "towards "
         "the\n"
         "    north pole.\n",
         "from_ecef : The way back.\n"
         "chord : The straight line between two points.\n",
         "The error is at most 10 nm for heights of up to 5000 km either way, then 1e-15 "
         "relative.\n",
         karney_ecef,
         ">>> import geodist as gd\n"
         ">>> gd.to_ecef(0, 90, 0).y\n"
         "6378137.0\n"}),
    describe(Operation::from_ecef,
             {"cartesian",
              "Latitude, longitude and height of a point in geocentric Cartesian coordinates.",
              "Geodetic\n    NamedTuple of lat, lon (degrees, longitude in [-180, 180]) and h "
              "(metres above "
              "the\n"
              "    ellipsoid).\n",
              "to_ecef : The way there.\n",
              "The error is at most 10 nm for heights of up to 5000 km either way, then 1e-15 "
              "relative. Of\n"
              "several nearest points of the ellipsoid (near the centre of the Earth) it is the "
              "northern "
              "one. Far\n"
              "out, h may be beyond 1e100, which `to_ecef` refuses.\n",
              karney_ecef,
              ">>> import geodist as gd\n"
              ">>> lat, lon, h = gd.from_ecef(0, 6378237, 0)\n"
              ">>> lat, lon, round(h, 6)\n"
              "(0.0, 90.0, 100.0)\n"}),
    describe(
        Operation::chord,
        {"cartesian", "Length of the straight line through space between two points with heights.",
         distance_return,
         "distance : Length of the shortest path along the ellipsoid.\n"
         "to_ecef : The coordinates that it is computed from.\n",
         "The error is at most 10 nm for heights of up to 5000 km either way, then 1e-15 "
         "relative.\n",
         karney_ecef,
         ">>> import geodist as gd\n"
         ">>> gd.chord(0, 0, 0, 0, 180, 0)\n"
         "12756274.0\n"}),
}};

static_assert(
    [] {
        std::array<std::size_t, operation_count> described{};
        for (const Function& function : functions) {
            ++described[static_cast<std::size_t>(function.operation)];
        }
        for (const std::size_t count : described) {
            if (count == 0) {
                return false;
            }
        }
        return true;
    }(),
    "every operation has its function");

std::string function_docstring(const Function& function) {
    std::string doc(function.name);
    doc.append("(").append(parameter_names(
        function, "*, ellipsoid=None, out=None, where=True, threads=None)\n--\n\n"));
    doc.append(function.doc.summary).append("\n");
    append_section(doc, "Parameters", parameter_entries(function) + keywords);
    append_section(doc, "Returns", function.doc.returns);
    append_section(doc, "Raises", raises(function));
    append_section(doc, "See Also", function.doc.see_also);
    std::string notes(function.doc.notes);
    notes.append("\n").append(points_note(function)).append(common_notes);
    append_section(doc, "Notes", notes);
    append_section(doc, "References", function.doc.references);
    append_section(doc, "Examples", function.doc.examples);
    return doc;
}

std::string ufunc_docstring(const Function& function) {
    std::string doc(function.doc.summary);
    doc.append(
        "\n\nThe last two operands are the equatorial radius (metres) and the flattening of the\n"
        "ellipsoid. See geodist.");
    doc.append(function.name).append("().\n");
    append_section(doc, "Parameters",
                   parameter_entries(function) +
                       "a : float or array_like\n    Equatorial radius, metres.\n"
                       "f : float or array_like\n    Flattening.\n");
    append_section(doc, "Returns", function.doc.returns);
    return doc;
}

}  // namespace geodist::bindings
