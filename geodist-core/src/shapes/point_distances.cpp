#include "shapes/point_distances.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "runtime/scratch.hpp"
#include "shapes/edge_tree.hpp"
#include "shapes/pair_measure.hpp"
#include "shapes/places.hpp"

namespace geodist::shapes {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// Slots: of a row of few, each piece is measured from all points; of many, a tree is built.
constexpr std::size_t few = 10, many = 256;

std::size_t slots_of(const Operand& side) { return side.end(0) - side.begin(0); }

// Distances to all pieces of a row, of some points at a time; with the places, if wanted.
class FewPiecesJob : public runtime::LongJob {
  public:
    FewPiecesJob(const PreparedPair& sides, OutColumn out, NearestPlaces* places,
                 const RunOptions& options)
        : LongJob(options),
          sides_(sides),
          points_(sides.a.are_points() ? sides.a : sides.b),
          shape_(sides.a.are_points() ? sides.b : sides.a),
          out_(out),
          places_(places),
          threads_(runtime::useful_threads(points_.rows(), 1 << 14, options)) {
        for (std::size_t slot = shape_.begin(0); slot < shape_.end(0); ++slot) {
            if (shape_.has_item(slot)) {
                pieces_.push_back(piece_at(slot));
            }
        }
    }

    void run_all() { runtime::run_job(*this, (points_.rows() + block - 1) / block, threads_); }

    bool run(std::size_t number) override {
        const runtime::FloatEnvironment environment;
        const std::size_t begin = number * block, n = std::min(block, points_.rows() - begin);
        const runtime::Scratch<Block> scratch;
        Block& found = *scratch;
        const kernels::FootOutput feet{found.distance, found.t, found.side,
                                       found.x,        found.y, found.z};
        points_.prepare_points(begin, n, {found.px, found.py, found.pz, found.ph});
        const kernels::VertexColumns points{found.px, found.py, found.pz, found.ph};
        double* const nearest = out_.data() + begin;
        std::fill_n(nearest, n, infinity);
        std::fill_n(found.piece, n, 0U);
        for (std::size_t k = 0; k < pieces_.size(); ++k) {
            sides_.context.kernels.segment.to_segment(points, shape_.vertices(pieces_[k].slot),
                                                      feet, n, sides_.e->near);
            if (places_ == nullptr) {
                for (std::size_t i = 0; i < n; ++i) {
                    nearest[i] = std::min(nearest[i], found.distance[i]);
                }
            } else {
                keep_nearest(found, k, nearest, n);
            }
        }
        if (places_ != nullptr) {
            store_places(found, begin, n);
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
        // of the nearest piece of each point
        alignas(64) double best[4][block], lat[block], lon[block], height[block];
        std::uint32_t piece[block];
    };
    struct Piece {
        std::size_t slot;
        Location edge;
        double number, count;  // of the pieces of its edge
        double end_lat, end_lon;
    };

    [[nodiscard]] Piece piece_at(std::size_t slot) const {
        const double begin = shape_.fraction(slot, 0), end = shape_.fraction(slot, 1);
        const double count = std::round(1 / (end - begin));
        const Location from = location_of(shape_.view(), shape_.edge(slot), 0, 0, 0);
        const Location to = location_of(shape_.view(), shape_.edge(slot), 1, 0, 0);
        return {slot, from, std::round(begin * count), count, to.lat, to.lon};
    }

    static void keep_nearest(Block& found, std::size_t k, double* nearest, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
            if (found.distance[i] < nearest[i]) {
                nearest[i] = found.distance[i];
                found.piece[i] = static_cast<std::uint32_t>(k);
                found.best[0][i] = found.t[i];
                found.best[1][i] = found.x[i];
                found.best[2][i] = found.y[i];
                found.best[3][i] = found.z[i];
            }
        }
    }

    // Those of the missing are written later.
    void store_places(Block& found, std::size_t begin, std::size_t n) {
        const double* const nearest = out_.data() + begin;
        for (std::size_t i = 0; i < n; ++i) {
            if (is_open(nearest[i])) {
                found.best[0][i] = 0;
                found.best[1][i] = sides_.e->a;
                found.best[2][i] = found.best[3][i] = 0;
            }
        }
        const double* const in[] = {found.best[1], found.best[2], found.best[3]};
        double* const out[] = {found.lat, found.lon, found.height};
        sides_.context.kernels.kernel(Operation::from_ecef)(in, out, n, *sides_.e);
        const bool first = sides_.a.are_points();
        LocationColumns& at_point = first ? places_->a : places_->b;
        LocationColumns& at_shape = first ? places_->b : places_->a;
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t row = begin + i;
            Location point;
            point.row = static_cast<std::int64_t>(row);
            point.lat = points_.view().lat[row];
            point.lon = points_.view().lon[row];
            store(at_point, row, point);
            const Piece& piece = pieces_[found.piece[i]];
            Location place = piece.edge;
            place.fraction = (piece.number + found.best[0][i]) / piece.count;
            if (place.fraction >= 1) {
                place.lat = piece.end_lat;
                place.lon = piece.end_lon;
            } else if (place.fraction > 0) {
                place.lat = found.lat[i];
                place.lon = found.lon[i];
            }
            store(at_shape, row, place);
        }
    }

    // Far, or missing?
    [[nodiscard]] bool is_open(double distance) const {
        return !(distance <= sides_.e->near.reach);
    }

    void measure_others(std::size_t begin, std::size_t n) {
        points_.prepare();
        index::Pace pace(*this);
        PairSearch search(sides_.context, pace);
        for (std::size_t i = begin; i < begin + n; ++i) {
            if (!is_open(out_[i])) {
                continue;
            }
            const std::size_t row_a = sides_.a.row_of(i), row_b = sides_.b.row_of(i);
            const NearestOfPair found = measure_pair(sides_, search, row_a, row_b, infinity, 0);
            out_[i] = found.distance();
            if (places_ != nullptr) {
                const TwoLocations at = locate(sides_, found, row_a, row_b);
                store(places_->a, i, at.a);
                store(places_->b, i, at.b);
            }
        }
    }

    const PreparedPair& sides_;
    const Operand& points_;
    const Operand& shape_;
    OutColumn out_;
    NearestPlaces* places_;
    int threads_;
    std::vector<Piece> pieces_;
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

namespace {

// The row of shapes, if the other side is points.
const Operand* row_for_points(const PreparedPair& sides) {
    if (sides.a.are_points() == sides.b.are_points()) {
        return nullptr;
    }
    const Operand& shape = sides.a.are_points() ? sides.b : sides.a;
    return shape.rows() == 1 && !shape.is_absent(0) ? &shape : nullptr;
}

bool has_few_pieces(const Operand& shape) { return slots_of(shape) <= few && !shape.is_polygon(0); }

}  // namespace

bool measure_points(const PreparedPair& sides, OutColumn out, const Ellipsoid& ellipsoid,
                    const RunOptions& options) {
    const Operand* const shape = row_for_points(sides);
    if (shape != nullptr && has_few_pieces(*shape)) {
        FewPiecesJob(sides, out, nullptr, options).run_all();
        return true;
    }
    if (shape != nullptr && slots_of(*shape) >= many) {
        measure_by_tree(sides, out, ellipsoid, options);
        return true;
    }
    return false;
}

bool locate_points(const PreparedPair& sides, NearestPlaces& places, const RunOptions& options) {
    const Operand* const shape = row_for_points(sides);
    if (shape == nullptr || !has_few_pieces(*shape) || shape->view().edges == Edges::planar) {
        return false;
    }
    FewPiecesJob(sides, places.distance, &places, options).run_all();
    return true;
}

}  // namespace geodist::shapes
