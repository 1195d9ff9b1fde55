// Search of the tree by exact distances at once, for points on the ground that are near: those are
// computed from coordinates in space alone, as quickly as chords are.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "index/metric.hpp"
#include "index/pace.hpp"
#include "index/query.hpp"
#include "index/tree.hpp"
#include "index/walk.hpp"

namespace geodist::index {

class NearSearch {
  public:
    static constexpr std::size_t most = 64;  // neighbours: their list is kept sorted

    NearSearch(const PointTree& tree, const Metric& metric, Pace& pace)
        : tree_(tree),
          kernels_(metric.kernels().tree),
          constants_(metric.prepared().near),
          is_on_ground_(tree.leaves.altitudes == nullptr),
          walk_(tree, kernels_, pace) {}

    // Finds the k nearest, k <= most, within that distance: the nearest first, equal ones by rows.
    // False if not all of those are near; then found() is of no use.
    bool nearest(const Query& query, std::size_t k, double max_distance);
    [[nodiscard]] std::size_t size() const { return size_; }  // found
    [[nodiscard]] Neighbour found(std::size_t i) const { return {distances_[i], rows_[i]}; }

    // Are all pairs up to that distance near?
    [[nodiscard]] bool reaches(double distance) const {
        return is_on_ground_ && outer(distance) <= constants_.limit;
    }
    // All within a distance that it reaches. `visit` gets distances and places.
    template <class Visit>
    void within(const Query& query, double distance, Visit visit);

  private:
    // A square of a chord beyond which all computed distances are larger: no distance is less than
    // its chord, but for the rounding of the root.
    [[nodiscard]] static double outer(double distance) {
        return std::min(distance, 1e150) * std::min(distance, 1e150) * (1 + 0x1p-50);
    }
    void look_at_leaf(std::uint32_t number, const Query& query);
    bool take_nearest(std::uint32_t near, double distance, const PointLeaf& leaf);
    bool insert(double distance, std::uint32_t row);
    void limit_to(double square) {
        limit_ = square;
        reach_ = box_limit(square);
    }

    const PointTree& tree_;
    const kernels::TreeKernels& kernels_;
    const geodesy::NearConstants& constants_;
    bool is_on_ground_;
    Walk<PointLeaves> walk_;
    // of the search under way, or the last one
    std::size_t k_ = 1, size_ = 0;
    double worst_ = 0;  // distance that still counts, up to this row
    std::uint32_t worst_row_ = 0;
    double limit_ = 0;  // of squares of chords to points
    float reach_ = 0;   // the same to boxes
    // What is found, sorted. Side by side: a processor waits where it reads at once what was
    // written in two parts.
    double distances_[most];
    std::uint32_t rows_[most];
};

template <class Visit>
void NearSearch::within(const Query& query, double distance, Visit visit) {
    const double limit = outer(distance);
    const auto into_all = [](Node, std::size_t, std::size_t) { return false; };
    walk_.within(query, box_limit(limit), into_all, [&](std::uint32_t leaf) {
        alignas(64) double distances[PointLeaves::capacity];
        std::uint32_t near =
            tree_.leaves.near_distances(kernels_, leaf, query, limit, constants_, distances);
        for (; near != 0; near &= near - 1) {
            const auto i = static_cast<std::uint32_t>(std::countr_zero(near));
            const auto place = static_cast<Place>(leaf * PointLeaves::capacity + i);
            if (distances[i] <= distance && !tree_.is_self(query, place)) {
                visit(distances[i], place);
            }
        }
    });
}

}  // namespace geodist::index
