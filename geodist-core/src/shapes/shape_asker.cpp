#include "shapes/shape_asker.hpp"

#include <algorithm>

#include "shapes/pair_context.hpp"

namespace geodist::shapes {

namespace {

bool comes_before(const EdgeNeighbour& x, const EdgeNeighbour& y) {
    return x.distance != y.distance ? x.distance < y.distance : x.row < y.row;
}

}  // namespace

std::optional<std::uint32_t> ShapeAsker::next(std::size_t row, double within) {
    // Rows that touch may be at distance 0, whatever is computed.
    const double square = sides_.bounds.outer(std::max(within, touch(sides_.e.a)));
    const Box box = sides_.a.box_of_row(row);
    while (const auto other = rows_.next(square)) {
        if (square_between(box, sides_.b.box_of_row(*other)) <= square) {
            return other;
        }
    }
    return std::nullopt;
}

EdgeNeighbour ShapeAsker::measure(std::size_t row, std::uint32_t other, double within) {
    const NearestSpots found =
        pairs_.nearest_first_edge(row, other, std::max(within, touch(sides_.e.a)));
    return {sides_.distance(row, other, found.distance),
            static_cast<std::uint32_t>(sides_.b.edge(found.b.slot)), other};
}

std::vector<EdgeNeighbour>& ShapeAsker::nearest(std::size_t row, std::size_t k, double within,
                                                std::span<const std::int64_t> covered) {
    neighbours_.clear();
    if (sides_.a.is_absent(row)) {
        return neighbours_;
    }
    // a heap of the k nearest, the last of them first
    for (std::size_t i = 0; i < std::min(k, covered.size()); ++i) {
        neighbours_.push_back({0, EdgeLeaf::none, static_cast<std::uint32_t>(covered[i])});
    }
    std::make_heap(neighbours_.begin(), neighbours_.end(), comes_before);
    const auto limit = [&] {
        return neighbours_.size() < k ? within : neighbours_.front().distance;
    };
    rows_.begin(sides_.a.tree(row));
    while (const auto other = next(row, limit())) {
        const bool is_behind =
            neighbours_.size() == k && limit() == 0 && *other > neighbours_.front().row;
        if (is_behind || std::ranges::binary_search(covered, std::int64_t{*other})) {
            continue;
        }
        const EdgeNeighbour found = measure(row, *other, limit());
        if (!(found.distance <= limit())) {
            continue;
        }
        if (neighbours_.size() == k) {
            if (!comes_before(found, neighbours_.front())) {
                continue;
            }
            std::pop_heap(neighbours_.begin(), neighbours_.end(), comes_before);
            neighbours_.pop_back();
        }
        neighbours_.push_back(found);
        std::push_heap(neighbours_.begin(), neighbours_.end(), comes_before);
    }
    return neighbours_;
}

std::vector<EdgeNeighbour>& ShapeAsker::within(std::size_t row, double within,
                                               std::span<const std::int64_t> covered) {
    neighbours_.clear();
    if (sides_.a.is_absent(row)) {
        return neighbours_;
    }
    rows_.begin(sides_.a.tree(row));
    while (const auto other = next(row, within)) {
        if (std::ranges::binary_search(covered, std::int64_t{*other})) {
            continue;
        }
        const EdgeNeighbour found = measure(row, *other, within);
        if (found.distance <= within) {
            neighbours_.push_back(found);
        }
    }
    std::sort(neighbours_.begin(), neighbours_.end(),
              [](const EdgeNeighbour& x, const EdgeNeighbour& y) { return x.row < y.row; });
    return neighbours_;
}

}  // namespace geodist::shapes
