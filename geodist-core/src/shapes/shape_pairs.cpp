#include <geodist/shape_pairs.hpp>

#include <limits>
#include <stdexcept>

#include "runtime/interrupt.hpp"
#include "shapes/pair_measure.hpp"
#include "shapes/point_distances.hpp"
#include "shapes/row_distances.hpp"

namespace geodist {

namespace {

constexpr double everything = std::numeric_limits<double>::infinity();

void measure(const ShapesView& a, const ShapesView& b, bool all, OutColumn out,
             const Ellipsoid& ellipsoid, const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    if (!all && shapes::measure_rows(a, b, out, ellipsoid, shared)) {
        return;
    }
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

// Fills in the places of one pair after the other.
class PlacesOfPairs {
  public:
    PlacesOfPairs(const shapes::PreparedPair& sides, std::size_t pairs, const NearestOutput& out)
        : sides_(sides), out_(out) {
        shapes::check_results(out.distance.size(), pairs);
        shapes::check_results(out.a, pairs);
        shapes::check_results(out.b, pairs);
    }

    void measure_pair(shapes::PairSearch& search, std::size_t pair, std::size_t row_a,
                      std::size_t row_b) const {
        const shapes::NearestOfPair found =
            shapes::measure_pair(sides_, search, row_a, row_b, everything, 0);
        const shapes::TwoLocations at = shapes::locate(sides_, found, row_a, row_b);
        out_.distance[pair] = found.distance();
        shapes::store(out_.a, pair, at.a);
        shapes::store(out_.b, pair, at.b);
    }

  private:
    const shapes::PreparedPair& sides_;
    const NearestOutput& out_;
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

void nearest_points(const ShapesView& a, const ShapesView& b, const NearestOutput& out,
                    const Ellipsoid& ellipsoid, const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    const PlacesOfPairs places(sides, shapes::pair_count(sides.a.rows(), sides.b.rows()), out);
    if (!shapes::locate_points(sides, out, ellipsoid, shared)) {
        shapes::visit_pairs(sides, false, shared,
                            [&](shapes::PairSearch& search, auto... pair_and_rows) {
                                places.measure_pair(search, pair_and_rows...);
                            });
    }
}

void nearest_points(const ShapesView& a, const ShapesView& b, std::span<const std::int64_t> rows_a,
                    std::span<const std::int64_t> rows_b, const NearestOutput& out,
                    const Ellipsoid& ellipsoid, const RunOptions& options) {
    const shapes::RowPairs listed{rows_a, rows_b};
    shapes::check_rows(listed, a, b);
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(a, b, ellipsoid, shared);
    const PlacesOfPairs places(sides, rows_a.size(), out);
    shapes::visit_rows(sides, listed, shared,
                       [&](shapes::PairSearch& search, auto... pair_and_rows) {
                           places.measure_pair(search, pair_and_rows...);
                       });
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
            out[pair] = most >= 0 && shapes::are_within(sides, search, row_a, row_b, most);
        });
}

double touching_distance(const Ellipsoid& ellipsoid) { return shapes::touch(ellipsoid.a()); }

void shapes_intersect(const ShapesView& a, const ShapesView& b, std::span<std::uint8_t> out,
                      const Ellipsoid& ellipsoid, const RunOptions& options) {
    constexpr double nothing = 0;
    shapes_within(a, b, {&nothing, 1}, out, ellipsoid, options);
}

}  // namespace geodist
