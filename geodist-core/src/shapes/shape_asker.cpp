#include "shapes/shape_asker.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "kernels/segment_table.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

constexpr std::size_t feet = 4;  // of a pair of pieces, from each end to the other piece
// Pairs of pieces that wait for their distances; long shapes next to each other have millions.
constexpr std::size_t many_pairs = 1 << 16;
// Of how many pieces one is looked at first: a power of 8.
constexpr std::size_t coarsest = 4096;

}  // namespace

AskedShapes::AskedShapes(const ShapesView& view, const geodesy::PreparedEllipsoid& e,
                         const RunOptions& options)
    : pieces(cut_edges(view, e, e.near.piece, options)), starts(view.kinds.size() + 1) {
    const ShapeRows row_of(view);
    std::size_t row = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces.edge[i] == Pieces::none) {
            continue;
        }
        for (const std::size_t its = row_of.row(pieces.edge[i]); row < its;) {
            starts[++row] = i;
        }
    }
    while (row + 1 < starts.size()) {
        starts[++row] = pieces.size();
    }
}

EdgePiece ShapeAsker::asked_piece(std::size_t piece) const {
    const Pieces& p = asked_.pieces;
    return {{p.x[piece], p.y[piece], p.z[piece]}, {p.x[piece + 1], p.y[piece + 1], p.z[piece + 1]}};
}

EdgeProbe ShapeAsker::probe_of(std::size_t piece) const {
    const EdgePiece at = asked_piece(piece);
    EdgeProbe probe{};
    double square = 0;
    for (std::size_t c = 0; c < 3; ++c) {
        const double d = at.end[c] - at.begin[c];
        square += d * d;
        probe.at.space[c] = std::bit_cast<std::int64_t>(at.begin[c] + 0.5 * d);
    }
    probe.reach = square * view_.tree.leaves.bend;
    // what it is to be: more than 0
    probe.radius = 0.5 * std::sqrt(square) + probe.reach + 1e-6;
    return probe;
}

bool ShapeAsker::meet(const EdgePiece& a, const EdgePiece& b) const {
    const auto& e = view_.metric->prepared();
    double vertices[2][4][2];
    const EdgePiece* const both[] = {&a, &b};
    for (std::size_t k = 0; k < 2; ++k) {
        for (std::size_t end = 0; end < 2; ++end) {
            const EdgePoint& at = end == 0 ? both[k]->begin : both[k]->end;
            for (std::size_t c = 0; c < 3; ++c) {
                vertices[k][c][end] = at[c];
            }
            vertices[k][3][end] = e.near.inverse_a2 / std::fma(e.near.bend * at[2], at[2], 1.0);
        }
    }
    const auto columns = [&](std::size_t k) {
        return kernels::VertexColumns{vertices[k][0], vertices[k][1], vertices[k][2],
                                      vertices[k][3]};
    };
    double s, t;
    view_.metric->kernels().segment.meetings(columns(0), columns(1), {&s, &t}, 1, e.near);
    return s >= 0 && s <= 1 && t >= 0 && t <= 1;
}

std::vector<EdgeNeighbour>& ShapeAsker::nearest(std::size_t row, std::size_t k, double within) {
    search_.begin_nearest(k, EdgeSearch::outer(bounds_, within));
    return ask(row, k, within);
}

std::vector<EdgeNeighbour>& ShapeAsker::within(std::size_t row, double within) {
    search_.begin_within(EdgeSearch::outer(bounds_, within));
    return ask(row, 0, within);
}

std::vector<EdgeNeighbour>& ShapeAsker::ask(std::size_t row, std::size_t k, double within) {
    neighbours_.clear();
    // A few pieces all along it first: they tell about how far it is.
    const std::size_t begin = asked_.starts[row], end = asked_.starts[row + 1];
    for (std::size_t step = coarsest; step > 0; step /= 8) {
        for (std::size_t i = begin; i < end; i += step) {
            const bool is_done = step < coarsest && (i - begin) % (8 * step) == 0;
            if (is_done || asked_.pieces.edge[i] == Pieces::none) {
                continue;
            }
            static_cast<void>(search_.look(probe_of(i), static_cast<std::uint32_t>(i), bounds_));
            if (search_.pending() >= many_pairs) {
                measure(within);
                settle(k);
            }
        }
    }
    measure(within);
    return neighbours_;
}

void ShapeAsker::measure(double within) {
    pairs_.clear();
    waiting_.clear();
    const EdgeLeaves& leaves = view_.tree.leaves;
    for (const EdgeCandidate& candidate : search_.found()) {
        const EdgePiece mine = asked_piece(candidate.probe);
        const EdgePiece other{leaves.vertex(candidate.place), leaves.vertex(candidate.place + 1)};
        waiting_.push_back(
            {leaves.edge(candidate.place), candidate.lower <= 0 && meet(mine, other)});
        pairs_.add(mine.begin, other);
        pairs_.add(mine.end, other);
        pairs_.add(other.begin, mine);
        pairs_.add(other.end, mine);
    }
    const auto distances = pairs_.solve();
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
        const auto begin = distances.begin() + static_cast<std::ptrdiff_t>(feet * i);
        const double least = waiting_[i].meets ? 0 : *std::min_element(begin, begin + feet);
        if (least <= within) {
            neighbours_.push_back({least, waiting_[i].edge, 0});
        }
    }
    keep_nearest_edges(neighbours_, view_.row_of);
}

void ShapeAsker::settle(std::size_t k) {
    search_.drop_found();
    std::vector<double> distances;
    for (const EdgeNeighbour& found : neighbours_) {
        search_.settle(found.row, found.distance, bounds_);
        distances.push_back(found.distance);
    }
    if (k > 0 && distances.size() >= k) {
        const auto last = distances.begin() + static_cast<std::ptrdiff_t>(k - 1);
        std::nth_element(distances.begin(), last, distances.end());
        search_.narrow_to(*last, bounds_);
    }
}

}  // namespace geodist::shapes
