#include "shapes/point_distances.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "runtime/scratch.hpp"
#include "shapes/edge_tree.hpp"
#include "shapes/pair_measure.hpp"

namespace geodist::shapes {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// Slots: of a row of few, each piece is measured from all points; of many, a tree is built.
constexpr std::size_t few = 10, many = 256;

std::size_t slots_of(const Operand& side) { return side.end(0) - side.begin(0); }

// Distances to all pieces of a row, of some points at a time.
class FewPiecesJob : public runtime::LongJob {
  public:
    FewPiecesJob(const PreparedPair& sides, OutColumn out, const RunOptions& options)
        : LongJob(options),
          sides_(sides),
          points_(sides.a.are_points() ? sides.a : sides.b),
          shape_(sides.a.are_points() ? sides.b : sides.a),
          out_(out),
          threads_(runtime::useful_threads(points_.rows(), 1 << 14, options)) {}

    void run_all() { runtime::run_job(*this, (points_.rows() + block - 1) / block, threads_); }

    bool run(std::size_t piece) override {
        const runtime::FloatEnvironment environment;
        const std::size_t begin = piece * block, n = std::min(block, points_.rows() - begin);
        const runtime::Scratch<Block> scratch;
        Block& found = *scratch;
        const kernels::FootOutput feet{found.distance, found.t, found.side,
                                       found.x,        found.y, found.z};
        points_.prepare_points(begin, n, {found.px, found.py, found.pz, found.ph});
        const kernels::VertexColumns points{found.px, found.py, found.pz, found.ph};
        double* const nearest = out_.data() + begin;
        std::fill_n(nearest, n, infinity);
        for (std::size_t slot = shape_.begin(0); slot < shape_.end(0); ++slot) {
            if (shape_.has_item(slot)) {
                sides_.context.kernels.segment.to_segment(points, shape_.vertices(slot), feet, n,
                                                          sides_.e->near);
                for (std::size_t i = 0; i < n; ++i) {
                    nearest[i] = std::min(nearest[i], found.distance[i]);
                }
            }
        }
        if (std::any_of(nearest, nearest + n,
                        [this](double distance) { return is_open(distance); })) {
            measure_others(begin, n);
        }
        return !should_stop();
    }

  private:
    static constexpr std::size_t block = 512;
    struct Block {
        alignas(64) double distance[block], t[block], side[block], x[block], y[block], z[block];
        alignas(64) double px[block], py[block], pz[block], ph[block];
    };

    // Far, or missing?
    [[nodiscard]] bool is_open(double distance) const {
        return !(distance <= sides_.e->near.reach);
    }

    void measure_others(std::size_t begin, std::size_t n) {
        points_.prepare();
        index::Pace pace(*this);
        PairSearch search(sides_.context, pace);
        for (std::size_t i = begin; i < begin + n; ++i) {
            if (is_open(out_[i])) {
                out_[i] = measure_pair(sides_, search, sides_.a.row_of(i), sides_.b.row_of(i),
                                       infinity, 0)
                              .distance();
            }
        }
    }

    const PreparedPair& sides_;
    const Operand& points_;
    const Operand& shape_;
    OutColumn out_;
    int threads_;
};

void measure_by_tree(const PreparedPair& sides, OutColumn out, const Ellipsoid& ellipsoid,
                     const RunOptions& options) {
    const bool first = sides.a.are_points();
    const ShapesView& points = (first ? sides.a : sides.b).view();
    const Operand& shape = first ? sides.b : sides.a;
    const Insides& in = first ? sides.in_b : sides.in_a;
    const EdgeTree tree(shape.view(), ellipsoid, options);
    std::vector<EdgeTree::Nearest> nearest(out.size());
    tree.nearest(PointColumns(points.lat, points.lon), nearest, infinity, options);
    const double touching = touch / wgs84().a() * ellipsoid.a();
    const bool is_polygon = shape.is_polygon(0);
    visit_pairs(sides, false, options, [&](PairSearch&, std::size_t i, std::size_t, std::size_t) {
        const double distance = nearest[i].distance;
        const double lat = points.lat[i], lon = points.lon[i];
        if (std::isnan(lat) || std::isnan(lon)) {
            out[i] = std::numeric_limits<double>::quiet_NaN();
        } else if (is_polygon && (distance <= touching || in.covers(0, lat, lon))) {
            out[i] = 0;
        } else {
            out[i] = distance;
        }
    });
}

}  // namespace

bool are_points_and_row(const PreparedPair& sides) {
    if (sides.a.are_points() == sides.b.are_points()) {
        return false;
    }
    const Operand& shape = sides.a.are_points() ? sides.b : sides.a;
    return shape.rows() == 1 && !shape.is_absent(0) &&
           (slots_of(shape) >= many || (slots_of(shape) <= few && !shape.is_polygon(0)));
}

void measure_points(const PreparedPair& sides, OutColumn out, const Ellipsoid& ellipsoid,
                    const RunOptions& options) {
    const Operand& shape = sides.a.are_points() ? sides.b : sides.a;
    if (slots_of(shape) >= many) {
        measure_by_tree(sides, out, ellipsoid, options);
    } else {
        FewPiecesJob(sides, out, options).run_all();
    }
}

}  // namespace geodist::shapes
