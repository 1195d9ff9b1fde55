#include "tracks/track_comparison.hpp"

#include <geodist/error.hpp>
#include <geodist/set_distance.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "kernels/dispatch.hpp"
#include "metrics/counted_points.hpp"
#include "tracks/alignment.hpp"

namespace geodist::tracks {

namespace {

using kernels::WarpRule;

constexpr std::size_t no_window = static_cast<std::size_t>(-1) / 4;

WarpRule rule_of(TrackMetric metric) {
    switch (metric) {
        case TrackMetric::discrete_frechet:
            return WarpRule::maximum;
        case TrackMetric::edr:
            return WarpRule::edit;
        case TrackMetric::lcss:
            return WarpRule::common;
        case TrackMetric::erp:
            return WarpRule::gap;
        case TrackMetric::dtw:
        case TrackMetric::sspd:
        case TrackMetric::chamfer:
            break;
    }
    return WarpRule::sum;
}

// The largest number whose root is at most x.
double square_of(double x) {
    double square = x * x;
    while (std::sqrt(square) > x) {
        square = std::nextafter(square, 0.0);
    }
    for (;;) {
        const double next = std::nextafter(square, HUGE_VAL);
        if (!(std::sqrt(next) <= x) || next == square) {
            return square;
        }
        square = next;
    }
}

}  // namespace

TrackComparison::TrackComparison(const TrackSides& sides)
    : sides_(sides),
      a_(sides.a->column()),
      b_(sides.b->column()),
      e_(sides.a->prepared()),
      limits_(reach_limits(e_)),
      terms_{.rule = rule_of(sides.measure.metric),
             .eps = sides.measure.eps,
             .gap_a = {},
             .gap_b = {},
             .open_begin = is_dtw() && sides.measure.open_begin,
             .open_end = is_dtw() && sides.measure.open_end},
      upper_(e_, limits_, terms_.rule),
      costs_(a_, b_, e_),
      programme_(costs_, terms_, window()) {}

bool TrackComparison::is_dtw() const { return sides_.measure.metric == TrackMetric::dtw; }

std::size_t TrackComparison::window() const {
    return is_dtw() ? std::min(sides_.measure.window.value_or(no_window), no_window) : no_window;
}

void TrackComparison::ask(RowProgramme::Stop stop, void* data) {
    stop_ = stop;
    stop_data_ = data;
    programme_.ask(stop, data);
}

bool TrackComparison::is_bounded() const {
    return terms_.rule == WarpRule::sum || terms_.rule == WarpRule::maximum;
}

double TrackComparison::distance(std::size_t i, std::size_t j, double bound) {
    switch (sides_.measure.metric) {
        case TrackMetric::sspd:
            return sspd(i, j);
        case TrackMetric::chamfer:
            return chamfer(i, j);
        default:
            return finished(warp(i, j, bound), i, j);
    }
}

double TrackComparison::finished(double value, std::size_t i, std::size_t j) const {
    if (terms_.rule == WarpRule::common) {
        return 1 + value / static_cast<double>(std::min(a_.size(i), b_.size(j)));
    }
    return value;
}

// The same whatever the bound, which it lowers: so that a pair has the same bits in every call.
Reach TrackComparison::choose_reach(std::size_t i, std::size_t j, double& bound) const {
    SpaceBox box = a_.box(i);
    box.add(b_.box(j));
    double needed = std::sqrt(box.diagonal_square());
    if (is_bounded()) {
        if (!sides_.measure.window) {
            const TwoTracks tracks{a_.vertices(i), a_.size(i), b_.vertices(j), b_.size(j)};
            double own = upper_.diagonal(tracks);
            // Tracks that begin or end far from each other are hardly alike: looking for another
            // way costs more than it saves.
            const bool is_hopeless =
                needed <= limits_.quick && (bound < own || ends_apart(tracks) > needed / 4);
            if (!is_hopeless && !upper_.is_good(own, tracks)) {
                own = std::min(own, upper_.greedy(tracks));
            }
            // Cells that cost more than this, as all farther apart do, do not count.
            needed = std::min(needed, own);
            bound = std::min(bound, own);
        }
    } else if (terms_.rule != WarpRule::gap) {
        needed = std::min(needed, terms_.eps);
    }
    return needed <= limits_.quick  ? Reach::quick
           : needed <= limits_.full ? Reach::full
                                    : Reach::any;
}

// A bound of ours is no reason to drop a value that rounding lifts above it: a sum of so many costs
// differs by as many roundings from one that was added up in another order.
double TrackComparison::lifted(double bound, std::size_t i, std::size_t j) const {
    const auto costs = static_cast<double>(a_.size(i) + b_.size(j));
    return bound * (1 + 1e-12 + costs * std::numeric_limits<double>::epsilon()) + 1e-9;
}

double TrackComparison::warp(std::size_t i, std::size_t j, double bound) {
    const double most = std::min(bound, sides_.measure.max_distance);
    double pruned = most;
    const Reach reach = choose_reach(i, j, pruned);
    set_gaps(i, j);
    costs_.set(i, j, reach);
    const double limit = is_bounded() ? lifted(pruned, i, j) : unreachable;
    const double value = reach == Reach::any ? warp_far(limit) : warp_near(i, j, reach, limit);
    return is_bounded() && !(value <= most) ? unreachable : value;
}

double TrackComparison::warp_far(double limit) {
    NoTrace trace;
    return with_step(terms_.rule, [&]<class StepOf>(StepOf) {
        return programme_.run<StepOf>({0, 0, costs_.rows(), costs_.columns(), 0, terms_.open_end},
                                      limit, trace);
    });
}

// What stands before the first cells: the values of some vertices of one track and none of the
// other.
void TrackComparison::set_borders(std::size_t n, std::size_t m) {
    if (terms_.rule == WarpRule::gap) {
        return;  // set_gaps() has
    }
    const double each = terms_.rule == WarpRule::edit ? 1 : 0;
    for (auto* const before : {&before_a_, &before_b_}) {
        const std::size_t size = (before == &before_a_ ? n : m) + 1;
        for (std::size_t k = before->size(); k < size; ++k) {
            before->push_back(each * static_cast<double>(k));
        }
    }
}

double TrackComparison::warp_near(std::size_t i, std::size_t j, Reach reach, double limit) {
    const std::size_t n = a_.size(i), m = b_.size(j);
    rows_.resize(2, 1, m + 1 + kernels::warp_padding);
    const bool squared = reach == Reach::quick;
    const bool square_limit = squared && terms_.rule == WarpRule::maximum;
    kernels::Warp warp{};
    warp.a = a_.vertices(i);
    warp.b = b_.vertices(j);
    warp.n = static_cast<std::ptrdiff_t>(n);
    warp.m = static_cast<std::ptrdiff_t>(m);
    warp.window = static_cast<std::ptrdiff_t>(window());
    warp.limit = square_limit ? limit * limit * (1 + 1e-15) : limit;
    warp.eps = squared ? square_of(terms_.eps) : terms_.eps;
    warp.row[0] = rows_.column(0) - 1;
    warp.row[1] = rows_.column(1) - 1;
    warp.first = -1;
    warp.open_end = terms_.open_end;
    if (is_bounded()) {
        warp.row[0][0] = 0;
        warp.last = -1;
        if (terms_.open_begin) {
            std::fill_n(warp.row[0], m + 1, 0.0);
            warp.last = warp.m - 1;
        }
    } else {
        set_borders(n, m);
        std::copy_n(before_b_.data(), m + 1, warp.row[0]);
        warp.last = warp.m - 1;
        warp.before_a = before_a_.data();
        warp.gap_a = gap_a_.data();
        warp.gap_b = gap_b_.data() + kernels::warp_padding;
    }
    const auto advance = kernels::active_kernels()
                             .elastic.programmes[static_cast<std::size_t>(reach)]
                             .advance[static_cast<std::size_t>(terms_.rule)];
    while (warp.i < warp.n && !warp.abandoned) {
        advance(warp, 1'000'000, e_.near);
        if (warp.i < warp.n && stop_ != nullptr && stop_(stop_data_)) {
            stopped_ = true;
            return unreachable;
        }
    }
    if (warp.abandoned) {
        return unreachable;
    }
    return square_limit ? std::sqrt(warp.value) : warp.value;
}

double TrackComparison::align(std::size_t i, std::size_t j, std::vector<std::int64_t>& first,
                              std::vector<std::int64_t>& second) {
    const double value = warp(i, j, unreachable);
    rows_.release();
    if (stopped() || !(value < unreachable)) {
        return finished(value, i, j);
    }
    const double limit = is_bounded() ? lifted(value, i, j) : unreachable;
    if (!tracks::align(programme_, terms_, a_.size(i), b_.size(j), limit, first, second) &&
        !stopped()) {
        throw GeodistError("the way of least cost was not found again", value, i);
    }
    return finished(value, i, j);
}

std::vector<double> TrackComparison::gaps(const TrackMeasure& measure, const TrackSet& set,
                                          std::size_t row) {
    static constexpr std::int64_t offsets[] = {0, 1};
    static constexpr std::uint8_t kind[] = {static_cast<std::uint8_t>(GeometryKind::point)};
    const double lat = measure.gap_lat, lon = measure.gap_lon;
    const ShapesView point{{{&lat, 1}, {&lon, 1}, offsets, offsets, offsets, kind}};
    const geodesy::PreparedEllipsoid& e = set.prepared();
    const TrackColumn& column = set.column();
    const TrackColumn gap(point, "gap", e);
    PairCosts costs(gap, column, e);
    SpaceBox box = gap.box(0);
    box.add(column.box(row));
    const double widest = std::sqrt(box.diagonal_square());
    costs.set(0, row, widest <= reach_limits(e).quick ? Reach::quick : Reach::any);
    std::vector<double> distances(column.size(row));
    costs.row(0, 0, distances.size(), distances.data());
    return distances;
}

void TrackComparison::set_gaps(std::size_t i, std::size_t j) {
    if (terms_.rule != WarpRule::gap) {
        return;
    }
    const auto sums = [](const std::vector<double>& gaps, std::vector<double>& before) {
        before.resize(gaps.size() + 1);
        before[0] = 0;
        std::partial_sum(gaps.begin(), gaps.end(), before.begin() + 1);
    };
    if (gaps_of_a_ != i) {
        gap_a_ = gaps(sides_.measure, *sides_.a, i);
        sums(gap_a_, before_a_);
        gaps_of_a_ = i;
    }
    const std::vector<double> found = gaps(sides_.measure, *sides_.b, j);
    sums(found, before_b_);
    gap_b_.assign(found.size() + 2 * kernels::warp_padding, 0);
    std::ranges::copy(found, gap_b_.begin() + kernels::warp_padding);
    terms_.gap_a = gap_a_;
    terms_.gap_b = std::span(gap_b_).subspan(kernels::warp_padding, found.size());
}

double TrackComparison::chamfer(std::size_t i, std::size_t j) {
    constexpr std::size_t many = 2'000'000;
    const std::size_t n = a_.size(i), m = b_.size(j);
    if (n > many / m) {
        const TrackRow first = track_row(a_.shapes(), i), other = track_row(b_.shapes(), j);
        const auto points = [](const ShapesView& shapes, const TrackRow& row) {
            return PointColumns(shapes.lat.subspan(row.first, row.size()),
                                shapes.lon.subspan(row.first, row.size()));
        };
        return geodist::chamfer(points(a_.shapes(), first), points(b_.shapes(), other),
                                Reduction::mean, sides_.a->ellipsoid(), SetOptions{{.threads = 1}})
            .distance;
    }
    SpaceBox box = a_.box(i);
    box.add(b_.box(j));
    const double widest = std::sqrt(box.diagonal_square());
    const Reach reach = widest <= limits_.quick  ? Reach::quick
                        : widest <= limits_.full ? Reach::full
                                                 : Reach::any;
    costs_.set(i, j, reach);
    least_.assign(m, unreachable);
    metrics::CompensatedSum forward, backward;
    const auto root = [&](double x) { return reach == Reach::quick ? std::sqrt(x) : x; };
    if (reach == Reach::any) {
        std::vector<double> row(m);
        for (std::size_t k = 0; k < n; ++k) {
            costs_.row(k, 0, m, row.data());
            forward.add(*std::ranges::min_element(row));
            std::ranges::transform(row, least_, least_.begin(),
                                   [](double x, double y) { return std::min(x, y); });
        }
    } else {
        const auto nearest =
            kernels::active_kernels().elastic.nearest[static_cast<std::size_t>(reach)];
        const kernels::VertexColumns a = a_.vertices(i), b = b_.vertices(j);
        for (std::size_t k = 0; k < n; ++k) {
            forward.add(root(nearest(a.from(k), b, least_.data(), m, e_.near)));
        }
    }
    for (const double x : least_) {
        backward.add(root(x));
    }
    return forward.value() / static_cast<double>(n) + backward.value() / static_cast<double>(m);
}

double TrackComparison::sspd(std::size_t i, std::size_t j) const {
    const auto mean = [](const TrackColumn& from, std::size_t row,
                         const geodist::shapes::EdgeTree& to) {
        const TrackRow track = track_row(from.shapes(), row);
        std::vector<geodist::shapes::EdgeTree::Nearest> nearest(track.size());
        to.nearest(PointColumns(from.shapes().lat.subspan(track.first, track.size()),
                                from.shapes().lon.subspan(track.first, track.size())),
                   nearest, unreachable, RunOptions{.threads = 1});
        metrics::CompensatedSum sum;
        for (const auto& found : nearest) {
            sum.add(found.distance);
        }
        return sum.value() / static_cast<double>(track.size());
    };
    return (mean(a_, i, sides_.b->tree(j)) + mean(b_, j, sides_.a->tree(i))) / 2;
}

}  // namespace geodist::tracks
