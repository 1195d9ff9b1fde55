#include "shapes/edge_tree.hpp"

#include <algorithm>

#include "batch/ellipsoid_cache.hpp"
#include "index/query_job.hpp"
#include "kernels/dispatch.hpp"
#include "shapes/edge_packing.hpp"
#include "shapes/ground_points.hpp"
#include "shapes/nearest_edges.hpp"
#include "shapes/pieces.hpp"

namespace geodist::shapes {

namespace {

class NearestEdgeJob final : public index::QueryJob<EdgeLeaves> {
  public:
    NearestEdgeJob(const EdgeView& view, const index::QueryPoints& points,
                   std::span<EdgeTree::Nearest> out, double within, const RunOptions& options)
        : QueryJob(view, points, index::query_grain, options),
          edges_(view),
          out_(out),
          within_(within) {}

  private:
    bool run_piece(std::size_t, std::size_t begin, std::size_t n) override {
        std::fill_n(out_.begin() + static_cast<std::ptrdiff_t>(begin), n, EdgeTree::Nearest{});
        index::QueryPiece<EdgeLeaves> piece(*this, begin, n, true);
        NearestEdges nearest(edges_, piece.bounds(), piece.pace());
        const auto write = [&](std::size_t row, std::span<const EdgeNeighbour> found) {
            if (!found.empty()) {
                const EdgeNeighbour& first =
                    *std::min_element(found.begin(), found.end(), is_nearer);
                out_[row] = {first.distance, first.edge, first.fraction};
            }
        };
        const bool asked = piece.ask_all([&](const index::Query& query, std::size_t row) {
            nearest.ask_nearest(query, row, 1, within_);
            if (nearest.is_full()) {
                nearest.finish(write);
            }
        });
        nearest.finish(write);
        return asked;
    }

    const EdgeView& edges_;
    std::span<EdgeTree::Nearest> out_;
    double within_;
};

}  // namespace

EdgeTree::EdgeTree(const ShapesView& shapes, const Ellipsoid& ellipsoid, const RunOptions& options)
    : shapes_(shapes), row_of_(shapes), ellipsoid_(ellipsoid) {
    runtime::InterruptClock clock(options);
    const auto prepared = batch::cached_ellipsoid(ellipsoid);
    Pieces pieces = cut_edges(shapes, *prepared, prepared->near.piece, clock.shared());
    leave_out_repeats(pieces);
    const EdgePacking packing(pieces, kernels::active_kernels().tree, clock);
    tree_.boxes.shape = index::Shape(packing.leaves());
    leaves_.resize(packing.leaves());
    boxes_.resize(tree_.boxes.shape.boxes);
    heads_.resize(tree_.boxes.shape.boxes);
    if (shapes.edges == Edges::planar) {
        numbers_.resize(packing.leaves() * EdgeLeaf::capacity);
    }
    tree_.leaves = {leaves_.data(), leaves_.size(), bend_of(prepared->a, prepared->b), pieces.sag,
                    shapes.edges == Edges::planar ? numbers_.data() : nullptr};
    extent_ = packing.write(pieces, tree_.leaves.bend,
                            {leaves_.data(), numbers_.empty() ? nullptr : numbers_.data(),
                             boxes_.data(), heads_.data()});
    tree_.boxes.boxes = boxes_.data();
    tree_.boxes.heads = heads_.data();
}

EdgeView EdgeTree::view() const {
    return {{tree_, index::geodesic_metric(ellipsoid_), extent_, shapes_.kinds.size()},
            shapes_,
            row_of_};
}

void EdgeTree::nearest(const PointColumns& points, std::span<Nearest> out, double within,
                       const RunOptions& options) const {
    const EdgeView edges = view();
    const index::QueryPoints asked(on_the_ground(points));
    NearestEdgeJob job(edges, asked, out, within, options);
    runtime::run_job(job, job.pieces(), job.threads());
}

EdgeTree::Nearest EdgeTree::nearest(double lat, double lon, double within) const {
    Nearest found;
    nearest(PointColumns({&lat, 0}, {&lon, 0}, 1), {&found, 1}, within, RunOptions{.threads = 1});
    return found;
}

}  // namespace geodist::shapes
