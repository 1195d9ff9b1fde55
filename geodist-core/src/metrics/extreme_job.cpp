#include "metrics/extreme_job.hpp"

#include <algorithm>
#include <limits>

#include "index/nearest_job.hpp"
#include "runtime/float_environment.hpp"

namespace geodist::metrics {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t samples = 64;       // of a piece, looked at first
constexpr std::size_t most_outposts = 8;  // points that were the farthest of others

}  // namespace

ExtremeJob::ExtremeJob(Quest quest, const index::Storage& storage, const index::Meter& meter,
                       const IndexPoints& points, const RunOptions& options)
    : LongJob(options),
      quest_(quest),
      storage_(storage),
      meter_(meter),
      points_(points),
      threads_(runtime::useful_threads(points.lat.size(), index::grain, options)),
      size_(index::piece_size(points.lat.size(), threads_)),
      bar_(wants_largest() ? -1 : infinity),
      best_{wants_largest() ? -1 : infinity, -1, -1} {}

void ExtremeJob::offer(const WitnessPair& found) {
    const std::lock_guard lock(mutex_);
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
          begin_(begin),
          bounds_(job.storage_.ellipsoid(), job.storage_.has_altitudes(), 0),
          pairs_(job.meter_),
          search_(job.meter_),
          bound_search_(job.meter_, job.storage_.ellipsoid()) {
        queries_.load(job.points_, begin, n, job.meter_);
        bounds_ = index::ChordBounds(job.storage_.ellipsoid(), job.storage_.has_altitudes(),
                                     std::max(queries_.reach(), job.storage_.header().reach));
    }

    // A few from everywhere first: they set a bar that most of the others do not reach.
    [[nodiscard]] bool run() {
        const std::size_t n = queries_.size(), stride = std::max<std::size_t>(1, n / samples);
        for (std::size_t i = 0; i < n; i += stride) {
            look_at(queries_.next(i));
        }
        for (std::size_t i = 0; i < n; ++i) {
            look_at(queries_.next(i));
            if (i % 64 == 0 && job_.should_stop()) {
                return false;
            }
        }
        return true;
    }

  private:
    void look_at(const index::Query& query) {
        const double bar = job_.bar_.load(std::memory_order_relaxed);
        switch (job_.quest_) {
            case Quest::farthest_nearest:
                if (!search_.has_within(query, bounds_.inner(bar))) {
                    find_nearest(query);
                }
                break;
            case Quest::farthest_farthest:
                find_farthest(query, bar);
                break;
            case Quest::nearest_farthest:
                if (!is_beyond_outposts(query, bar)) {
                    find_farthest(query, 0);
                }
                break;
        }
    }

    void offer(const index::Query& query, double distance, std::uint32_t row) {
        job_.offer({distance, static_cast<std::int64_t>(begin_ + query.row), row});
    }

    void find_nearest(const index::Query& query) {
        if (!search_.nearest(query, 1, bounds_, index::Search::unlimited)) {
            const auto& found =
                bound_search_.find(query, index::Extreme::nearest, 1, bounds_, search_, infinity);
            return offer(query, found.at(0).distance, found.at(0).row);
        }
        pairs_.clear();
        for (const index::Candidate& candidate : search_.found()) {
            pairs_.add(query, candidate.place);
        }
        const auto distances = pairs_.solve();
        double least = infinity;
        std::uint32_t row = 0;
        for (std::size_t i = 0; i < distances.size(); ++i) {
            const std::uint32_t here = job_.meter_.tree.row(pairs_.place(i));
            if (distances[i] < least || (distances[i] == least && here < row)) {
                least = distances[i];
                row = here;
            }
        }
        offer(query, least, row);
    }

    // Farthest points nearer than `bar` are not looked for.
    void find_farthest(const index::Query& query, double bar) {
        const auto& found = bound_search_.find(query, index::Extreme::farthest, 1, bounds_, search_,
                                               -std::max(bar, 0.0));
        if (found.empty()) {
            return;
        }
        offer(query, found[0].distance, found[0].row);
        if (job_.quest_ == Quest::nearest_farthest) {
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
    std::size_t begin_;
    index::ChordBounds bounds_;
    index::ExactPairs pairs_;
    index::Search search_;
    index::BoundSearch bound_search_;
    index::Queries queries_;
    std::vector<index::Place> outposts_;
};

bool ExtremeJob::run(std::size_t piece) {
    const runtime::FloatEnvironment environment;
    const std::size_t begin = piece * size_;
    return Piece(*this, begin, std::min(size_, points_.lat.size() - begin)).run();
}

}  // namespace geodist::metrics
