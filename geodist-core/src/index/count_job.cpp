#include "index/count_job.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "index/search_piece.hpp"

namespace geodist::index {

CountJob::CountJob(const PointView& view, const QueryPoints& points, std::span<const double> radius,
                   std::span<std::int64_t> counts, const RadiusOptions& options)
    : QueryJob(view, points, query_grain, options),
      radius_(radius),
      counts_(counts),
      options_(options) {}

class CountJob::Piece {
  public:
    Piece(CountJob& job, std::size_t begin, std::size_t n)
        : job_(job), queries_(job, begin, n, false) {
        std::fill_n(job_.counts_.begin() + static_cast<std::ptrdiff_t>(begin), n, 0);
    }

    [[nodiscard]] bool run() {
        const Bounds& bounds = queries_.bounds();
        double radius = job_.radius_[0];
        double outer = bounds.outer(radius), inner = bounds.inner(radius);
        return queries_.run(
            [&](Query& query, std::size_t row) {
                if (job_.options_.exclude_self) {
                    query.self = job_.options_.first_row + row;
                }
                if (job_.radius_.size() > 1) {
                    radius = job_.radius_[row];
                    outer = bounds.outer(radius);
                    inner = bounds.inner(radius);
                }
                job_.counts_[row] = count(query, outer, inner);
                return std::optional(radius);
            },
            [&](std::size_t row, const std::vector<Neighbour>& neighbours) {
                job_.counts_[row] += static_cast<std::int64_t>(neighbours.size());
            });
    }

  private:
    // Those that are surely within; the doubtful are to wait.
    std::int64_t count(const Query& query, double outer, double inner) {
        std::int64_t sure = 0;
        // A whole box may hold the point itself.
        const double whole = query.self == Query::nobody ? inner : -1;
        queries_.search().within(
            query, outer, whole,
            [&](std::size_t points) { sure += static_cast<std::int64_t>(points); },
            [&](double square, Place place) {
                if (square <= inner) {
                    ++sure;
                } else {
                    queries_.add(query, place);
                }
            });
        return sure;
    }

    CountJob& job_;
    SearchPiece<PointLeaves> queries_;
};

bool CountJob::run_piece(std::size_t, std::size_t begin, std::size_t n) {
    return Piece(*this, begin, n).run();
}

}  // namespace geodist::index
