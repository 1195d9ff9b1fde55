// Cells of the Earth: planes across the axes of space, each through the middle of a sample.
//
// A point p and a radius r meet a cell if the box of the cell, or of the points in it, is no
// farther from p than the longest chord of a geodesic of length r. With Rmax = M^2/m the largest
// radius of curvature of an ellipsoid of semi-axes m <= M, oblate or prolate, a geodesic of
// length s has a chord c with s >= 2 Rmax asin(c / 2 Rmax) (geodesic_bounds.hpp has the proof),
// so c <= 2 Rmax sin(r / 2 Rmax) where r < pi Rmax, and no chord is too long beyond. Neither the
// equatorial radius nor a mean one would do: along a meridian of an oblate ellipsoid, the
// curvature near the poles is that of a sphere of radius Rmax = a^2/b, whose chords are longer.
// Bounds::outer adds what computed distances and the coordinates of points may err by, and what
// its own arithmetic rounds; planes, boxes and points are whole numbers of one unit, and compared
// exactly.
//
// That bound is sharp on a sphere of radius Rmax; on the Earth it leaves half a kilometre at 3000
// km, and tens at 10,000 km, more than many a cell is wide. So far from fitted cells a second one
// counts: the distance to the middle of a box, less how far the points in the box are from there
// at most.
#include <geodist/cells.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include <geodist/ecef.hpp>
#include <geodist/error.hpp>
#include "geodesy/prepared_ellipsoid.hpp"
#include "index/cell_walk.hpp"
#include "index/metric.hpp"
#include "index/point_block.hpp"
#include "runtime/float_environment.hpp"

namespace geodist {

namespace {

using SpacePoint = std::array<std::int64_t, 3>;

// Coordinates are below 2^58.
constexpr std::int64_t beyond_space = std::int64_t{1} << 61;
// Of a node with one cell: all points are below it.
constexpr std::int64_t no_plane = beyond_space;
constexpr std::int64_t state_version = 1;

std::size_t cell_levels(std::size_t count) { return std::bit_width(count - 1); }

// The points of a sample that are there.
std::vector<SpacePoint> points_in_space(const PointColumns& points, const index::Metric& metric) {
    const runtime::FloatEnvironment environment;
    std::vector<SpacePoint> found;
    found.reserve(points.size);
    PointColumns ground = points;
    ground.altitude.reset();
    index::PointBlock block;
    for (std::size_t begin = 0; begin < points.size; begin += index::PointBlock::capacity) {
        const std::size_t n = std::min(index::PointBlock::capacity, points.size - begin);
        block.load(ground, begin, n, metric.prepared(), metric.kernels());
        for (std::size_t i = 0; i < n; ++i) {
            if (block.is_there(i)) {
                found.push_back({block.space[0][i], block.space[1][i], block.space[2][i]});
            }
        }
    }
    return found;
}

}  // namespace

Cells::Cells(std::size_t count, const Ellipsoid& ellipsoid) : count_(count), ellipsoid_(ellipsoid) {
    if (count == 0 || count > MAX_COUNT) {
        throw std::invalid_argument("count must be from 1 to " + std::to_string(MAX_COUNT) +
                                    ", got " + std::to_string(count));
    }
    const std::size_t leaves = std::size_t{1} << cell_levels(count);
    planes_.assign(leaves - 1, no_plane);
    axes_.assign(leaves - 1, 0);
    cells_.assign(leaves, -1);
    boxes_.resize(2 * leaves - 1);
    number_leaves(0, count, 0);
}

Cells Cells::from_sample(const PointColumns& sample, std::size_t count,
                         const Ellipsoid& ellipsoid) {
    Cells cells(count, ellipsoid);
    check_points(sample);
    std::vector<SpacePoint> points = points_in_space(sample, *index::geodesic_metric(ellipsoid));
    if (count > 1 && points.empty()) {
        throw EmptyGeometryError("a sample without any point cannot be divided into " +
                                 std::to_string(count) + " cells");
    }
    cells.divide(0, count, points);
    cells.bound(0, {{-beyond_space, -beyond_space, -beyond_space},
                    {beyond_space, beyond_space, beyond_space}});
    return cells;
}

// Across the axis along which the points extend farthest, between as many as each side has cells.
void Cells::divide(std::size_t node, std::size_t cells, std::span<SpacePoint> points) {
    if (node >= first_leaf()) {
        return;
    }
    const std::size_t below = cells - cells / 2;
    std::size_t middle = points.size();
    if (cells > 1 && !points.empty()) {
        std::int64_t extent = 0, least = 0;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            const auto [low, high] = std::minmax_element(
                points.begin(), points.end(),
                [=](const SpacePoint& p, const SpacePoint& q) { return p[axis] < q[axis]; });
            if ((*high)[axis] - (*low)[axis] > extent) {
                extent = (*high)[axis] - (*low)[axis];
                least = (*low)[axis];
                axes_[node] = static_cast<std::uint8_t>(axis);
            }
        }
        if (extent > 0) {
            const std::size_t axis = axes_[node];
            const auto rank =
                points.begin() + static_cast<std::ptrdiff_t>(points.size() * below / cells);
            std::nth_element(
                points.begin(), rank, points.end(),
                [=](const SpacePoint& p, const SpacePoint& q) { return p[axis] < q[axis]; });
            std::int64_t plane = (*rank)[axis];
            if (plane == least) {
                // So many lie at the least coordinate that they make one side.
                plane = std::numeric_limits<std::int64_t>::max();
                for (const SpacePoint& p : points) {
                    plane = p[axis] > least ? std::min(plane, p[axis]) : plane;
                }
            }
            planes_[node] = plane;
            const auto above = std::partition(points.begin(), points.end(),
                                              [=](const SpacePoint& p) { return p[axis] < plane; });
            middle = static_cast<std::size_t>(above - points.begin());
        }
    }
    divide(2 * node + 1, below, points.first(middle));
    divide(2 * node + 2, cells - below, points.subspan(middle));
}

void Cells::number_leaves(std::size_t node, std::size_t cells, std::int32_t first) {
    if (cells == 0) {
        return;
    }
    if (node >= first_leaf()) {
        cells_[node - first_leaf()] = first;
        return;
    }
    const std::size_t below = cells - cells / 2;
    number_leaves(2 * node + 1, below, first);
    number_leaves(2 * node + 2, cells - below, first + static_cast<std::int32_t>(below));
}

// The boxes of a node and of those below it: what is left of space by the planes above. One that
// nothing reaches is empty, which says its low above its high.
void Cells::bound(std::size_t node, const Box& box) {
    boxes_[node] = box;
    if (node >= first_leaf()) {
        return;
    }
    const std::size_t axis = axes_[node];
    Box below = box, above = box;
    below.high[axis] = std::min(box.high[axis], planes_[node]);
    above.low[axis] = planes_[node];
    if (planes_[node] == no_plane) {
        above = CellWalk::nothing();
    }
    bound(2 * node + 1, below);
    bound(2 * node + 2, above);
}

void Cells::join_boxes() {
    for (std::size_t node = first_leaf(); node-- > 0;) {
        boxes_[node] = CellWalk::around(boxes_[2 * node + 1], boxes_[2 * node + 2]);
    }
    const runtime::FloatEnvironment environment;
    balls_.clear();
    balls_.reserve(boxes_.size());
    const auto metric = index::geodesic_metric(ellipsoid_);
    const auto bounds = metric->bounds(0);
    const double unit = metric->prepared().near.unit;
    for (const Box& box : boxes_) {
        std::array<double, 3> middle{};
        for (std::size_t c = 0; c < 3; ++c) {
            middle[c] =
                0.5 * unit * (static_cast<double>(box.low[c]) + static_cast<double>(box.high[c]));
        }
        const Geodetic centre = from_ecef(middle[0], middle[1], middle[2], ellipsoid_);
        const Ecef place = to_ecef(centre.lat, centre.lon, 0, ellipsoid_);
        const std::array<double, 3> from{place.x, place.y, place.z};
        double square = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const double far =
                std::max(std::abs(static_cast<double>(box.low[c]) * unit - from[c]),
                         std::abs(static_cast<double>(box.high[c]) * unit - from[c]));
            square += far * far;
        }
        balls_.push_back({centre.lat, centre.lon, bounds->upper(square)});
    }
}

Cells Cells::fitted(const PointColumns& points) const {
    check_points(points);
    Cells result = *this;
    result.fitted_ = true;
    std::fill(result.boxes_.begin(), result.boxes_.end(), CellWalk::nothing());
    for (const SpacePoint& p : points_in_space(points, *index::geodesic_metric(ellipsoid_))) {
        Box& box = result.boxes_[CellWalk::leaf_of(*this, p)];
        box = CellWalk::around(box, {p, p});
    }
    result.join_boxes();
    return result;
}

Cells Cells::united(const Cells& other) const {
    if (!fitted_ || !other.fitted_ || count_ != other.count_ || ellipsoid_ != other.ellipsoid_ ||
        planes_ != other.planes_ || axes_ != other.axes_) {
        throw std::invalid_argument("only fitted cells of one partition can be united");
    }
    Cells result = *this;
    for (std::size_t leaf = first_leaf(); leaf < boxes_.size(); ++leaf) {
        result.boxes_[leaf] = CellWalk::around(boxes_[leaf], other.boxes_[leaf]);
    }
    result.join_boxes();
    return result;
}

std::vector<std::int64_t> Cells::state() const {
    std::vector<std::int64_t> numbers{state_version, static_cast<std::int64_t>(count_), fitted_};
    numbers.insert(numbers.end(), planes_.begin(), planes_.end());
    numbers.insert(numbers.end(), axes_.begin(), axes_.end());
    for (std::size_t leaf = first_leaf(); fitted_ && leaf < boxes_.size(); ++leaf) {
        numbers.insert(numbers.end(), boxes_[leaf].low.begin(), boxes_[leaf].low.end());
        numbers.insert(numbers.end(), boxes_[leaf].high.begin(), boxes_[leaf].high.end());
    }
    return numbers;
}

Cells Cells::from_state(std::span<const std::int64_t> state, const Ellipsoid& ellipsoid) {
    const auto refuse = [] { throw std::invalid_argument("these are not the numbers of cells"); };
    constexpr std::size_t head = 3;
    if (state.size() < head || state[0] != state_version || state[1] < 1 ||
        std::cmp_greater(state[1], MAX_COUNT) || state[2] < 0 || state[2] > 1) {
        refuse();
    }
    Cells cells(static_cast<std::size_t>(state[1]), ellipsoid);
    cells.fitted_ = state[2] == 1;
    const std::size_t nodes = cells.planes_.size(), leaves = cells.cells_.size();
    if (state.size() != head + 2 * nodes + (cells.fitted_ ? 6 * leaves : 0)) {
        refuse();
    }
    const auto is_within = [](std::int64_t x) { return x >= -beyond_space && x <= beyond_space; };
    for (std::size_t node = 0; node < nodes; ++node) {
        const std::int64_t axis = state[head + nodes + node];
        cells.planes_[node] = state[head + node];
        if (!is_within(cells.planes_[node]) || axis < 0 || axis > 2) {
            refuse();
        }
        cells.axes_[node] = static_cast<std::uint8_t>(axis);
    }
    cells.bound(0, {{-beyond_space, -beyond_space, -beyond_space},
                    {beyond_space, beyond_space, beyond_space}});
    if (cells.fitted_) {
        const std::int64_t* number = state.data() + head + 2 * nodes;
        for (std::size_t leaf = 0; leaf < leaves; ++leaf, number += 6) {
            if (!std::all_of(number, number + 6, is_within)) {
                refuse();
            }
            cells.boxes_[nodes + leaf] = {{number[0], number[1], number[2]},
                                          {number[3], number[4], number[5]}};
        }
        cells.join_boxes();
    }
    return cells;
}

bool operator==(const Cells& a, const Cells& b) noexcept {
    return a.count_ == b.count_ && a.ellipsoid_ == b.ellipsoid_ && a.fitted_ == b.fitted_ &&
           a.planes_ == b.planes_ && a.axes_ == b.axes_ && a.boxes_ == b.boxes_;
}

}  // namespace geodist
