#include "shapes/edge_distances.hpp"

#include "kernels/tree_table.hpp"

namespace geodist::shapes {

EdgeDistances::EdgeDistances(const EdgeLeaves& leaves, const index::Metric& metric)
    : leaves_(leaves),
      e_(metric.prepared()),
      kernels_(metric.kernels()),
      far_pieces_(metric.prepared(), metric.kernels()) {}

void EdgeDistances::add(const index::Query& point, index::Place place, double chord) {
    const std::size_t pair = places_.size();
    places_.push_back(place);
    if (chord > e_.near.reach) {
        far_.push_back({pair, point.lat, point.lon});
        return;
    }
    near_.push_back(pair);
    const std::array<double, 3> from = leaves_.in_metres(point);
    for (std::size_t c = 0; c < 3; ++c) {
        space_[c].push_back(from[c]);
        space_[3 + c].push_back(leaves_.space(place, c));
        space_[6 + c].push_back(leaves_.space(place + 1, c));
    }
}

void EdgeDistances::solve_near() {
    if (near_.empty()) {
        return;
    }
    const double* columns[9];
    for (std::size_t c = 0; c < 9; ++c) {
        columns[c] = space_[c].data();
    }
    if (near_.size() == places_.size()) {
        kernels_.tree.piece_distances(columns, columns + 3, columns + 6, distances_.data(),
                                      near_.size(), e_.near);
        return;
    }
    std::vector<double> found(near_.size());
    kernels_.tree.piece_distances(columns, columns + 3, columns + 6, found.data(), near_.size(),
                                  e_.near);
    for (std::size_t i = 0; i < near_.size(); ++i) {
        distances_[near_[i]] = found[i];
    }
}

std::span<const double> EdgeDistances::solve() {
    distances_.resize(places_.size());
    solve_near();
    for (const Far& far : far_) {
        const index::Place place = places_[far.pair];
        std::array<double, 3> begin, end;
        for (std::size_t c = 0; c < 3; ++c) {
            begin[c] = leaves_.space(place, c);
            end[c] = leaves_.space(place + 1, c);
        }
        far_pieces_.add(far.lat, far.lon, begin, end, &distances_[far.pair]);
    }
    far_pieces_.solve();
    return distances_;
}

void EdgeDistances::clear() {
    places_.clear();
    far_.clear();
    near_.clear();
    for (auto& column : space_) {
        column.clear();
    }
}

}  // namespace geodist::shapes
