#include "shapes/long_edges.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

constexpr double most_parts = 4e9;

class LongEdgeSearch {
  public:
    LongEdgeSearch(const ShapesView& shapes, const kernels::VertexColumns& vertices,
                   const geodesy::PreparedEllipsoid& e, double longest, PlanarParts& planar_parts,
                   runtime::InterruptClock& clock)
        : shapes_(shapes),
          vertices_(vertices),
          first_(vertices_of(shapes).first),
          e_(e),
          longest_(longest),
          planar_parts_(planar_parts),
          clock_(clock) {
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
            if (edge % 4096 == 0) {
                clock_.throw_if_interrupted();
            }
            const std::size_t end = run.end_of(edge);
            if (shapes_.edges == Edges::planar) {
                look_at_planar(run, edge, end);
            } else if (!(chord_square(edge - first_, end - first_) <= short_chord_)) {
                wait(edge, end);
            }
        }
    }

    [[nodiscard]] double chord_square(std::size_t i, std::size_t j) const {
        const double x = vertices_.x[j] - vertices_.x[i], y = vertices_.y[j] - vertices_.y[i],
                     z = vertices_.z[j] - vertices_.z[i];
        return x * x + y * y + z * z;
    }

    void wait(std::size_t edge, std::size_t end) {
        if (size_ == cut_block) {
            measure();
        }
        ends_[0][size_] = shapes_.lat[edge];
        ends_[1][size_] = batch::reduce_angle(shapes_.lon[edge]);
        ends_[2][size_] = shapes_.lat[end];
        ends_[3][size_] = batch::reduce_second(shapes_.lon[edge], shapes_.lon[end]);
        edge_[size_++] = edge;
    }

    void measure() {
        if (size_ == 0) {
            return;
        }
        CutBlock<3> found;
        const double* const in[] = {ends_[0].data(), ends_[1].data(), ends_[2].data(),
                                    ends_[3].data()};
        double* const out[] = {found[0].data(), found[1].data(), found[2].data()};
        kernels::active_kernels().kernel(Operation::inverse)(in, out, size_, e_);
        for (std::size_t i = 0; i < size_; ++i) {
            add(edge_[i], found[0][i] / longest_, found[1][i], found[0][i]);
        }
        size_ = 0;
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
    const kernels::VertexColumns& vertices_;
    std::size_t first_;  // of the vertices
    const geodesy::PreparedEllipsoid& e_;
    double longest_, short_chord_;
    PlanarParts& planar_parts_;
    runtime::InterruptClock& clock_;
    CutBlock<4> ends_;  // of edges that wait to be measured: lat1, lon1, lat2, lon2
    std::array<std::size_t, cut_block> edge_;
    std::size_t size_ = 0;
    std::vector<LongEdge> found_;
    double total_ = 0;
};

}  // namespace

std::vector<LongEdge> long_edges(const ShapesView& shapes, const kernels::VertexColumns& vertices,
                                 const geodesy::PreparedEllipsoid& e, double longest,
                                 PlanarParts& planar_parts, runtime::InterruptClock& clock) {
    return LongEdgeSearch(shapes, vertices, e, longest, planar_parts, clock).find();
}

}  // namespace geodist::shapes
