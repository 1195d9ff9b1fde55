// Distances between sets against brute force with the matrix of distances: the same bits.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <geodist/error.hpp>
#include <geodist/matrix.hpp>
#include <geodist/set_distance.hpp>

namespace {

struct Pair {
    double distance;
    std::int64_t row_a, row_b;
};

struct Points {
    std::vector<double> lat, lon;

    [[nodiscard]] std::size_t size() const { return lat.size(); }
    [[nodiscard]] geodist::PointColumns columns() const { return {lat, lon}; }
};

// Uniform on the globe; or on a coarse grid, where ties are everywhere.
Points make_points(std::size_t n, bool grid, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<> unit(-1, 1);
    Points points;
    for (std::size_t i = 0; i < n; ++i) {
        const double lat = std::asin(unit(random)) * 57.29577951308232, lon = 180 * unit(random);
        points.lat.push_back(grid ? std::round(lat / 10) * 10 : lat);
        points.lon.push_back(grid ? std::round(lon / 10) * 10 : lon);
    }
    return points;
}

class Matrix {
  public:
    Matrix(const Points& a, const Points& b, const geodist::Ellipsoid& ellipsoid)
        : rows_(a.size()), columns_(b.size()), values_(rows_ * columns_) {
        geodist::cdist(a.lat, a.lon, b.lat, b.lon, values_, ellipsoid);
    }

    [[nodiscard]] double at(std::size_t i, std::size_t j) const {
        return values_[i * columns_ + j];
    }

    // Of the extremes (by `within`) of the rows the extreme by `among`, the first of equal ones.
    template <class Within, class Among>
    [[nodiscard]] Pair find(Within within, Among among) const {
        Pair best{0, -1, -1};
        for (std::size_t i = 0; i < rows_; ++i) {
            std::size_t there = 0;
            for (std::size_t j = 1; j < columns_; ++j) {
                there = within(at(i, j), at(i, there)) ? j : there;
            }
            if (best.row_a < 0 || among(at(i, there), best.distance)) {
                best = {at(i, there), static_cast<std::int64_t>(i),
                        static_cast<std::int64_t>(there)};
            }
        }
        return best;
    }

  private:
    std::size_t rows_, columns_;
    std::vector<double> values_;
};

Pair exchanged(const Pair& pair) { return {pair.distance, pair.row_b, pair.row_a}; }

geodist::Location location(const Points& points, std::int64_t row) {
    const auto at = static_cast<std::size_t>(row);
    return {row, 0, 0, 0, 0, points.lat[at], points.lon[at]};
}

geodist::Witness witness(const Points& a, const Points& b, const Pair& pair) {
    return {pair.distance, location(a, pair.row_a), location(b, pair.row_b)};
}

TEST_CASE("distances between sets are those of the matrix, and so are their witnesses") {
    const auto less = [](double x, double y) { return x < y; };
    const auto more = [](double x, double y) { return x > y; };
    for (const auto& ellipsoid :
         {geodist::wgs84(), geodist::sphere(), geodist::Ellipsoid(6.4e6, -1 / 50.0)}) {
        for (const bool grid : {false, true}) {
            for (const std::size_t n : {1U, 50U, 600U}) {
                const Points a = make_points(n, grid, 1), b = make_points(2 * n, grid, 2);
                const Pair forward = Matrix(a, b, ellipsoid).find(less, more);
                const Pair backward = Matrix(b, a, ellipsoid).find(less, more);
                const auto found = geodist::hausdorff(a.columns(), b.columns(), ellipsoid);
                CHECK(found.forward.witness == witness(a, b, forward));
                CHECK(found.backward.witness == witness(a, b, exchanged(backward)));
                CHECK(found.distance == std::max(forward.distance, backward.distance));
                const auto one = geodist::directed_hausdorff(a.columns(), b.columns(), ellipsoid);
                CHECK(one.witness == witness(a, b, forward));
                const auto mean =
                    geodist::chamfer(a.columns(), b.columns(), geodist::Reduction::mean, ellipsoid);
                CHECK(mean.forward.witness == witness(a, b, forward));
                CHECK(mean.backward.witness == witness(a, b, exchanged(backward)));
                CHECK(mean.forward.value <= forward.distance);
                const auto most =
                    geodist::chamfer(a.columns(), b.columns(), geodist::Reduction::max, ellipsoid);
                CHECK(most.distance == found.distance);

                const Matrix own(a, a, ellipsoid);
                CHECK(geodist::diameter(a.columns(), ellipsoid) ==
                      witness(a, a, own.find(more, more)));
                CHECK(geodist::center(a.columns(), ellipsoid) ==
                      witness(a, a, own.find(more, less)));
                const auto middle = geodist::medoid(a.columns(), ellipsoid);
                for (std::size_t i = 0; i < n; ++i) {
                    double total = 0;
                    for (std::size_t j = 0; j < n; ++j) {
                        total += own.at(i, j);
                    }
                    const bool is_it = middle.location.row == static_cast<std::int64_t>(i);
                    CHECK(middle.total <= total * (1 + 1e-13));
                    CHECK((!is_it || middle.total >= total * (1 - 1e-13)));
                }
            }
        }
    }
}

TEST_CASE("sets without points, boxes, interruption") {
    const Points a = make_points(100, false, 1), empty;
    geodist::SetOptions options;
    CHECK_THROWS_WITH_AS(static_cast<void>(geodist::hausdorff(a.columns(), empty.columns())),
                         "b has no points", geodist::EmptyGeometryError);
    const Points missing{{std::nan("")}, {0}};
    CHECK_THROWS_WITH_AS(static_cast<void>(geodist::diameter(missing.columns())),
                         "the set has no points without NaN", geodist::EmptyGeometryError);
    options.box = geodist::BoundingBox(0, 0, 90, 180);
    const Points south{{-1}, {-1}};
    CHECK_THROWS_WITH_AS(
        static_cast<void>(geodist::chamfer(south.columns(), a.columns(), geodist::Reduction::sum,
                                           geodist::wgs84(), options)),
        "a has no points in the bounding box", geodist::EmptyGeometryError);
    const auto far = geodist::diameter(a.columns(), geodist::wgs84(), options);
    CHECK(a.lat[static_cast<std::size_t>(far.a.row)] >= 0);
    CHECK(a.lon[static_cast<std::size_t>(far.b.row)] >= 0);
    const geodist::PointColumns high(a.lat, a.lon, a.lat);
    CHECK_THROWS_AS(static_cast<void>(geodist::hausdorff(a.columns(), high)),
                    std::invalid_argument);

    const Points many = make_points(200'000, false, 3);
    geodist::SetOptions stop;
    stop.interrupted = [](void*) { return true; };
    stop.interrupt_interval = {};
    CHECK_THROWS_AS(static_cast<void>(
                        geodist::hausdorff(many.columns(), many.columns(), geodist::wgs84(), stop)),
                    geodist::Interrupted);
    CHECK_THROWS_AS(
        static_cast<void>(geodist::chamfer(many.columns(), many.columns(), geodist::Reduction::mean,
                                           geodist::wgs84(), stop)),
        geodist::Interrupted);
    CHECK_THROWS_AS(static_cast<void>(geodist::medoid(a.columns(), geodist::wgs84(), stop)),
                    geodist::Interrupted);
}

// However many jobs a call consists of, its caller is asked by one clock: never before the interval
// has passed.
TEST_CASE("a call has one clock") {
    const Points points = make_points(2000, true, 4);
    int asked = 0;
    geodist::SetOptions options;
    options.interrupted = [](void* count) {
        ++*static_cast<int*>(count);
        return false;
    };
    options.interrupt_data = &asked;
    options.interrupt_interval = {};
    static_cast<void>(geodist::medoid(points.columns(), geodist::wgs84(), options));
    CHECK(asked > 1);
    asked = 0;
    options.interrupt_interval = std::chrono::hours(1);
    static_cast<void>(geodist::medoid(points.columns(), geodist::wgs84(), options));
    static_cast<void>(
        geodist::hausdorff(points.columns(), points.columns(), geodist::wgs84(), options));
    CHECK(asked == 0);
}

}  // namespace
