#include "tracks/hausdorff_search.hpp"

#include <algorithm>
#include <limits>
#include <queue>
#include <vector>

#include "tracks/inner_search.hpp"

namespace geodist::tracks {

namespace {

constexpr double all = -1;  // no distance is enough

// Let f be the distance to b along a, and l the length of a stretch of a. f is bounded from above
// on the stretch by
//   * its ends: f <= (f0 + f1 + l) / 2, as it grows no faster than the way;
//   * the nearest pieces of b at both ends: the distance to each is below its chord plus
//     Ground::bulge(), and the maximum of the lesser of two straight lines is at an end or where
//     they cross;
//   * its ends and its middle: f - C s^2/2 is concave where f'' <= C (Ground::most_curved), thus
//     below the line from an end through the middle, prolonged: in the other half
//     f <= f(middle) + max(0, f(middle) - f(that end)) + C l^2/4.
// The stretch with the largest bound is cut, until none may exceed what was found. Where b is
// filled, stretches inside of it are passed over; the distance to its boundary is a bound of what
// sticks out.
class DirectedSearch {
  public:
    DirectedSearch(const Ground& ground, const Track& a, const Track& b, double tolerance,
                   index::Pace& pace)
        : ground_(ground), a_(a), b_(b), room_(tolerance - 7 * ground.error()), pace_(pace) {}

    // Values beyond `refuse` end the search: then it returns false.
    bool run(double start, double refuse) {
        found_.distance = start;
        refuse_ = refuse;
        if (!look_at_vertices() || !look_at_stretches()) {
            return false;
        }
        if (!a_.is_filled()) {
            return true;
        }
        InnerSearch inside(ground_, a_, b_, room_, found_, pace_);
        const bool is_done = inside.run(refuse);
        found_ = inside.found();
        return is_done;
    }

    // What was found, and what bounds it.
    [[nodiscard]] double found() const { return found_.distance; }
    [[nodiscard]] double lower() const { return std::max(0.0, found_.distance - ground_.error()); }
    [[nodiscard]] double upper() const {
        return std::max(found_.distance, found_.dropped) + 5 * ground_.error();
    }
    [[nodiscard]] const PlacePair& places() const { return found_.places; }

  private:
    struct End {
        double t;
        NearPlace near;
        bool is_exact;  // else the nearest place may be nearer
        Vertex vertex;
    };
    struct Stretch {
        double bound;
        std::size_t piece;
        End begin, end;
        double cut;
        bool operator<(const Stretch& other) const { return bound < other.bound; }
    };

    bool look_at_vertices() {
        const std::size_t n = a_.size() + 1;
        std::size_t hint = 0;
        for (std::size_t i = 0; i < n && refuse_ == unlimited;
             i += std::max<std::size_t>(1, n / 16)) {
            hint = raise(nearest(a_.vertex(i), hint, all), i);
        }
        ends_.resize(n);
        hint = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double enough = found_.distance;
            ends_[i] = nearest(a_.vertex(i), hint, enough);
            hint = raise(ends_[i], i);
            if (found_.distance > refuse_) {
                return false;
            }
            hint = ends_[i].t >= 1 && hint + 1 < b_.size() ? hint + 1 : hint;
        }
        return true;
    }

    NearPlace nearest(const Vertex& v, std::size_t hint, double enough) {
        pace_.step();
        return b_.nearest(v, hint, enough, pace_);
    }

    std::size_t raise(const NearPlace& near, std::size_t vertex) {
        const bool begins = vertex < a_.size() && !a_.is_gap(vertex);
        raise(near, begins ? vertex : vertex - 1, begins ? 0 : 1, a_.vertex(vertex));
        return near.piece;
    }
    void raise(const NearPlace& near, std::size_t piece, double t, const Vertex& v) {
        if (!(near.distance > found_.distance)) {
            return;
        }
        if (b_.place(v) == Place::outside) {
            found_.distance = near.distance;
            found_.places = {{piece, t, near.distance}, near, {}, {}};
        } else if (found_.distance < 0) {
            found_.distance = 0;
            found_.places = {{piece, t, 0}, {0, 0, 0}, {}, ground_.place(v)};
        }
    }

    bool look_at_stretches() {
        for (std::size_t i = 0; i < a_.size(); ++i) {
            pace_.step();
            if (a_.is_gap(i)) {
                continue;
            }
            const double quick =
                quick_bound(ends_[i], ends_[i + 1], a_.vertex(i + 1), a_.length(i));
            if (quick <= found_.distance + room_) {
                found_.dropped = std::max(found_.dropped, quick);
            } else {
                consider({unlimited, i, vertex_end(i, 0), vertex_end(i + 1, 1), 0.5}, quick);
            }
        }
        while (!heap_.empty()) {
            const Stretch stretch = heap_.top();
            if (stretch.bound <= found_.distance + room_) {
                found_.dropped = std::max(found_.dropped, stretch.bound);
                break;
            }
            heap_.pop();
            split(stretch);
            if (found_.distance > refuse_) {
                return false;
            }
        }
        return true;
    }

    // By the piece that is nearest at the beginning.
    [[nodiscard]] double quick_bound(const NearPlace& begin, const NearPlace& end,
                                     const Vertex& at_end, double length) const {
        const double bound = (begin.distance + end.distance + length) / 2;
        if (bound <= found_.distance + room_) {
            return bound;
        }
        const double at =
            begin.piece == end.piece ? end.distance : b_.foot_bounds(at_end, begin.piece).upper;
        const double most = std::max(begin.distance, at);
        return std::min(bound, most + ground_.bulge(length, most));
    }

    [[nodiscard]] End vertex_end(std::size_t i, double t) const {
        return {t, ends_[i], false, a_.vertex(i)};
    }

    void split(const Stretch& s) {
        const Piece piece = a_.piece(s.piece);
        const Vertex v = ground_.at(piece, s.cut);
        const NearPlace near = nearest(v, s.begin.near.piece, all);
        raise(near, s.piece, s.cut, v);
        const double length = (s.end.t - s.begin.t) * piece.length;
        const double curved = ground_.most_curved(near.distance - length);
        // of the halves, from what the other end tells
        const double before = (s.cut - s.begin.t) * piece.length;
        const double behind = (s.end.t - s.cut) * piece.length;
        const auto prolonged = [&](const End& from, double way, double target) {
            // farther than it has come, what distances err by would grow
            if (!(curved < unlimited) || target > 1.01 * way) {
                return unlimited;
            }
            const double least = from.is_exact ? from.near.distance : near.distance - way;
            const double rise = std::max(0.0, near.distance - least + curved * way * way / 2);
            return near.distance + rise * (target / way) + curved * target * target / 2;
        };
        // the nearest piece of an end stays with its half where it is as near
        const auto shared = [&](const NearPlace& end) {
            if (end.piece == near.piece) {
                return near;
            }
            const PieceFoot foot = ground_.foot(v, b_.piece(end.piece));
            return foot.distance <= near.distance + ground_.error()
                       ? NearPlace{end.piece, foot.t, foot.distance}
                       : near;
        };
        const End left{s.cut, shared(s.begin.near), true, v};
        const End right{s.cut, shared(s.end.near), true, v};
        consider({unlimited, s.piece, s.begin, left, 0.5},
                 std::min(prolonged(s.end, behind, before),
                          quick_bound(s.begin.near, left.near, v, before)));
        consider({unlimited, s.piece, right, s.end, 0.5},
                 std::min(prolonged(s.begin, before, behind),
                          quick_bound(right.near, s.end.near, s.end.vertex, behind)));
    }

    // A stretch with a bound.
    void consider(Stretch s, double bound) {
        const double length = (s.end.t - s.begin.t) * a_.length(s.piece);
        s.cut = (s.begin.t + s.end.t) / 2;
        if (bound > found_.distance + room_) {
            bound = std::min(bound, bound_by_pieces(s, length));
        }
        if (bound > found_.distance + room_ && is_inside(s, length)) {
            return;
        }
        if (bound > found_.distance + room_) {
            s.bound = bound;
            heap_.push(s);
        } else {
            found_.dropped = std::max(found_.dropped, bound);
        }
    }

    // As a whole in b? So it is if an end is, and there is no way to the boundary along it.
    [[nodiscard]] bool is_inside(const Stretch& s, double length) const {
        if (!b_.is_filled()) {
            return false;
        }
        const double free = (s.begin.is_exact ? s.begin.near.distance : 0) +
                            (s.end.is_exact ? s.end.near.distance : 0);
        return free > length + 2 * (ground_.error() + b_.deviation()) &&
               b_.place(s.begin.vertex) == Place::inside;
    }

    double bound_by_pieces(Stretch& s, double length) const {
        const NearPlace &one = s.begin.near, &two = s.end.near;
        if (one.piece == two.piece) {
            const double most = std::max(one.distance, two.distance);
            return most + ground_.bulge(length, most);
        }
        const double about =
            bound_by_two(s, length, b_.foot_bounds(s.begin.vertex, two.piece).upper,
                         b_.foot_bounds(s.end.vertex, one.piece).upper);
        if (about <= found_.distance + room_) {
            return about;
        }
        return bound_by_two(s, length, ground_.foot(s.begin.vertex, b_.piece(two.piece)).distance,
                            ground_.foot(s.end.vertex, b_.piece(one.piece)).distance);
    }

    // From upper bounds of the distances of either end to the piece that is nearest to the other.
    double bound_by_two(Stretch& s, double length, double two_begin, double one_end) const {
        const double one_begin = s.begin.near.distance, two_end = s.end.near.distance;
        const double one = std::max(one_begin, one_end);
        if (!(std::max(two_begin, one_end) < unlimited)) {
            return unlimited;
        }
        double most = std::max(std::min(one_begin, two_begin), std::min(one_end, two_end));
        const double gap = one_begin - two_begin, end_gap = one_end - two_end;
        if ((gap < 0) != (end_gap < 0)) {
            const double part = gap / (gap - end_gap);
            most = std::max(most, one_begin + part * (one_end - one_begin));
            s.cut = s.begin.t + std::clamp(part, 0.02, 0.98) * (s.end.t - s.begin.t);
        }
        const double highest = std::max({one, two_begin, two_end});
        const double bound = most + ground_.bulge(length, highest);
        return bound <= found_.distance + room_ ? bound
                                                : std::min(one + ground_.bulge(length, one), bound);
    }

    static constexpr double unlimited = std::numeric_limits<double>::infinity();

    const Ground& ground_;
    const Track &a_, &b_;
    double room_;
    index::Pace& pace_;
    double refuse_ = unlimited;
    Farthest found_;
    std::vector<NearPlace> ends_;
    std::priority_queue<Stretch> heap_;
};

}  // namespace

CertifiedPair directed_hausdorff(const Ground& ground, const Track& a, const Track& b,
                                 double tolerance, index::Pace& pace) {
    DirectedSearch search(ground, a, b, tolerance, pace);
    search.run(all, std::numeric_limits<double>::infinity());
    return {search.lower(), search.upper(), search.places()};
}

CertifiedPair hausdorff(const Ground& ground, const Track& a, const Track& b, double tolerance,
                        index::Pace& pace) {
    DirectedSearch forward(ground, a, b, tolerance, pace);
    forward.run(all, std::numeric_limits<double>::infinity());
    DirectedSearch backward(ground, b, a, tolerance, pace);
    backward.run(forward.found(), std::numeric_limits<double>::infinity());
    PlacePair places = forward.places();
    if (backward.found() > forward.found()) {
        const PlacePair& found = backward.places();
        places = {found.on_b, found.on_a, found.inside_b, found.inside_a};
    }
    return {backward.lower(), std::max(forward.upper(), backward.upper()), places};
}

bool is_directed_hausdorff_within(const Ground& ground, const Track& a, const Track& b,
                                  double distance, double tolerance, index::Pace& pace) {
    DirectedSearch search(ground, a, b, tolerance, pace);
    return search.run(distance, distance + ground.error());
}

}  // namespace geodist::tracks
