#include "metrics/extreme_job.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "index/bound_search.hpp"
#include "index/near_search.hpp"
#include "index/nearest_job.hpp"
#include "index/pairs.hpp"
#include "index/search.hpp"

namespace geodist::metrics {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t samples = 64;       // of a piece, looked at first
constexpr std::size_t most_outposts = 8;  // points that were the farthest of others

}  // namespace

ExtremeJob::ExtremeJob(SetMeasure measure, const index::PointView& view,
                       const index::QueryPoints& points, const RunOptions& options)
    : QueryJob(view, points, index::query_grain, options),
      measure_(measure),
      bar_(wants_largest() ? -1 : infinity),
      best_{wants_largest() ? -1 : infinity, -1, -1} {}

void ExtremeJob::offer(const RowPair& found) {
    const std::scoped_lock lock(mutex_);
    const bool better =
        wants_largest() ? found.distance > best_.distance : found.distance < best_.distance;
    if (better || (found.distance == best_.distance && found.row_a < best_.row_a)) {
        best_ = found;
        bar_.store(found.distance, std::memory_order_relaxed);
    }
}

class ExtremeJob::Piece {
  public:
    Piece(ExtremeJob& job, std::size_t begin, std::size_t n)
        : job_(job),
          queries_(job, begin, n, true),
          near_search_(job.view().tree, *job.view().metric, queries_.pace()),
          nearest_(job.view().tree, *job.view().metric),
          pairs_(job.view().tree, *job.view().metric),
          search_(job.view().tree, job.view().metric->kernels().tree, queries_.pace()),
          bound_search_(job.view().tree, *job.view().metric, queries_.pace()) {}

    // A few from everywhere first: they set a bar that most of the others do not reach.
    [[nodiscard]] bool run() {
        const std::size_t n = queries_.size(), stride = std::max<std::size_t>(1, n / samples);
        for (std::size_t i = 0; i < n; i += stride) {
            look_at(queries_.query(i));
        }
        return queries_.ask_all([&](const index::Query& query, std::size_t) { look_at(query); });
    }

  private:
    void look_at(const index::Query& query) {
        const double bar = job_.bar_.load(std::memory_order_relaxed);
        switch (job_.measure_) {
            case SetMeasure::directed_hausdorff:
                if (bar != bar_) {
                    bar_ = bar;
                    inner_ = queries_.bounds().inner(bar);
                }
                if (!search_.has_within(query, inner_)) {
                    find_nearest(query);
                }
                break;
            case SetMeasure::diameter:
                find_farthest(query, bar);
                break;
            case SetMeasure::center:
                if (!is_beyond_outposts(query, bar)) {
                    find_farthest(query, 0);
                }
                break;
        }
    }

    void offer(const index::Query& query, double distance, std::uint32_t row) {
        job_.offer({distance, static_cast<std::int64_t>(queries_.row(query)), row});
    }

    void find_nearest(const index::Query& query) {
        if (near_search_.nearest(query, 1, infinity)) {
            const index::Neighbour found = near_search_.found(0);
            return offer(query, found.distance, found.row);
        }
        if (!search_.nearest(query, 1, queries_.bounds(),
                             index::Search<index::PointLeaves>::unlimited)) {
            const auto& found =
                bound_search_.find(query, index::Extreme::nearest, 1, queries_.bounds(), infinity);
            return offer(query, found.at(0).distance, found.at(0).row);
        }
        for (const index::Candidate& candidate : search_.found()) {
            nearest_.add(query, candidate.place);
        }
        nearest_.end_row(0, infinity);
        nearest_.finish([&](std::size_t, std::vector<index::Neighbour>& neighbours) {
            index::keep_nearest(neighbours, 1, queries_.pace());
            offer(query, neighbours.at(0).distance, neighbours.at(0).row);
        });
    }

    // Farthest points nearer than `bar` are not looked for.
    void find_farthest(const index::Query& query, double bar) {
        const auto& found = bound_search_.find(query, index::Extreme::farthest, 1,
                                               queries_.bounds(), -std::max(bar, 0.0));
        if (found.empty()) {
            return;
        }
        offer(query, found[0].distance, found[0].row);
        if (job_.measure_ == SetMeasure::center) {
            add_outpost(bound_search_.place());
        }
    }

    // Is a point that others had as their farthest beyond the bar? That settles most.
    [[nodiscard]] bool is_beyond_outposts(const index::Query& query, double bar) {
        pairs_.clear();
        for (const index::Place place : outposts_) {
            pairs_.add(query, place);
        }
        const auto distances = pairs_.solve();
        const auto far = std::find_if(distances.begin(), distances.end(),
                                      [&](double distance) { return distance > bar; });
        if (far == distances.end()) {
            return false;
        }
        // It may settle the next one too: to the front with it.
        const auto at = outposts_.begin() + (far - distances.begin());
        std::rotate(outposts_.begin(), at, at + 1);
        return true;
    }

    void add_outpost(index::Place place) {
        if (std::find(outposts_.begin(), outposts_.end(), place) != outposts_.end()) {
            return;
        }
        outposts_.insert(outposts_.begin(), place);
        if (outposts_.size() > most_outposts) {
            outposts_.pop_back();
        }
    }

    ExtremeJob& job_;
    // The last bar, and a square of a chord up to which all distances are less.
    double bar_ = -1, inner_ = -1;
    index::QueryPiece<index::PointLeaves> queries_;
    index::NearSearch near_search_;
    index::WaitingPairs<index::PointLeaves> nearest_;
    index::Pairs<index::PointLeaves> pairs_;
    index::Search<index::PointLeaves> search_;
    index::BoundSearch<index::PointLeaves> bound_search_;
    std::vector<index::Place> outposts_;
};

bool ExtremeJob::run_piece(std::size_t, std::size_t begin, std::size_t n) {
    return Piece(*this, begin, n).run();
}

}  // namespace geodist::metrics
