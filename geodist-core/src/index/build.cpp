#include "index/build.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "batch/columns.hpp"
#include "index/hilbert.hpp"
#include "index/metric.hpp"
#include "index/point_block.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"

namespace geodist::index {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t missing_key = ~std::uint64_t{0};
constexpr std::size_t most_points = std::numeric_limits<std::uint32_t>::max();

struct Item {
    std::uint64_t key;
    std::uint32_t row;
};

// The inputs of a build, and what its steps hand on.
struct Work {
    const PointColumns& points;
    const geodesy::PreparedEllipsoid& prepared;
    const kernels::KernelTable& kernels;
    const RunOptions& options;
    std::vector<Item> items;                  // without the missing ones, when they are sorted
    std::vector<std::uint32_t> missing_rows;  // rising
};

// Places on the curve.
class KeyJob : public runtime::LongJob {
  public:
    explicit KeyJob(Work& work) : LongJob(work.options), work_(work) {}

    [[nodiscard]] std::size_t pieces() const {
        return (work_.points.size + piece_rows - 1) / piece_rows;
    }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        const std::size_t end = std::min((piece + 1) * piece_rows, work_.points.size);
        PointBlock block;
        for (std::size_t row = piece * piece_rows; row < end; row += PointBlock::capacity) {
            const std::size_t n = std::min(PointBlock::capacity, end - row);
            block.load(work_.points, row, n, work_.prepared, work_.kernels);
            for (std::size_t i = 0; i < n; ++i) {
                const double x = block.space[0][i], y = block.space[1][i], z = block.space[2][i];
                const bool there = !std::isnan(x + y + z);
                work_.items[row + i] = {there ? hilbert_key(x, y, z) : missing_key,
                                        static_cast<std::uint32_t>(row + i)};
            }
        }
        return true;
    }

  private:
    static constexpr std::size_t piece_rows = 16 * PointBlock::capacity;

    Work& work_;
};

// Equal keys may belong to different points; equal points have to stand together, by rows.
class Before {
  public:
    explicit Before(const PointColumns& points) : points_(points) {}

    bool operator()(const Item& x, const Item& y) const {
        if (x.key != y.key) {
            return x.key < y.key;
        }
        return rank(x) < rank(y);
    }

  private:
    [[nodiscard]] std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::uint32_t> rank(
        const Item& item) const {
        const double altitude = points_.altitude ? (*points_.altitude)[item.row] : 0;
        return {std::bit_cast<std::uint64_t>(points_.lat[item.row]),
                std::bit_cast<std::uint64_t>(batch::reduce_angle(points_.lon[item.row])),
                std::bit_cast<std::uint64_t>(altitude), item.row};
    }

    const PointColumns& points_;
};

// Sorts buckets of items, each by itself.
class SortJob : public runtime::LongJob {
  public:
    SortJob(Work& work, const std::vector<std::size_t>& starts)
        : LongJob(work.options), work_(work), starts_(starts) {}

    bool run(std::size_t piece) override {
        const auto begin = work_.items.begin();
        std::sort(begin + static_cast<std::ptrdiff_t>(starts_[piece]),
                  begin + static_cast<std::ptrdiff_t>(starts_[piece + 1]), Before(work_.points));
        return true;
    }

  private:
    Work& work_;
    const std::vector<std::size_t>& starts_;
};

// Leaves and the boxes over them.
class LeafJob : public runtime::LongJob {
  public:
    LeafJob(Work& work, PointStorage& storage)
        : LongJob(work.options), work_(work), storage_(storage), tree_(storage.tree()) {}

    [[nodiscard]] std::size_t pieces() const {
        return (tree_.boxes.shape.leaves + piece_leaves - 1) / piece_leaves;
    }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        const std::size_t end = std::min((piece + 1) * piece_leaves, tree_.boxes.shape.leaves);
        for (std::size_t leaf = piece * piece_leaves; leaf < end; leaf += block_leaves) {
            fill(leaf, std::min(block_leaves, end - leaf));
        }
        for (std::size_t leaf = piece * piece_leaves; leaf < end; leaf += fanout) {
            cover(leaf / fanout, std::min(fanout, end - leaf));
        }
        return true;
    }

  private:
    static constexpr std::size_t block_leaves = PointBlock::capacity / PointLeaf::capacity;
    static constexpr std::size_t piece_leaves = 16 * fanout;

    void fill(std::size_t first, std::size_t count) {
        const std::size_t begin = first * PointLeaf::capacity;
        const std::size_t n = std::min(count * PointLeaf::capacity, tree_.leaves.size - begin);
        std::uint32_t rows[PointBlock::capacity];
        for (std::size_t i = 0; i < n; ++i) {
            rows[i] = work_.items[begin + i].row;
        }
        PointBlock block;
        block.load(work_.points, rows, n, work_.prepared, work_.kernels);
        for (std::size_t i = n; i < count * PointLeaf::capacity; ++i) {
            block.lat[i] = block.lon[i] = block.altitude[i] = 0;
            block.space[0][i] = block.space[1][i] = block.space[2][i] = infinity;
            rows[i] = ~std::uint32_t{0};
        }
        for (std::size_t k = 0; k < count; ++k) {
            PointLeaf& leaf = storage_.leaves()[first + k];
            storage_.keys()[first + k] = work_.items[(first + k) * PointLeaf::capacity].key;
            const std::size_t from = k * PointLeaf::capacity;
            for (std::size_t c = 0; c < 3; ++c) {
                std::copy_n(block.space[c] + from, PointLeaf::capacity, leaf.space[c]);
            }
            std::copy_n(block.lat + from, PointLeaf::capacity, leaf.lat);
            std::copy_n(block.lon + from, PointLeaf::capacity, leaf.lon);
            std::copy_n(rows + from, PointLeaf::capacity, leaf.row);
            if (storage_.has_altitudes()) {
                std::copy_n(block.altitude + from, PointLeaf::capacity,
                            storage_.altitudes() + (first + k) * PointLeaf::capacity);
            }
        }
    }

    void cover(std::size_t group, std::size_t count) {
        Boxes& boxes = storage_.boxes()[group];
        for (std::size_t i = 0; i < fanout; ++i) {
            const std::size_t leaf = group * fanout + i;
            const std::size_t n =
                i < count
                    ? std::min(PointLeaf::capacity, tree_.leaves.size - leaf * PointLeaf::capacity)
                    : 0;
            for (std::size_t c = 0; c < 3; ++c) {
                double low = infinity, high = -infinity;
                for (std::size_t k = 0; k < n; ++k) {
                    low = std::min(low, tree_.leaves.leaves[leaf].space[c][k]);
                    high = std::max(high, tree_.leaves.leaves[leaf].space[c][k]);
                }
                boxes.low[c][i] = low;
                boxes.high[c][i] = high;
            }
        }
    }

    Work& work_;
    PointStorage& storage_;
    const PointTree& tree_;
};

// By some 2000 buckets of one pass, each then by itself.
void sort_items(Work& work, int threads) {
    constexpr int bits = 11;
    std::vector<Item>& items = work.items;
    for (const Item& item : items) {
        if (item.key == missing_key) {
            work.missing_rows.push_back(item.row);
        }
    }
    if (!work.missing_rows.empty()) {
        std::erase_if(items, [](const Item& item) { return item.key == missing_key; });
    }
    if (items.empty()) {
        return;
    }
    const auto [low, high] = std::minmax_element(
        items.begin(), items.end(), [](const Item& x, const Item& y) { return x.key < y.key; });
    const std::uint64_t least = low->key;
    const int shift = std::max(0, static_cast<int>(std::bit_width(high->key - least)) - bits);
    std::vector<std::size_t> starts((std::size_t{1} << bits) + 1);
    for (const Item& item : items) {
        ++starts[((item.key - least) >> shift) + 1];
    }
    for (std::size_t i = 1; i < starts.size(); ++i) {
        starts[i] += starts[i - 1];
    }
    std::vector<std::size_t> next(starts.begin(), starts.end() - 1);
    std::vector<Item> sorted(items.size());
    for (const Item& item : items) {
        sorted[next[(item.key - least) >> shift]++] = item;
    }
    items.swap(sorted);
    SortJob sort(work, starts);
    runtime::run_job(sort, starts.size() - 1, threads);
}

// The box around all boxes of a group.
void cover_group(const Boxes& group, Boxes& parent, std::size_t i) {
    for (std::size_t c = 0; c < 3; ++c) {
        parent.low[c][i] = *std::min_element(group.low[c], group.low[c] + fanout);
        parent.high[c][i] = *std::max_element(group.high[c], group.high[c] + fanout);
    }
}

void cover_levels(const Shape& shape, Boxes* boxes) {
    for (std::size_t level = 1; level < shape.levels; ++level) {
        const std::size_t end = level + 1 < shape.levels ? shape.first[level + 1] : shape.boxes;
        const std::size_t children = shape.first[level] - shape.first[level - 1];
        for (std::size_t group = shape.first[level]; group < end; ++group) {
            for (std::size_t i = 0; i < fanout; ++i) {
                const std::size_t child = (group - shape.first[level]) * fanout + i;
                if (child < children) {
                    cover_group(boxes[shape.first[level - 1] + child], boxes[group], i);
                    continue;
                }
                for (std::size_t c = 0; c < 3; ++c) {
                    boxes[group].low[c][i] = infinity;
                    boxes[group].high[c][i] = -infinity;
                }
            }
        }
    }
}

double largest_coordinate(const BoxTree& tree) {
    double extent = 0;
    if (tree.shape.leaves == 0) {
        return extent;
    }
    const Boxes& root = tree.children(tree.root());
    for (std::size_t c = 0; c < 3; ++c) {
        for (std::size_t i = 0; i < fanout && root.low[c][i] <= root.high[c][i]; ++i) {
            extent = std::max({extent, std::abs(root.low[c][i]), std::abs(root.high[c][i])});
        }
    }
    return extent;
}

}  // namespace

PointStorage build(const PointColumns& points, const Ellipsoid& ellipsoid,
                   const RunOptions& options) {
    if (points.size > most_points) {
        throw std::length_error("an index holds at most 2^32 - 1 points");
    }
    check_points(points);
    const auto metric = geodesic_metric(ellipsoid);
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    Work work{points, metric->prepared(), metric->kernels(), shared, {}, {}};
    constexpr std::size_t point_grain = 5000;
    const int threads = runtime::useful_threads(points.size, point_grain, options);
    work.items.resize(points.size);
    KeyJob keys(work);
    runtime::run_job(keys, keys.pieces(), threads);
    sort_items(work, threads);
    PointStorage storage(points.size, work.items.size(), points.altitude.has_value(), ellipsoid);
    std::copy(work.missing_rows.begin(), work.missing_rows.end(), storage.missing_rows());
    LeafJob leaves(work, storage);
    runtime::run_job(leaves, leaves.pieces(), threads);
    cover_levels(storage.tree().boxes.shape, storage.boxes());
    storage.seal(largest_coordinate(storage.tree().boxes));
    return storage;
}

}  // namespace geodist::index
