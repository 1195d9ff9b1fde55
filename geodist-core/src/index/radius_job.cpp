#include "index/radius_job.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "index/near_search.hpp"
#include "index/search_piece.hpp"

namespace geodist::index {

namespace {

bool is_lower(const Neighbour& x, const Neighbour& y) { return x.row < y.row; }

}  // namespace

RadiusJob::RadiusJob(const PointView& view, const QueryPoints& points,
                     std::span<const double> radius, const RadiusOptions& options)
    : QueryJob(view, points, query_grain, options),
      radius_(radius),
      options_(options),
      found_(pieces()) {}

class RadiusJob::Piece {
  public:
    Piece(RadiusJob& job, Found& found, std::size_t begin, std::size_t n)
        : job_(job),
          found_(found),
          queries_(job, begin, n, false),
          near_search_(job.view().tree, *job.view().metric, queries_.pace()) {}

    [[nodiscard]] bool run() {
        const Bounds& bounds = queries_.bounds();
        const RadiusOptions& options = job_.options_;
        double radius = job_.radius_[0], limit = bounds.outer(radius);
        return queries_.run(
            [&](Query& query, std::size_t row) {
                const std::size_t self = options.first_row + row;
                if (options.exclude_self || options.upper_triangle) {
                    query.self = self;
                }
                if (job_.radius_.size() > 1) {
                    radius = job_.radius_[row];
                    limit = bounds.outer(radius);
                }
                const auto counts = [&](Place place) {
                    return !options.upper_triangle || job_.view().tree.leaves.row(place) > self;
                };
                if (near_search_.reaches(radius)) {
                    const auto& leaves = job_.view().tree.leaves;
                    if (!options.sort && !options.upper_triangle) {
                        near_search_.within(query, radius, [&](double distance, Place place) {
                            add({distance, leaves.row(place)});
                        });
                        end(row);
                        return std::optional<double>();
                    }
                    near_.clear();
                    near_search_.within(query, radius, [&](double distance, Place place) {
                        if (counts(place)) {
                            near_.push_back({distance, leaves.row(place)});
                        }
                    });
                    finish(row, near_);
                    return std::optional<double>();
                }
                queries_.search().within(query, limit, [&](double, Place place) {
                    if (counts(place)) {
                        queries_.add(query, place);
                    }
                });
                return std::optional(radius);
            },
            [&](std::size_t row, std::vector<Neighbour>& neighbours) { finish(row, neighbours); });
    }

  private:
    void finish(std::size_t row, std::vector<Neighbour>& neighbours) {
        if (job_.options_.upper_triangle) {
            queries_.pace().sort(neighbours, is_lower);
        } else if (job_.options_.sort) {
            queries_.pace().sort(neighbours, is_nearer);
        }
        for (const Neighbour& neighbour : neighbours) {
            add(neighbour);
        }
        end(row);
    }
    void add(const Neighbour& neighbour) {
        static_cast<void>(job_.view().checked(neighbour.row));
        found_.neighbours.push_back(neighbour.row);
        found_.distances.push_back(neighbour.distance);
    }
    void end(std::size_t row) {
        found_.rows.push_back(row);
        found_.ends.push_back(found_.neighbours.size());
    }

    RadiusJob& job_;
    Found& found_;
    SearchPiece<PointLeaves> queries_;
    NearSearch near_search_;
    std::vector<Neighbour> near_;  // of one query
};

bool RadiusJob::run_piece(std::size_t piece, std::size_t begin, std::size_t n) {
    return Piece(*this, found_[piece], begin, n).run();
}

Neighbours RadiusJob::collect() {
    Neighbours all;
    all.starts.assign(points().rows() + 1, 0);
    // Rows of the index's own points come from its bytes, and those of a mapped file may change at
    // any time: a row that came twice would have room for one of its lists only.
    std::vector<bool> seen(points().rows());
    Pace pace(*this);
    for (const Found& found : found_) {
        std::size_t start = 0;
        for (std::size_t i = 0; i < found.rows.size(); ++i) {
            pace.step();
            const std::size_t row = found.rows[i];
            if (seen[row]) {
                throw_damaged_rows();
            }
            seen[row] = true;
            all.starts[row + 1] = static_cast<std::int64_t>(found.ends[i] - start);
            start = found.ends[i];
        }
    }
    std::partial_sum(all.starts.begin(), all.starts.end(), all.starts.begin());
    all.rows.resize(static_cast<std::size_t>(all.starts.back()));
    all.distances.resize(all.rows.size());
    for (Found& found : found_) {
        copy(found, all, pace);
        found = {};
    }
    return all;
}

void RadiusJob::copy(const Found& found, Neighbours& to, Pace& pace) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < found.rows.size(); ++i) {
        pace.step();
        const auto from = static_cast<std::ptrdiff_t>(start);
        const auto end = static_cast<std::ptrdiff_t>(found.ends[i]);
        std::copy(found.neighbours.begin() + from, found.neighbours.begin() + end,
                  to.rows.begin() + to.starts[found.rows[i]]);
        std::copy(found.distances.begin() + from, found.distances.begin() + end,
                  to.distances.begin() + to.starts[found.rows[i]]);
        start = found.ends[i];
    }
}

}  // namespace geodist::index
