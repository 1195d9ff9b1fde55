#include "shapes/planar_crossings.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <utility>

#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"
#include "shapes/places.hpp"
#include "shapes/planar_meeting.hpp"
#include "shapes/planar_rows.hpp"

namespace geodist::shapes {

namespace {

// Each line or ring of the shapes as a row.
struct RunRows {
    std::vector<std::int64_t> offsets;
    std::vector<std::uint8_t> kinds;
    ShapesView view;

    explicit RunRows(const ShapesView& shapes) : view(shapes) {
        for (std::size_t row = 0; row < shapes.kinds.size(); ++row) {
            const auto [first, last] = rings_of(shapes, row);
            kinds.insert(kinds.end(), last - first, shapes.kinds[row]);
        }
        offsets.resize(shapes.rings.size());
        std::iota(offsets.begin(), offsets.end(), std::int64_t{0});
        view.parts = offsets;
        view.rows = view.parts.subspan(shapes.kinds.empty() ? 0 : rings_of(shapes, 0).first,
                                       kinds.size() + 1);
        view.kinds = kinds;
    }
};

class PlanarCrossingsJob final : public runtime::LongJob {
  public:
    PlanarCrossingsJob(const ShapesView& shapes, const RunOptions& options)
        : LongJob(options),
          runs_(shapes),
          rows_(runs_.view),
          found_(runs_.kinds.size()),
          threads_(runtime::useful_threads(shapes.lat.size(), 2000, options)) {}

    [[nodiscard]] std::size_t pieces() const { return (found_.size() + at_once - 1) / at_once; }
    [[nodiscard]] int threads() const { return threads_; }
    [[nodiscard]] const auto& found() const { return found_; }

    bool run(std::size_t number) final {
        const runtime::FloatEnvironment environment;
        index::Pace pace(*this);
        const std::size_t end = std::min(found_.size(), (number + 1) * at_once);
        for (std::size_t i = number * at_once; i < end; ++i) {
            for_each_run_of(runs_.view, i, [&](const Run& run) {
                if (run.edges() > 1) {
                    search(i, run, pace);
                }
            });
        }
        return !should_stop();
    }

  private:
    static constexpr std::size_t at_once = 16;

    void search(std::size_t row, const Run& run, index::Pace& pace) {
        std::vector<FoundCrossing>& found = found_[row];
        std::vector<PlanarMeeting> meetings;
        PlanarRows::visit_pairs(rows_, row, rows_, row, pace, [&](std::size_t i, std::size_t k) {
            if (i < k) {
                meetings.clear();
                find_planar_meetings(rows_.edge(i), rows_.edge(k), meetings);
                for (const PlanarMeeting& meeting : meetings) {
                    add(run, rows_.begins(i), rows_.begins(k), meeting, found);
                }
            }
            return false;
        });
        add_repeated_vertices(runs_.view, run, found);
        sort_crossings(found);
    }

    // A vertex is the beginning of an edge, or the end of a line.
    static void add(const Run& run, std::size_t first, std::size_t second,
                    const PlanarMeeting& meeting, std::vector<FoundCrossing>& found) {
        const double s = meeting.begin.first, t = meeting.begin.second;
        const auto is_end = [](double fraction) { return fraction == 0 || fraction == 1; };
        const auto is_again = [&](std::size_t edge, double fraction) {
            return fraction == 1 && (run.is_closed || edge + 2 != run.last);
        };
        if (meeting.is_stretch() || (is_end(s) && is_end(t)) || is_again(first, s) ||
            is_again(second, t)) {
            return;
        }
        found.push_back({first, second, s, t});
    }

    RunRows runs_;
    PlanarRows rows_;
    std::vector<std::vector<FoundCrossing>> found_;
    int threads_;
};

}  // namespace

void sort_crossings(std::vector<FoundCrossing>& found) {
    std::ranges::sort(
        found, {}, [](const FoundCrossing& at) { return std::tuple(at.first, at.s, at.second); });
}

void add_repeated_vertices(const ShapesView& shapes, const Run& run,
                           std::vector<FoundCrossing>& found) {
    std::vector<std::size_t> order(run.edges());
    std::iota(order.begin(), order.end(), run.first);
    const auto place = [&](std::size_t vertex) {
        const double lat = shapes.lat[vertex];
        return std::pair(lat, std::abs(lat) == 90 ? 0 : std::remainder(shapes.lon[vertex], 360.0));
    };
    std::ranges::stable_sort(order, {}, place);
    for (std::size_t i = 1; i < order.size(); ++i) {
        const std::size_t first = order[i - 1], second = order[i];
        if (place(first) == place(second) && run.end_of(first) != second &&
            run.end_of(second) != first) {
            found.push_back({first, second, 0, 0});
        }
    }
}

std::vector<SelfCrossing> planar_self_crossings(const ShapesView& shapes,
                                                const RunOptions& options) {
    PlanarCrossingsJob job(shapes, options);
    runtime::run_job(job, job.pieces(), job.threads());
    std::vector<SelfCrossing> out;
    for (const std::vector<FoundCrossing>& of_run : job.found()) {
        for (const FoundCrossing& at : of_run) {
            Location first = location_of(shapes, at.first, at.s, 0, 0);
            Location second = location_of(shapes, at.second, at.t, 0, 0);
            // one place for both: that of the vertex, if there is one
            Location &other = at.t == 0 || at.t == 1 ? first : second,
                     &own = at.t == 0 || at.t == 1 ? second : first;
            other.lat = own.lat;
            other.lon = own.lon;
            out.push_back({first, second});
        }
    }
    return out;
}

}  // namespace geodist::shapes
