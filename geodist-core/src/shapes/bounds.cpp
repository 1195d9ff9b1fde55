#include <geodist/geodesic.hpp>
#include <geodist/interiors.hpp>
#include <geodist/shape_bounds.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <numbers>
#include <span>
#include <stdexcept>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "batch/ragged_job.hpp"
#include "shapes/interior.hpp"
#include "shapes/runs.hpp"

namespace geodist {

namespace {

// Longitudes from one eastwards to another, each in [-180, 180).
struct Meridians {
    double west, width;  // degrees
    double east;
};

double in_turn(double lon) {
    const double reduced = std::remainder(lon, 360.0);
    return reduced == 180 ? -180 : reduced;
}

// What the edges of a row span.
class RowBox {
  public:
    void restart() {
        south_ = std::numeric_limits<double>::infinity();
        north_ = -south_;
        all_round_ = is_wide_ = at_north_ = at_south_ = false;
        arcs_.clear();
    }
    void add_latitude(double lat) {
        south_ = std::min(south_, lat);
        north_ = std::max(north_, lat);
    }
    // A pole that edges go through.
    void add_pole(bool is_north) {
        add_latitude(is_north ? 90 : -90);
        (is_north ? at_north_ : at_south_) = true;
        is_wide_ = true;
    }
    // A pole that polygons cover: if it is inside, so is all around it.
    void add_pole(bool is_north, Place place) {
        if (place != Place::outside) {
            add_latitude(is_north ? 90 : -90);
            all_round_ |= place == Place::inside;
        }
    }
    [[nodiscard]] bool is_wide() const { return is_wide_ || all_round_; }
    // Between polygons' edges from pole to pole there may be all of a lune, which has no other.
    [[nodiscard]] bool may_have_lunes() const {
        return at_north_ && at_south_ && !all_round_ && !arcs_.empty();
    }
    // `is_inside`: whether all points of a longitude are, if no edge is there.
    template <class IsInside>
    void add_lunes(IsInside is_inside) {
        std::vector<Meridians> lunes;
        bool is_open = false;
        for_each_gap([&](const Meridians& gap) {
            if (is_inside(in_turn(gap.west + gap.width / 2))) {
                lunes.push_back(gap);
            } else {
                is_open = true;
            }
        });
        arcs_.insert(arcs_.end(), lunes.begin(), lunes.end());
        all_round_ = !is_open;
    }
    void go_round() { all_round_ = true; }
    void add_arc(double west, double east, double width) {
        arcs_.push_back({in_turn(west), width, in_turn(east)});
        all_round_ |= width >= 360;
        is_wide_ |= width > 170;
    }
    void add_polar_meridian(double lon) { pole_ = in_turn(lon); }

    void write(std::size_t row, const BoxColumns& out) {
        out.min_lat[row] = south_;
        out.max_lat[row] = north_;
        if (!all_round_ && arcs_.empty()) {
            arcs_.push_back({pole_, 0, pole_});
        }
        double west = -180, east = 180;
        if (!all_round_) {
            shortest(west, east);
        }
        out.min_lon[row] = west;
        // The antimeridian has two names: a box ends at 180, unless it is that meridian alone.
        out.max_lon[row] = east == -180 && west != -180 ? 180 : east;
    }

  private:
    // Between arcs, eastwards from the westernmost; that at the antimeridian comes last.
    template <class F>
    void for_each_gap(F f) {
        std::ranges::sort(arcs_, {}, &Meridians::west);
        // How far arcs reach eastwards, over the antimeridian too, and the longitude there by its
        // own name.
        const double first = arcs_.front().west;
        double reach = first, end = first;
        const auto go_to = [&](double east, const Meridians& arc) {
            if (east >= reach) {
                reach = east;
                end = arc.east;
            }
        };
        for (const Meridians& arc : arcs_) {
            go_to(arc.west + arc.width - 360, arc);
        }
        for (const Meridians& arc : arcs_) {
            if (arc.west > reach) {
                f(Meridians{end, arc.west - reach, arc.west});
            }
            go_to(arc.west + arc.width, arc);
        }
        if (first + 360 > reach) {
            f(Meridians{end, first + 360 - reach, first});
        }
    }

    // The range that leaves out the widest gap between arcs; of equal ones that at the
    // antimeridian.
    void shortest(double& west, double& east) {
        double widest = 0;
        for_each_gap([&](const Meridians& gap) {
            const bool is_last = gap.east == arcs_.front().west;
            if (gap.width > widest || (is_last && gap.width == widest)) {
                widest = gap.width;
                west = gap.east;
                east = gap.west;
            }
        });
    }

    double south_ = 0, north_ = 0, pole_ = 0;
    bool all_round_ = false, is_wide_ = false, at_north_ = false, at_south_ = false;
    std::vector<Meridians> arcs_;
};

// A walk along the vertices of a run, whose longitudes are counted on from the first.
class Walk {
  public:
    explicit Walk(RowBox& box) : box_(box) {}

    void begin(double lon) {
        west_ = east_ = lon;
        here_ = least_ = most_ = 0;
        is_open_ = true;
    }
    // To a vertex, so many degrees further east.
    void go(double lon, double degrees) {
        here_ += degrees;
        if (here_ < least_) {
            least_ = here_;
            west_ = lon;
        }
        if (here_ > most_) {
            most_ = here_;
            east_ = lon;
        }
    }
    void end() {
        if (is_open_) {
            box_.add_arc(west_, east_, most_ - least_);
        }
        is_open_ = false;
    }
    [[nodiscard]] bool is_open() const { return is_open_; }
    [[nodiscard]] double here() const { return here_; }

  private:
    RowBox& box_;
    double west_ = 0, east_ = 0, here_ = 0, least_ = 0, most_ = 0;
    bool is_open_ = false;
};

class Bounds {
  public:
    Bounds(const ShapesView& shapes, const Ellipsoid& ellipsoid, RowBox& box)
        : shapes_(shapes), ellipsoid_(ellipsoid), box_(box) {}

    void add(const shapes::Run& run) {
        for (std::size_t i = run.first; i < run.last; ++i) {
            box_.add_latitude(shapes_.lat[i]);
        }
        Walk walk(box_);
        bool is_whole = true;
        start(walk, run.first);
        for (std::size_t i = run.first; i < run.first + run.edges(); ++i) {
            const std::size_t next = run.end_of(i);
            is_whole &=
                shapes_.edges == Edges::planar ? go_straight(walk, i, next) : go(walk, i, next);
        }
        const bool closed = run.is_closed || run.edges() > 2;
        if (closed && is_whole && walk.is_open() && std::abs(walk.here()) > 180 &&
            shapes_.edges == Edges::geodesic && ends_where_it_began(run)) {
            box_.go_round();
        }
        walk.end();
    }

  private:
    [[nodiscard]] bool is_pole(std::size_t i) const { return std::abs(shapes_.lat[i]) == 90; }

    [[nodiscard]] bool ends_where_it_began(const shapes::Run& run) const {
        return run.is_closed ||
               (shapes_.lat[run.first] == shapes_.lat[run.last - 1] &&
                in_turn(shapes_.lon[run.first]) == in_turn(shapes_.lon[run.last - 1]));
    }

    void start(Walk& walk, std::size_t i) {
        if (is_pole(i) && shapes_.edges == Edges::geodesic) {
            box_.add_pole(shapes_.lat[i] > 0);
            box_.add_polar_meridian(shapes_.lon[i]);
        } else {
            walk.begin(shapes_.lon[i]);
        }
    }

    bool go_straight(Walk& walk, std::size_t i, std::size_t next) const {
        walk.go(shapes_.lon[next], shapes_.lon[next] - shapes_.lon[i]);
        return true;
    }

    // Along a geodesic. False where it goes over a pole: all meridians meet there.
    bool go(Walk& walk, std::size_t i, std::size_t next) {
        if (is_pole(i) || is_pole(next)) {
            if (shapes_.lat[i] == -shapes_.lat[next]) {
                add_meridian(i, next);
            }
            walk.end();
            start(walk, next);
            return false;
        }
        double degrees =
            std::remainder(in_turn(shapes_.lon[next]) - in_turn(shapes_.lon[i]), 360.0);
        const bool is_half = std::abs(degrees) == 180;
        if (is_half || may_bulge(i, next, degrees)) {
            const Inverse way = inverse(shapes_.lat[i], shapes_.lon[i], shapes_.lat[next],
                                        shapes_.lon[next], ellipsoid_);
            const double from = way.azi1 * std::numbers::pi / 180;
            if (is_half && (std::abs(way.azi1) == 180 || way.azi1 == 0)) {
                box_.add_pole(way.azi1 == 0);
                walk.end();
                start(walk, next);
                return false;
            }
            if (is_half) {
                degrees = std::copysign(180.0, way.azi1);
            }
            const bool starts_north = std::abs(way.azi1) < 90, ends_north = std::abs(way.azi2) < 90;
            if (starts_north != ends_north) {
                const double farthest = northernmost(shapes_.lat[i], from);
                box_.add_latitude(starts_north ? farthest : -farthest);
            }
        }
        walk.go(shapes_.lon[next], degrees);
        return true;
    }

    // The one along which an edge goes from one pole to the other.
    void add_meridian(std::size_t i, std::size_t next) {
        const double lat = shapes_.lat[i], lon = shapes_.lon[i];
        const Inverse way = inverse(lat, lon, shapes_.lat[next], shapes_.lon[next], ellipsoid_);
        const double middle = direct(lat, lon, way.azi1, way.distance / 2, ellipsoid_).lon2;
        box_.add_arc(middle, middle, 0);
    }

    // Can an edge have its northernmost or southernmost point between its ends? On a sphere its
    // course says so; on an ellipsoid that is another by less than 2 |f|.
    [[nodiscard]] static bool may_bulge(double lat1, double lat2, double degrees) {
        constexpr double degree = std::numbers::pi / 180, margin = 0.05;
        const double s1 = std::sin(lat1 * degree), c1 = std::cos(lat1 * degree);
        const double s2 = std::sin(lat2 * degree), c2 = std::cos(lat2 * degree);
        const double along = std::cos(degrees * degree), across = std::sin(degrees * degree);
        // Northwards at the first end, and from the second end back, times the sine of the way.
        const double out = c1 * s2 - s1 * c2 * along, back = c2 * s1 - s2 * c1 * along;
        const double sine = std::hypot(out, c2 * across) + 1e-9;
        const double least = margin * sine;
        return (out > -least && back > -least) || (out < least && back < least);
    }
    [[nodiscard]] bool may_bulge(std::size_t i, std::size_t next, double degrees) const {
        return degrees != 0 && may_bulge(shapes_.lat[i], shapes_.lat[next], degrees);
    }

    // The northernmost latitude of the whole geodesic through a point.
    [[nodiscard]] double northernmost(double lat, double azimuth) const {
        constexpr double degree = std::numbers::pi / 180;
        const double flat = 1 - ellipsoid_.f();
        const double reduced = std::atan2(flat * std::sin(lat * degree), std::cos(lat * degree));
        const double at_equator = std::abs(std::sin(azimuth)) * std::cos(reduced);
        const double other = std::hypot(std::cos(azimuth), std::sin(azimuth) * std::sin(reduced));
        return std::atan2(other, flat * at_equator) / degree;
    }

    const ShapesView& shapes_;
    const Ellipsoid& ellipsoid_;
    RowBox& box_;
};

class BoundsJob : public batch::RaggedJob {
  public:
    BoundsJob(const ShapesView& shapes, std::span<const std::int64_t> of_rows,
              const BoxColumns& out, const Ellipsoid& ellipsoid, const RunOptions& options)
        : RaggedJob(of_rows, 1 << 14, options),
          shapes_(shapes),
          out_(out),
          ellipsoid_(ellipsoid),
          prepared_(batch::cached_ellipsoid(ellipsoid)) {}

  private:
    bool compute(std::size_t first, std::size_t last) override {
        RowBox box;
        Bounds bounds(shapes_, ellipsoid_, box);
        std::size_t since = 0;  // vertices since the clock was asked
        for (std::size_t row = first; row < last; ++row) {
            if (begin(row) == end(row)) {
                for (const OutColumn& column :
                     {out_.min_lat, out_.min_lon, out_.max_lat, out_.max_lon}) {
                    column[row] = std::numeric_limits<double>::quiet_NaN();
                }
                continue;
            }
            box.restart();
            shapes::for_each_run_of(shapes_, row, [&](const shapes::Run& run) { bounds.add(run); });
            if (may_cover_pole(row, box)) {
                look_at_poles(row, box);
            }
            box.write(row, out_);
            since += end(row) - begin(row);
            if (since >= 2048) {
                since = 0;
                if (should_stop()) {
                    return false;
                }
            }
        }
        return true;
    }

    // Of a lune below half a turn, which a hemisphere holds, not both poles are inside; nor is one
    // that no ring goes around or through.
    [[nodiscard]] bool may_cover_pole(std::size_t row, const RowBox& box) const {
        return shapes_.edges == Edges::geodesic && (shapes_.oriented || box.is_wide()) &&
               shapes::is_areal(static_cast<GeometryKind>(shapes_.kinds[row]));
    }

    void look_at_poles(std::size_t row, RowBox& box) const {
        ShapesView alone = shapes_;
        alone.rows = shapes_.rows.subspan(row, 2);
        alone.kinds = shapes_.kinds.subspan(row, 1);
        const shapes::Interiors interiors(alone, *prepared_, RunOptions{.threads = 1});
        for (const bool is_north : {true, false}) {
            box.add_pole(is_north, interiors.place(0, is_north ? 90 : -90, 0));
        }
        if (box.may_have_lunes()) {
            box.add_lunes([&](double lon) { return interiors.place(0, 0, lon) == Place::inside; });
        }
    }

    const ShapesView& shapes_;
    const BoxColumns& out_;
    Ellipsoid ellipsoid_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
};

}  // namespace

void shape_bounds(const ShapesView& shapes, const BoxColumns& out, const Ellipsoid& ellipsoid,
                  const RunOptions& options) {
    check_shapes(shapes);
    const std::size_t size = shapes.kinds.size();
    for (const OutColumn& column : {out.min_lat, out.min_lon, out.max_lat, out.max_lon}) {
        if (column.size() != size) {
            throw std::invalid_argument("there must be a box for each shape");
        }
    }
    std::vector<std::int64_t> of_rows(size + 1);
    for (std::size_t row = 0; row <= size; ++row) {
        of_rows[row] =
            shapes.rings[shapes::offset_at(shapes.parts, shapes::offset_at(shapes.rows, row))];
    }
    BoundsJob job(shapes, of_rows, out, ellipsoid, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

}  // namespace geodist
