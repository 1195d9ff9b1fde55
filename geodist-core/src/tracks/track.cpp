#include "tracks/track.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geodist::tracks {

Track::Track(const Ground& ground, const shapes::Pieces& pieces, std::size_t first,
             std::size_t last)
    : first_(first), rounding_(1e-8 * ground.scale()) {
    vertices_.reserve(last - first);
    for (std::size_t i = first; i < last; ++i) {
        vertices_.push_back({pieces.x[i], pieces.y[i], pieces.z[i], pieces.h[i]});
    }
    pieces_.reserve(vertices_.size() - 1);
    std::vector<Ball> level;
    level.reserve(vertices_.size() - 1);
    for (std::size_t i = 0; i + 1 < vertices_.size(); ++i) {
        pieces_.push_back(ground.piece(vertices_[i], vertices_[i + 1]));
        const double length = pieces_.back().length;
        longest_ = std::max(longest_, length);
        // the ways from a place to both ends are no longer than the piece, so it is in an ellipsoid
        // whose foci they are
        const auto& middle = pieces_.back().segment.m;
        level.push_back({middle.x.v, middle.y.v, middle.z.v, length / 2 + rounding_});
    }
    balls_.push_back(std::move(level));
    while (balls_.back().size() > 1) {
        const std::size_t above = balls_.size(), count = (balls_.back().size() + 1) / 2;
        std::vector<Ball> next;
        next.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            next.push_back(around(above - 1, i));
        }
        balls_.push_back(std::move(next));
    }
}

// The least ball around two balls of a level, 2 i and the next if there is one.
Ball Track::around(std::size_t level, std::size_t i) const {
    const std::vector<Ball>& below = balls_[level];
    const Ball& p = below[2 * i];
    if (2 * i + 1 == below.size()) {
        return p;
    }
    const Ball& q = below[2 * i + 1];
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

NearPlace Track::nearest(const Ground& ground, const Vertex& v, std::size_t start, double enough,
                         index::Pace& pace) const {
    const PieceFoot first = ground.foot(v, pieces_[start]);
    NearPlace best{start, first.t, first.distance};
    // no nearer place has a longer straight line; on the ground the way is longer
    const double near = 40e3 * ground.scale();
    const auto straight = [&](double distance) {
        return distance <= near ? distance + rounding_ : std::sqrt(ground.bounds().outer(distance));
    };
    double limit = straight(best.distance);
    struct Item {
        std::size_t level, i;
    };
    std::array<Item, 128> stack;
    std::size_t own = start;
    for (std::size_t level = 0; level + 1 < levels() && best.distance > enough; ++level, own /= 2) {
        const std::size_t sibling = own ^ 1U;
        if (sibling >= balls_[level].size()) {
            continue;
        }
        std::size_t top = 0;
        stack[top++] = {level, sibling};
        while (top > 0) {
            const Item item = stack[--top];
            const Ball& ball = balls_[item.level][item.i];
            const double most = limit + ball.radius;
            if (ball.square_to(v) >= most * most) {
                continue;
            }
            if (item.level == 0) {
                pace.step();
                const RoughFoot rough = ground.rough_foot(v, pieces_[item.i]);
                if (rough.least() >= best.distance) {
                    continue;
                }
                const PieceFoot foot = rough.excess > 0 ? ground.foot(v, pieces_[item.i])
                                                        : PieceFoot{rough.distance, rough.t};
                if (foot.distance < best.distance) {
                    best = {item.i, foot.t, foot.distance};
                    limit = straight(best.distance);
                    if (best.distance <= enough) {
                        break;
                    }
                }
                continue;
            }
            const std::vector<Ball>& below = balls_[item.level - 1];
            const std::size_t one = 2 * item.i, two = one + 1;
            if (two == below.size()) {
                stack[top++] = {item.level - 1, one};
                continue;
            }
            const bool one_first = below[one].square_to(v) < below[two].square_to(v);
            stack[top++] = {item.level - 1, one_first ? two : one};
            stack[top++] = {item.level - 1, one_first ? one : two};
        }
    }
    return best;
}

}  // namespace geodist::tracks
