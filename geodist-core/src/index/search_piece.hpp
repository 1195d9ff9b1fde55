// The work at one piece of a job that searches by chords: what a search finds waits for the exact
// distances, of many queries at once.
#pragma once

#include <cstddef>
#include <optional>

#include "index/pairs.hpp"
#include "index/query_job.hpp"
#include "index/search.hpp"

namespace geodist::index {

template <class Leaves>
class SearchPiece : public QueryPiece<Leaves> {
  public:
    SearchPiece(QueryJob<Leaves>& job, std::size_t begin, std::size_t n, bool start)
        : QueryPiece<Leaves>(job, begin, n, start),
          pairs_(job.view().tree, *job.view().metric),
          search_(job.view().tree, job.view().metric->kernels().tree, this->pace()) {}

    [[nodiscard]] Search<Leaves>& search() { return search_; }
    // For the query under way.
    void add(const Query& query, Place place) { pairs_.add(query, place); }

    // Calls ask() with each query and its row; it may add pairs, and returns the distance up to
    // which they count, or nothing if it is done with the row. finish() gets each other row and its
    // neighbours, in the order in which they were added. Returns false if the job is to stop.
    template <class Ask, class Finish>
    [[nodiscard]] bool run(Ask ask, Finish finish) {
        const bool asked = this->ask_all([&](Query& query, std::size_t row) {
            const std::optional<double> limit = ask(query, row);
            if (limit) {
                pairs_.end_row(row, *limit);
            }
            if (pairs_.is_full()) {
                pairs_.finish(finish);
            }
        });
        if (asked) {
            pairs_.finish(finish);
        }
        return asked;
    }

  private:
    WaitingPairs<Leaves> pairs_;
    Search<Leaves> search_;
};

}  // namespace geodist::index
