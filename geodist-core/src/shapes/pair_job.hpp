// A job over pairs of rows of two sides.
#pragma once

#include <geodist/run_options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "batch/ellipsoid_cache.hpp"
#include "index/pace.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"
#include "runtime/long_job.hpp"
#include "runtime/threads.hpp"
#include "shapes/insides.hpp"
#include "shapes/operand.hpp"
#include "shapes/pair_search.hpp"
#include "shapes/planar_pair.hpp"

namespace geodist::shapes {

// The number of pairs of two columns, of which one may have a single row.
[[nodiscard]] inline std::size_t pair_count(std::size_t a, std::size_t b) {
    if (a != b && a != 1 && b != 1) {
        throw std::invalid_argument(
            "the columns of shapes must have one length, or one of them a "
            "single row");
    }
    return a == 1 ? b : a;
}

inline void check_results(std::size_t results, std::size_t pairs) {
    if (results != pairs) {
        throw std::invalid_argument("there must be one result for each pair");
    }
}

// Two sides made ready for a call.
struct PreparedPair {
    std::shared_ptr<const geodesy::PreparedEllipsoid> e;
    Operand a, b;
    PairContext context;
    Insides in_a, in_b;
    PlanarPair planar;

    PreparedPair(const ShapesView& first, const ShapesView& second, const Ellipsoid& ellipsoid,
                 const RunOptions& options, Checked checked = Checked::no)
        : e(batch::cached_ellipsoid(ellipsoid)),
          a(first, e, options, checked),
          b(second, e, options, checked),
          context(a, b, ellipsoid, *e),
          in_a(a, *e, options),
          in_b(b, *e, options),
          planar(a, b) {}
};

// The rows of each pair; of a and of b as many.
struct RowPairs {
    std::span<const std::int64_t> a, b;
};

// Throws std::invalid_argument, std::out_of_range.
inline void check_rows(RowPairs listed, const ShapesView& a, const ShapesView& b) {
    if (listed.a.size() != listed.b.size()) {
        throw std::invalid_argument("there must be two rows for each pair");
    }
    const auto check = [](std::span<const std::int64_t> numbers, const ShapesView& shapes) {
        const std::size_t rows = shapes.rows.empty() ? shapes.lat.size() : shapes.kinds.size();
        for (const std::int64_t row : numbers) {
            if (row < 0 || std::cmp_greater_equal(row, rows)) {
                throw std::out_of_range("the column has no row " + std::to_string(row));
            }
        }
    };
    check(listed.a, a);
    check(listed.b, b);
}

// What is done with each pair.
template <class Visit>
class PairJob : public runtime::LongJob {
  public:
    // `visit` gets a PairSearch, the number of a pair, and its rows; pairs in rising order within a
    // piece. With `all` each row of a is paired with each of b.
    PairJob(const PreparedPair& sides, bool all, const RunOptions& options, Visit visit)
        : PairJob(
              sides,
              all ? sides.a.rows() * sides.b.rows() : pair_count(sides.a.rows(), sides.b.rows()),
              all ? Pairing::all : Pairing::aligned, {}, options, visit) {}

    // The same of pairs that are given.
    PairJob(const PreparedPair& sides, RowPairs listed, const RunOptions& options, Visit visit)
        : PairJob(sides, listed.a.size(), Pairing::listed, listed, options, visit) {}

    void run_all() { runtime::run_job(*this, (count_ + size_ - 1) / size_, threads_); }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        index::Pace pace(*this);
        PairSearch search(sides_.context, pace);
        const std::size_t begin = piece * size_, end = std::min(begin + size_, count_);
        for (std::size_t i = begin; i < end; ++i) {
            pace.step();
            const auto [row_a, row_b] = rows_of(i);
            visit_(search, i, row_a, row_b);
        }
        return true;
    }

  private:
    enum class Pairing { aligned, all, listed };

    PairJob(const PreparedPair& sides, std::size_t count, Pairing pairing, RowPairs listed,
            const RunOptions& options, Visit visit)
        : LongJob(options),
          sides_(sides),
          pairing_(pairing),
          listed_(listed),
          count_(count),
          threads_(
              runtime::useful_threads(count_ + slots(sides.a) + slots(sides.b), 1024, options)),
          size_(
              std::clamp<std::size_t>(count_ / (16 * static_cast<std::size_t>(threads_)), 1, 2048)),
          visit_(visit) {
        sides.a.prepare();
        sides.b.prepare();
    }

    [[nodiscard]] std::pair<std::size_t, std::size_t> rows_of(std::size_t i) const {
        switch (pairing_) {
            case Pairing::all:
                return {i / sides_.b.rows(), i % sides_.b.rows()};
            case Pairing::listed:
                return {static_cast<std::size_t>(listed_.a[i]),
                        static_cast<std::size_t>(listed_.b[i])};
            case Pairing::aligned:
                break;
        }
        return {sides_.a.row_of(i), sides_.b.row_of(i)};
    }

    static std::size_t slots(const Operand& side) {
        return side.rows() == 0 ? 0 : side.end(side.rows() - 1);
    }

    const PreparedPair& sides_;
    Pairing pairing_;
    RowPairs listed_;
    std::size_t count_;
    int threads_;
    std::size_t size_;  // pairs of a piece
    Visit visit_;
};

template <class Visit>
void visit_pairs(const PreparedPair& sides, bool all, const RunOptions& options, Visit visit) {
    PairJob<Visit> job(sides, all, options, visit);
    job.run_all();
}

template <class Visit>
void visit_rows(const PreparedPair& sides, RowPairs listed, const RunOptions& options,
                Visit visit) {
    PairJob<Visit> job(sides, listed, options, visit);
    job.run_all();
}

}  // namespace geodist::shapes
