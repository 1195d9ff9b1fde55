#include "shapes/shape_jobs.hpp"

#include <vector>

#include "shapes/nearest_edges.hpp"

namespace geodist::shapes {

NearestShapesJob::NearestShapesJob(const EdgeView& view, const index::QueryPoints& points,
                                   std::span<const std::size_t> rows, const CoveredRows& covered,
                                   std::size_t k, NearestShapesOutput& out,
                                   const ShapeQueryOptions& options)
    : QueryJob(view, points, index::query_grain, options),
      edges_(view),
      rows_(rows),
      covered_(covered),
      k_(k),
      out_(out),
      options_(options) {}

bool NearestShapesJob::run_piece(std::size_t, std::size_t begin, std::size_t n) {
    index::QueryPiece<EdgeLeaves> piece(*this, begin, n, true);
    NearestEdges nearest(edges_, piece.bounds(), piece.pace());
    const bool are_open = !rows_.empty(), may_be_covered = !covered_.are_none();
    const auto finish = [&] {
        nearest.finish([&](std::size_t point, std::vector<EdgeNeighbour>& found) {
            out_.write(are_open ? rows_[point] : point, found,
                       may_be_covered && (!are_open || k_ > 1));
        });
    };
    const bool asked = piece.ask_all([&](const index::Query& query, std::size_t point) {
        // Enough at distance 0? Then only what is there too can come before them.
        const bool is_covered = may_be_covered && !are_open && covered_[point].size() >= k_;
        nearest.ask_nearest(query, point, k_, is_covered ? 0 : options_.max_distance);
        if (nearest.is_full()) {
            finish();
        }
    });
    finish();
    return asked;
}

NearShapesJob::NearShapesJob(const EdgeView& view, const index::QueryPoints& points,
                             const CoveredRows& covered, std::span<const double> radius,
                             const ShapeRadiusOptions& options)
    : QueryJob(view, points, index::query_grain, options),
      edges_(view),
      radius_(radius),
      out_(pieces(), view.rows, options.sort, covered) {}

bool NearShapesJob::run_piece(std::size_t number, std::size_t begin, std::size_t n) {
    index::QueryPiece<EdgeLeaves> piece(*this, begin, n, false);
    NearestEdges nearest(edges_, piece.bounds(), piece.pace());
    const auto finish = [&] {
        nearest.finish([&](std::size_t point, std::vector<EdgeNeighbour>& found) {
            out_.write(number, point, found);
        });
    };
    const bool asked = piece.ask_all([&](const index::Query& query, std::size_t point) {
        nearest.ask_within(query, point, radius_[radius_.size() == 1 ? 0 : point]);
        if (nearest.is_full()) {
            finish();
        }
    });
    finish();
    return asked;
}

}  // namespace geodist::shapes
