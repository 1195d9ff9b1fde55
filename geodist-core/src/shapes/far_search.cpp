#include "shapes/far_search.hpp"

#include <algorithm>
#include <cmath>

#include "shapes/foot_limits.hpp"

namespace geodist::shapes {

// From the point to places in space.
void FarSearch::measure(const std::array<Column, 3>& space, std::size_t n,
                        Column& distances) const {
    Column lat1, lon1, lat2{}, lon2{}, height{};
    const double* const at[] = {space[0].data(), space[1].data(), space[2].data()};
    double* const ground[] = {lat2.data(), lon2.data(), height.data()};
    metric_.kernels().kernel(Operation::from_ecef)(at, ground, n, metric_.prepared());
    lat1.fill(query_->lat);
    lon1.fill(query_->lon);
    const double* const in[] = {lat1.data(), lon1.data(), lat2.data(), lon2.data()};
    double* const out[] = {distances.data()};
    metric_.kernels().kernel(Operation::distance)(in, out, n, metric_.prepared());
}

void FarSearch::limit(std::uint32_t edge, double most_distance) {
    if (k_ == 1) {
        worst_ = std::min(worst_, most_distance);
    } else if (known_.add(rows_.row(edge), most_distance)) {
        worst_ = std::min(worst_, known_.worst());
    }
}

void FarSearch::look_at_children(index::Node node, const index::Bounds& bounds) {
    const std::size_t count = tree_.boxes.child_count(node), group = tree_.boxes.group(node);
    std::array<Column, 3> first{};
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t leaf = index::BoxTree::first_leaf(index::BoxTree::child(node, i));
        for (std::size_t c = 0; c < 3; ++c) {
            first[c][i] =
                tree_.leaves.space(static_cast<index::Place>(leaf * EdgeLeaf::capacity), c);
        }
    }
    Column distances;
    measure(first, count, distances);
    for (std::size_t i = 0; i < count; ++i) {
        const double from[] = {first[0][i], first[1][i], first[2][i]};
        const double corner = index::far_corner(tree_.boxes, group, i, from);
        const double least = distances[i] - bounds.upper(corner);
        if (least <= worst_) {
            steps_.push_back({least, index::BoxTree::child(node, i)});
            std::push_heap(steps_.begin(), steps_.end(),
                           [](const Step& x, const Step& y) { return x.least > y.least; });
        }
    }
}

void FarSearch::look_at_leaf(std::uint32_t leaf, const index::Bounds& bounds) {
    std::array<Column, 3> space;
    for (std::size_t c = 0; c < 3; ++c) {
        std::copy_n(tree_.leaves.leaves[leaf].space[c], most, space[c].begin());
    }
    Column distances;
    measure(space, most, distances);
    for (std::size_t i = 0; i + 1 < most; ++i) {
        const auto place = static_cast<index::Place>(leaf * EdgeLeaf::capacity + i);
        const std::uint32_t edge = tree_.leaves.edge(place);
        if (edge == EdgeLeaf::none) {
            continue;
        }
        double square = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            square += (space[c][i + 1] - space[c][i]) * (space[c][i + 1] - space[c][i]);
        }
        const double nearer = std::min(distances[i], distances[i + 1]);
        const double least =
            nearer - gain_within(bounds.upper(square), nearer, tree_.leaves.sag) - bounds.upper(0);
        if (least <= worst_) {
            pieces_.push_back({least, place});
            limit(edge, nearer + bounds.upper(0));
        }
    }
}

const std::vector<index::Place>& FarSearch::find(const index::Query& query, std::size_t k,
                                                 double within, const index::Bounds& bounds) {
    query_ = &query;
    k_ = k;
    known_.begin(k);
    worst_ = within;
    steps_.clear();
    pieces_.clear();
    found_.clear();
    if (!tree_.is_empty()) {
        steps_.push_back({0, tree_.boxes.root()});
    }
    while (!steps_.empty() && steps_.front().least <= worst_) {
        pace_.step();
        const index::Node node = steps_.front().node;
        std::pop_heap(steps_.begin(), steps_.end(),
                      [](const Step& x, const Step& y) { return x.least > y.least; });
        steps_.pop_back();
        if (node.level == 0) {
            look_at_leaf(node.number, bounds);
        } else {
            look_at_children(node, bounds);
        }
    }
    for (const Piece& piece : pieces_) {
        if (piece.least <= worst_) {
            found_.push_back(piece.place);
        }
    }
    return found_;
}

}  // namespace geodist::shapes
