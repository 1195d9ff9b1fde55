#include "tracks/frechet_search.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "tracks/coarse_bounds.hpp"
#include "tracks/far_free_space.hpp"
#include "tracks/quick_way.hpp"
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
          far_(ground, a, b, pace),
          room_(tolerance - slack_ - 4 * space_.delta()),
          far_slack_(std::min(slack_, room_ / 3)),
          pace_(pace) {}

    // Is the distance that of the ends?
    bool is_at_ends() {
        raise_by_ends();
        std::size_t steps = vertices();
        return has_way(low_ + room_, steps);
    }

    // Raises low_ by what vertices tell.
    void look_at_vertices() {
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
        if (!(low_ > eps) && ask(eps)) {
            return;
        }
        if (walk() && high_ > low_ + room_) {
            ask(high_ - 0.9 * room_);  // often there is no better way
        }
        look_at_runs(2048);
        climb();
        close_in();
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
        return distance + std::min(ground_.bulge(std::min(a_.longest(), b_.longest()), distance),
                                   (a_.longest() + b_.longest()) / 2);
    }

    [[nodiscard]] double lower() const { return std::max(0.0, low_ - space_.delta()); }
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
        const double distance = std::max(low_, high_);
        Matching found = space_.way(distance);
        // What high_ was found by may go through a cell where no decision at high_ does.
        return found.empty() ? space_.way(distance + slack_ - space_.delta()) : found;
    }
    [[nodiscard]] bool decide(double distance) {
        // wide limits take few steps; where tracks are alike, greedy() is soonest
        std::size_t quick = few_steps(), steps = vertices();
        if (has_way(distance, quick) || greedy() <= distance || has_way(distance, steps)) {
            return true;
        }
        return distance < ground_.convex() ? space_.decide(distance)
                                           : far_.decide(distance, slack_);
    }

  private:
    [[nodiscard]] std::size_t vertices() const { return a_.size() + b_.size(); }
    // Few beside those of a decision.
    [[nodiscard]] std::size_t few_steps() const { return vertices() / 8; }

    // If it is true, that is soon known.
    bool has_way(double eps, std::size_t& steps) {
        if (!(eps < ground_.convex()) ||
            !has_quick_way(ground_, a_, b_, FreeBorders(ground_, eps), slack_ - 2 * space_.delta(),
                           steps, pace_)) {
            return false;
        }
        high_ = std::min(high_, eps);
        return true;
    }

    // Lowers high_ as far as ways are soon found; false if that is not far, or takes long.
    bool walk() {
        const double known = high_;
        std::size_t steps = vertices();
        for (double low = low_; high_ - low > room_ && steps > 0;) {
            const double eps = (low + high_) / 2;
            if (!has_way(eps, steps)) {
                low = eps;
            }
        }
        return high_ < known && steps > 0;
    }

    static constexpr double unlimited = std::numeric_limits<double>::infinity();

    // As narrow(), by far decisions: with a wide slack while the bounds are far apart, as these
    // take less time. Guesses are confirmed from above and from below; one that does not bring the
    // bounds much closer is followed by a plain step.
    void narrow_far() {
        high_ = std::min(high_, greedy());
        double eps = low_ + room_, slack = far_slack_, below = -1;
        double needed = unlimited;  // how close the bounds are after a good guess
        while (high_ > low_ + room_) {
            const bool yes = far_.decide(eps, slack);
            if (yes) {
                high_ = std::min(high_, eps + slack - slack_);
            } else {
                low_ = std::max(low_, eps - slack);
            }
            if (yes && below > low_ && below < high_) {
                eps = std::exchange(below, -1);
                continue;
            }
            const double width = high_ - low_;
            const auto guess = far_.crossing(low_, high_);
            slack = std::max(far_slack_, guess ? guess->error : width / 32);
            below = -1;
            eps = middle();
            if (guess && width < needed) {
                const double margin = 1.1 * slack + guess->error;
                below = guess->distance - margin;
                eps = std::min(guess->distance + margin, high_);
                needed = width / 4;
            } else {
                needed = unlimited;
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
            hint = near.t >= 0.5 && near.piece + 1 < to.size() ? near.piece + 1 : near.piece;
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
            const DistanceRange found =
                coarse_frechet(ground_, a_, b_, cells * vertices(), {low_, high_}, pace_);
            low_ = found.low;
            high_ = found.high;
        }
    }

    // By decisions alone: at guesses and right below them, at the next event, or in the middle.
    void close_in() {
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
            double eps = middle();
            if (from_above) {
                eps = high_ - 0.9 * room_;
            } else if (guess) {
                eps = space_.guess(low_, high_, 0.2 * room_) + 0.3 * room_;
            } else if (high_ - low_ < 8 * spacing) {
                eps = low_ + room_;
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
            if (ask(eps)) {
                if (from_above) {
                    wait = penalty;
                    penalty *= 2;
                }
                from_above = guess;
            } else {
                spacing = space_.event() - eps;
                from_above = false;
                if (guess) {
                    wait = penalty;
                    penalty *= 2;
                }
            }
        }
    }

    // Raises low_ by the bound of staircase.hpp. That takes long where many borders are between
    // low_ and high_: decisions bring these closer first, until it takes no longer than a few.
    void climb() {
        double part = 1.0 / 8;
        while (!is_at_most(low_ * (1 + part) + room_)) {
            part *= 2;
        }
        // Where all takes long, closer bounds do not help: so each may take more than the last.
        for (std::size_t few = 4; high_ > low_ + room_ && high_ < ground_.convex() && part > 1e-6;
             few *= 2) {
            const std::size_t most = few * std::max(space_.steps(), 32 * vertices());
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

    bool is_at_most(double eps) { return eps >= std::min(high_, ground_.convex()) || ask(eps); }
    bool ask(double eps) {
        std::size_t steps = few_steps();
        const bool yes = has_way(eps, steps) || space_.decide(eps);
        if (yes) {
            high_ = eps;
        } else {
            const double event = space_.event();
            low_ = std::max(eps, event < FreeSpace::unlimited ? std::min(event, high_) : eps);
        }
        return yes;
    }

    [[nodiscard]] double middle() const { return (low_ + high_) / 2; }

    const Ground& ground_;
    const Track &a_, &b_;
    double slack_;
    FreeSpace space_;
    FarFreeSpace far_;
    double room_, far_slack_;
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
    if (!search.is_at_ends()) {
        search.look_at_vertices();
        search.narrow();
    }
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
    return search.is_plausible(distance) && search.decide(distance);
}

}  // namespace geodist::tracks
