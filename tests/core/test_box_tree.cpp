// The boxes over an index: none is farther than a point in it, whatever is rounded.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <geodist/point_index.hpp>
#include "index/index_view.hpp"
#include "index/tree.hpp"
#include "kernels/tree_table.hpp"

namespace {

using geodist::PointIndex;
using geodist::index::fanout;
using geodist::index::Node;
using geodist::index::Query;

struct Cloud {
    std::vector<double> lat, lon, altitude;

    // About a place, as far as some metres or all around the Earth.
    Cloud(std::mt19937_64& random, std::size_t n, double degrees, double height) {
        const auto uniform = [&](double most) {
            return std::uniform_real_distribution<>(-most, most)(random);
        };
        const double at = uniform(80), along = uniform(180);
        for (std::size_t i = 0; i < n; ++i) {
            lat.push_back(std::clamp(at + uniform(degrees), -90.0, 90.0));
            lon.push_back(along + uniform(degrees));
            altitude.push_back(uniform(height));
        }
    }
    [[nodiscard]] geodist::PointColumns columns(bool high) const {
        return high ? geodist::PointColumns(lat, lon, altitude) : geodist::PointColumns(lat, lon);
    }
};

// Boxes that are too far from a query, of all levels.
std::size_t count_too_far(const PointIndex& index, const PointIndex& asked) {
    const auto view = geodist::PointIndexAccess::view(index);
    const auto& tree = view.tree;
    const auto other = geodist::PointIndexAccess::view(asked);
    const auto& kernels = view.metric->kernels().tree;
    std::size_t wrong = 0;
    for (std::size_t q = 0; q < other.tree.leaves.size; ++q) {
        const auto asked_place = static_cast<geodist::index::Place>(q);
        Query query{};
        for (std::size_t c = 0; c < 3; ++c) {
            query.space[c] = other.tree.leaves.space(asked_place, c);
        }
        const auto from = tree.leaves.in_metres(query);
        for (std::uint32_t level = 0; level < tree.boxes.shape.levels; ++level) {
            for (std::uint32_t number = 0; number < tree.boxes.shape.nodes[level]; ++number) {
                const Node node{level, number};
                const std::size_t group =
                    tree.boxes.group({level + 1, number / static_cast<std::uint32_t>(fanout)});
                alignas(64) float boxes[fanout];
                kernels.near_boxes(tree.boxes.boxes[group].low[0], tree.boxes.heads[group].origin,
                                   from.data(), 0, boxes);
                for (std::size_t leaf = geodist::index::BoxTree::first_leaf(node);
                     leaf < tree.boxes.end_leaf(node); ++leaf) {
                    alignas(64) double points[16];
                    tree.leaves.near(kernels, leaf, query, 0, points);
                    for (std::size_t i = 0; i < 16 && leaf * 16 + i < tree.leaves.size; ++i) {
                        const float box = boxes[number % fanout];
                        wrong += box <= geodist::index::box_limit(points[i]) ? 0 : 1;
                        wrong += geodist::index::box_square(box) <= points[i] ? 0 : 1;
                        wrong += geodist::index::far_corner(tree.boxes, group, number % fanout,
                                                            from.data()) >= points[i] * (1 - 1e-15)
                                     ? 0
                                     : 1;
                    }
                }
            }
        }
    }
    return wrong;
}

TEST_CASE("no box is farther than a point in it") {
    std::mt19937_64 random(11);
    const geodist::Ellipsoid tiny(1e-30, 1 / 300.0), huge(1e30, -1 / 60.0);
    for (const geodist::Ellipsoid& ellipsoid : {geodist::wgs84(), geodist::sphere(), tiny, huge}) {
        for (const double degrees : {180.0, 1.0, 1e-4, 1e-8, 1e-11, 0.0}) {
            const Cloud points(random, 600, degrees, 0), far(random, 40, 180, 0);
            const PointIndex index(points.columns(false), ellipsoid);
            CAPTURE(degrees);
            CHECK(count_too_far(index, index) == 0);
            CHECK(count_too_far(index, PointIndex(far.columns(false), ellipsoid)) == 0);
        }
    }
    for (const double height : {0.0, 1.0, 1e7, 1e17, 1e19, 1e99}) {
        for (const double degrees : {180.0, 1e-5}) {
            const Cloud points(random, 600, degrees, height), far(random, 40, 180, 10 * height);
            const PointIndex index(points.columns(true));
            CAPTURE(height);
            CHECK(count_too_far(index, index) == 0);
            CHECK(count_too_far(index, PointIndex(far.columns(true))) == 0);
        }
    }
}

}  // namespace
