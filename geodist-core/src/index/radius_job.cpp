#include "index/radius_job.hpp"

#include <algorithm>
#include <numeric>

#include "index/nearest_job.hpp"
#include "runtime/float_environment.hpp"

namespace geodist::index {

namespace {

bool is_lower(const Neighbour& x, const Neighbour& y) { return x.row < y.row; }

}  // namespace

RadiusJob::RadiusJob(const Storage& storage, const Meter& meter, const IndexPoints& points,
                     std::span<const double> radius, const RadiusOptions& options)
    : LongJob(options),
      storage_(storage),
      meter_(meter),
      points_(points),
      radius_(radius),
      options_(options),
      threads_(runtime::useful_threads(points.lat.size(), grain, options)),
      size_(piece_size(points.lat.size(), threads_)),
      found_((points.lat.size() + size_ - 1) / size_) {}

class RadiusJob::Piece {
  public:
    Piece(RadiusJob& job, Found& found, std::size_t begin, std::size_t n)
        : job_(job), found_(found), begin_(begin), pairs_(job.meter_), search_(job.meter_) {
        queries_.load(job.points_, begin, n, job.meter_);
    }

    [[nodiscard]] bool run() {
        const ChordBounds bounds(job_.storage_.ellipsoid(), job_.storage_.has_altitudes(),
                                 std::max(queries_.reach(), job_.storage_.header().reach));
        double radius = job_.radius_[0], limit = bounds.outer(radius);
        for (std::size_t i = 0; i < queries_.size(); ++i) {
            Query query = queries_.next(i);
            const std::size_t row = begin_ + query.row;
            const std::size_t self = job_.options_.first_row + row;
            if (job_.options_.exclude_self || job_.options_.upper_triangle) {
                query.self = self;
            }
            if (job_.radius_.size() > 1) {
                radius = job_.radius_[row];
                limit = bounds.outer(radius);
            }
            if (radius >= 0) {
                search_.within(query, limit, [&](double, Place place) {
                    if (!job_.options_.upper_triangle || job_.meter_.tree.row(place) > self) {
                        pairs_.add(query, place);
                    }
                });
            }
            waiting_.push_back({row, radius, pairs_.size()});
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
        std::size_t end;  // of its pairs
    };

    void finish() {
        const auto distances = pairs_.solve();
        std::size_t i = 0;
        for (const auto [row, radius, end] : waiting_) {
            neighbours_.clear();
            for (; i < end; ++i) {
                if (distances[i] <= radius) {
                    neighbours_.push_back({distances[i], job_.meter_.tree.row(pairs_.place(i))});
                }
            }
            if (job_.options_.upper_triangle) {
                std::sort(neighbours_.begin(), neighbours_.end(), is_lower);
            } else if (job_.options_.sort) {
                std::sort(neighbours_.begin(), neighbours_.end(), is_nearer);
            }
            for (const Neighbour& neighbour : neighbours_) {
                found_.neighbours.push_back(neighbour.row);
                found_.distances.push_back(neighbour.distance);
            }
            found_.rows.push_back(row);
            found_.ends.push_back(found_.neighbours.size());
        }
        waiting_.clear();
        pairs_.clear();
    }

    RadiusJob& job_;
    Found& found_;
    std::size_t begin_;
    ExactPairs pairs_;
    Search search_;
    Queries queries_;
    std::vector<Waiting> waiting_;
    std::vector<Neighbour> neighbours_;
};

bool RadiusJob::run(std::size_t piece) {
    const runtime::FloatEnvironment environment;
    const std::size_t begin = piece * size_;
    return Piece(*this, found_[piece], begin, std::min(size_, points_.lat.size() - begin)).run();
}

Neighbours RadiusJob::collect() {
    Neighbours all;
    all.starts.assign(points_.lat.size() + 1, 0);
    for (const Found& found : found_) {
        std::size_t start = 0;
        for (std::size_t i = 0; i < found.rows.size(); ++i) {
            all.starts[found.rows[i] + 1] = static_cast<std::int64_t>(found.ends[i] - start);
            start = found.ends[i];
        }
    }
    std::partial_sum(all.starts.begin(), all.starts.end(), all.starts.begin());
    all.rows.resize(static_cast<std::size_t>(all.starts.back()));
    all.distances.resize(all.rows.size());
    for (Found& found : found_) {
        copy(found, all);
        found = {};
    }
    return all;
}

void RadiusJob::copy(const Found& found, Neighbours& to) const {
    std::size_t start = 0;
    for (std::size_t i = 0; i < found.rows.size(); ++i) {
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
