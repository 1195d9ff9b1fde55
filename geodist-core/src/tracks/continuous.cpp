#include <geodist/continuous.hpp>
#include <geodist/error.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "matrix/entries.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"
#include "shapes/pair_job.hpp"
#include "shapes/pair_measure.hpp"
#include "tracks/frechet_search.hpp"
#include "tracks/hausdorff_search.hpp"
#include "tracks/track_sides.hpp"

namespace geodist {

namespace {

using tracks::CertifiedPair;
using tracks::Ground;
using tracks::Track;

// Two columns, or one with itself, and what is done with pairs of their rows.
class ContinuousPairs {
  public:
    ContinuousPairs(const ShapesView& a, const ShapesView& b, ContinuousMetric metric,
                    const Ellipsoid& ellipsoid, const ContinuousOptions& options)
        : ContinuousPairs(ellipsoid, options) {
        a_ = prepared(a, metric, "a", options);
        b_ = prepared(b, metric, "b", options);
        tolerance_ = options.tolerance - 2 * deviation();
    }
    ContinuousPairs(const ShapesView& tracks, ContinuousMetric metric, const Ellipsoid& ellipsoid,
                    const ContinuousOptions& options)
        : ContinuousPairs(ellipsoid, options) {
        a_ = b_ = prepared(tracks, metric, "the tracks", options);
        tolerance_ = options.tolerance - 2 * deviation();
    }

    // Of rows that belong together.
    [[nodiscard]] std::size_t size() const { return shapes::pair_count(a_->size(), b_->size()); }
    [[nodiscard]] const tracks::TrackSide& a() const { return *a_; }
    [[nodiscard]] const tracks::TrackSide& b() const { return *b_; }
    [[nodiscard]] const Ground& ground() const { return ground_; }
    // Of the distances of the tracks, and how far these may be from those of the rows.
    [[nodiscard]] double tolerance() const { return tolerance_; }
    [[nodiscard]] double deviation() const { return a_->deviation() + b_->deviation(); }

    struct Rows {
        std::size_t a, b;
    };

    // visit(i, track of a, track of b, pace) for each i < size().
    template <class Visit>
    void visit(Visit visit) {
        const bool one_a = a_->size() == 1, one_b = b_->size() == 1;
        run(size(), [=](std::size_t i) { return Rows{one_a ? 0 : i, one_b ? 0 : i}; }, visit);
    }

    // The same for each i < count, of the rows(i).
    template <class RowsOf, class Visit>
    void run(std::size_t count, RowsOf rows, Visit visit) {
        const auto compare = [&](std::size_t i, index::Pace& pace) {
            const Rows pair = rows(i);
            try {
                visit(i, a_->row(pair.a), b_->row(pair.b), pace);
            } catch (const GeodistError& error) {
                if (a_->size() == 1 && b_->size() == 1) {
                    throw;
                }
                throw GeodistError(name_of(pair) + ": " + error.what(), std::nullopt, i);
            }
        };
        class Job : public runtime::LongJob {
          public:
            Job(const RunOptions& options, decltype(compare)& compare)
                : LongJob(options), compare_(compare) {}
            bool run(std::size_t i) override {
                const runtime::FloatEnvironment environment;
                index::Pace pace(*this);
                compare_(i, pace);
                return true;
            }

          private:
            decltype(compare)& compare_;
        };
        const std::size_t vertices = a_->pieces() / std::max<std::size_t>(1, a_->size()) +
                                     b_->pieces() / std::max<std::size_t>(1, b_->size());
        const int threads =
            count < 2 ? 1 : runtime::useful_threads(count * vertices, 2048, shared_);
        Job job(shared_, compare);
        runtime::run_job(job, count, threads);
    }

  private:
    ContinuousPairs(const Ellipsoid& ellipsoid, const ContinuousOptions& options)
        : clock_(options),
          shared_(clock_.shared()),
          e_(batch::cached_ellipsoid(ellipsoid)),
          ground_(ellipsoid, *e_) {}

    [[nodiscard]] std::shared_ptr<const tracks::TrackSide> prepared(
        const ShapesView& side, ContinuousMetric metric, const char* name,
        const ContinuousOptions& options) const {
        return std::make_shared<const tracks::TrackSide>(side, rows_of(metric, options), name,
                                                         ground_, sag_of(side, options), shared_);
    }
    [[nodiscard]] std::string name_of(const Rows& pair) const {
        const std::string a = std::to_string(pair.a), b = std::to_string(pair.b);
        return a_ == b_ ? "rows " + a + " and " + b + " of the tracks"
                        : "row " + a + " of a and row " + b + " of b";
    }
    // Of planar edges, at most an eighth of the tolerance: half of it is left where both sides have
    // such edges.
    [[nodiscard]] double sag_of(const ShapesView& side, const ContinuousOptions& options) const {
        const double least = (side.edges == Edges::planar ? 30 : 15) * ground_.error();
        if (!(options.tolerance >= least)) {
            throw std::invalid_argument("the tolerance must be at least " +
                                        std::to_string(1e9 * least) + " nm on this ellipsoid" +
                                        (side.edges == Edges::planar ? ", with planar edges" : ""));
        }
        return (options.tolerance - 8 * 5e-9 * ground_.scale()) / 8;
    }
    [[nodiscard]] static tracks::TrackSide::Rows rows_of(ContinuousMetric metric,
                                                         const ContinuousOptions& options) {
        using Rows = tracks::TrackSide::Rows;
        return metric == ContinuousMetric::frechet ? Rows::tracks
               : options.filled                    ? Rows::filled
                                                   : Rows::shapes;
    }

    const runtime::FloatEnvironment environment_;
    runtime::InterruptClock clock_;
    RunOptions shared_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> e_;
    Ground ground_;
    std::shared_ptr<const tracks::TrackSide> a_, b_;
    double tolerance_ = 0;
};

// The middle of the bounds.
double middle_of(const ContinuousPairs& pairs, ContinuousMetric metric, const Track& a,
                 const Track& b, index::Pace& pace) {
    const Ground& ground = pairs.ground();
    const double tolerance = pairs.tolerance();
    CertifiedPair found = metric == ContinuousMetric::frechet
                              ? tracks::frechet(ground, a, b, tolerance, false, pace).pair
                          : metric == ContinuousMetric::hausdorff
                              ? tracks::hausdorff(ground, a, b, tolerance, pace)
                              : tracks::directed_hausdorff(ground, a, b, tolerance, pace);
    found.widen(pairs.deviation());
    return (found.lower + found.upper) / 2;
}

// What `measure` finds of each pair.
template <class Measure>
CertifiedDistances certified(ContinuousPairs& pairs, Measure measure) {
    CertifiedDistances found;
    found.lower.resize(pairs.size());
    found.upper.resize(pairs.size());
    found.a.resize(pairs.size());
    found.b.resize(pairs.size());
    const LocationOutput on_a = found.a.output(), on_b = found.b.output();
    pairs.visit([&](std::size_t i, const Track& a, const Track& b, index::Pace& pace) {
        CertifiedPair pair = measure(i, a, b, pace);
        pair.widen(pairs.deviation());
        found.lower[i] = pair.lower;
        found.upper[i] = pair.upper;
        shapes::store(on_a, i, pairs.a().locate(a, pair.places.on_a, pair.places.inside_a));
        shapes::store(on_b, i, pairs.b().locate(b, pair.places.on_b, pair.places.inside_b));
    });
    return found;
}

}  // namespace

CertifiedDistances directed_track_hausdorff(const ShapesView& a, const ShapesView& b,
                                            const Ellipsoid& ellipsoid,
                                            const ContinuousOptions& options) {
    ContinuousPairs pairs(a, b, ContinuousMetric::hausdorff, ellipsoid, options);
    return certified(
        pairs, [&](std::size_t, const Track& one, const Track& two, index::Pace& pace) {
            return tracks::directed_hausdorff(pairs.ground(), one, two, pairs.tolerance(), pace);
        });
}

CertifiedDistances track_hausdorff(const ShapesView& a, const ShapesView& b,
                                   const Ellipsoid& ellipsoid, const ContinuousOptions& options) {
    ContinuousPairs pairs(a, b, ContinuousMetric::hausdorff, ellipsoid, options);
    return certified(
        pairs, [&](std::size_t, const Track& one, const Track& two, index::Pace& pace) {
            return tracks::hausdorff(pairs.ground(), one, two, pairs.tolerance(), pace);
        });
}

CertifiedDistances track_frechet(const ShapesView& a, const ShapesView& b,
                                 const Ellipsoid& ellipsoid, const ContinuousOptions& options) {
    ContinuousPairs pairs(a, b, ContinuousMetric::frechet, ellipsoid, options);
    return certified(
        pairs, [&](std::size_t, const Track& one, const Track& two, index::Pace& pace) {
            return tracks::frechet(pairs.ground(), one, two, pairs.tolerance(), false, pace).pair;
        });
}

FrechetMatchings frechet_matching(const ShapesView& a, const ShapesView& b,
                                  const Ellipsoid& ellipsoid, const ContinuousOptions& options) {
    ContinuousPairs pairs(a, b, ContinuousMetric::frechet, ellipsoid, options);
    FrechetMatchings found;
    std::vector<tracks::Matching> matchings(pairs.size());
    found.distances =
        certified(pairs, [&](std::size_t i, const Track& one, const Track& two, index::Pace& pace) {
            auto pair = tracks::frechet(pairs.ground(), one, two, pairs.tolerance(), true, pace);
            matchings[i] = std::move(pair.matching);
            return pair.pair;
        });
    std::size_t total = 0;
    found.starts.push_back(0);
    for (const tracks::Matching& matching : matchings) {
        total += matching.size();
        found.starts.push_back(static_cast<std::int64_t>(total));
    }
    found.a.resize(total);
    found.b.resize(total);
    const LocationOutput on_a = found.a.output(), on_b = found.b.output();
    pairs.visit([&](std::size_t i, const Track& one, const Track& two, index::Pace& pace) {
        auto place = static_cast<std::size_t>(found.starts[i]);
        for (const tracks::FreeSpace::Step& step : matchings[i]) {
            pace.step();
            shapes::store(on_a, place, pairs.a().locate(one, tracks::place_at(one, step.a)));
            shapes::store(on_b, place, pairs.b().locate(two, tracks::place_at(two, step.b)));
            ++place;
        }
    });
    return found;
}

void continuous_matrix(const ShapesView& a, const ShapesView& b, ContinuousMetric metric,
                       const MatrixOutput& out, const Ellipsoid& ellipsoid,
                       const ContinuousOptions& options) {
    ContinuousPairs pairs(a, b, metric, ellipsoid, options);
    const std::size_t n = pairs.b().size();
    pairs.run(
        pairs.a().size() * n, [=](std::size_t k) { return ContinuousPairs::Rows{k / n, k % n}; },
        [&](std::size_t k, const Track& one, const Track& two, index::Pace& pace) {
            matrix::store(out, k / n, k % n, middle_of(pairs, metric, one, two, pace));
        });
}

void continuous_matrix(const ShapesView& a, const ShapesView& b, ContinuousMetric metric,
                       OutColumn out, const Ellipsoid& ellipsoid,
                       const ContinuousOptions& options) {
    shapes::check_results(out.size(), a.kinds.size() * b.kinds.size());
    continuous_matrix(a, b, metric, matrix::plain_output(out, b.kinds.size()), ellipsoid, options);
}

void continuous_pairs(const ShapesView& tracks, ContinuousMetric metric, const MatrixOutput& out,
                      const Ellipsoid& ellipsoid, const ContinuousOptions& options) {
    ContinuousPairs pairs(tracks, metric, ellipsoid, options);
    const std::size_t n = pairs.a().size();
    pairs.run(
        pair_count(n),
        [=](std::size_t k) {
            const auto [row, column] = matrix::triangle_place(k, n);
            return ContinuousPairs::Rows{row, column};
        },
        [&](std::size_t k, const Track& one, const Track& two, index::Pace& pace) {
            matrix::store(out, 0, k, middle_of(pairs, metric, one, two, pace));
        });
}

void continuous_pairs(const ShapesView& tracks, ContinuousMetric metric, OutColumn out,
                      const Ellipsoid& ellipsoid, const ContinuousOptions& options) {
    shapes::check_results(out.size(), pair_count(tracks.kinds.size()));
    continuous_pairs(tracks, metric, matrix::plain_output(out, 0), ellipsoid, options);
}

void tracks_within(const ShapesView& a, const ShapesView& b, ContinuousMetric metric,
                   Column distance, std::span<std::uint8_t> out, const Ellipsoid& ellipsoid,
                   const ContinuousOptions& options) {
    ContinuousPairs pairs(a, b, metric, ellipsoid, options);
    shapes::check_results(out.size(), pairs.size());
    if (distance.size() != 1 && distance.size() != pairs.size()) {
        throw std::invalid_argument("there must be one distance, or one for each pair");
    }
    const auto is_within = [&](const Track& one, const Track& two, double most, index::Pace& pace) {
        const Ground& ground = pairs.ground();
        const double tolerance = pairs.tolerance();
        if (!(most >= 0)) {
            return false;
        }
        if (metric == ContinuousMetric::frechet) {
            return tracks::is_frechet_within(ground, one, two, most, tolerance, pace);
        }
        return tracks::is_directed_hausdorff_within(ground, one, two, most, tolerance, pace) &&
               (metric == ContinuousMetric::directed_hausdorff ||
                tracks::is_directed_hausdorff_within(ground, two, one, most, tolerance, pace));
    };
    pairs.visit([&](std::size_t i, const Track& one, const Track& two, index::Pace& pace) {
        out[i] = is_within(one, two, distance[distance.size() == 1 ? 0 : i], pace);
    });
}

}  // namespace geodist
