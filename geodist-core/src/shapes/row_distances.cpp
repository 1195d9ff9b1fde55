#include "shapes/row_distances.hpp"

#include <cstddef>
#include <limits>
#include <vector>

#include "shapes/pair_measure.hpp"

namespace geodist::shapes {

namespace {

// The rows [first, last) of checked shapes; vertices, rings and parts keep their numbers.
ShapesView some_rows(ShapesView shapes, std::size_t first, std::size_t last) {
    shapes.rows = shapes.rows.subspan(first, last - first + 1);
    shapes.kinds = shapes.kinds.subspan(first, last - first);
    return shapes;
}

class RowsJob final : public runtime::LongJob {
  public:
    RowsJob(const ShapesView& a, const ShapesView& b, OutColumn out, const Ellipsoid& ellipsoid,
            const RunOptions& options)
        : LongJob(options), a_(a), b_(b), out_(out), ellipsoid_(ellipsoid) {
        std::size_t vertices = 0, all = 0;
        for (std::size_t row = 0; row < out.size(); ++row) {
            if (vertices >= block) {
                starts_.push_back(row);
                vertices = 0;
            }
            const std::size_t more = 1 + vertices_in(a, row) + vertices_in(b, row);
            vertices += more;
            all += more;
        }
        starts_.push_back(out.size());
        threads_ = runtime::useful_threads(all, block, options);
    }

    void run_all() { runtime::run_job(*this, starts_.size() - 1, threads_); }

    bool run(std::size_t piece) override {
        constexpr double everything = std::numeric_limits<double>::infinity();
        const runtime::FloatEnvironment environment;
        const std::size_t first = starts_[piece], last = starts_[piece + 1];
        const PreparedPair sides(some_rows(a_, first, last), some_rows(b_, first, last), ellipsoid_,
                                 {.threads = 1}, Checked::yes);
        index::Pace pace(*this);
        PairSearch search(sides.context, pace);
        for (std::size_t row = 0; row < last - first; ++row) {
            pace.step();
            out_[first + row] = measure_pair(sides, search, row, row, everything, 0).distance();
        }
        return true;
    }

  private:
    static constexpr std::size_t block = 4096;  // vertices of a piece, or one row more

    static std::size_t vertices_in(const ShapesView& shapes, std::size_t row) {
        const Range rings = rings_of(shapes, row);
        return offset_at(shapes.rings, rings.last) - offset_at(shapes.rings, rings.first);
    }

    const ShapesView& a_;
    const ShapesView& b_;
    OutColumn out_;
    const Ellipsoid& ellipsoid_;
    std::vector<std::size_t> starts_{0};  // the rows of each piece
    int threads_ = 1;
};

}  // namespace

bool measure_rows(const ShapesView& a, const ShapesView& b, OutColumn out,
                  const Ellipsoid& ellipsoid, const RunOptions& options) {
    if (a.rows.empty() || b.rows.empty() || a.kinds.size() != b.kinds.size() ||
        a.kinds.size() < 2 || a.edges != Edges::geodesic || b.edges != Edges::geodesic) {
        return false;
    }
    check_shapes(a);
    check_shapes(b);
    check_results(out.size(), a.kinds.size());
    RowsJob(a, b, out, ellipsoid, options).run_all();
    return true;
}

}  // namespace geodist::shapes
