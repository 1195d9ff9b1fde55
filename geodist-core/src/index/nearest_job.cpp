#include "index/nearest_job.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "runtime/float_environment.hpp"

namespace geodist::index {

std::size_t piece_size(std::size_t rows, int threads) {
    const std::size_t parts = threads == 1 ? 1 : 4 * static_cast<std::size_t>(threads);
    return std::clamp<std::size_t>((rows + parts - 1) / parts, 1, Queries::most);
}

NearestJob::NearestJob(const Storage& storage, const Meter& meter, const IndexPoints& points,
                       Extreme extreme, std::size_t k, std::span<double> distances,
                       std::span<std::int64_t> rows, const QueryOptions& options)
    : LongJob(options),
      storage_(storage),
      meter_(meter),
      points_(points),
      extreme_(extreme),
      k_(k),
      distances_(distances),
      rows_(rows),
      options_(options),
      threads_(runtime::useful_threads(points.lat.size(), extreme == Extreme::nearest ? grain : 1,
                                       options)),
      size_(piece_size(points.lat.size(), threads_)) {}

// The work at one piece.
class NearestJob::Piece {
  public:
    Piece(NearestJob& job, std::size_t begin, std::size_t n)
        : job_(job),
          begin_(begin),
          k_(job.k_),
          pairs_(job.meter_),
          search_(job.meter_),
          bound_search_(job.meter_, job.storage_.ellipsoid()) {
        fill_missing(begin, n);
        queries_.load(job.points_, begin, n, job.meter_);
    }

    [[nodiscard]] bool run() {
        const bool in_space = job_.storage_.has_altitudes();
        const ChordBounds bounds(job_.storage_.ellipsoid(), in_space,
                                 std::max(queries_.reach(), job_.storage_.header().reach));
        const double limit = bounds.outer(job_.options_.max_distance);
        for (std::size_t i = 0; i < queries_.size(); ++i) {
            Query query = queries_.next(i);
            const std::size_t row = begin_ + query.row;
            if (job_.options_.exclude_self) {
                query.self = job_.options_.first_row + row;
            }
            const bool near =
                job_.extreme_ == Extreme::nearest && search_.nearest(query, k_, bounds, limit);
            if (near) {
                add_candidates(query, row);
            } else {
                write(row, bound_search_.find(query, job_.extreme_, k_, bounds, search_,
                                              job_.options_.max_distance));
            }
            if ((!near || i % 64 == 0) && job_.should_stop()) {
                return false;
            }
        }
        finish_candidates();
        return true;
    }

  private:
    // A point asked for whose candidates are among the waiting pairs, the last of them before
    // `end`.
    struct Waiting {
        std::size_t row;
        std::size_t end;
    };

    void fill_missing(std::size_t begin, std::size_t n) {
        std::fill_n(job_.distances_.begin() + static_cast<std::ptrdiff_t>(begin * k_), n * k_,
                    std::numeric_limits<double>::infinity());
        std::fill_n(job_.rows_.begin() + static_cast<std::ptrdiff_t>(begin * k_), n * k_, -1);
    }

    void add_candidates(const Query& query, std::size_t row) {
        for (const Candidate& candidate : search_.found()) {
            pairs_.add(query, candidate.place);
        }
        waiting_.push_back({row, pairs_.size()});
        if (pairs_.is_full()) {
            finish_candidates();
        }
    }

    void finish_candidates() {
        const auto distances = pairs_.solve();
        std::size_t i = 0;
        for (const auto [row, end] : waiting_) {
            neighbours_.clear();
            for (; i < end; ++i) {
                if (distances[i] <= job_.options_.max_distance) {
                    neighbours_.push_back({distances[i], job_.meter_.tree.row(pairs_.place(i))});
                }
            }
            const std::size_t n = std::min(k_, neighbours_.size());
            if (n == 1) {
                std::iter_swap(neighbours_.begin(),
                               std::min_element(neighbours_.begin(), neighbours_.end(), is_nearer));
            } else {
                std::partial_sort(neighbours_.begin(),
                                  neighbours_.begin() + static_cast<std::ptrdiff_t>(n),
                                  neighbours_.end(), is_nearer);
            }
            neighbours_.resize(n);
            write(row, neighbours_);
        }
        waiting_.clear();
        pairs_.clear();
    }

    void write(std::size_t row, const std::vector<Neighbour>& found) {
        for (std::size_t j = 0; j < found.size(); ++j) {
            job_.distances_[row * k_ + j] = found[j].distance;
            job_.rows_[row * k_ + j] = found[j].row;
        }
    }

    NearestJob& job_;
    std::size_t begin_;
    std::size_t k_;
    ExactPairs pairs_;
    Search search_;
    BoundSearch bound_search_;
    Queries queries_;
    std::vector<Waiting> waiting_;
    std::vector<Neighbour> neighbours_;
};

bool NearestJob::run(std::size_t piece) {
    const runtime::FloatEnvironment environment;
    const std::size_t begin = piece * size_;
    return Piece(*this, begin, std::min(size_, points_.lat.size() - begin)).run();
}

}  // namespace geodist::index
