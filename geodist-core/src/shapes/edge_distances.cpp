#include "shapes/edge_distances.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/tree_table.hpp"

namespace geodist::shapes {

EdgeDistances::EdgeDistances(const index::Metric& metric)
    : e_(metric.prepared()),
      kernels_(metric.kernels()),
      far_pieces_(metric.prepared(), metric.kernels()) {}

void EdgeDistances::add(const EdgePoint& point, double lat, double lon, const EdgePiece& piece,
                        double chord) {
    const std::size_t pair = size_++;
    if (chord > e_.near.reach) {
        far_.push_back({pair, lat, lon, piece});
        return;
    }
    if (near_size_ == near_.size()) {
        make_room();
    }
    const std::size_t i = near_size_++;
    near_[i] = pair;
    for (std::size_t c = 0; c < 3; ++c) {
        space_[c][i] = point[c];
        space_[3 + c][i] = piece.begin[c];
        space_[6 + c][i] = piece.end[c];
    }
}

void EdgeDistances::add(double lat, double lon, const EdgePart& part) {
    planar_.push_back({size_++, lat, lon, part});
}

void EdgeDistances::make_room() {
    near_.resize(std::max<std::size_t>(64, 2 * near_size_));
    for (auto& column : space_) {
        column.resize(near_.size());
    }
}

void EdgeDistances::solve_near() {
    const std::size_t n = near_size_;
    if (n == 0) {
        return;
    }
    const double* columns[9];
    for (std::size_t c = 0; c < 9; ++c) {
        columns[c] = space_[c].data();
    }
    found_.resize(n);
    kernels_.tree.piece_distances(columns, columns + 3, columns + 6, found_.data(), n, e_.near);
    for (std::size_t i = 0; i < n; ++i) {
        distances_[near_[i]] = found_[i];
    }
}

void EdgeDistances::solve_planar() {
    if (planar_.empty()) {
        return;
    }
    if (feet_ == nullptr) {
        feet_ = std::make_unique<CurveFeet>(e_, kernels_);
    }
    found_feet_.resize(planar_.size());
    for (std::size_t i = 0; i < planar_.size(); ++i) {
        feet_->add(planar_[i].lat, planar_[i].lon, planar_[i].part, &found_feet_[i]);
    }
    feet_->solve();
    fractions_.resize(size_);
    for (std::size_t i = 0; i < planar_.size(); ++i) {
        const Planar& pair = planar_[i];
        distances_[pair.pair] =
            distance_to_planar(pair.lat, pair.lon, pair.part, found_feet_[i].distance, e_);
        fractions_[pair.pair] = found_feet_[i].fraction;
    }
}

std::span<const double> EdgeDistances::solve() {
    distances_.resize(size_);
    solve_near();
    solve_planar();
    for (const Far& far : far_) {
        far_pieces_.add(far.lat, far.lon, far.piece.begin, far.piece.end, &distances_[far.pair]);
    }
    far_pieces_.solve();
    return distances_;
}

void EdgeDistances::clear() {
    size_ = 0;
    far_.clear();
    planar_.clear();
    near_size_ = 0;
}

}  // namespace geodist::shapes
