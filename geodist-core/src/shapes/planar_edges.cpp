#include "shapes/planar_edges.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "batch/ellipsoid_cache.hpp"
#include "batch/ragged_job.hpp"
#include "geodesy/planar_edge.hpp"
#include "kernels/area_table.hpp"
#include "kernels/dispatch.hpp"
#include "shapes/run_sum.hpp"
#include "shapes/vertices.hpp"
#include "simd/math.hpp"
#include "simd/portable.hpp"

namespace geodist::shapes {

namespace {

using Lane = portable::Vec;

// Consecutive edges of one line, one fewer than its vertices here, and what they give; small enough
// for the stack of any thread.
struct Block {
    static constexpr std::size_t capacity = 512, padding = kernels::AreaKernels::padding,
                                 room = capacity + padding;

    alignas(64) double lat[room], lon[room], value[room], reference[room];
    kernels::EdgeList unsolved;
};

// The length of a line whose edges come in blocks.
class PlanarLength {
  public:
    static constexpr std::size_t fewest = 2;  // vertices: with fewer, 0

    explicit PlanarLength(const geodesy::PreparedEllipsoid& e) : e_(e) {}

    void add(Block& block, std::size_t edges) {
        kernels_.planar_lengths(block.lat, block.lon, block.value, block.unsolved, edges, e_);
        for (std::size_t k = 0; k < block.unsolved.size; ++k) {
            const std::size_t i = block.unsolved.row[k];
            block.value[i] = geodesy::length_of_planar_edge(e_, block.lat[i], block.lon[i],
                                                            block.lat[i + 1], block.lon[i + 1]);
        }
        for (std::size_t i = 0; i < edges; ++i) {
            length_.add(block.value[i]);
        }
    }
    [[nodiscard]] double value() const { return length_.value(); }

  private:
    const geodesy::PreparedEllipsoid& e_;
    const kernels::AreaKernels& kernels_ = kernels::active_kernels().area;
    RunSum length_;
};

// The area to the left of a ring is, over C,
//   -sum over edges of (area of the edge from its reference) + reference * dlambda;
// of a ring all dlambda add up to 0.
class PlanarArea {
  public:
    static constexpr std::size_t fewest = 3;

    explicit PlanarArea(const geodesy::PreparedEllipsoid& e) : e_(e) {}

    void add(Block& block, std::size_t edges) {
        kernels_.planar_areas(block.lat, block.lon, block.value, block.reference, edges, e_);
        for (std::size_t i = 0; i < edges; ++i) {
            const auto east = simd::two_sum(Lane(block.lon[i + 1]), Lane(-block.lon[i]));
            const double reference = block.reference[i];
            area_.add(block.value[i]);
            references_.add(reference * east.sum.v);
            references_.add(reference * east.error.v);
        }
    }
    [[nodiscard]] double value() const {
        RunSum left = area_;
        left.add(references_.value() * simd::degree);
        return e_.authalic_square * -left.value();
    }

  private:
    const geodesy::PreparedEllipsoid& e_;
    const kernels::AreaKernels& kernels_ = kernels::active_kernels().area;
    RunSum area_;        // over C
    RunSum references_;  // degrees
};

// Each line by itself, some edges at a time.
template <class Measure>
class PlanarJob : public batch::RaggedJob {
  public:
    PlanarJob(const LineColumns& lines, bool closed, OutColumn out, const Ellipsoid& ellipsoid,
              const RunOptions& options)
        : RaggedJob(lines.offsets, 1 << 14, options),
          lines_(lines),
          closed_(closed),
          out_(out),
          prepared_(batch::cached_ellipsoid(ellipsoid)) {}

  private:
    bool compute(std::size_t first, std::size_t last) override {
        if (!are_within(lines_, begin(first), begin(last))) {
            check_vertices(lines_, begin(first), begin(last));
            check_turns(first, last);
        }
        Block block;
        std::size_t since = 0;  // edges since the clock was asked
        for (std::size_t line = first; line < last; ++line) {
            const std::size_t vertices = end(line) - begin(line);
            if (vertices < Measure::fewest) {
                check_vertices(lines_, begin(line), end(line));
                out_[line] = 0;
                continue;
            }
            const std::size_t edges = vertices - (closed_ ? 0 : 1);
            Measure measure(*prepared_);
            for (std::size_t done = 0; done < edges;) {
                const std::size_t n = std::min(edges - done, Block::capacity - 1);
                copy(block, line, done, n);
                measure.add(block, n);
                done += n;
                since += n;
                if (since >= 2048) {
                    since = 0;
                    if (should_stop()) {
                        return false;
                    }
                }
            }
            out_[line] = measure.value();
        }
        check_results(lines_, first, last, out_);
        return true;
    }

    void check_turns(std::size_t first, std::size_t last) const {
        for (std::size_t line = first; line < last; ++line) {
            for (std::size_t i = begin(line); i < end(line); ++i) {
                if (std::abs(lines_.lon[i]) > farthest_planar_lon) {
                    throw_far_planar_longitude(lines_.lon[i], "line", line, i - begin(line));
                }
            }
        }
    }

    // The vertices of edges [first, first + n) of a line, and zeros behind.
    void copy(Block& block, std::size_t line, std::size_t first, std::size_t n) const {
        const std::size_t from = begin(line) + first, inner = std::min(n + 1, end(line) - from);
        std::copy_n(lines_.lat.data() + from, inner, block.lat);
        std::copy_n(lines_.lon.data() + from, inner, block.lon);
        if (inner <= n) {
            block.lat[n] = lines_.lat[begin(line)];
            block.lon[n] = lines_.lon[begin(line)];
        }
        std::fill_n(block.lat + n + 1, Block::padding - 1, 0.0);
        std::fill_n(block.lon + n + 1, Block::padding - 1, 0.0);
    }

    const LineColumns& lines_;
    bool closed_;
    OutColumn out_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
};

template <class Measure>
void measure_planar(const LineColumns& lines, bool closed, OutColumn out,
                    const Ellipsoid& ellipsoid, const RunOptions& options) {
    PlanarJob<Measure> job(lines, closed, out, ellipsoid, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

}  // namespace

void planar_line_lengths(const LineColumns& lines, bool closed, OutColumn out,
                         const Ellipsoid& ellipsoid, const RunOptions& options) {
    measure_planar<PlanarLength>(lines, closed, out, ellipsoid, options);
}

void planar_ring_areas(const LineColumns& rings, OutColumn out, const Ellipsoid& ellipsoid,
                       const RunOptions& options) {
    measure_planar<PlanarArea>(rings, true, out, ellipsoid, options);
}

}  // namespace geodist::shapes
