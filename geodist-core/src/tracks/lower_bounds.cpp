#include "tracks/lower_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>

#include "tracks/row_programme.hpp"
#include "tracks/track_comparison.hpp"

namespace geodist::tracks {

namespace {

// Chords are shorter than geodesics; what rounding makes of both is less than this, metres of each.
constexpr double bound_rounding = 1e-7;

// A curve no more bent than a circle of radius r, between ends c apart, is within c^2 / (8 r) (1 +
// c^2 / (16 r^2) + ...) of the straight line; up to c = r / 2, twice the first term is more.
double bulge_of(const TrackSet& set, std::size_t row) {
    const ShapesView& shapes = set.column().shapes();
    const std::size_t n = set.column().size(row);
    if (n == 1) {
        return 0;
    }
    if (shapes.edges == Edges::planar) {
        return unreachable;
    }
    const kernels::VertexColumns v = set.column().vertices(row);
    double longest = 0;
    for (std::size_t i = 1; i < n; ++i) {
        const double x = v.x[i] - v.x[i - 1], y = v.y[i] - v.y[i - 1], z = v.z[i] - v.z[i - 1];
        const double square = x * x + y * y + z * z;
        longest = square > longest ? square : longest;
    }
    const double a = set.ellipsoid().a(), b = set.ellipsoid().b();
    const double radius = std::min(a, b) * std::min(a, b) / std::max(a, b);
    return longest <= radius * radius / 4 ? longest / (4 * radius) : unreachable;
}

double box_gap_square(const SpaceBox& box, double x, double y, double z) {
    const double at[3] = {x, y, z};
    double square = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        const double below = box.low[k] - at[k], above = at[k] - box.high[k];
        const double larger = below > above ? below : above;
        const double gap = larger > 0 ? larger : 0;
        square += gap * gap;
    }
    return square;
}

// The least, by `before`, of x[j - w] ... x[j + w], as far as there are such, for each j < count
// <= n + w.
template <class Before>
std::vector<double> sliding(const double* x, std::size_t n, std::size_t w, std::size_t count,
                            Before before) {
    std::vector<double> least(count);
    std::deque<std::size_t> candidates;
    std::size_t next = 0;
    for (std::size_t j = 0; j < count; ++j) {
        for (; next < n && next <= j + w; ++next) {
            while (!candidates.empty() && !before(x[candidates.back()], x[next])) {
                candidates.pop_back();
            }
            candidates.push_back(next);
        }
        while (candidates.front() + w < j) {
            candidates.pop_front();
        }
        least[j] = x[candidates.front()];
    }
    return least;
}

}  // namespace

TrackOutlines::TrackOutlines(const TrackSet& set) {
    const TrackColumn& column = set.column();
    const std::size_t count = column.rows();
    for (std::size_t k = 0; k < 3; ++k) {
        for (auto* const to : {&low[k], &high[k], &first[k], &last[k]}) {
            to->resize(count);
        }
    }
    size.resize(count);
    for (std::size_t row = 0; row < count; ++row) {
        const kernels::VertexColumns v = column.vertices(row);
        const double* const space[] = {v.x, v.y, v.z};
        const std::size_t n = column.size(row);
        for (std::size_t k = 0; k < 3; ++k) {
            low[k][row] = column.box(row).low[k];
            high[k][row] = column.box(row).high[k];
            first[k][row] = space[k][0];
            last[k][row] = space[k][n - 1];
        }
        size[row] = static_cast<double>(n);
    }
}

const std::vector<double>& TrackOutlines::bulges(const TrackSet& set) const {
    std::call_once(has_bulges_, [&] {
        bulges_.resize(rows());
        for (std::size_t row = 0; row < rows(); ++row) {
            bulges_[row] = bulge_of(set, row);
        }
    });
    return bulges_;
}

LowerBounds::LowerBounds(const TrackSides& sides, const TrackOutlines& outlines,
                         const std::vector<double>& gap_sums, std::size_t query)
    : sides_(sides),
      outlines_(outlines),
      gap_sums_(gap_sums),
      a_(sides.a->column().vertices(query)),
      n_(sides.a->column().size(query)),
      box_(sides.a->column().box(query)) {
    switch (sides.measure.metric) {
        case TrackMetric::erp:
            gaps_ = TrackComparison::gaps(sides.measure, *sides.a, query);
            gap_sum_ = std::accumulate(gaps_.begin(), gaps_.end(), 0.0);
            break;
        case TrackMetric::sspd:
            bulge_ = bulge_of(*sides.a, query);
            bulges_ = &outlines.bulges(*sides.b);
            break;
        case TrackMetric::dtw:
            set_envelope();
            break;
        default:
            break;
    }
}

bool LowerBounds::is_open() const { return sides_.measure.open_begin || sides_.measure.open_end; }

void LowerBounds::set_envelope() {
    if (!sides_.measure.window || *sides_.measure.window >= n_ || is_open()) {
        return;
    }
    const std::size_t w = *sides_.measure.window, count = n_ + w;
    const double* const space[] = {a_.x, a_.y, a_.z};
    for (std::size_t k = 0; k < 3; ++k) {
        envelope_[k] = sliding(space[k], n_, w, count, [](double x, double y) { return x < y; });
        envelope_[3 + k] =
            sliding(space[k], n_, w, count, [](double x, double y) { return x > y; });
    }
}

void LowerBounds::gap_squares(std::vector<double>& out) const {
    out.assign(outlines_.rows(), 0);
    for (std::size_t k = 0; k < 3; ++k) {
        const double low = box_.low[k], high = box_.high[k];
        const double *lows = outlines_.low[k].data(), *highs = outlines_.high[k].data();
        double* const to = out.data();
        for (std::size_t row = 0; row < out.size(); ++row) {
            const double below = lows[row] - high, above = low - highs[row];
            const double larger = below > above ? below : above;
            const double gap = larger > 0 ? larger : 0;
            to[row] += gap * gap;
        }
    }
}

void LowerBounds::of_all(std::vector<double>& bounds) const {
    gap_squares(bounds);
    const auto n = static_cast<double>(n_);
    const double* const size = outlines_.size.data();
    double* const to = bounds.data();
    const std::size_t rows = bounds.size();
    const auto fill = [&](auto bound) {
        for (std::size_t row = 0; row < rows; ++row) {
            to[row] = bound(row, std::sqrt(to[row]));
        }
    };
    const auto apart = [](const std::array<std::vector<double>, 3>& columns, double x, double y,
                          double z) {
        const double *xs = columns[0].data(), *ys = columns[1].data(), *zs = columns[2].data();
        return [=](std::size_t row) {
            const double dx = xs[row] - x, dy = ys[row] - y, dz = zs[row] - z;
            return std::sqrt(dx * dx + dy * dy + dz * dz) - bound_rounding;
        };
    };
    // First vertices go together, and so do last ones.
    const auto first = apart(outlines_.first, a_.x[0], a_.y[0], a_.z[0]);
    const auto last = apart(outlines_.last, a_.x[n_ - 1], a_.y[n_ - 1], a_.z[n_ - 1]);
    const auto larger = [](double x, double y) { return x > y ? x : y; };
    switch (sides_.measure.metric) {
        case TrackMetric::dtw:
            if (is_open()) {
                fill([&](std::size_t, double gap) { return n * (gap - bound_rounding); });
                break;
            }
            fill([&](std::size_t row, double gap) {
                const double longer = larger(n, size[row]);
                const double one = first(row), other = last(row);
                const double ends = longer > 1 ? one + other : one;
                return larger(longer * (gap - bound_rounding), ends);
            });
            break;
        case TrackMetric::discrete_frechet:
            fill([&](std::size_t row, double gap) {
                return larger(gap - bound_rounding, larger(first(row), last(row)));
            });
            break;
        case TrackMetric::edr: {
            const double eps = sides_.measure.eps + bound_rounding;
            fill([&](std::size_t row, double gap) {
                const double longer = larger(n, size[row]);
                return gap > eps ? longer : longer - (n + size[row] - longer);
            });
            break;
        }
        case TrackMetric::lcss: {
            const double eps = sides_.measure.eps + bound_rounding;
            fill([&](std::size_t, double gap) { return gap > eps ? 1.0 : 0.0; });
            break;
        }
        case TrackMetric::erp: {
            // a metric, and these are distances from no track
            const double* const sums = gap_sums_.data();
            fill([&](std::size_t row, double) {
                return std::abs(gap_sum_ - sums[row]) - bound_rounding * (n + size[row]);
            });
            break;
        }
        case TrackMetric::sspd: {
            const double* const bulge = bulges_->data();
            fill([&](std::size_t row, double gap) {
                const double there = larger(gap - bulge[row], 0), back = larger(gap - bulge_, 0);
                return (there + back) / 2 - bound_rounding;
            });
            break;
        }
        case TrackMetric::chamfer:
            fill([&](std::size_t, double gap) { return 2 * (gap - bound_rounding); });
            break;
    }
}

double LowerBounds::of_one(std::size_t row) const {
    const TrackMetric metric = sides_.measure.metric;
    const TrackColumn& set = sides_.b->column();
    const SpaceBox& box = set.box(row);
    const auto n = static_cast<double>(n_), m = static_cast<double>(set.size(row));
    const double eps = sides_.measure.eps + bound_rounding;
    const double bulge = bulges_ == nullptr ? 0 : (*bulges_)[row];
    double sum = 0, largest = 0, near = 0;
    for (std::size_t i = 0; i < n_; ++i) {
        const double square = box_gap_square(box, a_.x[i], a_.y[i], a_.z[i]);
        const double gap = std::sqrt(square);
        largest = std::max(largest, gap);
        near += gap <= eps ? 1 : 0;
        sum += metric == TrackMetric::erp    ? std::min(gap, gaps_[i])
               : metric == TrackMetric::sspd ? std::max(0.0, gap - bulge)
                                             : gap;
    }
    const double between = std::sqrt(box_.gap_square(box));
    switch (metric) {
        case TrackMetric::dtw:
            return std::max(sum - n * bound_rounding, within_window(row));
        case TrackMetric::discrete_frechet:
            return largest - bound_rounding;
        case TrackMetric::edr:
            return std::max(n, m) - std::min(near, m);
        case TrackMetric::lcss:
            return 1 - std::min(near, m) / std::min(n, m);
        case TrackMetric::erp:
            return sum - n * bound_rounding;
        case TrackMetric::sspd:
            return (sum / n + std::max(0.0, between - bulge_)) / 2 - bound_rounding;
        case TrackMetric::chamfer:
            break;
    }
    return sum / n + between - 2 * bound_rounding;
}

// E. Keogh and C. A. Ratanamahatana (2005), in space: every vertex of the row goes with one of the
// query that is not farther in number than the window, and they have a box.
double LowerBounds::within_window(std::size_t row) const {
    const std::size_t m = sides_.b->column().size(row), count = envelope_[0].size();
    if (count == 0) {
        return 0;
    }
    if (m > count) {
        return unreachable;  // there is no way
    }
    const kernels::VertexColumns b = sides_.b->column().vertices(row);
    const double* const space[] = {b.x, b.y, b.z};
    double sum = 0;
    for (std::size_t j = 0; j < m; ++j) {
        double square = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            const double below = envelope_[k][j] - space[k][j];
            const double above = space[k][j] - envelope_[3 + k][j];
            const double larger = below > above ? below : above;
            const double gap = larger > 0 ? larger : 0;
            square += gap * gap;
        }
        sum += std::sqrt(square);
    }
    return sum - static_cast<double>(m) * bound_rounding;
}

}  // namespace geodist::tracks
