#include "index/box_cover.hpp"

#include <cmath>

namespace geodist::index {

namespace {

// Children first ... first + count - 1 as a group of boxes; returns the range around them.
Range write_group(const Range* children, std::size_t count, double slack, Boxes& boxes,
                  BoxesHead& head) {
    Range all;
    for (std::size_t i = 0; i < count; ++i) {
        all.take(children[i].low, children[i].high);
    }
    for (std::size_t c = 0; c < 3; ++c) {
        const double origin = all.low[c] + 0.5 * (all.high[c] - all.low[c]);
        head.origin[c] = origin;
        const double most = std::max(origin - all.low[c], all.high[c] - origin);
        const double wide = 0x1p-22 * most + slack;
        for (std::size_t i = 0; i < fanout; ++i) {
            const bool there = i < count;
            const double low = there ? children[i].low[c] - origin - wide : Range::unbounded;
            const double high = there ? children[i].high[c] - origin + wide : -Range::unbounded;
            // those farther than the farthest reach without end
            boxes.low[c][i] = static_cast<float>(
                !there || low > -farthest_box ? std::min(low, there ? farthest_box : Range::unbounded)
                                              : -Range::unbounded);
            boxes.high[c][i] = static_cast<float>(
                !there || high < farthest_box ? std::max(high, there ? -farthest_box : -Range::unbounded)
                                              : Range::unbounded);
        }
    }
    return all;
}

}  // namespace

double cover_ranges(std::vector<Range>& ranges, const Shape& shape, Boxes* boxes,
                    BoxesHead* heads) {
    double extent = 0;
    for (const Range& range : ranges) {
        for (std::size_t c = 0; c < 3; ++c) {
            extent = std::max({extent, std::abs(range.low[c]), std::abs(range.high[c])});
        }
    }
    const double slack = 0x1p-50 * extent;
    for (std::size_t level = 0; level < shape.levels; ++level) {
        const std::size_t count = shape.nodes[level];
        for (std::size_t first = 0; first < count; first += fanout) {
            const std::size_t group = shape.first[level] + first / fanout;
            // a level's ranges take the place of those below
            if (level > 0) {
                heads[group].key = heads[shape.first[level - 1] + first].key;
            }
            ranges[first / fanout] =
                write_group(ranges.data() + first, std::min(fanout, count - first), slack,
                            boxes[group], heads[group]);
        }
    }
    return extent;
}

}  // namespace geodist::index
