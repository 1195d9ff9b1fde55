#include <geodist/shape_pairs.hpp>

#include <vector>

#include "runtime/interrupt.hpp"
#include "shapes/meetings.hpp"

namespace geodist {

namespace {

std::vector<shapes::TwoLocations> find_places(const shapes::PreparedPair& sides,
                                              shapes::PairSearch& search, std::size_t row_a,
                                              std::size_t row_b) {
    std::vector<shapes::TwoLocations> places;
    if (sides.a.is_absent(row_a) || sides.b.is_absent(row_b)) {
        return places;
    }
    if (sides.planar.decides(row_a, row_b)) {
        for (const auto& at : shapes::find_planar_places(sides, search, row_a, row_b)) {
            places.push_back(
                {shapes::locate_planar(sides.a, at.a), shapes::locate_planar(sides.b, at.b)});
        }
        return places;
    }
    for (const shapes::NearestSpots& at : shapes::find_meetings(sides, search, row_a, row_b)) {
        places.push_back(
            {shapes::locate_spot(sides, sides.a, at.a), shapes::locate_spot(sides, sides.b, at.b)});
    }
    return places;
}

}  // namespace

MeetingPlaces intersection_points(const ShapesView& a, const ShapesView& b,
                                  const Ellipsoid& ellipsoid, const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    const std::size_t pairs = shapes::pair_count(sides.a.rows(), sides.b.rows());
    std::vector<std::vector<shapes::TwoLocations>> found(pairs);
    shapes::visit_pairs(
        sides, false, shared,
        [&](shapes::PairSearch& search, std::size_t pair, std::size_t row_a, std::size_t row_b) {
            found[pair] = find_places(sides, search, row_a, row_b);
        });
    MeetingPlaces places;
    places.starts.reserve(pairs + 1);
    places.starts.push_back(0);
    for (const auto& of_pair : found) {
        places.starts.push_back(places.starts.back() + static_cast<std::int64_t>(of_pair.size()));
    }
    const auto all = static_cast<std::size_t>(places.starts.back());
    places.a.resize(all);
    places.b.resize(all);
    const LocationOutput on_a = places.a.output(), on_b = places.b.output();
    std::size_t i = 0;
    for (const auto& of_pair : found) {
        for (const shapes::TwoLocations& at : of_pair) {
            shapes::store(on_a, i, at.a);
            shapes::store(on_b, i++, at.b);
        }
    }
    return places;
}

}  // namespace geodist
