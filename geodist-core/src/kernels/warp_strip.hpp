// Programmes over the cells of two tracks: some rows at once, in registers.
#pragma once

#include <cstddef>

#include "geodesy/near.hpp"
#include "kernels/elastic_table.hpp"
#include "simd/pack.hpp"

namespace geodist::kernels {

// near.hpp's distance squared, without division or root: (c (1 + u/24 + 3 u^2/640))^2 is
// c^2 + c^2 u/12 + c^2 u^2/90 + ..., where c^2 u = W^2 h; in the last term c^2 + 2 e z^2 stands for
// W^2 / c^2. What p adds is left out: 2 nm at NearConstants::reach.
template <class V>
struct QuickCost {
    V e, first, second;

    GEODIST_INLINE explicit QuickCost(const geodesy::NearConstants& n)
        : e(n.e), first(n.inverse_a2 / 12), second(n.inverse_a2 * n.inverse_a2 / 90) {}

    GEODIST_INLINE V measure(const geodesy::NearPair<V>& pair) const {
        const V W = fma(e, pair.z2, pair.c2);
        const V more = fma(e, pair.z2, W) * pair.normals;
        return fma(W * W * pair.normals, fma(more, second, first), pair.c2);
    }
    GEODIST_INLINE static V metres(V measured) { return sqrt(measured); }
};

template <class V>
struct FullCost {
    const geodesy::NearConstants& constants;

    GEODIST_INLINE explicit FullCost(const geodesy::NearConstants& n) : constants(n) {}

    GEODIST_INLINE V measure(const geodesy::NearPair<V>& pair) const {
        return geodesy::near_distance(constants, pair);
    }
    GEODIST_INLINE static V metres(V measured) { return measured; }
};

// The values of cells: up is (i - 1, j), left (i, j - 1), corner (i - 1, j - 1). gap_a and gap_b:
// distances of vertices i and j from the gap.
template <class V, class Cost>
struct SumRule {
    static constexpr bool is_bounded = true, has_gaps = false, has_window = true,
                          can_be_open = true;
    GEODIST_INLINE explicit SumRule(const Warp&) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, V, V) const {
        return min(min(up, corner), left) + Cost::metres(measured);
    }
};

template <class V, class Cost>
struct MaximumRule {
    static constexpr bool is_bounded = true, has_gaps = false, has_window = false,
                          can_be_open = false;
    GEODIST_INLINE explicit MaximumRule(const Warp&) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, V, V) const {
        return max(min(min(up, corner), left), measured);
    }
};

template <class V, class Cost>
struct EditRule {
    static constexpr bool is_bounded = false, has_gaps = false, has_window = false,
                          can_be_open = false;
    V eps;
    GEODIST_INLINE explicit EditRule(const Warp& warp) : eps(warp.eps) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, V, V) const {
        return min(min(corner + select(measured <= eps, V(0.0), V(1.0)), up + V(1.0)),
                   left + V(1.0));
    }
};

template <class V, class Cost>
struct CommonRule {
    static constexpr bool is_bounded = false, has_gaps = false, has_window = false,
                          can_be_open = false;
    V eps;
    GEODIST_INLINE explicit CommonRule(const Warp& warp) : eps(warp.eps) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, V, V) const {
        return select(measured <= eps, corner - V(1.0), min(up, left));
    }
};

template <class V, class Cost>
struct GapRule {
    static constexpr bool is_bounded = false, has_gaps = true, has_window = false,
                          can_be_open = false;
    GEODIST_INLINE explicit GapRule(const Warp&) {}
    GEODIST_INLINE V value(V up, V left, V corner, V measured, V gap_a, V gap_b) const {
        return min(min(corner + Cost::metres(measured), up + gap_a), left + gap_b);
    }
};

// Some rows of the cells, as many as G has lanes, all at once: lane r has row first + size - 1 - r,
// each lane one column behind the lane after it, so that the cells of a vector are those of an
// antidiagonal and all that they need of other cells stays in registers.
template <class G, template <class> class CostOf, template <class, class> class RuleOf>
class WarpStrip {
  public:
    using Cost = CostOf<G>;
    using Rule = RuleOf<G, Cost>;
    static constexpr std::ptrdiff_t size = G::size;

    GEODIST_INLINE WarpStrip(Warp& warp, const geodesy::NearConstants& constants)
        : warp_(warp), cost_(constants), rule_(warp) {}

    // How many columns it went through.
    GEODIST_INLINE std::ptrdiff_t run() {
        top_ = warp_.i;
        rows_ = warp_.n - top_ < size ? warp_.n - top_ : size;
        begin_ = warp_.first > 0 ? warp_.first : 0;
        end_ = warp_.m + rows_ - 1;
        const bool has_window = Rule::has_window && warp_.window < warp_.n + warp_.m;
        if (has_window) {
            const std::ptrdiff_t low = top_ - warp_.window;
            const std::ptrdiff_t high = top_ + 2 * (rows_ - 1) + warp_.window + 1;
            begin_ = low > begin_ ? low : begin_;
            end_ = high < end_ ? high : end_;
        }
        load_rows();
        is_open_ = Rule::can_be_open && warp_.open_end && top_ + rows_ == warp_.n;
        least_ = G(infinity);
        const double* const above = warp_.row[0] + 1;
        const std::ptrdiff_t until = warp_.last + 1 < end_ ? warp_.last + 1 : end_;
        const bool has_corner = warp_.first < begin_ && begin_ <= warp_.last + 1;
        corner_ = shifted(left_, G(has_corner ? above[begin_ - 1] : infinity));
        std::ptrdiff_t t = begin_;
        if (has_window) {
            G offset = G(static_cast<double>(top_ - begin_)) - behind();
            for (; t < end_ && (t < until || (t & 3) != 0 || is_alive()); ++t) {
                step(t, G(t < until ? above[t] : infinity));
                const auto is_outside = abs(offset) > G(static_cast<double>(warp_.window));
                left_ = select(is_outside, G(infinity), left_);
                keep(t);
                offset = offset - G(1.0);
            }
        } else {
            if constexpr (!Rule::is_bounded) {
                // what stands before column 0 stays as it is
                for (G column = behind() * G(0.5); t < size - 1 && t < end_; ++t) {
                    const G before = left_;
                    step(t, G(t < until ? above[t] : infinity));
                    left_ = select(column < G(0.0), before, left_);
                    keep(t);
                    column = column + G(1.0);
                }
            }
            for (; t < until; ++t) {
                step(t, G(above[t]));
                keep(t);
            }
            for (; t < end_ && (!Rule::is_bounded || (t & 3) != 0 || is_alive()); ++t) {
                step(t, G(infinity));
                keep(t);
            }
        }
        finish(t);
        return t - begin_;
    }

  private:
    static constexpr double infinity = __builtin_inf();

    // Past the last row, that row again.
    GEODIST_INLINE void load_rows() {
        const auto backwards = [this](const double* column) {
            double lanes[size];
            for (std::ptrdiff_t r = 0; r < size; ++r) {
                const std::ptrdiff_t row = size - 1 - r;
                lanes[r] = column[top_ + (row < rows_ ? row : rows_ - 1)];
            }
            return G::load(lanes);
        };
        x_ = backwards(warp_.a.x);
        y_ = backwards(warp_.a.y);
        z_ = backwards(warp_.a.z);
        h_ = backwards(warp_.a.h);
        gap_a_ = Rule::has_gaps ? backwards(warp_.gap_a) : G(0.0);
        left_ = Rule::is_bounded ? G(infinity) : backwards(warp_.before_a + 1);
    }

    // Twice as many columns as each row is behind the top one, negative.
    GEODIST_INLINE static G behind() {
        double lanes[size];
        for (std::ptrdiff_t r = 0; r < size; ++r) {
            lanes[r] = static_cast<double>(2 * (r - (size - 1)));
        }
        return G::load(lanes);
    }

    // The top row at column t, each other one column behind the row above.
    GEODIST_INLINE void step(std::ptrdiff_t t, G above) {
        const std::ptrdiff_t j = t - (size - 1);
        const G up = shifted(left_, above);
        const auto pair =
            geodesy::near_pair(x_ - G::load(warp_.b.x + j), y_ - G::load(warp_.b.y + j),
                               z_ - G::load(warp_.b.z + j), h_, G::load(warp_.b.h + j));
        const G gap_b = Rule::has_gaps ? G::load(warp_.gap_b + j) : G(0.0);
        left_ = rule_.value(up, left_, corner_, cost_.measure(pair), gap_a_, gap_b);
        corner_ = up;
    }

    // The lowest row; what comes after it in memory is written over by the next columns.
    GEODIST_INLINE void keep(std::ptrdiff_t t) {
        const std::ptrdiff_t j = t - (size - 1);
        if (j >= begin_) {
            left_.store(warp_.row[1] + 1 + j);
        }
        if (Rule::can_be_open && is_open_) {
            least_ = min(least_, left_);
        }
    }

    // Columns before `end` are done.
    GEODIST_INLINE void finish(std::ptrdiff_t end) {
        warp_.i += rows_;
        if (warp_.i == warp_.n) {
            double lanes[size];
            (is_open_ ? least_ : left_).store(lanes);
            const bool is_there = is_open_ || end == warp_.m + rows_ - 1;
            warp_.value = is_there ? lanes[size - rows_] : infinity;
            warp_.abandoned = Rule::is_bounded && !(warp_.value <= warp_.limit);
            return;
        }
        double* const below = warp_.row[1] + 1;
        if constexpr (Rule::is_bounded) {
            std::ptrdiff_t first = begin_, last = end - size;
            while (first <= last && !(below[first] <= warp_.limit)) {
                ++first;
            }
            while (last >= first && !(below[last] <= warp_.limit)) {
                --last;
            }
            warp_.first = first;
            warp_.last = last;
            warp_.abandoned = first > last;
        } else {
            below[-1] = warp_.before_a[warp_.i];
        }
        warp_.row[1] = warp_.row[0];
        warp_.row[0] = below - 1;
    }

    // Whether a value of the last two steps counts, but for the lowest row of the one before.
    GEODIST_INLINE bool is_alive() const {
        return bits(min(left_, corner_) <= G(warp_.limit)) != 0;
    }

    Warp& warp_;
    Cost cost_;
    Rule rule_;
    std::ptrdiff_t top_ = 0, rows_ = 0;   // the first row, and how many there are
    std::ptrdiff_t begin_ = 0, end_ = 0;  // columns of the top row
    G x_, y_, z_, h_, gap_a_;             // of the rows
    G left_, corner_;                     // the values of the last step, and what was above them
    bool is_open_ = false;                // the least value of each row is wanted
    G least_;
};

}  // namespace geodist::kernels
