// The caller's rounding mode reaches no result: all public functions, each mode, the same bits.
#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cfenv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <geodist/geodist.hpp>

namespace {

using geodist::BoundingBox;
using geodist::Ellipsoid;

struct Columns {
    std::vector<double> a, b, c, d, e, h, s;
};

Columns make_columns(std::size_t n) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<> unit(-1, 1);
    Columns columns;
    for (std::size_t i = 0; i < n; ++i) {
        columns.a.push_back(90 * unit(random));
        columns.b.push_back(700 * unit(random));
        columns.c.push_back(90 * unit(random));
        columns.d.push_back(700 * unit(random));
        columns.e.push_back(2 * unit(random));
        columns.h.push_back(1e5 * unit(random));
        columns.s.push_back(2e7 * unit(random));
    }
    return columns;
}

// What the functions return, in one list.
class Results {
  public:
    template <class... Values>
    void add(Values... values) {
        (bits_.push_back(std::bit_cast<std::uint64_t>(static_cast<double>(values))), ...);
    }
    void add_all(const std::vector<double>& values) {
        for (const double value : values) {
            add(value);
        }
    }
    void add_text(std::string_view text) {
        for (const char c : text) {
            add(c);
        }
    }
    void add_box(const BoundingBox& box) {
        add(box.min_lat(), box.min_lon(), box.max_lat(), box.max_lon(), box.is_full_circle(),
            box.crosses_antimeridian());
    }
    void add_pair(const geodist::Witness& pair) {
        add(pair.distance, pair.a.row, pair.a.lat, pair.a.lon, pair.b.row, pair.b.lat, pair.b.lon);
    }
    void add_set(const geodist::SetDistance& found) {
        add(found.distance, found.forward.value, found.backward.value);
        add_pair(found.forward.witness);
        add_pair(found.backward.witness);
    }

    friend bool operator==(const Results&, const Results&) = default;

  private:
    std::vector<std::uint64_t> bits_;
};

void add_ellipsoid(Results& results, const Ellipsoid& e) {
    results.add(e.a(), e.f(), e.b(), e.n(), e.e2(), e.ep2(), e.mean_radius(), e.authalic_radius(),
                e.volumetric_radius(), e.area());
    const Ellipsoid other = Ellipsoid::from_axes(e.a(), 6356789.1);
    results.add(other.f(), other.b());
}

void add_scalars(Results& results, const Columns& x, const Ellipsoid& e) {
    for (std::size_t i = 0; i < 50; ++i) {
        const double a = x.a[i], b = x.b[i], c = x.c[i], d = x.d[i], h = x.h[i];
        results.add(geodist::distance(a, b, c, d, e), geodist::azimuth(a, b, c, d, e));
        const auto inverse = geodist::inverse(a, b, c, d, e);
        results.add(inverse.distance, inverse.azi1, inverse.azi2);
        const auto full = geodist::inverse_full(a, b, c, d, e);
        results.add(full.distance, full.azi1, full.azi2, full.m12, full.M12, full.M21);
        const auto direct = geodist::direct(a, b, d, x.s[i], e);
        results.add(direct.lat2, direct.lon2, direct.azi2);
        const auto middle = geodist::midpoint(a, b, c, d, e);
        const auto between = geodist::interpolate(a, b, c, d, x.e[i], e);
        results.add(middle.lat, middle.lon, between.lat, between.lon);
        for (const auto& point : geodist::waypoints(a, b, c, d, 7, e)) {
            results.add(point.lat, point.lon);
        }
        for (const auto& point : geodist::waypoints_by_spacing(a, b, c, d, 1.1e6, e)) {
            results.add(point.lat, point.lon);
        }
        results.add(geodist::rhumb_distance(a, b, c, d, e));
        const auto rhumb = geodist::rhumb_inverse(a, b, c, d, e);
        const auto end = geodist::rhumb_direct(a, b, d, x.s[i], e);
        results.add(rhumb.distance, rhumb.azi12, end.lat, end.lon);
        const auto space = geodist::to_ecef(a, b, h, e);
        const auto back = geodist::from_ecef(space.x, space.y, space.z, e);
        results.add(space.x, space.y, space.z, back.lat, back.lon, back.h);
        results.add(geodist::chord(a, b, h, c, d, -h, e));
    }
}

void add_places(Results& results, const Columns& x, geodist::Edges edges, const Ellipsoid& e) {
    const std::vector<std::int64_t> rings{0, 3, 9}, parts{0, 2}, rows{0, 1};
    const std::vector<std::uint8_t> kinds{3};
    const std::vector<double> lat(x.a.begin(), x.a.begin() + 9), lon(x.b.begin(), x.b.begin() + 9);
    const geodist::ShapesView shapes{{lat, lon, rings, parts, rows, kinds}, edges, false};
    std::vector<geodist::Place> places(x.c.size());
    geodist::find_places(shapes, {x.c, x.d}, places, e);
    for (const geodist::Place place : places) {
        results.add(static_cast<double>(place));
    }
    if (edges == geodist::Edges::geodesic) {
        for (const auto& crossing : geodist::self_crossings(shapes, e)) {
            results.add(crossing.first.lat, crossing.first.lon, crossing.first.fraction);
        }
    }
}

void add_shapes(Results& results, const Columns& x, const Ellipsoid& e) {
    const std::vector<std::int64_t> offsets{0, 3, 40, 40, static_cast<std::int64_t>(x.a.size())};
    const geodist::LineColumns lines{x.a, x.b, offsets};
    std::vector<double> found(lines.size());
    results.add(e.area());
    for (const auto edges : {geodist::Edges::geodesic, geodist::Edges::planar}) {
        geodist::line_lengths(lines, true, found, edges, e);
        results.add_all(found);
        geodist::ring_areas(lines, found, edges, e);
        results.add_all(found);
        add_places(results, x, edges, e);
    }
}

void add_tracks(Results& results, const geodist::ShapesView& lines, const Ellipsoid& e) {
    geodist::ContinuousOptions wide;
    wide.tolerance = 1e-5;
    geodist::ShapesView first = lines;
    first.rows = first.rows.first(2);
    first.kinds = first.kinds.first(1);
    const auto found = geodist::track_hausdorff(lines, first, e, wide);
    results.add_all(found.lower);
    results.add_all(found.upper);
    results.add_all(found.a.lat);
}

void add_places(Results& results, const Columns& x, const Ellipsoid& e) {
    const std::vector<std::int64_t> rings{0, 5, 9}, parts{0, 1, 2}, rows{0, 1, 2};
    const std::vector<std::uint8_t> kinds(2, 2);  // lines
    for (const auto edges : {geodist::Edges::geodesic, geodist::Edges::planar}) {
        const geodist::ShapesView lines{{x.a, x.b, rings, parts, rows, kinds}, edges, false};
        std::vector<double> one(2), two(2);
        if (edges == geodist::Edges::geodesic) {
            geodist::locate(lines, {x.c.data(), 2}, {x.d.data(), 2}, one, two, e);
            results.add_all(one);
            results.add_all(two);
        }
        geodist::interpolate_along(lines, {x.s.data(), 2}, one, two, e);
        results.add_all(one);
        results.add_all(two);
        if (edges == geodist::Edges::geodesic) {
            add_tracks(results, lines, e);
        }
        const auto fine = geodist::densify(lines, 1.1e6, e);
        results.add_all(fine.lat);
        results.add_all(fine.lon);
        results.add_all(geodist::simplify(lines, 1e6, e).lat);
        results.add_all(geodist::resample(lines, 1e6, e).lat);
    }
}

void add_columns(Results& results, const Columns& x, const Ellipsoid& e) {
    std::vector<double> r1 = x.a, r2 = x.a, r3 = x.a, r4 = x.a, r5 = x.a, r6 = x.a;
    const auto add = [&] {
        for (const auto* column : {&r1, &r2, &r3, &r4, &r5, &r6}) {
            results.add_all(*column);
        }
    };
    geodist::distance(x.a, x.b, x.c, x.d, r1, e);
    geodist::azimuth(x.a, x.b, x.c, x.d, r2, e);
    geodist::inverse(x.a, x.b, x.c, x.d, r3, r4, r5, e);
    add();
    geodist::inverse_full(x.a, x.b, x.c, x.d, r1, r2, r3, r4, r5, r6, e);
    add();
    geodist::direct(x.a, x.b, x.d, x.h, r1, r2, r3, e);
    geodist::interpolate(x.a, x.b, x.c, x.d, x.e, r4, r5, e);
    geodist::rhumb_distance(x.a, x.b, x.c, x.d, r6, e);
    add();
    geodist::rhumb_inverse(x.a, x.b, x.c, x.d, r1, r2, e);
    geodist::rhumb_direct(x.a, x.b, x.d, x.h, r3, r4, e);
    geodist::chord(x.a, x.b, x.h, x.c, x.d, x.h, r5, e);
    add();
    geodist::to_ecef(x.a, x.b, x.h, r1, r2, r3, e);
    geodist::from_ecef(r1, r2, r3, r4, r5, r6, e);
    add();
    std::vector<double> matrix(x.a.size() * x.a.size()), pairs(geodist::pair_count(x.a.size()));
    geodist::cdist(x.a, x.b, x.c, x.d, matrix, e);
    geodist::pdist(x.a, x.b, pairs, e);
    results.add_all(matrix);
    results.add_all(pairs);
    const auto lines = geodist::waypoints({x.a, x.b}, {x.c, x.d}, 7, e);
    results.add_all(lines.lat);
    results.add_all(lines.lon);
    const auto spaced = geodist::waypoints_by_spacing({x.a, x.b}, {x.c, x.d}, 1.1e6, e);
    results.add_all(spaced.lat);
    results.add_all({spaced.starts.begin(), spaced.starts.end()});
    const geodist::PreparedPoints prepared(x.a, x.b, e);
    prepared.distances(x.c[0], x.d[0], r1);
    results.add_all(r1);
}

void add_boxes(Results& results, const Columns& x) {
    const auto around = BoundingBox::around({x.a.data(), 5}, {x.b.data(), 5});
    results.add_box(around);
    const BoundingBox fixed(-10.1, 170.3, 20.7, -170.9);
    results.add_box(fixed.united(around));
    results.add_box(BoundingBox(-1, -180, 1, std::nextafter(180.0, 0.0)));
    for (std::size_t i = 0; i < x.a.size(); ++i) {
        results.add(fixed.contains(x.a[i], x.b[i]));
    }
    results.add(fixed.contains(around), fixed.intersects(around));
}

void add_index(Results& results, const Columns& x, const Ellipsoid& e, bool in_space) {
    const auto columns = [&](const std::vector<double>& lat, const std::vector<double>& lon) {
        return in_space ? geodist::PointColumns(lat, lon, x.h) : geodist::PointColumns(lat, lon);
    };
    const auto a = columns(x.a, x.b), b = columns(x.c, x.d);
    const geodist::PointIndex index(a, e);
    for (const std::byte byte : index.bytes()) {
        results.add(static_cast<int>(byte));
    }
    const std::size_t n = x.a.size();
    std::vector<double> distances(3 * n);
    std::vector<std::int64_t> rows(3 * n), counts(n);
    const double radius = 1.5e6;
    index.query(b, 3, distances, rows);
    results.add_all(distances);
    index.count_radius(b, {&radius, 1}, counts);
    results.add_all({counts.begin(), counts.end()});
    results.add_all(index.query_radius(b, {&radius, 1}).distances);
    results.add_all(index.query_pairs(radius).distances);
    distances.resize(n);
    rows.resize(n);
    index.farthest(b, distances, rows);
    results.add_all(distances);
    results.add_set(geodist::hausdorff(a, b, e));
    results.add_pair(geodist::directed_hausdorff(a, b, e).witness);
    for (const auto reduction :
         {geodist::Reduction::mean, geodist::Reduction::sum, geodist::Reduction::max}) {
        results.add_set(geodist::chamfer(a, b, reduction, e));
    }
    results.add_pair(geodist::diameter(a, e));
    results.add_pair(geodist::center(a, e));
    const auto medoid = geodist::medoid(a, e);
    results.add(medoid.total, medoid.location.row);
}

// More than a thread remembers: each is made ready anew.
const std::vector<Ellipsoid>& all_ellipsoids() {
    static const std::vector<Ellipsoid> ellipsoids = [] {
        std::vector<Ellipsoid> made;
        for (int k = 0; k < 6; ++k) {
            made.emplace_back(6378137.3 + k, 1 / (297.3 + k));
        }
        return made;
    }();
    return ellipsoids;
}

void add_texts(Results& results) {
    const std::string_view texts = "40d38'24.1\"N73d46'48.3";
    const std::int64_t offsets[] = {0, 12, static_cast<std::int64_t>(texts.size())};
    std::vector<double> values(2);
    geodist::read_cells({texts, offsets}, geodist::CellKind::latitude, '.', values);
    results.add_all(values);
    results.add(geodist::read_angle("33 56 46.7 S").degrees);
    for (const std::string_view number :
         {"0.1", "-2.675", "123456789.123456789", "1e-7", "3.14159265358979323846", "1e23"}) {
        results.add(geodist::read_number(number).value());
    }
    for (const std::string_view text : {"+40.6413-073.7781/", "POINT (20.1 10.7)", "40.3N, 7.3W"}) {
        const geodist::PointText point = geodist::read_point(text, geodist::PointOrder::lat_lon);
        results.add(point.lat, point.lon);
    }
    constexpr std::string_view degrees = "1012", minutes = "5.47.3";
    const std::int64_t degree_offsets[] = {0, 2, 4}, minute_offsets[] = {0, 3, 6};
    const geodist::TextColumn parts[] = {{degrees, degree_offsets}, {minutes, minute_offsets}};
    geodist::read_split_cells(parts, false, geodist::CellKind::latitude, '.', values);
    results.add_all(values);
    const std::vector<double> numbers{2.675, -0.1, 1e-7, 1234567.8915};
    const std::array<geodist::NewColumn, 2> columns{std::span<const double>(numbers),
                                                    std::span<const double>(numbers)};
    const std::array<std::optional<int>, 2> decimals{2, std::nullopt};
    const std::array<std::string, 2> names{"a", "b"};
    geodist::NewRows rows{};
    rows.columns = columns;
    rows.decimals = decimals;
    results.add_text(geodist::write_cells(rows, ',', false));
    results.add_text(geodist::write_members(rows, std::nullopt, names, ""));
}

void add_geometries(Results& results) {
    const std::string_view text =
        R"({"type":"LineString","coordinates":[[0.1,-2.675],[3.14159265358979323846,1e-7]]})";
    const std::int64_t begin = 0, end = static_cast<std::int64_t>(text.size());
    const geodist::GeometryCells cells{{text.data(), text.size()}, {&begin, 1}, {&end, 1}};
    const geodist::GeometryColumn wkb = geodist::wkb_from_geojson(cells);
    results.add_text({wkb.data.data(), wkb.data.size()});
    const std::int64_t wkb_end = wkb.offsets.at(1);
    const auto back = geodist::geojson_from_wkb({wkb.data, {&begin, 1}, {&wkb_end, 1}});
    results.add_text({back.data.data(), back.data.size()});
    const geodist::ShapeTable table = geodist::shapes_from_geojson(cells);
    results.add_all(table.lat);
    results.add_all(table.lon);
    const std::uint8_t kind = static_cast<std::uint8_t>(table.states.at(0).kind);
    const auto shape = geodist::wkb_from_shapes(
        {table.lat, table.lon, table.rings, table.parts, table.rows, {&kind, 1}});
    results.add_text({shape.data.data(), shape.data.size()});
}

Results everything(const Columns& columns) {
    Results results;
    add_texts(results);
    add_geometries(results);
    for (const Ellipsoid& ellipsoid : all_ellipsoids()) {
        add_ellipsoid(results, ellipsoid);
        add_scalars(results, columns, ellipsoid);
        add_columns(results, columns, ellipsoid);
        add_shapes(results, columns, ellipsoid);
        add_places(results, columns, ellipsoid);
        add_index(results, columns, ellipsoid, false);
        add_index(results, columns, ellipsoid, true);
    }
    add_ellipsoid(results, geodist::wgs84());
    add_boxes(results, columns);
    return results;
}

TEST_CASE("no result depends on the caller's rounding mode") {
    const Columns columns = make_columns(200);
    const Results expected = everything(columns);
    for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
        REQUIRE(std::fesetround(mode) == 0);
        const Results found = everything(columns);
        const int after = std::fegetround();
        REQUIRE(std::fesetround(FE_TONEAREST) == 0);
        CHECK(after == mode);
        CHECK((found == expected));
    }
}

TEST_CASE("an empty call in another rounding mode leaves nothing to later calls") {
    const Columns columns = make_columns(200);
    // Not in use elsewhere, so that this call is the first to make it ready.
    const Ellipsoid ellipsoid(6378249.145, 1 / 293.465);
    const auto measure = [&] {
        std::vector<double> found(columns.a.size());
        geodist::distance(columns.a, columns.b, columns.c, columns.d, found, ellipsoid);
        return found;
    };
    std::vector<double> expected;
    // What is made ready is kept for each thread.
    std::thread([&] { expected = measure(); }).join();
    REQUIRE(std::fesetround(FE_UPWARD) == 0);
    const auto lines = geodist::waypoints({}, {}, 5, ellipsoid);
    REQUIRE(std::fesetround(FE_TONEAREST) == 0);
    CHECK(lines.lat.empty());
    CHECK((measure() == expected));
}

}  // namespace
