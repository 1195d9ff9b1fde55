#include "tracks/frechet_search.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "tracks/coarse_bounds.hpp"
#include "tracks/far_free_space.hpp"
#include "tracks/staircase.hpp"

namespace geodist::tracks {

namespace {

class FrechetSearch {
  public:
    FrechetSearch(const Ground& ground, const Track& a, const Track& b, double tolerance,
                  index::Pace& pace)
        : ground_(ground),
          a_(a),
          b_(b),
          slack_(tolerance / 4),
          space_(ground, a, b, slack_, pace),
          far_(ground, a, b, slack_, pace),
          room_(tolerance - slack_ - 4 * space_.delta()),
          pace_(pace) {}

    // Raises low_ by what ends and vertices tell.
    void look_at_vertices() {
        raise_by_ends();
        static_cast<void>(look_along(a_, b_, unlimited, false, 1));
        static_cast<void>(look_along(b_, a_, unlimited, true, 1));
    }

    // False if ends, or some of the vertices, are farther apart than that.
    bool is_plausible(double distance) {
        enough_ = distance;
        const double refuse = distance + ground_.error();
        raise_by_ends();
        return low_ <= refuse && look_along(a_, b_, refuse, false, few(a_)) &&
               look_along(b_, a_, refuse, true, few(b_));
    }

    // low_ - delta <= the distance <= high_ + delta + slack, until they are close.
    void narrow() {
        double eps = low_ + room_;
        if (eps > ground_.convex()) {
            narrow_far();
            return;
        }
        high_ = std::max(eps, greedy());
        look_at_runs(32);
        if (!(low_ > eps)) {
            if (space_.decide(eps)) {
                high_ = eps;
                return;
            }
            rise(eps);
        }
        look_at_runs(2048);
        climb();
        bool from_above = false;
        int wait = 1, penalty = 1;
        double spacing = high_ - low_;  // just above low_ first
        while (high_ > low_ + room_) {
            if (!(low_ < ground_.convex())) {
                narrow_far();
                return;
            }
            bool guess = !from_above && wait == 0 && high_ < ground_.convex();
            wait -= !guess && !from_above && wait > 0 ? 1 : 0;
            if (from_above) {
                eps = high_ - 0.9 * room_;
            } else if (guess) {
                eps = space_.guess(low_, high_, 0.2 * room_) + 0.3 * room_;
            } else if (high_ - low_ < 8 * spacing) {
                eps = low_ + room_;
            } else {
                eps = middle();
            }
            if (!(eps > low_ && eps < high_)) {
                if (guess) {
                    guess = false;
                    wait = penalty;
                    penalty *= 2;
                }
                eps = middle();
            }
            if (eps > ground_.convex()) {
                eps = std::max(ground_.convex(), low_);
            }
            if (space_.decide(eps)) {
                high_ = eps;
                if (from_above) {
                    wait = penalty;
                    penalty *= 2;
                }
                from_above = guess;
            } else {
                spacing = space_.event() - eps;
                rise(eps);
                from_above = false;
                if (guess) {
                    wait = penalty;
                    penalty *= 2;
                }
            }
        }
    }

    // An upper bound: both go on, to whichever of the three next pairs of vertices is the nearest.
    // Between two pairs the distance is at most theirs and the bulge of the shorter piece.
    [[nodiscard]] double greedy() const {
        const std::size_t n = a_.size(), m = b_.size();
        std::size_t i = 0, j = 0;
        double most = chord_square(a_.vertex(0), b_.vertex(0));
        while (i < n || j < m) {
            pace_.step();
            const double x = i < n ? chord_square(a_.vertex(i + 1), b_.vertex(j)) : unlimited;
            const double y = j < m ? chord_square(a_.vertex(i), b_.vertex(j + 1)) : unlimited;
            const double z =
                i < n && j < m ? chord_square(a_.vertex(i + 1), b_.vertex(j + 1)) : unlimited;
            most = std::max(most, std::min({x, y, z}));
            const bool both = z <= x && z <= y, first = x <= y;
            i += both || first ? 1 : 0;
            j += both || !first ? 1 : 0;
        }
        const double distance = ground_.bounds().upper(most);
        return distance + ground_.bulge(std::min(a_.longest(), b_.longest()), distance);
    }

    [[nodiscard]] double lower() const { return std::max(0.0, low_ - space_.delta() - far_slack_); }
    [[nodiscard]] double upper() const { return std::max(low_, high_) + space_.delta() + slack_; }
    [[nodiscard]] const PlacePair& places() const { return places_; }
    // Throws GeodistError beyond Ground::convex().
    [[nodiscard]] Matching matching() {
        if (!(high_ <= ground_.convex())) {
            throw GeodistError(
                "tracks that are more than " +
                std::to_string(static_cast<std::int64_t>(ground_.convex() / 1000)) +
                " km apart have no certified matching, only a distance: leave out matching");
        }
        return space_.way(std::max(low_, high_));
    }
    [[nodiscard]] bool decide(double distance) {
        return distance < ground_.convex() ? space_.decide(distance) : far_.decide(distance);
    }

  private:
    static constexpr double unlimited = std::numeric_limits<double>::infinity();

    // As narrow(), by far decisions; a "no" is right but for the slack, too.
    void narrow_far() {
        high_ = std::min(high_,
                         ground_.bounds().upper(4 * ground_.prepared().a * ground_.prepared().a));
        for (double eps = low_ + room_; high_ > low_ + room_ - far_slack_; eps = middle()) {
            if (far_.decide(eps)) {
                high_ = eps;
            } else {
                low_ = eps;
                far_slack_ = slack_;
            }
        }
    }

    void raise(double distance, NearPlace on_a, NearPlace on_b) {
        if (distance > low_) {
            low_ = distance;
            on_a.distance = on_b.distance = distance;
            places_ = {on_a, on_b};
        }
    }

    void raise_by_ends() {
        const std::size_t n = a_.size(), m = b_.size();
        raise(ground_.distance(a_.vertex(0), b_.vertex(0)), {0, 0, 0}, {0, 0, 0});
        raise(ground_.distance(a_.vertex(n), b_.vertex(m)), {n - 1, 1, 0}, {m - 1, 1, 0});
    }

    // A step from one vertex to the next that leaves few of them.
    static std::size_t few(const Track& track) {
        return std::max<std::size_t>(1, track.size() / 64);
    }

    // False as soon as low_ exceeds `refuse`.
    bool look_along(const Track& from, const Track& to, double refuse, bool exchanged,
                    std::size_t step) {
        std::size_t hint = 0;
        for (std::size_t i = 0; i <= from.size(); i += step) {
            pace_.step();
            const NearPlace near = to.nearest(from.vertex(i), hint, std::max(enough_, low_), pace_);
            hint = near.piece;
            const std::size_t piece = std::min(i, from.size() - 1);
            const NearPlace own{piece, i == piece ? 0.0 : 1.0, near.distance};
            raise(near.distance, exchanged ? near : own, exchanged ? own : near);
            if (low_ > refuse) {
                return false;
            }
        }
        return true;
    }

    // Of about so many cells for each vertex.
    void look_at_runs(std::size_t cells) {
        if (high_ > low_ + room_) {
            const DistanceRange found = coarse_frechet(
                ground_, a_, b_, cells * (a_.size() + b_.size()), {low_, high_}, pace_);
            low_ = found.low;
            high_ = found.high;
        }
    }

    // Raises low_ by the bound of staircase.hpp. That takes long where many borders are between
    // low_ and high_: decisions bring these closer first, until it takes no longer than a few.
    void climb() {
        double part = 1.0 / 8;
        while (!is_at_most(low_ * (1 + part) + room_)) {
            part *= 2;
        }
        while (high_ > low_ + room_ && high_ < ground_.convex() && part > 1e-6) {
            const std::size_t most = 4 * std::max(space_.steps(), 32 * (a_.size() + b_.size()));
            const StaircaseBound found = least_staircase(ground_, a_, b_, low_, high_, most, pace_);
            if (found.done >= 1) {
                low_ = std::min(high_, std::max(low_, found.bound));
                return;
            }
            part = (high_ / low_ - 1) * std::clamp(found.done / 3, 1.0 / 16, 0.5);
            while (high_ > low_ * (1 + part) && high_ > low_ + room_) {
                static_cast<void>(is_at_most(middle()));
            }
        }
    }

    bool is_at_most(double eps) {
        if (eps >= std::min(high_, ground_.convex())) {
            return true;
        }
        const bool yes = space_.decide(eps);
        if (yes) {
            high_ = eps;
        } else {
            rise(eps);
        }
        return yes;
    }

    [[nodiscard]] double middle() const { return (low_ + high_) / 2; }
    void rise(double eps) {
        const double event = space_.event();
        low_ = std::max(eps, event < FreeSpace::unlimited ? std::min(event, high_) : eps);
    }

    const Ground& ground_;
    const Track &a_, &b_;
    double slack_;
    FreeSpace space_;
    FarFreeSpace far_;
    double far_slack_ = 0;
    double room_;
    index::Pace& pace_;
    double enough_ = -1, low_ = -1, high_ = unlimited;
    PlacePair places_;
};

}  // namespace

NearPlace place_at(const Track& track, double at) {
    const std::size_t piece = std::min(track.size() - 1, static_cast<std::size_t>(at));
    return {piece, at - static_cast<double>(piece), 0};
}

CertifiedMatching frechet(const Ground& ground, const Track& a, const Track& b, double tolerance,
                          bool with_matching, index::Pace& pace) {
    FrechetSearch search(ground, a, b, tolerance, pace);
    search.look_at_vertices();
    search.narrow();
    CertifiedMatching found{{search.lower(), search.upper(), search.places()}, {}};
    if (!with_matching) {
        return found;
    }
    found.matching = search.matching();
    double most = -1;
    for (const FreeSpace::Step& step : found.matching) {
        NearPlace on_a = place_at(a, step.a), on_b = place_at(b, step.b);
        const double distance = ground.distance(ground.at(a.piece(on_a.piece), on_a.t),
                                                ground.at(b.piece(on_b.piece), on_b.t));
        if (distance > most) {
            most = on_a.distance = on_b.distance = distance;
            found.pair.places = {on_a, on_b};
        }
    }
    return found;
}

bool is_frechet_within(const Ground& ground, const Track& a, const Track& b, double distance,
                       double tolerance, index::Pace& pace) {
    FrechetSearch search(ground, a, b, tolerance, pace);
    if (!search.is_plausible(distance)) {
        return false;
    }
    return search.greedy() <= distance || search.decide(distance);
}

}  // namespace geodist::tracks
