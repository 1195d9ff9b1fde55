#include "shapes/pieces.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <numeric>
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
#include "shapes/vertices.hpp"

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

// How many vertices the pieces have where no edge is cut.
std::size_t count_vertices(const ShapesView& shapes) {
    std::size_t total = 0;
    for_each_run(shapes,
                 [&](const Run& run) { total += std::max<std::size_t>(run.edges(), 1) + 1; });
    return total;
}

// Puts vertices where they belong among the pieces, and what cuts edges in between. Begins with the
// last, so that it may be done in place: nothing moves forward.
class Spreading {
  public:
    // `out`: the caller's vertices, and room for all.
    Spreading(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e, Pieces& out)
        : shapes_(shapes),
          out_(out),
          first_(vertices_of(shapes).first),
          place_(out.size()),
          points_(out, e),
          distant_(Sink{points_}, e) {}

    void spread(const std::vector<LongEdge>& cuts, runtime::InterruptClock& clock) {
        auto cut = cuts.end();
        std::size_t next_ask = place_;
        for_each_run_backward(shapes_, [&](const Run& run) {
            if (place_ + 4096 < next_ask) {
                clock.throw_if_interrupted();
                next_ask = place_;
            }
            const std::size_t last = run.is_closed ? run.first : run.last - 1;
            move(last, last + 1);
            out_.edge[place_] = Pieces::none;
            std::size_t end = run.first + std::max<std::size_t>(run.edges(), 1);
            while (cut != cuts.begin() && (cut - 1)->edge >= run.first) {
                --cut;
                move(cut->edge + 1, end);
                end = cut->edge + 1;
                divide(run, *cut);
            }
            move(run.first, end);
        });
        distant_.flush();
        points_.flush();
    }

  private:
    // The vertices [first, end), and the edges that begin there.
    void move(std::size_t first, std::size_t end) {
        const std::size_t n = end - first;
        place_ -= n;
        if (place_ != first - first_) {
            for (std::vector<double>* const column : {&out_.x, &out_.y, &out_.z, &out_.h}) {
                const auto from = column->begin() + static_cast<std::ptrdiff_t>(first - first_);
                std::copy_backward(from, from + static_cast<std::ptrdiff_t>(n),
                                   column->begin() + static_cast<std::ptrdiff_t>(place_ + n));
            }
        }
        std::iota(out_.edge.begin() + static_cast<std::ptrdiff_t>(place_),
                  out_.edge.begin() + static_cast<std::ptrdiff_t>(place_ + n),
                  static_cast<std::uint32_t>(first));
    }

    void divide(const Run& run, const LongEdge& cut) {
        place_ -= cut.parts - 1;
        for (std::size_t i = 1; i < cut.parts; ++i) {
            const std::size_t place = place_ + i - 1;
            const double part = static_cast<double>(i) / static_cast<double>(cut.parts);
            if (shapes_.edges == Edges::planar) {
                const LatLon at = planar_point(shapes_, cut.edge, run.end_of(cut.edge), part);
                points_.add(at.lat, batch::reduce_angle(at.lon), place);
            } else {
                distant_.add({shapes_.lat[cut.edge], batch::reduce_angle(shapes_.lon[cut.edge]),
                              cut.azimuth, cut.length * part},
                             place);
            }
            out_.edge[place] = static_cast<std::uint32_t>(cut.edge);
        }
    }

    struct Sink {
        PlacedPoints& points;
        void operator()(double lat, double lon, std::size_t place) const {
            points.add(lat, lon, place);
        }
    };

    const ShapesView& shapes_;
    Pieces& out_;
    std::size_t first_;  // of the vertices
    std::size_t place_;
    PlacedPoints points_;
    DistantPoints<Sink> distant_;
};

// visit(parts, lat1, lon1, lat2, lon2) for all edges: into how many parts each is cut.
template <class Visit>
void for_each_planar_edge(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
                          PlanarParts& planar_parts, double limit, Visit visit) {
    for_each_run(shapes, [&](const Run& run) {
        for (std::size_t edge = run.first; edge < run.first + run.edges(); ++edge) {
            const std::size_t end = run.end_of(edge);
            const double lat1 = shapes.lat[edge], lon1 = shapes.lon[edge];
            const double lat2 = shapes.lat[end], lon2 = shapes.lon[end];
            const double parts = planar_parts(e, lat1, lon1, lat2, lon2, limit);
            visit(std::max(1.0, std::ceil(parts)), lat1, lon1, lat2, lon2);
        }
    });
}

// limit: what planar_parts() takes; the length of the longest piece where edges are geodesic.
Pieces cut_all(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
               PlanarParts& planar_parts, double limit, const RunOptions& options) {
    if (shapes.lat.size() >= Pieces::none) {
        throw GeodistError("shapes of so many vertices cannot be searched");
    }
    const runtime::FloatEnvironment environment;
    runtime::InterruptClock clock(options);
    Pieces out;
    std::size_t total = count_vertices(shapes);
    const auto [first, last] = vertices_of(shapes);
    const std::initializer_list<std::vector<double>*> columns = {&out.x, &out.y, &out.z, &out.h};
    for (std::vector<double>* const column : columns) {
        column->reserve(total);
        column->resize(last - first);
    }
    constexpr std::size_t block = 1 << 16;
    for (std::size_t done = 0; done < last - first; done += block) {
        clock.throw_if_interrupted();
        put_in_space(shapes.lat.data() + first + done, shapes.lon.data() + first + done,
                     std::min(block, last - first - done), out.output().from(done), e);
    }
    const auto cuts = long_edges(shapes, out.columns(), e, limit, planar_parts, clock);
    for (const LongEdge& cut : cuts) {
        total += cut.parts - 1;
    }
    for (std::vector<double>* const column : columns) {
        column->resize(total);
    }
    out.edge.resize(total);
    Spreading(shapes, e, out).spread(cuts, clock);
    if (shapes.edges == Edges::planar) {
        for_each_planar_edge(
            shapes, e, planar_parts, limit,
            [&](double parts, double lat1, double lon1, double lat2, double lon2) {
                out.sag = std::max(out.sag, geodesy::planar_sag(e, lat1, lon1, lat2, lon2, parts));
            });
    }
    return out;
}

}  // namespace

Pieces cut_edges(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e, double longest,
                 const RunOptions& options) {
    return cut_all(shapes, e, geodesy::planar_pieces, longest, options);
}

void leave_out_repeats(Pieces& pieces) {
    const std::initializer_list<std::vector<double>*> columns = {&pieces.x, &pieces.y, &pieces.z,
                                                                 &pieces.h};
    std::size_t kept = 0, first = 0;  // of the run
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto is_same = [&](const std::vector<double>& x) { return x[i] == x[kept - 1]; };
        const bool ends = pieces.edge[i] == Pieces::none;
        if (kept > first + 1 && is_same(pieces.x) && is_same(pieces.y) && is_same(pieces.z)) {
            pieces.edge[kept - 1] = pieces.edge[i];
        } else {
            for (std::vector<double>* const column : columns) {
                (*column)[kept] = (*column)[i];
            }
            pieces.edge[kept++] = pieces.edge[i];
        }
        first = ends ? kept : first;
    }
    for (std::vector<double>* const column : columns) {
        column->resize(kept);
    }
    pieces.edge.resize(kept);
}

Pieces cut_edges_within(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e, double sag,
                        const RunOptions& options) {
    const double limit = shapes.edges == Edges::planar ? sag : e.near.piece;
    return cut_all(shapes, e, geodesy::planar_pieces_within, limit, options);
}

double count_planar_pieces(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e,
                           double sag) {
    double count = 0;
    for_each_planar_edge(shapes, e, geodesy::planar_pieces_within, sag,
                         [&](double parts, double, double, double, double) { count += parts; });
    return count;
}

PieceNumber number_of_piece(const Pieces& pieces, std::size_t piece) {
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
    return {before, before + behind};
}

double fraction_of_edge(const Pieces& pieces, std::size_t piece, double t) {
    const auto [number, count] = number_of_piece(pieces, piece);
    return (static_cast<double>(number) + t) / static_cast<double>(count);
}

}  // namespace geodist::shapes
