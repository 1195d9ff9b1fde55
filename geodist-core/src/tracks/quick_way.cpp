#include "tracks/quick_way.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace geodist::tracks {

namespace {

// From one end of both tracks to the other.
class Walk {
  public:
    Walk(const Ground& ground, const Track& a, const Track& b, const FreeBorders& borders,
         double slack, bool is_backward)
        : ground_(ground),
          a_(a),
          b_(b),
          borders_(borders),
          slack_(slack),
          is_backward_(is_backward),
          i_(is_backward ? a.size() : 0),
          j_(is_backward ? b.size() : 0),
          end_i_(a.size() - i_),
          end_j_(b.size() - j_) {}

    // `together`: both go on at once, as far as runs of both are near as a whole.
    bool run(bool together, std::size_t& steps, index::Pace& pace) {
        if (!borders_.is_within(a_.vertex(i_), b_.vertex(j_))) {
            return false;
        }
        const std::size_t top = std::max(a_.levels(), b_.levels()) - 1;
        std::size_t level = 0;
        for (; i_ != end_i_ || j_ != end_j_; --steps) {
            if (steps == 0) {
                return false;
            }
            pace.step();
            if (together ? leap_together(level) : leap(level)) {
                level = std::min(level + 1, top);
            } else if (level > 0) {
                --level;
            } else if (!go()) {
                return false;
            }
        }
        return true;
    }

  private:
    // The rest of a run of a level, from a vertex on: a ball around it, and its end. The vertex
    // itself at the end of the track, or where there are no such runs.
    struct Rest {
        Ball ball;
        std::size_t end;
    };
    [[nodiscard]] Rest rest(const Track& track, std::size_t level, std::size_t at) const {
        if (at == (is_backward_ ? 0 : track.size()) || level >= track.levels()) {
            const Vertex& v = track.vertex(at);
            return {{v.x.v, v.y.v, v.z.v, 0}, at};
        }
        const std::size_t run = (is_backward_ ? at - 1 : at) >> level;
        const std::size_t end = (is_backward_ ? run : run + 1) << level;
        return {track.ball(level, run), std::min(track.size(), end)};
    }
    [[nodiscard]] bool is_near(double square, double radii) const {
        const double most = borders_.limit().straight - radii;
        return most > 0 && square <= most * most;
    }

    // One of them goes to the end of its run, if all of it is near to where the other stands: the
    // one that ends nearer.
    bool leap(std::size_t level) {
        const Vertex &p = a_.vertex(i_), &q = b_.vertex(j_);
        const Rest one = rest(a_, level, i_), two = rest(b_, level, j_);
        const bool can_a = one.end != i_ && is_near(one.ball.square_to(q), one.ball.radius);
        const bool can_b = two.end != j_ && is_near(two.ball.square_to(p), two.ball.radius);
        if (can_a &&
            (!can_b || chord_square(a_.vertex(one.end), q) < chord_square(p, b_.vertex(two.end)))) {
            i_ = one.end;
        } else if (can_b) {
            j_ = two.end;
        }
        return can_a || can_b;
    }

    // Both go to the ends of their runs, if all of them is near.
    bool leap_together(std::size_t level) {
        const Rest one = rest(a_, level, i_), two = rest(b_, level, j_);
        if (!is_near(one.ball.square_to(two.ball), one.ball.radius + two.ball.radius) ||
            (one.end == i_ && two.end == j_)) {
            return false;
        }
        i_ = one.end;
        j_ = two.end;
        return true;
    }

    // Along one of the next two pieces, or both, to the nearest pair of vertices: the distance to a
    // place that stands still is largest at an end of a piece, that between two that move at an
    // end, but for the bulge of the shorter piece.
    bool go() {
        const std::size_t next_i = next(i_, end_i_), next_j = next(j_, end_j_);
        double best = std::numeric_limits<double>::infinity();
        std::size_t to_i = i_, to_j = j_;
        const auto look = [&](std::size_t i, std::size_t j) {
            const Vertex &p = a_.vertex(i), &q = b_.vertex(j);
            const double square = chord_square(p, q);
            if (square < best && borders_.is_within(p, q)) {
                best = square;
                to_i = i;
                to_j = j;
            }
        };
        if (next_i != i_ && next_j != j_) {
            const double shorter =
                std::min(a_.length(std::min(i_, next_i)), b_.length(std::min(j_, next_j)));
            if (ground_.bulge(shorter, borders_.limit().distance) <= slack_) {
                look(next_i, next_j);
            }
        }
        if (next_i != i_) {
            look(next_i, j_);
        }
        if (next_j != j_) {
            look(i_, next_j);
        }
        const bool has_gone = to_i != i_ || to_j != j_;
        i_ = to_i;
        j_ = to_j;
        return has_gone;
    }
    [[nodiscard]] std::size_t next(std::size_t at, std::size_t end) const {
        return at == end ? at : is_backward_ ? at - 1 : at + 1;
    }

    const Ground& ground_;
    const Track &a_, &b_;
    const FreeBorders& borders_;
    double slack_;
    bool is_backward_;
    std::size_t i_, j_;  // the vertices where both are
    std::size_t end_i_, end_j_;
};

}  // namespace

bool has_quick_way(const Ground& ground, const Track& a, const Track& b, const FreeBorders& borders,
                   double slack, std::size_t& steps, index::Pace& pace) {
    const auto walks = [&](bool is_backward, bool together) {
        return Walk(ground, a, b, borders, slack, is_backward).run(together, steps, pace);
    };
    return walks(false, false) || walks(true, false) || walks(false, true) || walks(true, true);
}

}  // namespace geodist::tracks
