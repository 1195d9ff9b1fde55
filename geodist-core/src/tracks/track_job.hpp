// A job over pairs of tracks.
#pragma once

#include <geodist/run_options.hpp>

#include <algorithm>
#include <cstddef>

#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"
#include "tracks/track_comparison.hpp"

namespace geodist::tracks {

// Cells of pairs, in vertices times vertices, that are worth a thread, and a piece of the job.
inline constexpr std::size_t cells_for_thread = 200'000;
inline constexpr std::size_t cells_of_piece = 1'000'000;

// Calls visit(comparison, k) for k from 0 to count - 1, several at once on different threads.
template <class Visit>
class TrackJob : public runtime::LongJob {
  public:
    // cells: of all of them together.
    TrackJob(const TrackSides& sides, std::size_t count, double cells, const RunOptions& options,
             Visit visit)
        : LongJob(options), sides_(sides), count_(count), visit_(visit) {
        const double each = cells / static_cast<double>(std::max<std::size_t>(1, count));
        size_ = static_cast<std::size_t>(
            std::clamp(static_cast<double>(cells_of_piece) / std::max(each, 1.0), 1.0, 4096.0));
        threads_ = runtime::useful_threads(static_cast<std::size_t>(std::min(cells, 1e15)),
                                           cells_for_thread, options);
    }

    void run_all() { runtime::run_job(*this, (count_ + size_ - 1) / size_, threads_); }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        TrackComparison comparison(sides_);
        comparison.ask([](void* job) { return static_cast<TrackJob*>(job)->should_stop(); }, this);
        const std::size_t end = std::min(count_, (piece + 1) * size_);
        for (std::size_t k = piece * size_; k < end; ++k) {
            visit_(comparison, k);
            if (comparison.stopped() || should_stop()) {
                return false;
            }
        }
        return true;
    }

  private:
    const TrackSides& sides_;
    std::size_t count_, size_ = 1;
    int threads_ = 1;
    Visit visit_;
};

template <class Visit>
void visit_tracks(const TrackSides& sides, std::size_t count, double cells,
                  const RunOptions& options, Visit visit) {
    TrackJob<Visit> job(sides, count, cells, options, visit);
    job.run_all();
}

}  // namespace geodist::tracks
