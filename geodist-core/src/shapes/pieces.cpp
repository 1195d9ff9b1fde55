#include "shapes/pieces.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "geodesy/planar_edge.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"
#include "shapes/long_edges.hpp"
#include "shapes/places.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

// Places in the columns of pieces that wait for their coordinates.
class PlacedPoints {
  public:
    PlacedPoints(Pieces& out, const geodesy::PreparedEllipsoid& e) : out_(out), e_(e) {}

    void add(double lat, double lon, std::size_t place) {
        if (size_ == cut_block) {
            flush();
        }
        in_[0][size_] = lat;
        in_[1][size_] = lon;
        place_[size_++] = place;
    }

    void flush() {
        if (size_ == 0) {
            return;
        }
        CutBlock<4> found;
        kernels::active_kernels().segment.vertices(
            in_[0].data(), in_[1].data(),
            {found[0].data(), found[1].data(), found[2].data(), found[3].data()}, size_, e_);
        for (std::size_t i = 0; i < size_; ++i) {
            out_.x[place_[i]] = found[0][i];
            out_.y[place_[i]] = found[1][i];
            out_.z[place_[i]] = found[2][i];
            out_.h[place_[i]] = found[3][i];
        }
        size_ = 0;
    }

  private:
    Pieces& out_;
    const geodesy::PreparedEllipsoid& e_;
    CutBlock<2> in_;
    std::array<std::size_t, cut_block> place_;
    std::size_t size_ = 0;
};

// How many vertices the pieces have.
std::size_t count_vertices(const ShapesView& shapes, const std::vector<LongEdge>& cuts) {
    std::size_t total = 0;
    for_each_run(shapes,
                 [&](const Run& run) { total += std::max<std::size_t>(run.edges(), 1) + 1; });
    for (const LongEdge& cut : cuts) {
        total += cut.parts - 1;
    }
    return total;
}

}  // namespace

Pieces cut_edges(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e, double longest,
                 const RunOptions& options) {
    if (shapes.lat.size() >= Pieces::none) {
        throw GeodistError("shapes of so many vertices cannot be searched");
    }
    const runtime::FloatEnvironment environment;
    runtime::InterruptClock clock(options);
    const auto cuts = long_edges(shapes, e, longest, geodesy::planar_pieces, clock);
    Pieces out;
    const std::size_t total = count_vertices(shapes, cuts);
    for (std::vector<double>* column : {&out.x, &out.y, &out.z, &out.h}) {
        column->resize(total);
    }
    out.edge.resize(total);
    PlacedPoints points(out, e);
    DistantPoints distant(
        [&](double lat, double lon, std::size_t place) { points.add(lat, lon, place); }, e);
    const auto lon = [&](std::size_t i) { return batch::reduce_angle(shapes.lon[i]); };
    std::size_t place = 0;
    const auto put = [&](std::size_t vertex, std::size_t edge) {
        points.add(shapes.lat[vertex], lon(vertex), place);
        out.edge[place++] = static_cast<std::uint32_t>(edge);
        if (place % 4096 == 0) {
            clock.throw_if_interrupted();
        }
    };
    auto cut = cuts.begin();
    for_each_run(shapes, [&](const Run& run) {
        for (std::size_t edge = run.first; edge < run.first + run.edges(); ++edge) {
            put(edge, edge);
            if (cut == cuts.end() || cut->edge != edge) {
                continue;
            }
            for (std::size_t i = 1; i < cut->parts; ++i) {
                const double part = static_cast<double>(i) / static_cast<double>(cut->parts);
                if (shapes.edges == Edges::planar) {
                    const LatLon at = planar_point(shapes, edge, run.end_of(edge), part);
                    points.add(at.lat, batch::reduce_angle(at.lon), place);
                } else {
                    distant.add({shapes.lat[edge], lon(edge), cut->azimuth, cut->length * part},
                                place);
                }
                out.edge[place++] = static_cast<std::uint32_t>(edge);
            }
            ++cut;
        }
        if (run.edges() == 0) {
            put(run.first, run.first);
        }
        put(run.is_closed ? run.first : run.last - 1, Pieces::none);
    });
    distant.flush();
    points.flush();
    return out;
}

double fraction_of_edge(const Pieces& pieces, std::size_t piece, double t) {
    const std::uint32_t edge = pieces.edge[piece];
    const auto is_same = [&](std::size_t i) { return pieces.edge[i] == edge; };
    // edges rise within a run: gallop to both ends of this one
    std::size_t before = 0, behind = 1;
    for (std::size_t step = 1; step != 0;) {
        const bool is_longer = piece >= before + step && is_same(piece - before - step);
        before += is_longer ? step : 0;
        step = is_longer ? 2 * step : step / 2;
    }
    for (std::size_t step = 1; step != 0;) {
        const std::size_t next = piece + behind + step - 1;
        const bool is_longer = next < pieces.size() && is_same(next);
        behind += is_longer ? step : 0;
        step = is_longer ? 2 * step : step / 2;
    }
    return (static_cast<double>(before) + t) / static_cast<double>(before + behind);
}

}  // namespace geodist::shapes
