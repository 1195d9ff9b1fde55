#include <geodist/self_crossings.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include <geodist/geodesic.hpp>
#include "batch/ellipsoid_cache.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/kernels.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"
#include "shapes/pieces.hpp"
#include "shapes/places.hpp"
#include "shapes/planar_crossings.hpp"
#include "shapes/runs.hpp"

namespace geodist {

namespace shapes {

namespace {

// Boxes in space around pieces of one run that follow each other: of some at the lowest level, of
// two boxes at each level above.
class RunBoxes {
  public:
    static constexpr std::size_t leaf = 8;

    struct Box {
        std::array<double, 3> low, high;

        [[nodiscard]] bool meets(const Box& other) const {
            for (std::size_t c = 0; c < 3; ++c) {
                if (low[c] > other.high[c] || other.low[c] > high[c]) {
                    return false;
                }
            }
            return true;
        }
    };

    RunBoxes(const Pieces& pieces, std::size_t first, std::size_t last,
             const geodesy::PreparedEllipsoid& e) {
        std::vector<Box> boxes;
        for (std::size_t i = first; i < last; i += leaf) {
            boxes.push_back(around(pieces, i, std::min(i + leaf, last), e));
        }
        levels_.push_back(std::move(boxes));
        while (levels_.back().size() > 1) {
            const std::vector<Box>& below = levels_.back();
            std::vector<Box> above;
            for (std::size_t i = 0; i < below.size(); i += 2) {
                above.push_back(i + 1 < below.size() ? joined_box(below[i], below[i + 1])
                                                     : below[i]);
            }
            levels_.push_back(std::move(above));
        }
    }

    [[nodiscard]] std::size_t top() const { return levels_.size() - 1; }
    [[nodiscard]] std::size_t size(std::size_t level) const { return levels_[level].size(); }
    [[nodiscard]] const Box& box(std::size_t level, std::size_t i) const {
        return levels_[level][i];
    }

  private:
    // A piece leaves its chord by no more than that of a circle of the strongest curvature.
    static Box around(const Pieces& pieces, std::size_t first, std::size_t last,
                      const geodesy::PreparedEllipsoid& e) {
        const std::array<const double*, 3> columns{pieces.x.data(), pieces.y.data(),
                                                   pieces.z.data()};
        Box box{};
        double longest = 0;
        for (std::size_t i = first; i <= last; ++i) {
            double square = 0;
            for (std::size_t c = 0; c < 3; ++c) {
                const double x = columns[c][i];
                box.low[c] = i == first ? x : std::min(box.low[c], x);
                box.high[c] = i == first ? x : std::max(box.high[c], x);
                const double step = i == first ? 0 : x - columns[c][i - 1];
                square += step * step;
            }
            longest = std::max(longest, square);
        }
        const double radius = e.f > 0 ? e.b * e.f1 : e.a / e.f1;
        const double more = longest / (8 * radius) * 1.01 + 1e-6;
        for (std::size_t c = 0; c < 3; ++c) {
            box.low[c] -= more;
            box.high[c] += more;
        }
        return box;
    }
    static Box joined_box(const Box& one, const Box& other) {
        Box box = one;
        for (std::size_t c = 0; c < 3; ++c) {
            box.low[c] = std::min(box.low[c], other.low[c]);
            box.high[c] = std::max(box.high[c], other.high[c]);
        }
        return box;
    }

    std::vector<std::vector<Box>> levels_;
};

// Lines and rings one by one.
class CrossingsJob final : public runtime::LongJob {
  public:
    CrossingsJob(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
                 const RunOptions& options)
        : LongJob(options),
          shapes_(shapes),
          e_(e),
          pieces_(cut_edges(shapes, e, e.near.piece, options)),
          threads_(runtime::useful_threads(pieces_.size(), 2000, options)) {
        std::size_t first = 0;
        for_each_run(shapes, [&](const Run& run) {
            std::size_t last = first;
            while (pieces_.edge[last] != Pieces::none) {
                ++last;
            }
            runs_.push_back({run, first, last});
            first = last + 1;
        });
        found_.resize(runs_.size());
    }

    [[nodiscard]] std::size_t pieces() const { return (runs_.size() + at_once - 1) / at_once; }
    [[nodiscard]] int threads() const { return threads_; }
    [[nodiscard]] const std::vector<std::vector<FoundCrossing>>& found() const { return found_; }

    bool run(std::size_t number) final {
        const runtime::FloatEnvironment environment;
        const std::size_t end = std::min(runs_.size(), (number + 1) * at_once);
        for (std::size_t i = number * at_once; i < end; ++i) {
            if (runs_[i].last - runs_[i].first > 2 && !search(i)) {
                return false;
            }
        }
        return !should_stop();
    }

  private:
    static constexpr std::size_t at_once = 16;
    static constexpr double at_end = 1e-7;  // metres from an end at which it is the end

    struct RunPieces {
        Run run;
        std::size_t first, last;  // its pieces
    };
    struct Pair {
        std::size_t level, one, other;  // one <= other
    };

    // Returns false if the job is to stop.
    bool search(std::size_t number) {
        const RunPieces& run = runs_[number];
        const RunBoxes boxes(pieces_, run.first, run.last, e_);
        std::vector<Pair> left{{boxes.top(), 0, 0}};
        std::size_t done = 0;
        while (!left.empty()) {
            const Pair pair = left.back();
            left.pop_back();
            if (pair.one != pair.other &&
                !boxes.box(pair.level, pair.one).meets(boxes.box(pair.level, pair.other))) {
                continue;
            }
            if (pair.level == 0) {
                look_at(number, pair.one, pair.other);
                if (++done % 256 == 0 && should_stop()) {
                    return false;
                }
                continue;
            }
            const std::size_t below = pair.level - 1, size = boxes.size(below);
            for (std::size_t i = 2 * pair.one; i < std::min(size, 2 * pair.one + 2); ++i) {
                for (std::size_t k = 2 * pair.other; k < std::min(size, 2 * pair.other + 2); ++k) {
                    if (i <= k) {
                        left.push_back({below, i, k});
                    }
                }
            }
        }
        add_repeated_vertices(shapes_, run.run, found_[number]);
        sort_crossings(found_[number]);
        // Two edges cross once: at a cut they may have been found twice.
        auto& found = found_[number];
        const auto again = std::unique(found.begin(), found.end(),
                                       [](const FoundCrossing& x, const FoundCrossing& y) {
                                           return x.first == y.first && x.second == y.second;
                                       });
        found.erase(again, found.end());
        return true;
    }

    // The pieces of two boxes against each other.
    void look_at(std::size_t number, std::size_t one, std::size_t other) {
        const RunPieces& run = runs_[number];
        const auto begin = [&](std::size_t box) { return run.first + box * RunBoxes::leaf; };
        const std::size_t end = std::min(begin(one + 1), run.last);
        for (std::size_t i = begin(one); i < end; ++i) {
            const std::size_t from = std::max(begin(other), i + 1);
            const std::size_t to = std::min(begin(other + 1), run.last);
            if (from >= to) {
                continue;
            }
            std::array<double, RunBoxes::leaf> s{}, t{};
            kernels::active_kernels().segment.meetings(pieces_.columns().from(i),
                                                       pieces_.columns().from(from),
                                                       {s.data(), t.data()}, to - from, e_.near);
            for (std::size_t k = from; k < to; ++k) {
                const double at = s[k - from], there = t[k - from];
                if (is_on(run, i, at) && is_on(run, k, there)) {
                    add(number, i, k, std::clamp(at, 0.0, 1.0), std::clamp(there, 0.0, 1.0));
                }
            }
        }
    }

    // Is t on a piece? Where an edge was cut, what rounding leaves between two pieces is on both.
    [[nodiscard]] bool is_on(const RunPieces& run, std::size_t piece, double t) const {
        constexpr double beyond = 1e-6;
        const auto edge = [&](std::size_t i) { return pieces_.edge[i]; };
        const bool is_cut_before = piece > run.first && edge(piece - 1) == edge(piece);
        const bool is_cut_behind = edge(piece + 1) == edge(piece);
        return t >= (is_cut_before ? -beyond : 0) && t <= (is_cut_behind ? 1 + beyond : 1);
    }

    [[nodiscard]] double length(std::size_t piece) const {
        return std::hypot(pieces_.x[piece + 1] - pieces_.x[piece],
                          pieces_.y[piece + 1] - pieces_.y[piece],
                          pieces_.z[piece + 1] - pieces_.z[piece]);
    }

    void add(std::size_t number, std::size_t i, std::size_t k, double s, double t) {
        const Run& run = runs_[number].run;
        const std::size_t first = pieces_.edge[i], second = pieces_.edge[k];
        const auto is_at_end = [&](std::size_t piece, double fraction) {
            return std::min(fraction, 1 - fraction) * length(piece) < at_end;
        };
        if (first == second || run.end_of(first) == second || run.end_of(second) == first ||
            (is_at_end(i, s) && is_at_end(k, t))) {
            return;
        }
        found_[number].push_back(
            {first, second, fraction_of_edge(pieces_, i, s), fraction_of_edge(pieces_, k, t)});
    }

    const ShapesView& shapes_;
    const geodesy::PreparedEllipsoid& e_;
    Pieces pieces_;
    int threads_;
    std::vector<RunPieces> runs_;
    std::vector<std::vector<FoundCrossing>> found_;
};

}  // namespace

}  // namespace shapes

std::vector<SelfCrossing> self_crossings(const ShapesView& shapes, const Ellipsoid& ellipsoid,
                                         const RunOptions& options) {
    check_shapes(shapes);
    if (shapes.edges == Edges::planar) {
        return shapes::planar_self_crossings(shapes, options);
    }
    const auto prepared = batch::cached_ellipsoid(ellipsoid);
    shapes::CrossingsJob job(shapes, *prepared, options);
    runtime::run_job(job, job.pieces(), job.threads());
    std::vector<SelfCrossing> out;
    std::size_t number = 0;
    shapes::for_each_run(shapes, [&](const shapes::Run& run) {
        for (const shapes::FoundCrossing& found : job.found()[number++]) {
            const std::size_t edge = found.first, end = run.end_of(edge);
            const LatLon at = interpolate(shapes.lat[edge], shapes.lon[edge], shapes.lat[end],
                                          shapes.lon[end], found.s, ellipsoid);
            out.push_back({shapes::location_of(shapes, found.first, found.s, at.lat, at.lon),
                           shapes::location_of(shapes, found.second, found.t, at.lat, at.lon)});
        }
    });
    return out;
}

}  // namespace geodist
