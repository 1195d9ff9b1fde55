// The accuracy contract as a table: printed with the largest errors on the reference tables, held
// to its bounds, and compared with the one that the documentation shows.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "contract.hpp"
#include "contract_parts.hpp"

namespace {

namespace contract = geodist_test::contract;
using namespace contract;
using geodist::Operation;

struct Promise {
    std::string function;
    std::string domain;
    double bound;
    std::string unit;  // "nm" for metres shown as nanometres, else as it is
    double part;       // the largest error as a part of the bound

    [[nodiscard]] std::string show(double x) const {
        std::ostringstream text;
        text.precision(2);
        text << (unit == "nm" ? x * 1e9 : x) << (unit.empty() ? "" : " ") << unit;
        return text.str();
    }
    // The columns of the documentation.
    [[nodiscard]] std::string row() const {
        return "| " + function + " | " + domain + " | " + show(bound) + " |";
    }
};

std::vector<Promise> promises() {
    const std::string every = "every pair of points", earth = every + ", abs(f) \u2264 1/290";
    const std::string far = "up to 40,000 km, then in proportion";
    const std::string near = "heights to \u00b15000 km", beyond = "beyond, relative";
    const std::string prepared = "cdist and all that prepares points: distance";
    std::vector<Promise> list = {
        {"inverse: distance", earth, contract::earth_distance, "nm",
         distance_part(Shapes::earth, contract::earth_distance)},
        {"inverse: distance", every, contract::inverse_distance, "nm",
         distance_part(Shapes::every, contract::inverse_distance)},
        {prepared, "up to 300 km, abs(f) \u2264 1/290", contract::near_sharp, "nm",
         prepared_part(contract::near_sharp, contract::near_sharp_reach,
                       contract::earth_flattening)},
        {prepared, "up to 200 km", contract::near_sharp, "nm",
         prepared_part(contract::near_sharp, contract::near_strong_reach, 1)},
        {prepared, "up to 500 km, abs(f) \u2264 1/290", contract::near_distance, "nm",
         prepared_part(contract::near_distance, contract::near_earth_end,
                       contract::earth_flattening)},
        {prepared, "up to 290 km", contract::near_distance, "nm",
         prepared_part(contract::near_distance, contract::near_strong_end, 1)},
        {"inverse: azimuths, as the displacement of the far end", earth, contract::earth_azimuth,
         "nm", azimuth_part(Shapes::earth, contract::earth_azimuth)},
        {"inverse: azimuths, as the displacement of the far end", every, contract::inverse_azimuth,
         "nm", azimuth_part(Shapes::every, contract::inverse_azimuth)},
        {"inverse: m12", every, contract::inverse_m12, "nm", m12_part()},
        {"inverse: M12, M21", every + "; times a / abs(m12) next to the antipode",
         contract::inverse_scale, "", scale_part()},
        {"direct: position", far, contract::direct_position, "nm",
         position_part("direct", Operation::direct, "azi1", contract::direct_position)},
        {"interpolate, midpoint, waypoints: position",
         far + "; times a / abs(m12) next to the antipode", contract::direct_position, "nm",
         interpolate_part()},
        {"great circle: distance", "every pair of points, f = 0", contract::great_circle_distance,
         "nm", distance_part(Shapes::sphere, contract::great_circle_distance)},
        {"great circle: azimuths, as the displacement of the far end",
         "every pair of points, f = 0", contract::great_circle_azimuth, "nm",
         azimuth_part(Shapes::sphere, contract::great_circle_azimuth)},
        {"rhumb line: distance", every, contract::rhumb_distance, "nm", rhumb_part()},
        {"rhumb line: position", far, contract::rhumb_position, "nm",
         position_part("rhumb_direct", Operation::rhumb_direct, "azi12", contract::rhumb_position)},
    };
    for (const bool is_near : {true, false}) {
        const double bound = is_near ? contract::ecef : contract::ecef_relative;
        const std::string unit = is_near ? "nm" : "";
        const std::string& domain = is_near ? near : beyond;
        list.push_back({"to_ecef", domain, bound, unit, cartesian_part(is_near)});
        list.push_back({"from_ecef", domain, bound, unit, from_cartesian_part(is_near)});
        list.push_back({"chord", domain, bound, unit, chord_part(is_near)});
    }
    const std::string geodesic = "length of lines: each geodesic edge",
                      area = "area of rings: each geodesic edge",
                      planar = "area of rings: each planar edge", metres = "m\u00b2";
    list.push_back({geodesic, "every edge, abs(f) \u2264 1/290", contract::earth_distance, "nm",
                    edge_length_part(true)});
    list.push_back(
        {geodesic, "every edge", contract::inverse_distance, "nm", edge_length_part(false)});
    list.push_back({"tracks: each distance of vertices", "every pair, abs(f) \u2264 1/290",
                    contract::earth_distance, "nm", track_part(true)});
    list.push_back({"tracks: each distance of vertices", "every pair", contract::inverse_distance,
                    "nm", track_part(false)});
    list.push_back({"length of lines: each planar edge", "every edge; plus 1e-15 of its length",
                    contract::planar_length, "nm", planar_length_part()});
    list.push_back({area, "up to 100 km", contract::short_area, metres, edge_area_part(true)});
    list.push_back({area, "beyond; plus 2 C \u00b7 5 nm / m12", contract::long_area, metres,
                    edge_area_part(false)});
    list.push_back({planar, "up to 1\u00b0 of longitude", contract::planar_area, metres,
                    planar_area_part(true)});
    list.push_back({planar, "beyond, for each degree", contract::planar_area_degree, metres,
                    planar_area_part(false)});
    const std::string edge = "point to an edge: distance",
                      place = "point to an edge: nearest place";
    list.push_back({edge, "edges up to 19,000 km, f \u2264 1/290, or to 18,000 km",
                    contract::edge_distance, "nm", foot_part(false, false)});
    list.push_back({edge, "beyond; plus 15 nm (5 nm for abs(f) \u2264 1/290) \u00b7 a / m12",
                    contract::edge_distance, "nm", foot_part(false, true)});
    list.push_back({place,
                    "edges up to 19,000 km, f \u2264 1/290, or to 18,000 km, scale M12 \u2265 0.5; "
                    "plus 2 nm \u00b7 distance / length",
                    contract::foot * 1e6, "\u00b5m", foot_part(true, false)});
    list.push_back({"point to a planar edge: distance", "every edge", contract::edge_distance, "nm",
                    planar_foot_part(false)});
    list.push_back({"point to a planar edge: nearest place",
                    "where half the square of the distance has a second derivative \u2265 0.5",
                    contract::foot * 1e6, "\u00b5m", planar_foot_part(true)});
    list.push_back({"tracks: hausdorff and frechet, how far the true distance is out of the bounds",
                    "every pair of tracks", 0, "nm", certified_part()});
    return list;
}

}  // namespace

TEST_CASE("contract: the table, its bounds and the documentation") {
    std::ifstream file(std::string(GEODIST_REFERENCE_DIR) + "/../../docs/accuracy.md");
    REQUIRE(file.is_open());
    std::vector<std::string> documented;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        inside = (inside || line.starts_with("| function | domain | bound |")) && !line.empty();
        if (inside) {
            documented.push_back(line);
        }
    }
    std::ostringstream table;
    table << "| function | domain | bound | largest error seen |\n| --- | --- | --- | --- |\n";
    const auto list = promises();
    REQUIRE(documented.size() == list.size() + 2);
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Promise& promise = list[i];
        table << promise.row() << ' ' << promise.show(promise.part * promise.bound) << " |\n";
        INFO(promise.function << ", " << promise.domain << ": " << promise.part << " of the bound");
        CHECK(promise.part <= 1);
        CHECK(promise.part > 0);  // rows were there
        CHECK(documented[i + 2].starts_with(promise.row()));
    }
    MESSAGE("the accuracy contract\n" << table.str());
}
