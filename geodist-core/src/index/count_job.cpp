#include <algorithm>
#include <limits>

#include "index/nearest_job.hpp"
#include "index/radius_job.hpp"
#include "runtime/float_environment.hpp"

namespace geodist::index {

CountJob::CountJob(const Storage& storage, const Meter& meter, const IndexPoints& points,
                   std::span<const double> radius, std::span<std::int64_t> counts,
                   const RadiusOptions& options)
    : LongJob(options),
      storage_(storage),
      meter_(meter),
      points_(points),
      radius_(radius),
      counts_(counts),
      options_(options),
      threads_(runtime::useful_threads(points.lat.size(), grain, options)),
      size_(piece_size(points.lat.size(), threads_)) {}

class CountJob::Piece {
  public:
    Piece(CountJob& job, std::size_t begin, std::size_t n)
        : job_(job), begin_(begin), pairs_(job.meter_), search_(job.meter_) {
        std::fill_n(job_.counts_.begin() + static_cast<std::ptrdiff_t>(begin), n, 0);
        queries_.load(job.points_, begin, n, job.meter_);
    }

    [[nodiscard]] bool run() {
        const ChordBounds bounds(job_.storage_.ellipsoid(), job_.storage_.has_altitudes(),
                                 std::max(queries_.reach(), job_.storage_.header().reach));
        double radius = job_.radius_[0];
        double outer = bounds.outer(radius), inner = bounds.inner(radius);
        for (std::size_t i = 0; i < queries_.size(); ++i) {
            Query query = queries_.next(i);
            const std::size_t row = begin_ + query.row;
            if (job_.options_.exclude_self) {
                query.self = job_.options_.first_row + row;
            }
            if (job_.radius_.size() > 1) {
                radius = job_.radius_[row];
                outer = bounds.outer(radius);
                inner = bounds.inner(radius);
            }
            if (radius >= 0) {
                job_.counts_[row] = count(query, outer, inner, radius, row);
            }
            const bool full = pairs_.is_full();
            if (full) {
                finish();
            }
            if ((full || i % 64 == 0) && job_.should_stop()) {
                return false;
            }
        }
        finish();
        return true;
    }

  private:
    struct Waiting {
        std::size_t row;
        double radius;
        std::size_t end;
    };

    // Those that are surely within; the doubtful are to wait.
    std::int64_t count(const Query& query, double outer, double inner, double radius,
                       std::size_t row) {
        std::int64_t sure = 0;
        // A whole box may hold the point itself.
        const double whole = query.self == Query::nobody ? inner : -1;
        search_.within(
            query, outer, whole,
            [&](std::size_t points) { sure += static_cast<std::int64_t>(points); },
            [&](double square, Place place) {
                if (square <= inner) {
                    ++sure;
                } else {
                    pairs_.add(query, place);
                }
            });
        waiting_.push_back({row, radius, pairs_.size()});
        return sure;
    }

    void finish() {
        const auto distances = pairs_.solve();
        std::size_t i = 0;
        for (const auto [row, radius, end] : waiting_) {
            for (; i < end; ++i) {
                job_.counts_[row] += distances[i] <= radius ? 1 : 0;
            }
        }
        waiting_.clear();
        pairs_.clear();
    }

    CountJob& job_;
    std::size_t begin_;
    ExactPairs pairs_;
    Search search_;
    Queries queries_;
    std::vector<Waiting> waiting_;
};

bool CountJob::run(std::size_t piece) {
    const runtime::FloatEnvironment environment;
    const std::size_t begin = piece * size_;
    return Piece(*this, begin, std::min(size_, points_.lat.size() - begin)).run();
}

}  // namespace geodist::index
