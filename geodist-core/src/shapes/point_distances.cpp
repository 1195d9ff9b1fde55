#include "shapes/point_distances.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "kernels/segment_table.hpp"
#include "runtime/scratch.hpp"
#include "shapes/edge_feet.hpp"
#include "shapes/geodesic_edge.hpp"
#include "shapes/pair_measure.hpp"
#include "shapes/places.hpp"
#include "shapes/tree_distances.hpp"

namespace geodist::shapes {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// Of a row of few slots, each edge is measured from all points by its pieces, if they are near; of
// a row of few edges, each edge as it is. Of many slots a tree is built.
constexpr std::size_t few = kernels::most_pieces, many = 256;

std::size_t slots_of(const Operand& side) { return side.end(0) - side.begin(0); }

// The edges of a row, each once, as the first slots of their pieces. Empty if there are more than
// few.
std::vector<std::size_t> few_edges(const Operand& side) {
    std::vector<std::size_t> slots;
    for (std::size_t slot = side.begin(0); slot < side.end(0); ++slot) {
        if (!side.has_item(slot) ||
            (!slots.empty() && side.edge(slots.back()) == side.edge(slot))) {
            continue;
        }
        if (slots.size() == few) {
            return {};
        }
        slots.push_back(slot);
    }
    return slots;
}

// Distances to all edges of a row, of some points at a time; with the places, if wanted.
class FewEdgesJob : public runtime::LongJob {
  public:
    FewEdgesJob(const PreparedPair& sides, const NearestOutput& out, bool places,
                const RunOptions& options)
        : LongJob(options),
          sides_(sides),
          points_(sides.a.are_points() ? sides.a : sides.b),
          shape_(sides.a.are_points() ? sides.b : sides.a),
          out_(out.distance),
          on_points_(sides.a.are_points() ? out.a : out.b),
          on_shape_(sides.a.are_points() ? out.b : out.a),
          places_(places),
          threads_(runtime::useful_threads(points_.rows(), 1 << 14, options)) {
        const std::vector<std::size_t> slots = few_edges(shape_);
        edges_.reserve(slots.size());  // their feet refer to them
        for (const std::size_t slot : slots) {
            const Operand::Edge ends = shape_.edge_at(slot);
            edges_.emplace_back(*sides.e, ends.lat1, ends.lon1, ends.lat2, ends.lon2);
            feet_.emplace_back(edges_.back(), sides.context.kernels);
            first_pieces_.push_back(piece_at(slot));
        }
    }

    void run_all() { runtime::run_job(*this, (points_.rows() + block - 1) / block, threads_); }

    bool run(std::size_t number) override {
        const runtime::FloatEnvironment environment;
        const std::size_t begin = number * block, n = std::min(block, points_.rows() - begin);
        const runtime::Scratch<Block> scratch;
        Block& found = *scratch;
        points_.prepare_points(begin, n, {found.px, found.py, found.pz, found.ph});
        double* const nearest = out_.data() + begin;
        double* const fraction = place_for(on_shape_.fraction, begin, found.fraction);
        if (are_pieces_few_) {
            measure_pieces(found, nearest, fraction, n);
        } else {
            std::fill_n(nearest, n, infinity);
        }
        const auto open =
            std::count_if(nearest, nearest + n, [this](double x) { return is_open(x); });
        if (are_pieces_few_ && places_) {
            store_places(found, begin, n, open > 0);
        }
        if (open > 0) {
            if (!feet_.empty()) {
                measure_edges(found, begin, n);
            }
            measure_others(begin, n);
        }
        for (std::size_t i = 0; i < n; ++i) {
            nearest[i] = nearest[i] <= touching_ ? 0 : nearest[i];
        }
        return !should_stop();
    }

  private:
    static constexpr std::size_t block = 512;
    struct Block {
        alignas(64) double px[block], py[block], pz[block], ph[block], side[block];
        // of the nearest edge of each point so far
        alignas(64) double fraction[block], x[block], y[block], z[block];
        alignas(64) double number[block];  // of its edge
        // of the next edge
        alignas(64) double distance[block], t[block], x2[block], y2[block], z2[block];
        alignas(64) double lat[block], lon[block], height[block];
    };
    static_assert(block <= EdgeFeet::capacity);
    // Points that are not near the pieces, and the nearest of what was found of them.
    struct Open {
        std::uint32_t row[block], edge[block], chosen[block];
        double lat[block], lon[block], x[block], y[block], z[block], h[block];
        double distance[block], along[block], least[block], where[block];
    };
    // The first of an edge.
    struct Piece {
        std::size_t slot, count;  // of the pieces of its edge
        Location edge;
        double end_lat, end_lon;
    };

    [[nodiscard]] Piece piece_at(std::size_t slot) const {
        std::size_t count = 1;
        while (shape_.edge(slot + count) == shape_.edge(slot)) {
            ++count;
        }
        const Location from = location_of(shape_.view(), shape_.edge(slot), 0, 0, 0);
        const Location to = location_of(shape_.view(), shape_.edge(slot), 1, 0, 0);
        return {slot, count, from, to.lat, to.lon};
    }

    // Where results go, or what stands for them where they are not wanted.
    static double* place_for(std::span<double> column, std::size_t begin, double* instead) {
        return column.empty() ? instead : column.data() + begin;
    }

    void measure_pieces(Block& found, double* nearest, double* fraction, std::size_t n) const {
        const kernels::VertexColumns points{found.px, found.py, found.pz, found.ph};
        const kernels::FootOutput first_out{nearest, fraction, found.side,
                                            found.x, found.y,  found.z};
        const kernels::FootOutput next_out{found.distance, found.t,  found.side,
                                           found.x2,       found.y2, found.z2};
        for (std::size_t k = 0; k < first_pieces_.size(); ++k) {
            const Piece& first = first_pieces_[k];
            const kernels::FootOutput& out = k == 0 ? first_out : next_out;
            sides_.context.kernels.segment.to_segment(points, shape_.vertices(first.slot),
                                                      first.count, out, n, sides_.e->near);
            if (places_) {
                for (std::size_t i = 0; i < n; ++i) {
                    out.t[i] /= static_cast<double>(first.count);
                }
            }
            if (k > 0) {
                keep_nearest(found, k, nearest, fraction, n);
            } else if (first_pieces_.size() > 1) {
                std::fill_n(found.number, n, 0.0);
            }
        }
    }

    // Without branches: which edge is the nearest is as good as random.
    void keep_nearest(Block& found, std::size_t k, double* nearest, double* fraction,
                      std::size_t n) const {
        const auto keep = [&](double* kept, const double* next) {
            for (std::size_t i = 0; i < n; ++i) {
                const double before = kept[i], after = next[i];
                kept[i] = found.distance[i] >= nearest[i] ? before : after;
            }
        };
        if (places_) {
            keep(fraction, found.t);
            keep(found.x, found.x2);
            keep(found.y, found.y2);
            keep(found.z, found.z2);
            std::fill_n(found.t, n, static_cast<double>(k));
            keep(found.number, found.t);
        }
        keep(nearest, found.distance);
    }

    // Those of the missing are written later.
    void store_places(Block& found, std::size_t begin, std::size_t n, bool has_open) {
        const double* const nearest = out_.data() + begin;
        for (std::size_t i = 0; has_open && i < n; ++i) {
            if (is_open(nearest[i])) {
                found.x[i] = sides_.e->a;
                found.y[i] = found.z[i] = 0;
            }
        }
        double* const lat = place_for(on_shape_.lat, begin, found.lat);
        double* const lon = place_for(on_shape_.lon, begin, found.lon);
        const double* const fraction = place_for(on_shape_.fraction, begin, found.fraction);
        const double* const in[] = {found.x, found.y, found.z};
        double* const out[] = {lat, lon, found.height};
        sides_.context.kernels.kernel(Operation::from_ecef)(in, out, n, *sides_.e);
        if (!has_more_ && first_pieces_.size() == 1) {
            store_ends(first_pieces_.front(), fraction, lat, lon, n);
            return;
        }
        for (std::size_t i = 0; i < n; ++i) {
            if (has_more_ || !(fraction[i] > 0 && fraction[i] < 1)) {
                const double edge = first_pieces_.size() > 1 ? found.number[i] : 0;
                store_pair(begin + i, first_pieces_[static_cast<std::size_t>(edge)], fraction[i],
                           lat[i], lon[i]);
            }
        }
    }

    // As store_pair() does; without branches.
    static void store_ends(const Piece& edge, const double* fraction, double* lat, double* lon,
                           std::size_t n) {
        const auto store = [&](double* column, double begin, double end) {
            for (std::size_t i = 0; i < n; ++i) {
                const double inner = column[i], low = fraction[i] > 0 ? inner : begin;
                column[i] = fraction[i] >= 1 ? end : low;
            }
        };
        store(lat, edge.edge.lat, edge.end_lat);
        store(lon, edge.edge.lon, edge.end_lon);
    }

    // The ends of edges are as the caller has them.
    void store_pair(std::size_t row, const Piece& piece, double fraction, double lat,
                    double lon) const {
        Location place = piece.edge;  // at its first end
        place.fraction = fraction;
        if (fraction >= 1) {
            place.lat = piece.end_lat;
            place.lon = piece.end_lon;
        } else if (fraction > 0) {
            place.lat = lat;
            place.lon = lon;
        }
        store(on_shape_, row, place);
        if (has_more_) {
            Location point;
            point.row = static_cast<std::int64_t>(row);
            point.lat = points_.view().lat[row];
            point.lon = points_.view().lon[row];
            store(on_points_, row, point);
        }
    }

    void measure_edges(const Block& block_of, std::size_t begin, std::size_t n) {
        const runtime::Scratch<Open> scratch;
        Open& open = *scratch;
        const ShapesView& view = points_.view();
        std::size_t count = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double lat = view.lat[begin + i], lon = view.lon[begin + i];
            if (!is_open(out_[begin + i]) || std::isnan(lat) || std::isnan(lon)) {
                continue;
            }
            open.row[count] = static_cast<std::uint32_t>(i);
            open.lat[count] = lat;
            open.lon[count] = EdgeFeet::without_turns(lon);
            open.x[count] = block_of.px[i];
            open.y[count] = block_of.py[i];
            open.z[count] = block_of.pz[i];
            open.h[count++] = block_of.ph[i];
        }
        if (count == 0) {
            return;
        }
        std::fill_n(open.least, count, infinity);
        for (std::size_t k = 0; k < feet_.size(); ++k) {
            feet_[k].find({open.lat, open.lon, {open.x, open.y, open.z, open.h}, count},
                          {open.distance, open.along});
            for (std::size_t i = 0; i < count; ++i) {
                if (open.distance[i] < open.least[i]) {
                    open.least[i] = open.distance[i];
                    open.where[i] = open.along[i];
                    open.edge[i] = static_cast<std::uint32_t>(k);
                }
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            out_[begin + open.row[i]] = open.least[i];
        }
        for (std::size_t k = 0; places_ && k < feet_.size(); ++k) {
            store_feet(open, k, begin, count);
        }
    }

    // Of the points to which an edge is the nearest.
    void store_feet(Open& open, std::size_t k, std::size_t begin, std::size_t count) {
        std::size_t chosen = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (open.edge[i] == k) {
                open.chosen[chosen] = open.row[i];
                open.along[chosen++] = open.where[i];
            }
        }
        if (chosen == 0) {
            return;
        }
        feet_[k].place(open.along, chosen, open.lat, open.lon);
        const double length = feet_[k].length();
        const Piece& edge = first_pieces_[k];
        for (std::size_t i = 0; i < chosen; ++i) {
            const double fraction = length > 0 ? open.along[i] / length : 0;
            store_pair(begin + open.chosen[i], edge, fraction, open.lat[i], open.lon[i]);
        }
    }

    // Far, or missing?
    [[nodiscard]] bool is_open(double distance) const {
        return !(distance <= sides_.e->near.reach);
    }

    // What the feet do not have: the missing.
    void measure_others(std::size_t begin, std::size_t n) {
        const ShapesView& view = points_.view();
        index::Pace pace(*this);
        PairSearch search(sides_.context, pace);
        for (std::size_t i = begin; i < begin + n; ++i) {
            const bool is_missing = std::isnan(view.lat[i]) || std::isnan(view.lon[i]);
            if (!is_open(out_[i]) || (!feet_.empty() && !is_missing)) {
                continue;
            }
            points_.prepare();
            const std::size_t row_a = sides_.a.row_of(i), row_b = sides_.b.row_of(i);
            const NearestOfPair found = measure_pair(sides_, search, row_a, row_b, infinity, 0);
            out_[i] = found.distance();
            if (places_) {
                const TwoLocations at = locate(sides_, found, row_a, row_b);
                const bool first = sides_.a.are_points();
                store(on_points_, i, first ? at.a : at.b);
                store(on_shape_, i, first ? at.b : at.a);
            }
        }
    }

    const PreparedPair& sides_;
    const Operand& points_;
    const Operand& shape_;
    OutColumn out_;
    LocationOutput on_points_, on_shape_;
    double touching_ = shape_.has_edges(0) ? touch(sides_.e->a) : 0;
    bool places_;
    // Is more wanted than fractions, latitudes and longitudes on the shape?
    bool has_more_ = holds_numbers(on_shape_) || holds_any(on_points_);
    bool are_pieces_few_ = slots_of(shape_) <= few;
    int threads_;
    std::vector<GeodesicEdge> edges_;
    std::vector<EdgeFeet> feet_;
    std::vector<Piece> first_pieces_;  // of each
};

// The row of shapes, if the other side is points.
const Operand* row_for_points(const PreparedPair& sides) {
    if (sides.a.are_points() == sides.b.are_points()) {
        return nullptr;
    }
    const Operand& shape = sides.a.are_points() ? sides.b : sides.a;
    return shape.rows() == 1 && !shape.is_absent(0) ? &shape : nullptr;
}

bool has_few_edges(const Operand& shape) {
    return !shape.is_polygon(0) && !shape.is_planar() &&
           (slots_of(shape) <= few || !few_edges(shape).empty());
}

// Does a tree find what so many points are nearest to sooner than each by itself?
bool is_worth_a_tree(const Operand& shape, std::size_t points) {
    return slots_of(shape) >= many || (shape.is_planar() && points > slots_of(shape) / 4);
}

}  // namespace

bool measure_points(const PreparedPair& sides, OutColumn out, const Ellipsoid& ellipsoid,
                    const RunOptions& options) {
    const Operand* const shape = row_for_points(sides);
    if (shape != nullptr && has_few_edges(*shape)) {
        FewEdgesJob(sides, {out, {}, {}}, false, options).run_all();
        return true;
    }
    if (shape != nullptr && is_worth_a_tree(*shape, out.size())) {
        measure_by_tree(sides, out, ellipsoid, options);
        return true;
    }
    return false;
}

bool locate_points(const PreparedPair& sides, const NearestOutput& out, const Ellipsoid& ellipsoid,
                   const RunOptions& options) {
    const Operand* const shape = row_for_points(sides);
    if (shape != nullptr && has_few_edges(*shape)) {
        FewEdgesJob(sides, out, true, options).run_all();
        return true;
    }
    if (shape != nullptr && shape->is_planar() && !shape->is_polygon(0) &&
        is_worth_a_tree(*shape, out.distance.size())) {
        locate_by_tree(sides, out, ellipsoid, options);
        return true;
    }
    return false;
}

}  // namespace geodist::shapes
