#include "tracks/track.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geodist::tracks {

Track::Track(const Ground& ground, const shapes::Pieces& pieces, std::size_t first,
             std::size_t last, double deviation)
    : ground_(&ground), first_(first), deviation_(deviation), rounding_(1e-8 * ground.scale()) {
    vertices_.reserve(last - first);
    for (std::size_t i = first; i < last; ++i) {
        vertices_.push_back({pieces.x[i], pieces.y[i], pieces.z[i], pieces.h[i]});
    }
    lengths_.reserve(vertices_.size() - 1);
    for (std::size_t i = 0; i + 1 < vertices_.size(); ++i) {
        const bool gap = pieces.edge[first + i] == shapes::Pieces::none;
        const double length = gap ? -1 : ground.distance(vertices_[i], vertices_[i + 1]);
        lengths_.push_back(length);
        longest_ = std::max(longest_, length);
    }
    for (std::size_t below = 0; count(below) > 1; ++below) {
        std::vector<Ball> next((count(below) + 1) / 2);
        for (std::size_t i = 0; i < next.size(); ++i) {
            next[i] = around(below, i);
        }
        balls_.push_back(std::move(next));
    }
}

// The least ball around two balls of a level, 2 i and the next if there is one.
Ball Track::around(std::size_t level, std::size_t i) const {
    const Ball p = ball(level, 2 * i);
    if (2 * i + 1 == count(level)) {
        return p;
    }
    const Ball q = ball(level, 2 * i + 1);
    const double gap = std::sqrt(p.square_to(q));
    if (gap + q.radius <= p.radius) {
        return p;
    }
    if (gap + p.radius <= q.radius) {
        return q;
    }
    const double radius = (gap + p.radius + q.radius) / 2, part = (radius - p.radius) / gap;
    return {p.x + part * (q.x - p.x), p.y + part * (q.y - p.y), p.z + part * (q.z - p.z),
            radius + rounding_};
}

std::size_t Track::near_run(const Ball& ball, std::size_t row, double straight) const {
    const auto is_near = [&](std::size_t level, std::size_t i) {
        const Ball own = this->ball(level, i);
        const double most = straight - own.radius - ball.radius;
        return most > 0 && own.square_to(ball) <= most * most;
    };
    // Longer and longer runs, wherever one may begin; where one is too long, its half.
    std::size_t end = row, level = 0;
    while (end < size()) {
        if (is_near(level, end >> level)) {
            end += std::size_t{1} << level;
            level += level + 1 < levels() && (end >> level) % 2 == 0 ? 1 : 0;
        } else if (level > 0) {
            --level;
        } else {
            break;
        }
    }
    return std::min(size(), end);
}

// The search for the nearest piece to a place. Straight lines choose the pieces that are measured.
class Track::Search {
  public:
    Search(const Track& track, const Ground& ground, const Vertex& v, double enough,
           index::Pace& pace)
        : track_(track), ground_(ground), v_(v), enough_(enough), pace_(pace) {}

    NearPlace run(std::size_t start) {
        look_at(start);
        std::size_t own = start;
        for (std::size_t level = 0; level + 1 < track_.levels() && !is_done(); ++level, own /= 2) {
            if ((own ^ 1U) < track_.count(level)) {
                descend(level, own ^ 1U);
            }
        }
        if (!is_done()) {
            measure();
        }
        return best_;
    }

  private:
    struct Candidate {
        std::size_t piece;
        double lower;
    };
    static constexpr std::size_t many = 16;

    [[nodiscard]] bool is_done() const { return best_.distance <= enough_; }

    void descend(std::size_t level, std::size_t i) {
        struct Item {
            std::size_t level, i;
        };
        std::array<Item, 128> stack;
        std::size_t top = 0;
        stack[top++] = {level, i};
        while (top > 0) {
            const Item item = stack[--top];
            const Ball ball = track_.ball(item.level, item.i);
            const double most = straight_ + ball.radius;
            if (ball.square_to(v_) >= most * most) {
                continue;
            }
            if (item.level == 0) {
                look_at(item.i);
                if (is_done()) {
                    return;
                }
                continue;
            }
            const std::size_t one = 2 * item.i, two = one + 1;
            if (two == track_.count(item.level - 1)) {
                stack[top++] = {item.level - 1, one};
                continue;
            }
            const bool one_first = track_.ball(item.level - 1, one).square_to(v_) <
                                   track_.ball(item.level - 1, two).square_to(v_);
            stack[top++] = {item.level - 1, one_first ? two : one};
            stack[top++] = {item.level - 1, one_first ? one : two};
        }
    }

    void look_at(std::size_t piece) {
        if (track_.is_gap(piece)) {
            return;
        }
        const FootBounds bounds = track_.foot_bounds(v_, piece);
        if (bounds.lower >= straight_) {
            return;
        }
        if (bounds.upper <= enough_) {
            best_ = {piece, bounds.t, bounds.upper};
            return;
        }
        if (size_ == many) {
            measure();
        }
        waiting_[size_++] = {piece, bounds.lower};
        if (bounds.upper < unlimited) {
            lower_to(bounds.upper);
        } else {
            measure();
        }
    }

    // Nothing farther than that is of interest.
    void lower_to(double upper) {
        if (upper < upper_) {
            upper_ = upper;
            // no nearer place has a longer straight line; on the ground the way is longer
            straight_ = upper <= 40e3 * ground_.scale() ? upper + track_.rounding_
                                                        : std::sqrt(ground_.bounds().outer(upper));
        }
    }

    void measure() {
        for (std::size_t i = 0; i < size_; ++i) {
            const Candidate& candidate = waiting_[i];
            if (candidate.lower >= straight_) {
                continue;
            }
            pace_.step();
            const Piece piece = track_.piece(candidate.piece);
            const RoughFoot rough = ground_.rough_foot(v_, piece);
            if (rough.least() >= best_.distance) {
                continue;
            }
            const PieceFoot foot =
                rough.excess > 0 ? ground_.foot(v_, piece) : PieceFoot{rough.distance, rough.t};
            if (foot.distance < best_.distance) {
                best_ = {candidate.piece, foot.t, foot.distance};
                lower_to(foot.distance);
            }
        }
        size_ = 0;
    }

    static constexpr double unlimited = std::numeric_limits<double>::infinity();

    const Track& track_;
    const Ground& ground_;
    const Vertex& v_;
    double enough_;
    index::Pace& pace_;
    NearPlace best_{0, 0, unlimited};
    double upper_ = unlimited;     // the distance is at most that
    double straight_ = unlimited;  // straight lines to places as near are shorter
    std::array<Candidate, many> waiting_;
    std::size_t size_ = 0;
};

NearPlace Track::nearest(const Vertex& v, std::size_t start, double enough,
                         index::Pace& pace) const {
    return Search(*this, *ground_, v, enough, pace).run(start);
}

bool Track::find(const Vertex& v, double distance, std::size_t most, std::vector<NearPlace>& found,
                 index::Pace& pace) const {
    struct Item {
        std::size_t level, i;
    };
    std::array<Item, 128> stack;
    std::size_t top = 0;
    stack[top++] = {levels() - 1, 0};
    while (top > 0) {
        const Item item = stack[--top];
        const Ball around = ball(item.level, item.i);
        const double reach = distance + around.radius;
        if (around.square_to(v) > reach * reach) {
            continue;
        }
        if (item.level > 0) {
            const std::size_t first = 2 * item.i;
            stack[top++] = {item.level - 1, first};
            if (first + 1 < count(item.level - 1)) {
                stack[top++] = {item.level - 1, first + 1};
            }
            continue;
        }
        if (is_gap(item.i) || foot_bounds(v, item.i).lower > distance) {
            continue;
        }
        pace.step();
        const PieceFoot foot = ground_->foot(v, piece(item.i));
        if (foot.distance <= distance) {
            if (found.size() == most) {
                return false;
            }
            found.push_back({item.i, foot.t, foot.distance});
        }
    }
    return true;
}

Place Track::place(const Vertex& v) const {
    if (interiors_ == nullptr) {
        return Place::outside;
    }
    const LatLonPlace at = ground_->place(v);
    return interiors_->place(row_, at.lat, at.lon);
}

}  // namespace geodist::tracks
