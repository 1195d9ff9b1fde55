#include <geodist/elastic.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <utility>

#include "runtime/interrupt.hpp"
#include "tracks/track_job.hpp"

namespace geodist {

namespace {

using tracks::SpaceBox;
using tracks::TrackColumn;
using tracks::TrackComparison;
using tracks::TrackSides;
using tracks::unreachable;

// Chords are shorter than geodesics; what rounding makes of both is less than this, metres of each.
constexpr double rounding = 1e-7;

// The boxes of a set by columns, for a loop that becomes vectors.
class BoxColumns {
  public:
    explicit BoxColumns(const TrackColumn& column) {
        for (std::size_t k = 0; k < 3; ++k) {
            low_[k].reserve(column.rows());
            high_[k].reserve(column.rows());
            for (std::size_t row = 0; row < column.rows(); ++row) {
                low_[k].push_back(column.box(row).low[k]);
                high_[k].push_back(column.box(row).high[k]);
            }
        }
    }

    // Squares of the gaps to a box.
    void gap_squares(const SpaceBox& box, std::vector<double>& out) const {
        out.assign(low_[0].size(), 0);
        for (std::size_t k = 0; k < 3; ++k) {
            const double low = box.low[k], high = box.high[k];
            const double *lows = low_[k].data(), *highs = high_[k].data();
            double* to = out.data();
            for (std::size_t row = 0; row < out.size(); ++row) {
                const double below = lows[row] - high, above = low - highs[row];
                const double larger = below > above ? below : above;
                const double gap = larger > 0 ? larger : 0;
                to[row] += gap * gap;
            }
        }
    }

  private:
    std::vector<double> low_[3], high_[3];
};

// Lower bounds of the distances of one track to those of a set.
class LowerBounds {
  public:
    LowerBounds(const TrackSides& sides, const std::vector<double>& gap_sums)
        : sides_(sides), gap_sums_(gap_sums), boxes_(sides.second()) {}

    void of_all(std::size_t query, double query_gap_sum, std::vector<double>& bounds) const {
        const TrackColumn& set = sides_.second();
        const std::size_t n = sides_.a.size(query);
        const kernels::VertexColumns a = sides_.a.vertices(query);
        bounds.assign(set.rows(), 0);
        if (sides_.measure.metric == TrackMetric::sspd) {
            return;  // edges leave the box of their vertices
        }
        if (needs_boxes()) {
            boxes_.gap_squares(sides_.a.box(query), bounds);
        }
        for (std::size_t row = 0; row < set.rows(); ++row) {
            const std::size_t m = set.size(row);
            const double longest = static_cast<double>(std::max(n, m));
            const double gap = std::sqrt(bounds[row]);
            switch (sides_.measure.metric) {
                case TrackMetric::dtw:
                    bounds[row] = std::max(longest * gap - longest * rounding,
                                           ends(a, n, set.vertices(row), m, true));
                    break;
                case TrackMetric::discrete_frechet:
                    bounds[row] = std::max(gap - rounding, ends(a, n, set.vertices(row), m, false));
                    break;
                case TrackMetric::chamfer:
                    bounds[row] = 2 * (gap - rounding);
                    break;
                case TrackMetric::edr:
                    bounds[row] = std::abs(static_cast<double>(n) - static_cast<double>(m));
                    break;
                case TrackMetric::erp:  // a metric, and these are distances from no track
                    bounds[row] = std::abs(query_gap_sum - gap_sums_[row]) -
                                  rounding * static_cast<double>(n + m);
                    break;
                default:
                    break;
            }
        }
    }

    // A better one, from the vertices of the query to the box of the row.
    [[nodiscard]] double of_one(std::size_t query, std::size_t row) const {
        const TrackMetric metric = sides_.measure.metric;
        if (!needs_boxes()) {
            return 0;
        }
        const std::size_t n = sides_.a.size(query);
        const kernels::VertexColumns a = sides_.a.vertices(query);
        const SpaceBox& box = sides_.second().box(row);
        double sum = 0, largest = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double at[3] = {a.x[i], a.y[i], a.z[i]};
            double square = 0;
            for (std::size_t k = 0; k < 3; ++k) {
                const double below = box.low[k] - at[k], above = at[k] - box.high[k];
                const double gap = std::max({below, above, 0.0});
                square += gap * gap;
            }
            sum += std::sqrt(square);
            largest = std::max(largest, square);
        }
        const auto count = static_cast<double>(n);
        return metric == TrackMetric::dtw       ? sum - count * rounding
               : metric == TrackMetric::chamfer ? sum / count - rounding
                                                : std::sqrt(largest) - rounding;
    }

  private:
    [[nodiscard]] bool needs_boxes() const {
        const TrackMetric metric = sides_.measure.metric;
        return metric == TrackMetric::dtw || metric == TrackMetric::discrete_frechet ||
               metric == TrackMetric::chamfer;
    }

    // First vertices go together, and so do last ones.
    static double ends(const kernels::VertexColumns& a, std::size_t n,
                       const kernels::VertexColumns& b, std::size_t m, bool sum) {
        const auto chord = [&](std::size_t i, std::size_t j) {
            const double x = a.x[i] - b.x[j], y = a.y[i] - b.y[j], z = a.z[i] - b.z[j];
            return std::sqrt(x * x + y * y + z * z) - rounding;
        };
        const double first = chord(0, 0), last = chord(n - 1, m - 1);
        return sum && n + m > 2 ? first + last : std::max(first, last);
    }

    const TrackSides& sides_;
    const std::vector<double>& gap_sums_;
    BoxColumns boxes_;
};

struct Candidate {
    double distance;
    std::size_t row;
    friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

// Sums of the distances of each track's vertices from the gap: of erp.
std::vector<double> gap_sums(const TrackSides& sides, const TrackColumn& column) {
    std::vector<double> sums;
    if (sides.measure.metric == TrackMetric::erp) {
        for (std::size_t row = 0; row < column.rows(); ++row) {
            const auto gaps = TrackComparison::gaps(sides, column, row);
            sums.push_back(std::accumulate(gaps.begin(), gaps.end(), 0.0));
        }
    }
    return sums;
}

// The nearest of one query.
class NearestSearch {
  public:
    NearestSearch(const LowerBounds& bounds, std::size_t k, double most)
        : bounds_(bounds), k_(k), most_(most) {}

    // found: at most k, the nearest first.
    void run(TrackComparison& comparison, std::size_t query, double query_gap_sum) {
        std::vector<double> lower;
        bounds_.of_all(query, query_gap_sum, lower);
        std::vector<Candidate> order;
        // Some that look near give a bar that most others do not reach.
        const std::size_t first = std::min(lower.size(), 4 * k_ + 4);
        order.reserve(first);
        for (std::size_t row = 0; row < lower.size(); ++row) {
            if (order.size() < first) {
                order.push_back({lower[row], row});
                std::push_heap(order.begin(), order.end());
            } else if (lower[row] < order.front().distance) {
                std::pop_heap(order.begin(), order.end());
                order.back() = {lower[row], row};
                std::push_heap(order.begin(), order.end());
            }
        }
        std::sort_heap(order.begin(), order.end());
        visit(comparison, query, order);
        for (const Candidate& done : order) {
            lower[done.row] = unreachable;
        }
        order.clear();
        for (std::size_t row = 0; row < lower.size(); ++row) {
            if (lower[row] < unreachable && lower[row] <= bar()) {
                order.push_back({lower[row], row});
            }
        }
        std::ranges::sort(order);
        visit(comparison, query, order);
    }

    [[nodiscard]] const std::vector<Candidate>& found() const { return found_; }
    std::size_t compared = 0, abandoned = 0;

  private:
    [[nodiscard]] double bar() const { return found_.size() < k_ ? most_ : found_.back().distance; }

    void visit(TrackComparison& comparison, std::size_t query,
               const std::vector<Candidate>& order) {
        for (const Candidate& candidate : order) {
            if (candidate.distance > bar() || comparison.stopped()) {
                return;
            }
            if (bounds_.of_one(query, candidate.row) > bar()) {
                continue;
            }
            const Candidate met{comparison.distance(query, candidate.row, bar()), candidate.row};
            if (!(met.distance < unreachable)) {
                ++abandoned;
                continue;
            }
            ++compared;
            if (met.distance > most_) {
                continue;
            }
            found_.insert(std::ranges::upper_bound(found_, met), met);
            if (found_.size() > k_) {
                found_.pop_back();
            }
        }
    }

    const LowerBounds& bounds_;
    std::size_t k_;
    double most_;
    std::vector<Candidate> found_;
};

}  // namespace

NearTracks nearest_tracks(const ShapesView& queries, const ShapesView& set,
                          const TrackMeasure& measure, std::size_t k, const Ellipsoid& ellipsoid,
                          const RunOptions& options) {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const TrackSides sides(queries, set, measure, ellipsoid, shared);
    const std::size_t count = sides.a.rows();
    NearTracks found;
    found.rows.assign(count * k, -1);
    found.distances.assign(count * k, unreachable);
    if (k == 0) {
        return found;
    }
    const std::vector<double> query_sums = gap_sums(sides, sides.a);
    const std::vector<double> set_sums = gap_sums(sides, sides.second());
    const LowerBounds bounds(sides, set_sums);
    std::atomic<std::size_t> compared = 0, abandoned = 0;
    double vertices = 0;
    for (std::size_t row = 0; row < sides.second().rows(); ++row) {
        vertices += static_cast<double>(sides.second().size(row));
    }
    tracks::visit_tracks(
        sides, count, vertices * static_cast<double>(count), shared,
        [&](TrackComparison& comparison, std::size_t query) {
            NearestSearch search(bounds, k, measure.max_distance);
            search.run(comparison, query, query_sums.empty() ? 0 : query_sums[query]);
            for (std::size_t i = 0; i < search.found().size(); ++i) {
                found.rows[query * k + i] = static_cast<std::int64_t>(search.found()[i].row);
                found.distances[query * k + i] = search.found()[i].distance;
            }
            compared += search.compared;
            abandoned += search.abandoned;
        });
    found.compared = compared;
    found.abandoned = abandoned;
    return found;
}

}  // namespace geodist
