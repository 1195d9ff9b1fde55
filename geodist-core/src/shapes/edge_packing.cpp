#include "shapes/edge_packing.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "index/box_cover.hpp"

namespace geodist::shapes {

namespace {

constexpr std::size_t full = EdgeLeaf::capacity;

double square_between(const Pieces& pieces, std::size_t i, std::size_t j) {
    const double x = pieces.x[i] - pieces.x[j], y = pieces.y[i] - pieces.y[j],
                 z = pieces.z[i] - pieces.z[j];
    return x * x + y * y + z * z;
}

// A leaf being filled.
class Filling {
  public:
    // `numbers`: of the pieces of the leaf, or null.
    Filling(EdgeLeaf& leaf, std::uint32_t* numbers, index::Range& range)
        : leaf_(leaf), numbers_(numbers), range_(range) {}

    void add(const Pieces& pieces, std::size_t first, std::size_t size) {
        for (std::size_t i = first; i < first + size; ++i, ++used_) {
            if (numbers_ != nullptr) {
                const bool goes_on = i > first && pieces.edge[i] == pieces.edge[i - 1];
                numbers_[used_] =
                    goes_on ? numbers_[used_ - 1] + 1
                            : static_cast<std::uint32_t>(number_of_piece(pieces, i).number);
            }
            const double at[] = {pieces.x[i], pieces.y[i], pieces.z[i]};
            for (std::size_t c = 0; c < 3; ++c) {
                leaf_.space[c][used_] = at[c];
            }
            range_.take(at, at);
            const bool is_last = i + 1 == first + size;
            leaf_.edge[used_] = is_last ? EdgeLeaf::none : pieces.edge[i];
            if (!is_last) {
                longest_ = std::max(longest_, square_between(pieces, i, i + 1));
            }
        }
    }
    // The rest of the leaf is no piece; its range holds the arcs.
    void finish(double bend, double sag) {
        for (std::size_t k = used_; k < full; ++k) {
            for (auto& column : leaf_.space) {
                column[k] = column[used_ - 1];
            }
            leaf_.edge[k] = EdgeLeaf::none;
            if (numbers_ != nullptr) {
                numbers_[k] = 0;
            }
        }
        const double bulge = longest_ * bend + sag;
        for (std::size_t c = 0; c < 3; ++c) {
            range_.low[c] -= bulge;
            range_.high[c] += bulge;
        }
    }

  private:
    EdgeLeaf& leaf_;
    std::uint32_t* numbers_;
    index::Range& range_;
    std::size_t used_ = 0;
    double longest_ = 0;
};

}  // namespace

EdgePacking::EdgePacking(const Pieces& pieces, const kernels::TreeKernels& kernels,
                         runtime::InterruptClock& clock) {
    cut_runs(pieces);
    find_keys(pieces, kernels);
    clock.throw_if_interrupted();
    std::sort(chunks_.begin(), chunks_.end(), [](const Chunk& x, const Chunk& y) {
        return x.key != y.key ? x.key < y.key : x.first < y.first;
    });
    clock.throw_if_interrupted();
    share_leaves(pieces);
}

void EdgePacking::cut_runs(const Pieces& pieces) {
    chunks_.reserve(pieces.size() / (full - 1) + 1);
    for (std::size_t first = 0, i = 0; i < pieces.size(); ++i) {
        const bool ends = pieces.edge[i] == Pieces::none;
        if (ends || i - first + 1 == full) {
            chunks_.push_back({0, static_cast<std::uint32_t>(first),
                               static_cast<std::uint16_t>(i - first + 1), false});
            // the next chunk of a run begins with the vertex that ends this one
            first = ends ? i + 1 : i;
        }
    }
}

void EdgePacking::find_keys(const Pieces& pieces, const kernels::TreeKernels& kernels) {
    constexpr std::size_t block = 256;
    std::int64_t space[3][block];
    std::uint64_t keys[block];
    for (std::size_t done = 0; done < chunks_.size(); done += block) {
        const std::size_t n = std::min(block, chunks_.size() - done);
        for (std::size_t i = 0; i < n; ++i) {
            const Chunk& chunk = chunks_[done + i];
            const std::size_t middle = chunk.first + chunk.size / 2U;
            space[0][i] = std::bit_cast<std::int64_t>(pieces.x[middle]);
            space[1][i] = std::bit_cast<std::int64_t>(pieces.y[middle]);
            space[2][i] = std::bit_cast<std::int64_t>(pieces.z[middle]);
        }
        const std::int64_t* const columns[] = {space[0], space[1], space[2]};
        kernels.curve_keys(columns, true, n, keys);
        for (std::size_t i = 0; i < n; ++i) {
            chunks_[done + i].key = keys[i];
        }
    }
}

// The square of the distance from one short chunk to the next along the curve: the middle one.
double EdgePacking::usual_gap(const Pieces& pieces) const {
    std::vector<double> gaps;
    for (std::size_t k = 1; k < chunks_.size(); ++k) {
        if (chunks_[k].size < full && chunks_[k - 1].size < full) {
            gaps.push_back(square_between(pieces, chunks_[k].first, chunks_[k - 1].first));
        }
    }
    if (gaps.empty()) {
        return 0;
    }
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    return *middle;
}

void EdgePacking::share_leaves(const Pieces& pieces) {
    constexpr double patience = 4;
    const double most = patience * patience * usual_gap(pieces);
    std::size_t used = 0;
    const Chunk* opened = nullptr;
    for (Chunk& chunk : chunks_) {
        if (chunk.size == full) {
            chunk.opens = true;
        } else if (opened != nullptr && used + chunk.size <= full &&
                   square_between(pieces, chunk.first, opened->first) <= most) {
            used += chunk.size;
        } else {
            chunk.opens = true;
            opened = &chunk;
            used = chunk.size;
        }
        leaf_count_ += chunk.opens ? 1 : 0;
    }
}

double EdgePacking::write(const Pieces& pieces, double bend, const Output& out) const {
    std::vector<index::Range> ranges(leaf_count_);
    std::size_t begun = 0;
    const auto begin = [&](const Chunk& chunk) {
        if (begun % index::fanout == 0) {
            out.heads[begun / index::fanout].key = chunk.key;
        }
        const std::size_t leaf = begun++;
        return Filling(out.leaves[leaf],
                       out.numbers == nullptr ? nullptr : out.numbers + leaf * full, ranges[leaf]);
    };
    for (std::size_t k = 0; k < chunks_.size(); ++k) {
        const Chunk& chunk = chunks_[k];
        if (!chunk.opens) {
            continue;  // it has been added to the leaf that was open
        }
        Filling filling = begin(chunk);
        filling.add(pieces, chunk.first, chunk.size);
        // those that share it, until the next short chunk that opens a leaf
        for (std::size_t j = k + 1; chunk.size < full && j < chunks_.size(); ++j) {
            if (chunks_[j].size == full) {
                continue;
            }
            if (chunks_[j].opens) {
                break;
            }
            filling.add(pieces, chunks_[j].first, chunks_[j].size);
        }
        filling.finish(bend, pieces.sag);
    }
    return index::cover_ranges(ranges, index::Shape(leaf_count_), out.boxes, out.heads);
}

}  // namespace geodist::shapes
