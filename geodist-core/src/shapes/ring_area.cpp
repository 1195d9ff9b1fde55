// Areas of rings: flat over their edges, whatever the number of each.
//
// Notation as in geodesy/area_series.hpp. The area to the left of a ring is, over C and modulo 4
// pi,
//   J = sum over edges of (1 - reference) lambda12 - (area of the edge from its reference),
// the reference being 0 at the equator, 1 or -1 at a pole. Short edges have one reference, the
// ring's frame, and are measured from the level of its first vertex, of which
//   level * (sum of their lambda12)
// is left. The exact lambda12 of all edges add up to whole turns, so that only those of the long
// edges need be added exactly.
#include <geodist/shapes.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <vector>

#include "batch/columns.hpp"
#include "batch/ellipsoid_cache.hpp"
#include "batch/ragged_job.hpp"
#include "geodesy/angles.hpp"
#include "geodesy/area_edge.hpp"
#include "kernels/area_table.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/scratch.hpp"
#include "shapes/planar_edges.hpp"
#include "shapes/ring_width.hpp"
#include "shapes/run_sum.hpp"
#include "shapes/vertices.hpp"
#include "simd/portable.hpp"

namespace geodist {

namespace {

using Lane = portable::Vec;

// The exact eastward difference of two longitudes, degrees, as a sum of two numbers.
struct East {
    double high, low;
};

East east_of(double lon1, double lon2) {
    const auto difference = geodesy::longitude_difference(Lane(lon1), Lane(lon2));
    return {std::copysign(difference.magnitude.v, difference.sign.v),
            std::signbit(difference.sign.v) ? -difference.error.v : difference.error.v};
}

// What is known of a ring while its edges come.
struct Ring {
    int frame = 0;  // as of Segment
    double level = 0;
    shapes::RunSum area;                  // of short edges, over C, from the level
    shapes::RunSum long_area, long_east;  // of the others, from their references; degrees
    shapes::RunSum references;            // degrees
    int turns = 0;                        // of the sum of all lambda12
    bool is_plain = true;                 // no long edge, no turn
};

class AreaJob : public batch::RaggedJob {
  public:
    AreaJob(const LineColumns& rings, OutColumn out, const Ellipsoid& ellipsoid,
            const RunOptions& options)
        : RaggedJob(rings.offsets, 1 << 15, options),
          rings_(rings),
          out_(out),
          prepared_(batch::cached_ellipsoid(ellipsoid)),
          kernels_(kernels::active_kernels().area) {}

  private:
    // Consecutive edges of one ring, one fewer than its vertices in the block, and its frame: 0 for
    // ordinates from the equator, 1 or -1 from that pole.
    struct Segment {
        std::size_t ring, begin, vertices;
        bool is_first, is_last;
        int frame;
        double level;
    };
    struct Block {
        static constexpr std::size_t capacity = kernels::EdgeList::capacity,
                                     room = capacity + kernels::AreaKernels::padding;

        alignas(64) double lat[room], lon[room], x[room], y[room], level[room], area[room];
        alignas(64) double ends[4][room], long_area[room], reference[room];
        kernels::EdgeList too_long, turning, unsolved;
        std::size_t size = 0;
        bool is_within = true;
        std::vector<double> far_lon;  // the caller's, if not all are within the kernels' limit
        std::vector<Segment> segments;
    };

    bool compute(std::size_t first, std::size_t last) override {
        const bool is_within = shapes::are_within(rings_, begin(first), begin(last));
        if (!is_within) {
            shapes::check_vertices(rings_, begin(first), begin(last));
        }
        const runtime::Scratch<Block> scratch;
        Block& block = *scratch;
        block.size = 0;
        block.segments.clear();
        block.is_within = is_within;
        Ring ring;
        for (std::size_t i = first; i < last; ++i) {
            const std::size_t vertices = end(i) - begin(i);
            if (vertices < 3) {
                shapes::check_vertices(rings_, begin(i), end(i));
                out_[i] = 0;
                continue;
            }
            for (std::size_t edge = 0; edge < vertices;) {
                const std::size_t free = Block::capacity - block.size;
                std::size_t n = std::min(vertices - edge, free == 0 ? 0 : free - 1);
                if (edge + n < vertices) {
                    n -= n % shapes::RunSum::run;
                }
                if (n == 0) {
                    if (!finish(block, ring)) {
                        return false;
                    }
                    continue;
                }
                copy(block, i, edge, n);
                block.segments.push_back(
                    {i, block.size, n + 1, edge == 0, edge + n == vertices, 0, 0.0});
                block.size += n + 1;
                edge += n;
            }
        }
        if (!finish(block, ring)) {
            return false;
        }
        shapes::check_results(rings_, first, last, out_);
        return true;
    }

    // The vertices of edges [first, first + n) of a ring.
    void copy(Block& block, std::size_t ring, std::size_t first, std::size_t n) const {
        const std::size_t from = begin(ring) + first, inner = std::min(n + 1, end(ring) - from);
        std::copy_n(rings_.lat.data() + from, inner, block.lat + block.size);
        std::copy_n(rings_.lon.data() + from, inner, block.lon + block.size);
        if (inner <= n) {
            block.lat[block.size + n] = rings_.lat[begin(ring)];
            block.lon[block.size + n] = rings_.lon[begin(ring)];
        }
    }

    // Returns false if the job is to stop.
    bool finish(Block& block, Ring& ring) {
        if (block.size != 0) {
            measure(block, ring);
        }
        block.size = 0;
        block.segments.clear();
        return !should_stop();
    }

    void measure(Block& block, Ring& ring) {
        const geodesy::PreparedEllipsoid& e = *prepared_;
        if (!block.is_within) {
            block.far_lon.assign(block.lon, block.lon + block.size);
            shapes::reduce(block.lon, block.size);
        }
        pad(block.size, {block.lat, block.lon});
        kernels_.ordinates(block.lat, block.x, block.y, block.size, e);
        for (Segment& segment : block.segments) {
            set_levels(block, segment, ring);
        }
        pad(block.size, {block.x, block.level});
        kernels_.short_edges({block.lon, block.x, block.level}, block.area, block.too_long,
                             block.turning, block.size - 1, e);
        drop_seams(block, block.too_long);
        drop_seams(block, block.turning);
        solve_long(block);
        std::size_t longer = 0, turning = 0;
        for (const Segment& segment : block.segments) {
            const std::size_t n = segment.vertices - 1, end = segment.begin + n;
            if (segment.is_first && segment.is_last && !has_before(block.turning, turning, end) &&
                !has_before(block.too_long, longer, end)) {
                shapes::RunSum area;
                area.add(block.area + segment.begin, n);
                store(segment.ring, area_of_short(area), true);
                continue;
            }
            if (segment.is_first) {
                ring = {};
                ring.frame = segment.frame;
                ring.level = segment.level;
            }
            for (; has_before(block.turning, turning, end); ++turning) {
                add_turns(block, block.turning.row[turning], ring);
            }
            for (; has_before(block.too_long, longer, end); ++longer) {
                add_long(block, longer, ring);
            }
            ring.area.add(block.area + segment.begin, n);
            if (segment.is_last) {
                store(segment.ring, finish_ring(ring), ring.is_plain);
            }
        }
    }

    // Is number k of a list before `end`?
    static bool has_before(const kernels::EdgeList& edges, std::size_t k, std::size_t end) {
        return k < edges.size && edges.row[k] < end;
    }

    static void pad(std::size_t size, std::initializer_list<double*> columns) {
        for (double* column : columns) {
            std::fill_n(column + size, kernels::AreaKernels::padding, 0.0);
        }
    }

    // Ordinates in the frame of the ring, from its first vertex.
    static void set_levels(Block& block, Segment& segment, const Ring& before) {
        const std::size_t first = segment.begin, end = first + segment.vertices;
        if (segment.is_first) {
            const double lat = block.lat[first];
            segment.frame = (lat > 45 ? 1 : 0) - (lat < -45 ? 1 : 0);
            const double pole = segment.frame;
            segment.level = (1 - pole * pole) * block.x[first] - pole * block.y[first];
        } else {
            segment.frame = before.frame;
            segment.level = before.level;
        }
        // from the equator, too: without branches, for rings come in any order
        const double frame = segment.frame, level = segment.level;
        for (std::size_t i = first; i < end; ++i) {
            const double from_same = -frame * block.y[i], from_other = block.x[i] - frame;
            block.level[i] = (frame * block.x[i] > 0 ? from_same : from_other) - level;
        }
    }

    // From the last vertex of a segment to the first of the next there is no edge.
    static void drop_seams(const Block& block, kernels::EdgeList& edges) {
        std::size_t kept = 0;
        auto segment = block.segments.begin();
        for (std::size_t k = 0; k < edges.size; ++k) {
            const std::size_t i = edges.row[k];
            while (i >= segment->begin + segment->vertices) {
                ++segment;
            }
            if (i + 1 < segment->begin + segment->vertices) {
                edges.row[kept++] = edges.row[k];
            }
        }
        edges.size = kept;
    }

    // The edges that are too long, and no area of theirs among those of the short ones.
    void solve_long(Block& block) const {
        const geodesy::PreparedEllipsoid& e = *prepared_;
        const std::size_t n = block.too_long.size;
        if (n == 0) {
            return;
        }
        for (std::size_t k = 0; k < n; ++k) {
            const std::size_t i = block.too_long.row[k];
            block.area[i] = 0;
            block.ends[0][k] = block.lat[i];
            block.ends[1][k] = block.lon[i];
            block.ends[2][k] = block.lat[i + 1];
            block.ends[3][k] = block.is_within
                                   ? block.lon[i + 1]
                                   : batch::reduce_second(block.far_lon[i], block.far_lon[i + 1]);
        }
        const double* const ends[] = {block.ends[0], block.ends[1], block.ends[2], block.ends[3]};
        pad(n, {block.ends[0], block.ends[1], block.ends[2], block.ends[3]});
        kernels_.edges(ends, block.long_area, block.reference, block.unsolved, n, e);
        for (std::size_t k = 0; k < block.unsolved.size; ++k) {
            const std::size_t i = block.unsolved.row[k];
            const auto edge =
                geodesy::area_of_any_edge(e, ends[0][i], ends[1][i], ends[2][i], ends[3][i]);
            block.long_area[i] = edge.value;
            block.reference[i] = edge.reference;
        }
        // From one pole to the other along the meridian of the second, as inverse() goes.
        for (std::size_t k = 0; k < n; ++k) {
            if (std::abs(ends[0][k]) == 90 && ends[0][k] == -ends[2][k]) {
                block.long_area[k] = 0;
                block.reference[k] = ends[0][k] / 90;
            }
        }
    }

    static void add_long(const Block& block, std::size_t k, Ring& ring) {
        const auto [high, low] = east_of(block.ends[1][k], block.ends[3][k]);
        if (!block.is_within && std::abs(high) == 180) {
            // perhaps half a turn to the other side than by the reduced longitudes
            const std::size_t i = block.too_long.row[k];
            const double reduced = east_of(block.lon[i], block.lon[i + 1]).high;
            ring.turns += static_cast<int>(std::lround((high - reduced) / 360));
        }
        const double factor = ring.frame - block.reference[k];  // a whole number: exact
        ring.long_area.add(block.long_area[k]);
        ring.long_east.add(high);
        ring.long_east.add(low);
        ring.references.add(factor * high);
        ring.references.add(factor * low);
        ring.is_plain = false;
    }

    // Longitudes come back to the first one: the exact lambda12 of all edges add up to whole turns,
    // those by which each is not the difference of its longitudes.
    static void add_turns(const Block& block, std::size_t i, Ring& ring) {
        const double lon1 = block.lon[i], lon2 = block.lon[i + 1];
        const double east = east_of(lon1, lon2).high;
        ring.turns -= static_cast<int>(std::lround(((lon2 - lon1) - east) / 360));
        ring.is_plain = false;
    }

    [[nodiscard]] double finish_ring(const Ring& ring) const {
        if (ring.is_plain) {
            return area_of_short(ring.area);
        }
        shapes::RunSum short_east = ring.long_east;
        short_east.add(-360.0 * ring.turns);
        const auto [product, error] =
            simd::two_product(Lane(short_east.value() * simd::degree), Lane(ring.level));
        shapes::RunSum degrees = ring.references;
        degrees.add((1 - ring.frame) * 360.0 * ring.turns);
        degrees.add(-720 * std::nearbyint(degrees.value() / 720));
        shapes::RunSum left;
        left.add(degrees.value() * simd::degree);
        left.add(-ring.area.value());
        left.add(-ring.long_area.value());
        left.add(product.v);
        left.add(error.v);
        return prepared_->authalic_square * smaller_side(left.value());
    }

    // Of a ring without long edges and turns.
    [[nodiscard]] double area_of_short(const shapes::RunSum& area) const {
        return prepared_->authalic_square * smaller_side(-area.value());
    }

    void store(std::size_t number, double area, bool is_plain) {
        out_[number] = is_none(area, is_plain, number) ? 0 : area;
    }

    // Is an area that rounding may have left that of a ring without any?
    [[nodiscard]] bool is_none(double area, bool is_plain, std::size_t number) const {
        const std::size_t from = begin(number), vertices = end(number) - from;
        const double of_edge = (is_plain ? 1e-17 : 1e-11) * prepared_->authalic_square;
        return std::abs(area) <= of_edge * static_cast<double>(vertices) &&
               shapes::goes_back(rings_.lat.subspan(from, vertices),
                                 rings_.lon.subspan(from, vertices));
    }

    // Of a ring that winds about several times, less whole Earths.
    static double smaller_side(double area) {
        if (std::abs(area) < 2 * simd::pi) {
            return area + 0.0;  // not -0
        }
        return area - 4 * simd::pi * std::nearbyint(area / (4 * simd::pi));
    }

    const LineColumns& rings_;
    OutColumn out_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
    const kernels::AreaKernels& kernels_;
};

}  // namespace

void ring_areas(const LineColumns& rings, OutColumn out, Edges edges, const Ellipsoid& ellipsoid,
                const RunOptions& options) {
    shapes::check_offsets(rings, out.size());
    if (edges == Edges::planar) {
        shapes::planar_ring_areas(rings, out, ellipsoid, options);
        return;
    }
    AreaJob job(rings, out, ellipsoid, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

}  // namespace geodist
