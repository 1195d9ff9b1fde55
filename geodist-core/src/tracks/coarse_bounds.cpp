#include "tracks/coarse_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/dispatch.hpp"
#include "kernels/elastic_table.hpp"
#include "tracks/aligned_columns.hpp"

namespace geodist::tracks {

namespace {

// The balls around the runs of one level of a track.
class Runs {
  public:
    explicit Runs(const Track& track) : track_(&track), radius_(largest(0)) {}

    [[nodiscard]] std::size_t size() const { return track_->count(level_); }
    [[nodiscard]] double radius() const { return radius_; }
    // One level up.
    [[nodiscard]] bool is_last() const { return level_ + 1 == track_->levels(); }
    [[nodiscard]] Runs longer() const {
        Runs next = *this;
        next.radius_ = largest(++next.level_);
        return next;
    }

    // Straight lines alone are measured: normals are 0.
    [[nodiscard]] AlignedColumns centres() const {
        AlignedColumns columns;
        constexpr std::size_t padding = kernels::warp_padding;
        const std::size_t n = size();
        columns.resize(4, padding, n + padding);
        for (std::size_t k = 0; k < 4; ++k) {
            std::fill_n(columns.column(k) - padding, n + 2 * padding, 0.0);
        }
        for (std::size_t i = 0; i < n; ++i) {
            const Ball ball = track_->ball(level_, i);
            columns.column(0)[i] = ball.x;
            columns.column(1)[i] = ball.y;
            columns.column(2)[i] = ball.z;
        }
        return columns;
    }

  private:
    [[nodiscard]] double largest(std::size_t level) const {
        double most = 0;
        for (std::size_t i = 0; i < track_->count(level); ++i) {
            most = std::max(most, track_->ball(level, i).radius);
        }
        return most;
    }

    const Track* track_;
    std::size_t level_ = 0;
    double radius_;
};

// The discrete Frechet distance of the centres by straight lines; infinite if it is above `most`.
double of_centres(const Runs& one, const Runs& two, double most,
                  const geodesy::NearConstants& constants, index::Pace& pace) {
    const AlignedColumns a = one.centres(), b = two.centres();
    AlignedColumns rows;
    rows.resize(2, 1, two.size() + 1 + kernels::warp_padding);
    kernels::Warp warp{};
    warp.a = a.vertices();
    warp.b = b.vertices();
    warp.n = static_cast<std::ptrdiff_t>(one.size());
    warp.m = static_cast<std::ptrdiff_t>(two.size());
    warp.window = warp.n + warp.m;
    warp.limit = most * most;
    warp.row[0] = rows.column(0) - 1;
    warp.row[1] = rows.column(1) - 1;
    warp.row[0][0] = 0;
    warp.first = warp.last = -1;
    const auto advance = kernels::active_kernels()
                             .elastic.programmes[static_cast<std::size_t>(kernels::NearCost::quick)]
                             .advance[static_cast<std::size_t>(kernels::WarpRule::maximum)];
    while (warp.i < warp.n && !warp.abandoned) {
        advance(warp, 10'000, constants);
        pace.step();
    }
    return warp.abandoned ? std::numeric_limits<double>::infinity() : std::sqrt(warp.value);
}

}  // namespace

DistanceRange coarse_frechet(const Ground& ground, const Track& a, const Track& b,
                             std::size_t cells, DistanceRange known, index::Pace& pace) {
    Runs one(a), two(b);
    while (one.size() > cells / two.size()) {
        const Runs longer_one = one.is_last() ? one : one.longer();
        const Runs longer_two = two.is_last() ? two : two.longer();
        (two.is_last() || (!one.is_last() && longer_one.radius() <= longer_two.radius())
             ? one = longer_one
             : two = longer_two);
    }
    const double radii = one.radius() + two.radius();
    if (!(4 * radii <= known.high - known.low)) {
        return known;
    }
    // Beyond that, nothing below known.high.
    const double most = known.high + radii;
    const double centres = of_centres(one, two, most, ground.prepared().near, pace);
    const double least = std::max(0.0, std::min(centres, most) - radii), longest = centres + radii;
    known.low = std::max(known.low, ground.bounds().lower(least * least));
    known.high = std::min(known.high, ground.bounds().upper(longest * longest));
    return known;
}

}  // namespace geodist::tracks
