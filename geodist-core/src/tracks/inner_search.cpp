#include "tracks/inner_search.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "tracks/matrix_game.hpp"
#include "tracks/triple.hpp"

namespace geodist::tracks {

namespace {

constexpr std::size_t most_pieces = 48;  // that are looked at about one triangle
constexpr std::size_t most_meeting = 8;
// Beyond Ground::convex(), where little is known of distances.
constexpr std::size_t most_far_cells = 30'000;

Triple from_to(const Vertex& p, const Vertex& q) {
    return {(q.x - p.x).v, (q.y - p.y).v, (q.z - p.z).v};
}

// Of three corners, by weights.
template <class Corners>
Vertex between(const Ground& ground, const Corners& corners, const Triple& weights) {
    double x = 0, y = 0, z = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const Vertex& v = corners[i].vertex;
        x += weights[i] * v.x.v;
        y += weights[i] * v.y.v;
        z += weights[i] * v.z.v;
    }
    return ground.towards(x, y, z);
}

}  // namespace

bool InnerSearch::run(double refuse) {
    const std::size_t most = 1'000'000 + 100 * (a_.size() + b_.size());
    begin();
    for (std::size_t count = 0; !cells_.empty(); ++count) {
        if (count == most || far_cells_ == most_far_cells) {
            throw GeodistError(
                "the Hausdorff distance of filled polygons is not certain within this tolerance "
                "after " +
                std::to_string(count) + " steps; a larger tolerance may do");
        }
        pace_.step();
        Cell cell = cells_.top();
        if (is_low(cell.bound)) {
            found_.dropped = std::max(found_.dropped, cell.bound);
            break;
        }
        cells_.pop();
        look_at(cell);
        if (found_.distance > refuse) {
            return false;
        }
    }
    return true;
}

// The eight parts of the Earth between the equator and two meridians.
void InnerSearch::begin() {
    std::array<Corner, 6> axes;
    for (std::size_t i = 0; i < 6; ++i) {
        Triple at{0, 0, 0};
        at[i / 2] = i % 2 == 0 ? 1 : -1;
        axes[i] = corner(ground_.towards(at[0], at[1], at[2]), 0);
        consider(axes[i], false);
    }
    for (std::size_t i = 0; i < 8; ++i) {
        cells_.push({std::numeric_limits<double>::infinity(),
                     {axes[i & 1U], axes[2 + (i >> 1U & 1U)], axes[4 + (i >> 2U)]},
                     false});
    }
}

bool InnerSearch::is_low(double bound) const { return bound <= found_.distance + room_; }

InnerSearch::Corner InnerSearch::corner(const Vertex& v, std::size_t hint) {
    return {v, b_.nearest(v, hint, -1, pace_)};
}

void InnerSearch::consider(const Corner& corner, bool is_inside) {
    if (corner.near.distance > found_.distance &&
        (is_inside || a_.place(corner.vertex) == Place::inside) &&
        b_.place(corner.vertex) == Place::outside) {
        found_.distance = corner.near.distance;
        found_.places = {{0, 0, found_.distance}, corner.near, ground_.place(corner.vertex), {}};
    }
}

void InnerSearch::look_at(Cell& cell) {
    const Vertex at = between(ground_, cell.corners, {1, 1, 1});
    double radius = 0;
    for (const Corner& one : cell.corners) {
        radius = std::max(radius, ground_.ray_distance(at, one.vertex));
    }
    if (is_outside(cell, at, radius)) {
        return;
    }
    const Corner centre = corner(at, cell.corners[0].near.piece);
    if (centre.near.distance > radius + b_.deviation() && b_.place(at) != Place::outside) {
        return;
    }
    consider(centre, cell.is_inside);
    cell.bound = std::min(cell.bound, centre.near.distance + radius);
    if (!is_low(cell.bound) && is_without_maximum(centre, radius)) {
        return;
    }
    if (!is_low(cell.bound)) {
        Vertex best = at;
        cell.bound = std::min(cell.bound, bound_by_pieces(cell, centre, best));
        if (!is_low(cell.bound)) {
            consider(corner(best, centre.near.piece), cell.is_inside);
        }
    }
    far_cells_ += centre.near.distance > ground_.convex() ? 1 : 0;
    if (is_low(cell.bound)) {
        found_.dropped = std::max(found_.dropped, cell.bound);
    } else {
        split(cell);
    }
}

bool InnerSearch::is_outside(Cell& cell, const Vertex& centre, double radius) {
    if (cell.is_inside) {
        return false;
    }
    const double reach = radius + a_.deviation();
    const NearPlace near = a_.nearest(centre, hint_, reach, pace_);
    hint_ = near.piece;
    if (near.distance <= reach) {
        return false;
    }
    cell.is_inside = a_.place(centre) != Place::outside;
    return !cell.is_inside;
}

// A piece that is the nearest somewhere in the triangle is no farther from its centre than the
// nearest there and twice the radius.
bool InnerSearch::is_without_maximum(const Corner& centre, double radius) {
    const double near = centre.near.distance, far = near + 2 * radius + 2 * ground_.error();
    pieces_.clear();
    if (far + radius > ground_.convex() ||
        !b_.find(centre.vertex, far, most_pieces, pieces_, pace_)) {
        return false;
    }
    if (do_meet()) {
        return true;
    }
    // 0.05 more: straight lines are not geodesics, and feet have errors
    const double margin = 0.05 + ground_.turn(near, far, radius);
    return near > 1e-3 * ground_.scale() && margin < 1.5 && do_agree(centre.vertex, margin);
}

// Do all pieces go through one place, a vertex of one of them? Then nothing near them is a local
// maximum, whatever the angles between them: on the way from there through a place, the distances
// to all of them grow. With that place and its foot on a piece the other one makes a triangle, of
// an angle phi there and a right angle, or a larger one, at the foot; so its angle at the place is
// below a right one if the triangle's curvature is below phi, and that is phi (1 - cos(k l)) at
// most, l the way. Where the foot is where they meet, the distance is the way. What pieces are
// beside it moves all that by no more.
bool InnerSearch::do_meet() const {
    if (pieces_.size() < 2 || pieces_.size() > most_meeting) {
        return pieces_.size() == 1;
    }
    const double beside = 4e-9 * ground_.scale();
    const auto goes_through = [&](std::size_t piece, const Vertex& v) {
        return b_.foot_bounds(v, piece).lower <= beside &&
               ground_.foot(v, b_.piece(piece)).distance <= beside;
    };
    return std::ranges::any_of(pieces_, [&](const NearPlace& near) {
        return std::ranges::any_of(std::array<std::size_t, 2>{0, 1}, [&](std::size_t end) {
            const Vertex& v = b_.vertex(near.piece + end);
            return std::ranges::all_of(pieces_, [&](const NearPlace& other) {
                return other.piece == near.piece || goes_through(other.piece, v);
            });
        });
    });
}

// Is there a direction that differs from those in which the distances to all pieces grow by less
// than a right angle and the margin?
bool InnerSearch::do_agree(const Vertex& centre, double margin) const {
    const double stretch = ground_.prepared().near.q;
    const Triple up{centre.x.v, centre.y.v, stretch * centre.z.v};
    const double up_square = dot(up, up);
    double lowest = 0, highest = 0;
    Triple ahead{}, aside{};
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
        const NearPlace& near = pieces_[i];
        Triple way = from_to(ground_.at(b_.piece(near.piece), near.t), centre);
        const double rise = dot(way, up) / up_square;
        for (std::size_t c = 0; c < 3; ++c) {
            way[c] -= rise * up[c];
        }
        if (i == 0) {
            ahead = way;
            aside = cross(up, way);
            const double scale = std::sqrt(up_square);
            for (double& part : aside) {
                part /= scale;
            }
        }
        const double angle = std::atan2(dot(way, aside), dot(way, ahead));
        lowest = std::min(lowest, angle);
        highest = std::max(highest, angle);
    }
    return (highest - lowest) / 2 + margin < 1.57;
}

double InnerSearch::bound_by_pieces(const Cell& cell, const Corner& centre, Vertex& best) {
    double longest = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        longest = std::max(longest,
                           chord_square(cell.corners[i].vertex, cell.corners[(i + 1) % 3].vertex));
    }
    longest = std::sqrt(longest);
    if (!(ground_.triangle_bulge(longest, centre.near.distance) <
          std::numeric_limits<double>::infinity())) {
        return cell.bound;
    }
    std::array<std::size_t, AffineValues::most> pieces{};
    AffineValues values;
    double farthest = 0;
    const auto add = [&](std::size_t piece) {
        if (std::find(pieces.begin(), pieces.begin() + values.size, piece) !=
            pieces.begin() + values.size) {
            return;
        }
        pieces[values.size] = piece;
        for (std::size_t i = 0; i < 3; ++i) {
            const Corner& one = cell.corners[i];
            const double distance = one.near.piece == piece
                                        ? one.near.distance
                                        : ground_.foot(one.vertex, b_.piece(piece)).distance;
            values.at[values.size][i] = distance;
            farthest = std::max(farthest, distance);
        }
        ++values.size;
    };
    add(centre.near.piece);
    for (const Corner& one : cell.corners) {
        add(one.near.piece);
    }
    const LargestMinimum found = largest_minimum(values);
    best = between(ground_, cell.corners, found.weights);
    return found.bound + ground_.triangle_bulge(longest, farthest);
}

void InnerSearch::split(const Cell& cell) {
    std::size_t from = 0;
    double longest = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const double square =
            chord_square(cell.corners[i].vertex, cell.corners[(i + 1) % 3].vertex);
        if (square > longest) {
            longest = square;
            from = i;
        }
    }
    const std::size_t to = (from + 1) % 3;
    Triple weights{0, 0, 0};
    weights[from] = weights[to] = 1;
    const Corner middle =
        corner(between(ground_, cell.corners, weights), cell.corners[from].near.piece);
    consider(middle, cell.is_inside);
    for (const std::size_t replaced : {from, to}) {
        Cell half = cell;
        half.corners[replaced] = middle;
        cells_.push(half);
    }
}

}  // namespace geodist::tracks
