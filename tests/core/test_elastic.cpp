// Tracks matched vertex by vertex: the kernels of every instruction set, against plain programmes.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <random>
#include <vector>

#include <geodist/geodist.hpp>
#include "contract.hpp"
#include "geodesy/prepared_ellipsoid.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/elastic_table.hpp"
#include "tracks/aligned_columns.hpp"
#include "tracks/alignment.hpp"
#include "tracks/track_column.hpp"

namespace {

using geodist::kernels::KernelTable;
using geodist::kernels::NearCost;
using geodist::kernels::VertexColumns;
using geodist::kernels::Warp;
using geodist::kernels::WarpRule;
using geodist::tracks::AlignedColumns;

constexpr double infinity = std::numeric_limits<double>::infinity();

// A track in the caller's memory.
struct Track {
    std::vector<double> lat, lon;
    std::vector<std::int64_t> rings, one{0, 1};
    std::vector<std::uint8_t> kinds{static_cast<std::uint8_t>(geodist::GeometryKind::line_string)};

    [[nodiscard]] geodist::ShapesView view() {
        rings = {0, static_cast<std::int64_t>(lat.size())};
        return {{lat, lon, rings, one, one, kinds}};
    }
};

Track wander(unsigned seed, std::size_t n, double step) {
    std::mt19937_64 random(seed);
    std::normal_distribution<> normal(0, step);
    Track track;
    double lat = 50, lon = 5;
    for (std::size_t i = 0; i < n; ++i) {
        lat += normal(random);
        lon += normal(random);
        track.lat.push_back(lat);
        track.lon.push_back(lon);
    }
    return track;
}

std::vector<const KernelTable*> tables() {
    std::vector<const KernelTable*> found;
    for (const KernelTable* table : geodist::kernels::compiled_kernels()) {
        if (geodist::kernels::can_run(table->name)) {
            found.push_back(table);
        }
    }
    return found;
}

struct Columns {
    Columns(Track& track, const geodist::geodesy::PreparedEllipsoid& e)
        : size(track.lat.size()), column(track.view(), "a", e) {}

    std::size_t size;
    geodist::tracks::TrackColumn column;
};

// Which ends of b are open, of `sum`.
struct Ends {
    bool open_begin = false, open_end = false;
};

// Cells of the plain programme of a rule.
double plain(const std::vector<std::vector<double>>& cells, WarpRule rule, double eps,
             std::ptrdiff_t window, const Ends& ends = {}) {
    const std::size_t n = cells.size(), m = cells[0].size();
    std::vector<std::vector<double>> value(n + 1, std::vector<double>(m + 1, infinity));
    value[0][0] = 0;
    const bool borders = rule == WarpRule::edit || rule == WarpRule::common;
    const double each = rule == WarpRule::edit ? 1 : 0;
    for (std::size_t i = 1; borders && i <= n; ++i) {
        value[i][0] = each * static_cast<double>(i);
    }
    for (std::size_t j = 1; borders && j <= m; ++j) {
        value[0][j] = each * static_cast<double>(j);
    }
    if (ends.open_begin) {
        std::ranges::fill(value[0], 0.0);
    }
    for (std::size_t i = 1; i <= n; ++i) {
        for (std::size_t j = 1; j <= m; ++j) {
            const double cell = cells[i - 1][j - 1];
            const double up = value[i - 1][j], left = value[i][j - 1], both = value[i - 1][j - 1];
            const double least = std::min({up, left, both});
            const auto difference = static_cast<std::ptrdiff_t>(i) - static_cast<std::ptrdiff_t>(j);
            double& to = value[i][j];
            if (rule == WarpRule::sum && std::abs(difference) > window) {
                continue;
            }
            to = rule == WarpRule::sum       ? least + cell
                 : rule == WarpRule::maximum ? std::max(least, cell)
                 : rule == WarpRule::edit
                     ? std::min(both + (cell <= eps ? 0 : 1), std::min(up, left) + 1)
                     : (cell <= eps ? both - 1 : std::min(up, left));
        }
    }
    return ends.open_end ? *std::min_element(value[n].begin() + 1, value[n].end()) : value[n][m];
}

struct Run {
    double value;
    bool abandoned;
};

Run run(const KernelTable& table, NearCost cost, WarpRule rule, const Columns& a, const Columns& b,
        double limit, double eps, std::ptrdiff_t window, std::ptrdiff_t at_once,
        const geodist::geodesy::PreparedEllipsoid& e, const Ends& ends = {}) {
    AlignedColumns rows;
    rows.resize(2, 1, b.size + 1 + geodist::kernels::warp_padding);
    Warp warp{};
    warp.a = a.column.vertices(0);
    warp.b = b.column.vertices(0);
    warp.n = static_cast<std::ptrdiff_t>(a.size);
    warp.m = static_cast<std::ptrdiff_t>(b.size);
    warp.window = window;
    const bool squared = cost == NearCost::quick;
    warp.limit = squared && rule == WarpRule::maximum ? limit * limit : limit;
    warp.eps = squared ? eps * eps : eps;
    const bool borders = rule == WarpRule::edit || rule == WarpRule::common;
    const double each = rule == WarpRule::edit ? 1 : 0;
    std::vector<double> before(a.size + 1);
    for (std::size_t k = 0; k <= a.size; ++k) {
        before[k] = each * static_cast<double>(k);
    }
    warp.before_a = before.data();
    warp.row[0] = rows.column(0) - 1;
    warp.row[1] = rows.column(1) - 1;
    for (std::size_t k = 0; k <= b.size; ++k) {
        warp.row[0][k] = each * static_cast<double>(k);
    }
    warp.first = -1;
    warp.last = borders || ends.open_begin ? warp.m - 1 : -1;
    warp.open_end = ends.open_end;
    const auto advance = table.elastic.programmes[static_cast<std::size_t>(cost)]
                             .advance[static_cast<std::size_t>(rule)];
    while (warp.i < warp.n && !warp.abandoned) {
        advance(warp, at_once, e.near);
    }
    const double value = squared && rule == WarpRule::maximum ? std::sqrt(warp.value) : warp.value;
    return {value, warp.abandoned};
}

TEST_CASE("elastic: programmes by strips are those by rows, on every instruction set") {
    const auto e = geodist::geodesy::prepare_ellipsoid(6378137, 1 / 298.257223563);
    for (const KernelTable* table : tables()) {
        CAPTURE(table->name);
        for (const auto& [n, m] : {std::pair<std::size_t, std::size_t>{1, 1},
                                   {1, 9},
                                   {9, 1},
                                   {2, 3},
                                   {8, 8},
                                   {16, 5},
                                   {17, 31},
                                   {40, 25},
                                   {33, 70}}) {
            Track first = wander(1, n, 1e-3), second = wander(2, m, 1e-3);
            const Columns a(first, e), b(second, e);
            for (const NearCost cost : {NearCost::quick, NearCost::full}) {
                std::vector<std::vector<double>> cells(n, std::vector<double>(m));
                double largest = 0;
                for (std::size_t i = 0; i < n; ++i) {
                    table->elastic.costs[static_cast<std::size_t>(cost)](
                        a.column.vertices(0).from(i), b.column.vertices(0), cells[i].data(), m,
                        e.near);
                    for (const double cell : cells[i]) {
                        largest = std::max(largest, cell);
                    }
                }
                const double eps = largest / 3;
                for (const WarpRule rule :
                     {WarpRule::sum, WarpRule::maximum, WarpRule::edit, WarpRule::common}) {
                    for (const std::ptrdiff_t at_once : {std::ptrdiff_t{1}, std::ptrdiff_t{1000}}) {
                        const Run whole =
                            run(*table, cost, rule, a, b, infinity, eps, 1000, at_once, e);
                        const double expected = plain(cells, rule, eps, 1000);
                        CHECK(!whole.abandoned);
                        CHECK(whole.value == expected);
                        if (rule != WarpRule::sum && rule != WarpRule::maximum) {
                            continue;
                        }
                        // the least limit that keeps it, and one below
                        const double above = expected * (1 + 1e-15);
                        CHECK(run(*table, cost, rule, a, b, above, eps, 1000, at_once, e).value ==
                              expected);
                        CHECK(run(*table, cost, rule, a, b, expected * (1 - 1e-12), eps, 1000,
                                  at_once, e)
                                  .abandoned);
                    }
                }
                for (const std::ptrdiff_t window : {0, 1, 6, 14, 15, 40}) {
                    const Run banded =
                        run(*table, cost, WarpRule::sum, a, b, infinity, eps, window, 7, e);
                    const double expected = plain(cells, WarpRule::sum, eps, window);
                    CHECK((banded.abandoned ? infinity : banded.value) == expected);
                    for (const Ends& ends :
                         {Ends{true, false}, Ends{false, true}, Ends{true, true}}) {
                        const Run open = run(*table, cost, WarpRule::sum, a, b, infinity, eps,
                                             window, 7, e, ends);
                        CHECK((open.abandoned ? infinity : open.value) ==
                              plain(cells, WarpRule::sum, eps, window, ends));
                    }
                }
                for (const Ends& ends : {Ends{true, false}, Ends{false, true}, Ends{true, true}}) {
                    const double expected = plain(cells, WarpRule::sum, eps, 1000, ends);
                    for (const double limit : {infinity, expected}) {
                        CHECK(run(*table, cost, WarpRule::sum, a, b, limit, eps, 1000, 7, e, ends)
                                  .value == expected);
                    }
                    CHECK(run(*table, cost, WarpRule::sum, a, b, expected * (1 - 1e-12), eps, 1000,
                              7, e, ends)
                              .abandoned);
                }
            }
        }
    }
}

TEST_CASE("elastic: alignments in parts are as good as those in one") {
    const auto e = geodist::geodesy::prepare_ellipsoid(6378137, 1 / 298.257223563);
    Track first = wander(3, 70, 1e-3), second = wander(4, 55, 1e-3);
    const geodist::tracks::TrackColumn a(first.view(), "a", e), b(second.view(), "b", e);
    geodist::tracks::PairCosts costs(a, b, e);
    costs.set(0, 0, geodist::tracks::Reach::quick);
    const auto cell = [&](std::int64_t i, std::int64_t j) {
        double found = 0;
        costs.row(static_cast<std::size_t>(i), static_cast<std::size_t>(j), 1, &found);
        return found;
    };
    for (const WarpRule rule :
         {WarpRule::sum, WarpRule::maximum, WarpRule::edit, WarpRule::common}) {
        geodist::tracks::WarpTerms terms;
        terms.rule = rule;
        terms.eps = 700;
        geodist::tracks::RowProgramme programme(costs, terms, 1000);
        double expected = -1;
        for (const std::size_t keep : {std::size_t{100'000}, std::size_t{600}, std::size_t{1}}) {
            std::vector<std::int64_t> i, j;
            REQUIRE(geodist::tracks::align(programme, terms, 70, 55, infinity, i, j, keep));
            double cost = 0, matched = 0;
            for (std::size_t k = 0; k < i.size(); ++k) {
                const double here = cell(i[k], j[k]);
                matched += here <= 700 ? 1 : 0;
                cost = rule == WarpRule::maximum ? std::max(cost, here) : cost + here;
            }
            const auto steps = static_cast<double>(i.size());
            const double value = rule == WarpRule::edit     ? 70 + 55 - steps - matched
                                 : rule == WarpRule::common ? steps
                                                            : cost;
            if (expected < 0) {
                expected = value;
            }
            CHECK(value == doctest::Approx(expected).epsilon(1e-13));
        }
    }
}

TEST_CASE("elastic: an index finds the least of the matrix") {
    using geodist::TrackMetric;
    constexpr std::size_t rows = 60, k = 4;
    Track all = wander(9, rows * 20, 1e-3), few = wander(10, 2 * 20, 1e-3);
    std::vector<std::int64_t> rings, ones;
    for (std::size_t row = 0; row <= rows; ++row) {
        rings.push_back(static_cast<std::int64_t>(20 * row));
        ones.push_back(static_cast<std::int64_t>(row));
    }
    const std::vector<std::uint8_t> kinds(rows, few.kinds[0]);
    const geodist::ShapesView set{{all.lat, all.lon, rings, ones, ones, kinds}};
    const std::span<const std::int64_t> three(ones.data(), 3);
    const geodist::ShapesView asked{
        {few.lat, few.lon, {rings.data(), 3}, three, three, {kinds.data(), 2}}};
    const geodist::TrackIndex index(set);
    CHECK(index.size() == rows);
    CHECK(index.nbytes() > rows * 20 * 32);
    const auto path = std::filesystem::temp_directory_path() / "geodist-tracks.gdx";
    index.save(path, "a note");
    const geodist::TrackIndex opened = geodist::TrackIndex::load(path, {.map = false});
    std::filesystem::remove(path);
    CHECK(opened.size() == rows);
    CHECK(opened.note() == "a note");
    CHECK(std::ranges::equal(opened.tracks().lat, all.lat));
    CHECK(std::ranges::equal(opened.tracks().rings, rings));
    for (const TrackMetric metric :
         {TrackMetric::discrete_frechet, TrackMetric::dtw, TrackMetric::edr, TrackMetric::lcss,
          TrackMetric::erp, TrackMetric::sspd, TrackMetric::chamfer}) {
        const geodist::TrackMeasure measure{
            .metric = metric, .eps = 500, .gap_lat = 50, .gap_lon = 5};
        std::vector<double> matrix(2 * rows);
        geodist::track_matrix(asked, set, measure, matrix);
        const auto found = index.query(asked, measure, k);
        CHECK(opened.query(asked, measure, k).rows == found.rows);
        CHECK(opened.query(asked, measure, k).distances == found.distances);
        for (std::size_t query = 0; query < 2; ++query) {
            const std::span<double> row(matrix.data() + query * rows, rows);
            std::ranges::sort(row);
            for (std::size_t place = 0; place < k; ++place) {
                CHECK(found.distances[query * k + place] == row[place]);
            }
        }
    }
}

TEST_CASE("elastic: rows that are no tracks") {
    Track good = wander(5, 3, 1e-3), empty;
    double out = 0;
    CHECK_THROWS_AS(geodist::track_distances(good.view(), empty.view(), {}, {&out, 1}),
                    geodist::EmptyGeometryError);
    Track polygon = wander(6, 4, 1e-3);
    polygon.kinds = {static_cast<std::uint8_t>(geodist::GeometryKind::polygon)};
    CHECK_THROWS_AS(geodist::track_distances(polygon.view(), good.view(), {}, {&out, 1}),
                    geodist::InvalidGeometryError);
    CHECK_THROWS_AS((void)geodist::align_tracks(good.view(), good.view(),
                                                {.metric = geodist::TrackMetric::sspd}),
                    std::invalid_argument);
    CHECK_THROWS_AS(geodist::track_distances(good.view(), good.view(), {}, {&out, 0}),
                    std::invalid_argument);
}

TEST_CASE("elastic: a call can be interrupted") {
    Track first = wander(7, 3000, 1e-4), second = wander(8, 3000, 1e-4);
    double out = 0;
    int asked = 0;
    geodist::RunOptions options;
    options.threads = 1;
    options.interrupt_interval = {};
    options.interrupt_data = &asked;
    options.interrupted = [](void* count) { return ++*static_cast<int*>(count) > 3; };
    CHECK_THROWS_AS(geodist::track_distances(first.view(), second.view(), {}, {&out, 1},
                                             geodist::wgs84(), options),
                    geodist::Interrupted);
    CHECK(asked <= 6);
}

}  // namespace
