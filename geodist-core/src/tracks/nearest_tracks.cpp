#include <geodist/elastic.hpp>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <optional>
#include <utility>

#include "index/index_file.hpp"
#include "runtime/interrupt.hpp"
#include "tracks/lower_bounds.hpp"
#include "tracks/track_file.hpp"
#include "tracks/track_job.hpp"

namespace geodist {

namespace {

using tracks::LowerBounds;
using tracks::TrackComparison;
using tracks::TrackOutlines;
using tracks::TrackSet;
using tracks::TrackSides;
using tracks::unreachable;

struct Candidate {
    double distance;
    std::size_t row;
    friend auto operator<=>(const Candidate&, const Candidate&) = default;
};

// The nearest of one query.
class NearestSearch {
  public:
    NearestSearch(const LowerBounds& bounds, std::size_t k, double most)
        : bounds_(bounds), k_(k), most_(most) {}

    // found: at most k, the nearest first.
    void run(TrackComparison& comparison, std::size_t query) {
        std::vector<double> lower;
        bounds_.of_all(lower);
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
    // Whether a track that is at least so far cannot be among the k, nor can any after it.
    [[nodiscard]] bool is_too_far(const Candidate& candidate) const {
        return candidate.distance > most_ || (found_.size() == k_ && candidate > found_.back());
    }

    void visit(TrackComparison& comparison, std::size_t query,
               const std::vector<Candidate>& order) {
        for (const Candidate& candidate : order) {
            if (is_too_far(candidate) || comparison.stopped()) {
                return;
            }
            if (is_too_far({bounds_.of_one(candidate.row), candidate.row})) {
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

// Sums of the distances of each track's vertices from the gap: of erp.
std::vector<double> gap_sums(const TrackSides& sides) {
    std::vector<double> sums;
    if (sides.measure.metric == TrackMetric::erp) {
        for (std::size_t row = 0; row < sides.b->column().rows(); ++row) {
            const auto gaps = TrackComparison::gaps(sides.measure, *sides.b, row);
            sums.push_back(std::accumulate(gaps.begin(), gaps.end(), 0.0));
        }
    }
    return sums;
}

}  // namespace

struct TrackIndex::Storage {
    Storage(const ShapesView& tracks, const Ellipsoid& ellipsoid, const RunOptions& options)
        : set(std::make_shared<TrackSet>(tracks, "the tracks", ellipsoid, options)),
          outlines(*set),
          vertices(set->vertices()) {}
    Storage(index::IndexFile opened, const RunOptions& options)
        : Storage(tracks::tracks_in(opened), {opened.header().a, opened.header().f}, options) {
        file = std::move(opened);
    }

    [[nodiscard]] const ShapesView& shapes() const { return set->column().shapes(); }

    std::optional<index::IndexFile> file;  // where the shapes are, if it was opened
    std::shared_ptr<const TrackSet> set;
    TrackOutlines outlines;
    std::size_t vertices;
};

TrackIndex::TrackIndex(const ShapesView& tracks, const Ellipsoid& ellipsoid,
                       const RunOptions& options) {
    runtime::InterruptClock clock(options);
    storage_ = std::make_shared<const Storage>(tracks, ellipsoid, clock.shared());
}

TrackIndex TrackIndex::load(const std::filesystem::path& path, const LoadOptions& options,
                            const RunOptions& run) {
    runtime::InterruptClock clock(run);
    return TrackIndex(std::make_shared<const Storage>(index::IndexFile::from_path(path, options),
                                                      clock.shared()));
}

TrackIndex TrackIndex::from_bytes(std::span<const std::byte> bytes, const RunOptions& run) {
    runtime::InterruptClock clock(run);
    return TrackIndex(
        std::make_shared<const Storage>(index::IndexFile::from_bytes(bytes), clock.shared()));
}

TrackIndex::TrackIndex(std::shared_ptr<const Storage> storage) : storage_(std::move(storage)) {}

void TrackIndex::save(const std::filesystem::path& path, std::string_view note) const {
    (storage_->file ? *storage_->file : tracks::track_file(storage_->shapes(), ellipsoid()))
        .save(path, note);
}

std::string_view TrackIndex::note() const noexcept {
    return storage_->file ? std::string_view(storage_->file->note()) : std::string_view();
}

ShapesView TrackIndex::tracks() const noexcept { return storage_->shapes(); }

std::size_t TrackIndex::size() const noexcept { return storage_->outlines.rows(); }

Ellipsoid TrackIndex::ellipsoid() const noexcept { return storage_->set->ellipsoid(); }

std::size_t TrackIndex::nbytes() const noexcept {
    return storage_->set->column().nbytes() + storage_->outlines.nbytes();
}

NearTracks TrackIndex::query(const ShapesView& queries, const TrackMeasure& measure, std::size_t k,
                             const RunOptions& options) const {
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const TrackSides sides(std::make_shared<TrackSet>(queries, "the query", ellipsoid(), shared),
                           storage_->set, measure);
    const std::size_t count = sides.a->column().rows();
    NearTracks found;
    found.rows.assign(count * k, -1);
    found.distances.assign(count * k, unreachable);
    if (k == 0) {
        return found;
    }
    const std::vector<double> sums = gap_sums(sides);
    std::atomic<std::size_t> compared = 0, abandoned = 0;
    const double work = static_cast<double>(storage_->vertices) * static_cast<double>(count);
    tracks::visit_tracks(
        sides, count, work, shared, [&](TrackComparison& comparison, std::size_t query) {
            const LowerBounds bounds(sides, storage_->outlines, sums, query);
            NearestSearch search(bounds, k, measure.max_distance);
            search.run(comparison, query);
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

NearTracks nearest_tracks(const ShapesView& queries, const ShapesView& set,
                          const TrackMeasure& measure, std::size_t k, const Ellipsoid& ellipsoid,
                          const RunOptions& options) {
    return TrackIndex(set, ellipsoid, options).query(queries, measure, k, options);
}

}  // namespace geodist
