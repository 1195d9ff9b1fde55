#include "index/build.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "batch/columns.hpp"
#include "index/cover.hpp"
#include "index/metric.hpp"
#include "index/point_block.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"

namespace geodist::index {

namespace {

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
            std::uint64_t keys[PointBlock::capacity];
            block.find_keys(work_.points.altitude.has_value(), n, work_.kernels.tree, keys);
            for (std::size_t i = 0; i < n; ++i) {
                work_.items[row + i] = {block.is_there(i) ? keys[i] : missing_key,
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

// Items by the leading bits of where their keys differ: buckets [starts[i], starts[i + 1]) of `to`.
std::vector<std::size_t> scatter(const std::vector<Item>& items, Item* to, int bits) {
    const auto [low, high] = std::minmax_element(
        items.begin(), items.end(), [](const Item& x, const Item& y) { return x.key < y.key; });
    const std::uint64_t least = low->key;
    const int shift = std::max(0, static_cast<int>(std::bit_width(high->key - least)) - bits);
    std::vector<std::size_t> starts((std::size_t{1} << bits) + 1);
    for (const Item& item : items) {
        ++starts[((item.key - least) >> shift) + 1];
    }
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<std::size_t> next(starts.begin(), starts.end() - 1);
    for (const Item& item : items) {
        to[next[(item.key - least) >> shift]++] = item;
    }
    return starts;
}

// Sorts buckets of items, each by itself.
class SortJob : public runtime::LongJob {
  public:
    SortJob(Work& work, const std::vector<std::size_t>& starts)
        : LongJob(work.options), work_(work), starts_(starts) {}

    // By buckets again, of an item or two if keys are spread evenly, and then by comparisons.
    bool run(std::size_t piece) override {
        const auto begin = work_.items.begin() + static_cast<std::ptrdiff_t>(starts_[piece]);
        const auto end = work_.items.begin() + static_cast<std::ptrdiff_t>(starts_[piece + 1]);
        const auto n = static_cast<std::size_t>(end - begin);
        const Before before(work_.points);
        if (n < few) {
            std::sort(begin, end, before);
            return true;
        }
        const std::vector<Item> items(begin, end);
        const std::vector<std::size_t> starts = scatter(items, work_.items.data() + starts_[piece],
                                                        static_cast<int>(std::bit_width(n)) - 1);
        for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
            if (starts[i + 1] - starts[i] > 1) {
                std::sort(begin + static_cast<std::ptrdiff_t>(starts[i]),
                          begin + static_cast<std::ptrdiff_t>(starts[i + 1]), before);
            }
        }
        return true;
    }

  private:
    static constexpr std::size_t few = 32;

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
            block.space[0][i] = block.space[1][i] = block.space[2][i] = 0;
            rows[i] = ~std::uint32_t{0};
        }
        for (std::size_t k = 0; k < count; ++k) {
            PointLeaf& leaf = storage_.leaves()[first + k];
            if ((first + k) % fanout == 0) {
                storage_.heads()[(first + k) / fanout].key =
                    work_.items[(first + k) * PointLeaf::capacity].key;
            }
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
    std::vector<Item> sorted(items.size());
    const std::vector<std::size_t> starts = scatter(items, sorted.data(), bits);
    items.swap(sorted);
    SortJob sort(work, starts);
    runtime::run_job(sort, starts.size() - 1, threads);
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
    storage.seal(cover_leaves(storage, shared, threads));
    return storage;
}

}  // namespace geodist::index
