// Pairs of a point asked for and one of the index, which wait until they fill the vectors; then the
// library's own kernel of pairs gives their distances.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "index/tree.hpp"
#include "kernels/kernels.hpp"

namespace geodist::index {

// A point asked for: where it is, and which row of the index is itself, if any.
struct alignas(64) Query {
    static constexpr std::uint64_t nobody = ~std::uint64_t{0};

    double lat, lon, altitude;
    double space[3];
    std::uint64_t self = nobody;
    std::uint32_t row = 0;   // of the columns, from the beginning of the piece
    std::uint32_t home = 0;  // a leaf that the point is in, or near: where to look first
};
static_assert(sizeof(Query) == 64);

// What computes distances; the same for all pieces of a job.
struct Meter {
    const Tree& tree;
    const geodesy::PreparedEllipsoid& prepared;
    const kernels::KernelTable& kernels;
};

class ExactPairs {
  public:
    static constexpr std::size_t many = 1024;

    explicit ExactPairs(const Meter& meter) : meter_(meter) {}

    [[nodiscard]] std::size_t size() const { return places_.size(); }
    [[nodiscard]] bool is_full() const { return size() >= many; }
    [[nodiscard]] Place place(std::size_t i) const { return places_[i]; }

    void add(const Query& query, Place place) {
        const Leaf& leaf = meter_.tree.leaf(place);
        columns_[0].push_back(query.lat);
        columns_[1].push_back(query.lon);
        columns_[2].push_back(leaf.lat[place % leaf_points]);
        columns_[3].push_back(leaf.lon[place % leaf_points]);
        if (meter_.tree.altitudes != nullptr) {
            columns_[4].push_back(query.altitude);
            columns_[5].push_back(meter_.tree.altitudes[place]);
        }
        places_.push_back(place);
    }

    // Distances of all pairs; good until clear().
    [[nodiscard]] std::span<const double> solve();
    void clear();

  private:
    const Meter& meter_;
    std::vector<double> columns_[6];  // latitudes, longitudes, altitudes of both
    std::vector<Place> places_;
    std::vector<double> distances_;
};

}  // namespace geodist::index
