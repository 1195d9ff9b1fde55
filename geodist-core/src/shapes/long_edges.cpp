#include "shapes/long_edges.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "kernels/segment_table.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

constexpr double most_parts = 4e9;

class LongEdgeSearch {
  public:
    LongEdgeSearch(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e, double longest,
                   PlanarParts& planar_parts, runtime::InterruptClock& clock)
        : shapes_(shapes), e_(e), longest_(longest), planar_parts_(planar_parts), clock_(clock) {
        // geodesics of that length or more have no shorter chord (index/geodesic_bounds.hpp)
        const double radius = std::min(e.a, e.b) * std::min(e.a, e.b) / std::max(e.a, e.b);
        const double chord = longest < radius ? 2 * radius * std::sin(longest / (2 * radius)) : 0;
        short_chord_ = chord * chord * (1 - 1e-9);
    }

    std::vector<LongEdge> find() {
        for_each_run(shapes_, [this](const Run& run) { look_at(run); });
        measure();
        if (total_ > most_parts) {
            throw GeodistError("the edges of the shapes are too long for so short parts");
        }
        return std::move(found_);
    }

  private:
    void look_at(const Run& run) {
        for (std::size_t edge = run.first; edge < run.first + run.edges(); ++edge) {
            if (++since_asked_ == 4096) {
                since_asked_ = 0;
                clock_.throw_if_interrupted();
            }
            const std::size_t end = run.end_of(edge);
            if (shapes_.edges == Edges::planar) {
                look_at_planar(run, edge, end);
                continue;
            }
            if (size_ == cut_block) {
                measure();
            }
            ends_[0][size_] = shapes_.lat[edge];
            ends_[1][size_] = batch::reduce_angle(shapes_.lon[edge]);
            ends_[2][size_] = shapes_.lat[end];
            ends_[3][size_] = batch::reduce_second(shapes_.lon[edge], shapes_.lon[end]);
            edge_[size_++] = edge;
        }
    }

    // The edges in the block: by their chords, then the rest.
    void measure() {
        if (size_ == 0) {
            return;
        }
        const auto& table = kernels::active_kernels();
        CutBlock<4> a, b;
        const auto output = [](CutBlock<4>& v) {
            return kernels::VertexOutput{v[0].data(), v[1].data(), v[2].data(), v[3].data()};
        };
        table.segment.vertices(ends_[0].data(), ends_[1].data(), output(a), size_, e_);
        table.segment.vertices(ends_[2].data(), ends_[3].data(), output(b), size_, e_);
        std::size_t far = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            const double x = b[0][i] - a[0][i], y = b[1][i] - a[1][i], z = b[2][i] - a[2][i];
            if (!(x * x + y * y + z * z <= short_chord_)) {
                for (auto& column : ends_) {
                    column[far] = column[i];
                }
                edge_[far++] = edge_[i];
            }
        }
        size_ = 0;
        if (far == 0) {
            return;
        }
        CutBlock<3> found;
        const double* const in[] = {ends_[0].data(), ends_[1].data(), ends_[2].data(),
                                    ends_[3].data()};
        double* const out[] = {found[0].data(), found[1].data(), found[2].data()};
        table.kernel(Operation::inverse)(in, out, far, e_);
        for (std::size_t i = 0; i < far; ++i) {
            add(edge_[i], found[0][i] / longest_, found[1][i], found[0][i]);
        }
    }

    void look_at_planar(const Run& run, std::size_t edge, std::size_t end) {
        const double parts = planar_parts_(e_, shapes_.lat[edge], shapes_.lon[edge],
                                           shapes_.lat[end], shapes_.lon[end], longest_);
        if (!(parts < most_parts)) {
            throw GeodistError("row " + std::to_string(run.row) + " has a planar edge of " +
                                   format_number(std::abs(shapes_.lon[end] - shapes_.lon[edge])) +
                                   " degrees of longitude, which has too many parts",
                               std::nullopt, run.row);
        }
        add(edge, parts, 0, 0);
    }

    void add(std::size_t edge, double least, double azimuth, double length) {
        if (least > 1) {
            found_.push_back({edge, static_cast<std::size_t>(std::ceil(least)), azimuth, length});
            total_ += std::ceil(least);
        }
    }

    const ShapesView& shapes_;
    const geodesy::PreparedEllipsoid& e_;
    double longest_, short_chord_;
    PlanarParts& planar_parts_;
    runtime::InterruptClock& clock_;
    CutBlock<4> ends_;  // of edges that wait to be measured: lat1, lon1, lat2, lon2
    std::array<std::size_t, cut_block> edge_;
    std::size_t size_ = 0, since_asked_ = 0;
    std::vector<LongEdge> found_;
    double total_ = 0;
};

}  // namespace

std::vector<LongEdge> long_edges(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
                                 double longest, PlanarParts& planar_parts,
                                 runtime::InterruptClock& clock) {
    return LongEdgeSearch(shapes, e, longest, planar_parts, clock).find();
}

}  // namespace geodist::shapes
