#include "shapes/found_shapes.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace geodist::shapes {

namespace {

bool comes_first(const EdgeNeighbour& x, const EdgeNeighbour& y) {
    return x.distance != y.distance ? x.distance < y.distance : x.row < y.row;
}

std::int64_t edge_number(const EdgeNeighbour& found) {
    return found.edge == EdgeLeaf::none ? -1 : std::int64_t{found.edge};
}

}  // namespace

void CoveredRows::join(std::size_t asked, std::vector<EdgeNeighbour>& neighbours) const {
    const auto covering = (*this)[asked];
    if (covering.empty()) {
        return;
    }
    std::erase_if(neighbours, [&](const EdgeNeighbour& x) {
        return std::ranges::binary_search(covering, std::int64_t{x.row});
    });
    for (const std::int64_t row : covering) {
        neighbours.push_back({0, EdgeLeaf::none, static_cast<std::uint32_t>(row)});
    }
    std::sort(neighbours.begin(), neighbours.end(),
              [](const EdgeNeighbour& x, const EdgeNeighbour& y) { return x.row < y.row; });
}

void NearestShapesOutput::begin(std::size_t asked, std::size_t count) {
    const auto from = static_cast<std::ptrdiff_t>(asked * k_);
    std::fill_n(out_.distances.begin() + from, count * k_, std::numeric_limits<double>::infinity());
    std::fill_n(out_.rows.begin() + from, count * k_, -1);
    std::fill_n(out_.edges.begin() + from, count * k_, -1);
}

void NearestShapesOutput::write(std::size_t asked, std::vector<EdgeNeighbour>& found,
                                bool covered) {
    if (covered) {
        covered_.join(asked, found);
    }
    const std::size_t n = std::min(k_, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(n), found.end(),
                      comes_first);
    for (std::size_t j = 0; j < n; ++j) {
        if (found[j].row >= index_rows_) {
            index::throw_damaged_rows();
        }
        out_.distances[asked * k_ + j] = found[j].distance;
        out_.rows[asked * k_ + j] = found[j].row;
        out_.edges[asked * k_ + j] = edge_number(found[j]);
    }
}

bool NearestShapesOutput::write_covered(std::size_t asked) {
    const auto covering = covered_[asked];
    if (covering.size() < k_) {
        return false;
    }
    for (std::size_t j = 0; j < k_; ++j) {
        out_.distances[asked * k_ + j] = 0;
        out_.rows[asked * k_ + j] = covering[j];
    }
    return true;
}

void NearOutput::write(std::size_t piece, std::size_t asked, std::vector<EdgeNeighbour>& found) {
    covered_.join(asked, found);
    if (sort_) {
        std::sort(found.begin(), found.end(), comes_first);
    }
    Found& to = found_[piece];
    for (const EdgeNeighbour& neighbour : found) {
        if (neighbour.row >= index_rows_) {
            index::throw_damaged_rows();
        }
        to.neighbours.push_back(neighbour);
    }
    to.asked.push_back(asked);
    to.ends.push_back(to.neighbours.size());
}

NearShapes NearOutput::collect(std::size_t asked) {
    NearShapes all;
    all.starts.assign(asked + 1, 0);
    for (const Found& found : found_) {
        std::size_t start = 0;
        for (std::size_t i = 0; i < found.asked.size(); ++i) {
            all.starts[found.asked[i] + 1] = static_cast<std::int64_t>(found.ends[i] - start);
            start = found.ends[i];
        }
    }
    std::partial_sum(all.starts.begin(), all.starts.end(), all.starts.begin());
    const auto size = static_cast<std::size_t>(all.starts.back());
    all.rows.resize(size);
    all.edges.resize(size);
    all.distances.resize(size);
    for (Found& found : found_) {
        std::size_t start = 0;
        for (std::size_t i = 0; i < found.asked.size(); ++i) {
            auto to = static_cast<std::size_t>(all.starts[found.asked[i]]);
            for (; start < found.ends[i]; ++start, ++to) {
                const EdgeNeighbour& neighbour = found.neighbours[start];
                all.rows[to] = neighbour.row;
                all.edges[to] = edge_number(neighbour);
                all.distances[to] = neighbour.distance;
            }
        }
        found = {};
    }
    return all;
}

}  // namespace geodist::shapes
