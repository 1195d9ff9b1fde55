#include "shapes/edge_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace geodist::shapes {

namespace {

// As many candidates before those are dropped that have lost interest meanwhile.
constexpr std::size_t many_candidates = 256;

}  // namespace

double EdgeSearch::outer(const index::Bounds& bounds, double distance) {
    return std::min(unlimited, std::sqrt(bounds.outer(distance)));
}

void EdgeSearch::set_limit(double limit) {
    limit_ = limit;
    reach_ = index::box_limit(limit * limit);
}

void EdgeSearch::begin_nearest(std::size_t k, double within) {
    k_ = k;
    known_.begin(k);
    found_.clear();
    least_ = unlimited;
    limit_ = within;
    next_check_ = many_candidates;
}

void EdgeSearch::begin_within(double within) { begin_nearest(all, within); }

// All k are at most so far in a straight line: what is farther in a longer one than any distance
// that this may be is of no interest.
void EdgeSearch::narrow(double most, const index::Bounds& bounds) {
    const double square = most * most;
    const double limit = std::sqrt(bounds.is_sharp(square) ? bounds.limit(square)
                                                           : bounds.outer(bounds.upper(square)));
    limit_ = std::min(limit_, std::max(limit, touching_));
}

void EdgeSearch::look_at_leaf(std::uint32_t leaf, const index::Bounds& bounds) {
    alignas(64) double squares[EdgeLeaf::capacity], bulges[EdgeLeaf::capacity];
    const double sag = tree_.leaves.sag;
    std::uint32_t near = tree_.leaves.near(kernels_, leaf, from_, limit_ + sag, squares, bulges);
    const std::uint32_t* const edges = tree_.leaves.leaves[leaf].edge;
    bool is_nearer = false;
    const auto limit = [&](double upper) {
        if (upper < least_) {
            least_ = upper;
            is_nearer = true;
        }
    };
    if (k_ == 1) {
        // the nearest chord first: most others are not worth a look then
        double least = unlimited * unlimited, bulge = 0;
        for (std::uint32_t rest = near; rest != 0; rest &= rest - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(rest));
            if (edges[i] != EdgeLeaf::none && squares[i] < least) {
                least = squares[i];
                bulge = bulges[i];
            }
        }
        limit(std::sqrt(least) + bulge + sag);
        if (is_nearer) {
            narrow(least_, bounds);
        }
    }
    for (; near != 0; near &= near - 1) {
        const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
        const double reach = limit_ + bulges[i] + sag;
        if (edges[i] == EdgeLeaf::none || squares[i] > reach * reach) {
            continue;
        }
        const double chord = std::sqrt(squares[i]);
        found_.push_back({chord - bulges[i] - sag, chord,
                          static_cast<index::Place>(leaf * EdgeLeaf::capacity + i)});
        if (k_ != all && k_ != 1 && known_.add(rows_.row(edges[i]), chord + bulges[i] + sag)) {
            limit(known_.worst());
        }
    }
    if (is_nearer) {
        walk_.begin_at(leaf);
        if (k_ != 1) {
            narrow(least_, bounds);
        }
        set_limit(limit_);
    }
}

bool EdgeSearch::look(const index::Query& query, const index::Bounds& bounds) {
    const std::array<double, 3> from = tree_.leaves.in_metres(query);
    from_ = from.data();
    set_limit(limit_);
    const auto look = [&](std::uint32_t leaf) { look_at_leaf(leaf, bounds); };
    if (k_ == all) {
        if (!tree_.is_empty()) {
            walk_.within(
                query, reach_, [](index::Node, std::size_t, std::size_t) { return false; }, look);
        }
        return true;
    }
    bool is_too_far = false;
    walk_.nearest_first(
        query, index::Walk<EdgeLeaves>::all, [&] { return reach_; },
        [&](std::uint32_t leaf) {
            look(leaf);
            if (found_.size() > next_check_) {
                static_cast<void>(found());
                next_check_ = std::max(many_candidates, 2 * found_.size());
                is_too_far = least_ < unlimited && !bounds.is_sharp(least_ * least_);
            }
            return !is_too_far;
        });
    return !is_too_far;
}

const std::vector<EdgeCandidate>& EdgeSearch::found() {
    std::erase_if(found_, [&](const EdgeCandidate& x) { return x.lower > limit_; });
    return found_;
}

}  // namespace geodist::shapes
