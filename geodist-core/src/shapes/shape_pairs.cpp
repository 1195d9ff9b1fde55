#include <geodist/shape_pairs.hpp>

#include <limits>
#include <stdexcept>
#include <utility>

#include "runtime/interrupt.hpp"
#include "shapes/pair_measure.hpp"
#include "shapes/point_distances.hpp"

namespace geodist {

namespace {

constexpr double everything = std::numeric_limits<double>::infinity();

void measure(const ShapesView& a, const ShapesView& b, bool all, OutColumn out,
             const Ellipsoid& ellipsoid, const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    shapes::check_results(out.size(), all ? sides.a.rows() * sides.b.rows()
                                          : shapes::pair_count(sides.a.rows(), sides.b.rows()));
    if (!all && shapes::measure_points(sides, out, ellipsoid, shared)) {
        return;
    }
    shapes::visit_pairs(
        sides, all, shared,
        [&](shapes::PairSearch& search, std::size_t pair, std::size_t row_a, std::size_t row_b) {
            out[pair] = shapes::measure_pair(sides, search, row_a, row_b, everything, 0).distance();
        });
}

// Room for the places of so many pairs, and what fills it.
class FoundPlaces {
  public:
    FoundPlaces(const shapes::PreparedPair& sides, std::size_t pairs) : sides_(sides) {
        places.distance.resize(pairs);
        shapes::resize(places.a, pairs);
        shapes::resize(places.b, pairs);
    }

    void measure_pair(shapes::PairSearch& search, std::size_t pair, std::size_t row_a,
                      std::size_t row_b) {
        const shapes::NearestOfPair found =
            shapes::measure_pair(sides_, search, row_a, row_b, everything, 0);
        const shapes::TwoLocations at = shapes::locate(sides_, found, row_a, row_b);
        places.distance[pair] = found.distance();
        shapes::store(places.a, pair, at.a);
        shapes::store(places.b, pair, at.b);
    }

    NearestPlaces places;

  private:
    const shapes::PreparedPair& sides_;
};

}  // namespace

ShapesView points_view(Column lat, Column lon) {
    ShapesView view;
    view.lat = lat;
    view.lon = lon;
    return view;
}

void shape_distances(const ShapesView& a, const ShapesView& b, OutColumn out,
                     const Ellipsoid& ellipsoid, const RunOptions& options) {
    measure(a, b, false, out, ellipsoid, options);
}

void shape_matrix(const ShapesView& a, const ShapesView& b, OutColumn out,
                  const Ellipsoid& ellipsoid, const RunOptions& options) {
    measure(a, b, true, out, ellipsoid, options);
}

NearestPlaces nearest_points(const ShapesView& a, const ShapesView& b, const Ellipsoid& ellipsoid,
                             const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    FoundPlaces found(sides, shapes::pair_count(sides.a.rows(), sides.b.rows()));
    if (!shapes::locate_points(sides, found.places, shared)) {
        shapes::visit_pairs(sides, false, shared,
                            [&](shapes::PairSearch& search, auto... pair_and_rows) {
                                found.measure_pair(search, pair_and_rows...);
                            });
    }
    return std::move(found.places);
}

NearestPlaces nearest_points(const ShapesView& a, const ShapesView& b,
                             std::span<const std::int64_t> rows_a,
                             std::span<const std::int64_t> rows_b, const Ellipsoid& ellipsoid,
                             const RunOptions& options) {
    const shapes::RowPairs listed{rows_a, rows_b};
    shapes::check_rows(listed, a, b);
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    FoundPlaces found(sides, rows_a.size());
    shapes::visit_rows(sides, listed, shared,
                       [&](shapes::PairSearch& search, auto... pair_and_rows) {
                           found.measure_pair(search, pair_and_rows...);
                       });
    return std::move(found.places);
}

void shapes_within(const ShapesView& a, const ShapesView& b, Column distance,
                   std::span<std::uint8_t> out, const Ellipsoid& ellipsoid,
                   const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    const std::size_t pairs = shapes::pair_count(sides.a.rows(), sides.b.rows());
    shapes::check_results(out.size(), pairs);
    if (distance.size() != 1 && distance.size() != pairs) {
        throw std::invalid_argument("there must be one distance, or one for each pair");
    }
    shapes::visit_pairs(
        sides, false, shared,
        [&](shapes::PairSearch& search, std::size_t pair, std::size_t row_a, std::size_t row_b) {
            const double most = distance[distance.size() == 1 ? 0 : pair];
            out[pair] =
                most >= 0 &&
                shapes::measure_pair(sides, search, row_a, row_b, most, most).distance() <= most;
        });
}

double touching_distance(const Ellipsoid& ellipsoid) { return shapes::touch(ellipsoid.a()); }

void shapes_intersect(const ShapesView& a, const ShapesView& b, std::span<std::uint8_t> out,
                      const Ellipsoid& ellipsoid, const RunOptions& options) {
    const double touching = touching_distance(ellipsoid);
    shapes_within(a, b, {&touching, 1}, out, ellipsoid, options);
}

}  // namespace geodist
