#include <geodist/shapes.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "batch/ellipsoid_cache.hpp"
#include "batch/ragged_job.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/scratch.hpp"
#include "shapes/planar_edges.hpp"
#include "shapes/run_sum.hpp"
#include "shapes/vertices.hpp"

namespace geodist {

namespace {

// Edges of many lines, one behind the other, as columns of pairs of points: no edge leads from one
// line to the next.
class LengthJob : public batch::RaggedJob {
  public:
    LengthJob(const LineColumns& lines, bool closed, OutColumn out, const Ellipsoid& ellipsoid,
              const RunOptions& options)
        : RaggedJob(lines.offsets, 1 << 15, options),
          lines_(lines),
          closed_(closed),
          out_(out),
          prepared_(batch::cached_ellipsoid(ellipsoid)) {}

  private:
    struct Segment {
        std::size_t line, begin, size;
        bool is_last;
    };
    struct Block {
        static constexpr std::size_t capacity = 2048;

        alignas(64) double in[4][capacity];  // lat1, lon1, lat2, lon2
        alignas(64) double length[capacity];
        std::size_t size = 0;
        bool is_within = true;
        std::vector<Segment> segments;
    };

    bool compute(std::size_t first, std::size_t last) override {
        const bool is_within = shapes::are_within(lines_, begin(first), begin(last));
        if (!is_within) {
            shapes::check_vertices(lines_, begin(first), begin(last));
        }
        const runtime::Scratch<Block> scratch;
        Block& block = *scratch;
        block.size = 0;
        block.segments.clear();
        block.is_within = is_within;
        shapes::RunSum sum;
        for (std::size_t line = first; line < last; ++line) {
            const std::size_t vertices = end(line) - begin(line);
            const std::size_t edges = vertices < 2 ? 0 : vertices - (closed_ ? 0 : 1);
            std::size_t done = 0;
            while (done < edges) {
                std::size_t n = std::min(edges - done, Block::capacity - block.size);
                if (done + n < edges) {
                    n -= n % shapes::RunSum::run;
                }
                if (n == 0) {
                    if (!finish(block, sum)) {
                        return false;
                    }
                    continue;
                }
                copy(block, line, done, n);
                done += n;
                block.segments.push_back({line, block.size, n, done == edges});
                block.size += n;
            }
            if (edges == 0) {
                shapes::check_vertices(lines_, begin(line), end(line));
                out_[line] = 0;
            }
        }
        if (!finish(block, sum)) {
            return false;
        }
        shapes::check_results(lines_, first, last, out_);
        return true;
    }

    // Edges [first, first + n) of a line.
    void copy(Block& block, std::size_t line, std::size_t first, std::size_t n) const {
        const std::size_t from = begin(line) + first;
        const std::size_t inner = std::min(n, end(line) - 1 - from);  // do not close it
        const double* lat = lines_.lat.data() + from;
        const double* lon = lines_.lon.data() + from;
        std::copy_n(lat, n, block.in[0] + block.size);
        std::copy_n(lon, n, block.in[1] + block.size);
        std::copy_n(lat + 1, inner, block.in[2] + block.size);
        std::copy_n(lon + 1, inner, block.in[3] + block.size);
        if (inner < n) {
            block.in[2][block.size + inner] = lines_.lat[begin(line)];
            block.in[3][block.size + inner] = lines_.lon[begin(line)];
        }
    }

    // Returns false if the job is to stop.
    bool finish(Block& block, shapes::RunSum& sum) {
        if (block.size != 0) {
            if (!block.is_within) {
                shapes::reduce(block.in[1], block.size);
                shapes::reduce(block.in[3], block.size);
            }
            const double* const in[] = {block.in[0], block.in[1], block.in[2], block.in[3]};
            double* const out[] = {block.length};
            kernels::active_kernels().kernel(Operation::distance)(in, out, block.size, *prepared_);
        }
        for (const Segment& segment : block.segments) {
            sum.add(block.length + segment.begin, segment.size);
            if (segment.is_last) {
                out_[segment.line] = sum.value();
                sum = {};
            }
        }
        block.size = 0;
        block.segments.clear();
        return !should_stop();
    }

    const LineColumns& lines_;
    bool closed_;
    OutColumn out_;
    std::shared_ptr<const geodesy::PreparedEllipsoid> prepared_;
};

}  // namespace

void line_lengths(const LineColumns& lines, bool closed, OutColumn out, Edges edges,
                  const Ellipsoid& ellipsoid, const RunOptions& options) {
    shapes::check_offsets(lines, out.size());
    if (edges == Edges::planar) {
        shapes::planar_line_lengths(lines, closed, out, ellipsoid, options);
        return;
    }
    LengthJob job(lines, closed, out, ellipsoid, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

}  // namespace geodist
