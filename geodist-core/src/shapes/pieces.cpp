#include "shapes/pieces.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "geodesy/planar_edge.hpp"
#include "kernels/dispatch.hpp"
#include "kernels/kernels.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/interrupt.hpp"
#include "shapes/places.hpp"
#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

constexpr std::size_t cut_block = 256;
constexpr double most_pieces = 4e9;

template <std::size_t columns>
using CutBlock = std::array<std::array<double, cut_block>, columns>;

kernels::VertexOutput vertex_output(CutBlock<4>& block) {
    return {block[0].data(), block[1].data(), block[2].data(), block[3].data()};
}

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
        kernels::active_kernels().segment.vertices(in_[0].data(), in_[1].data(),
                                                   vertex_output(found), size_, e_);
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

// The same of points at an azimuth and a distance from another.
class DistantPoints {
  public:
    DistantPoints(PlacedPoints& out, const geodesy::PreparedEllipsoid& e) : out_(out), e_(e) {}

    void add(const std::array<double, 4>& from, std::size_t place) {
        if (size_ == cut_block) {
            flush();
        }
        for (std::size_t c = 0; c < from.size(); ++c) {
            in_[c][size_] = from[c];
        }
        place_[size_++] = place;
    }

    void flush() {
        if (size_ == 0) {
            return;
        }
        CutBlock<3> found;
        const double* const in[] = {in_[0].data(), in_[1].data(), in_[2].data(), in_[3].data()};
        double* const out[] = {found[0].data(), found[1].data(), found[2].data()};
        kernels::active_kernels().kernel(Operation::direct)(in, out, size_, e_);
        for (std::size_t i = 0; i < size_; ++i) {
            out_.add(found[0][i], found[1][i], place_[i]);
        }
        size_ = 0;
    }

  private:
    PlacedPoints& out_;
    const geodesy::PreparedEllipsoid& e_;
    CutBlock<4> in_;
    std::array<std::size_t, cut_block> place_;
    std::size_t size_ = 0;
};

class EdgeCutter {
  public:
    EdgeCutter(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e, double longest,
               const RunOptions& options)
        : shapes_(shapes), e_(e), longest_(longest), clock_(options) {
        // geodesics of that length or more have no shorter chord (index/geodesic_bounds.hpp)
        const double radius = std::min(e.a, e.b) * std::min(e.a, e.b) / std::max(e.a, e.b);
        const double chord = longest < radius ? 2 * radius * std::sin(longest / (2 * radius)) : 0;
        short_chord_ = chord * chord * (1 - 1e-9);
    }

    Pieces cut() {
        if (shapes_.lat.size() >= Pieces::none) {
            throw GeodistError("shapes of so many vertices cannot be searched");
        }
        for_each_run(shapes_, [this](const Run& run) { count(run); });
        find_long_edges();
        if (static_cast<double>(total_) > most_pieces) {
            throw GeodistError("shapes of so many pieces cannot be searched");
        }
        for (std::vector<double>* column : {&out_.x, &out_.y, &out_.z, &out_.h}) {
            column->resize(total_);
        }
        out_.edge.resize(total_);
        fill();
        return std::move(out_);
    }

  private:
    // An edge in several pieces.
    struct Cut {
        std::size_t edge, pieces;
        double azimuth, length;
    };

    [[nodiscard]] double lon(std::size_t i) const { return batch::reduce_angle(shapes_.lon[i]); }

    void count(const Run& run) {
        total_ += std::max<std::size_t>(run.edges(), 1) + 1;
        for (std::size_t edge = run.first; edge < run.first + run.edges(); ++edge) {
            ask_sometimes();
            if (shapes_.edges == Edges::planar) {
                count_planar(run, edge);
                continue;
            }
            if (size_ == cut_block) {
                find_long_edges();
            }
            const std::size_t end = run.end_of(edge);
            ends_[0][size_] = shapes_.lat[edge];
            ends_[1][size_] = lon(edge);
            ends_[2][size_] = shapes_.lat[end];
            ends_[3][size_] = lon(end);
            edge_[size_++] = edge;
        }
    }

    // Of the edges in the block, by their chords.
    void find_long_edges() {
        if (size_ == 0) {
            return;
        }
        const auto& table = kernels::active_kernels();
        CutBlock<4> a, b;
        table.segment.vertices(ends_[0].data(), ends_[1].data(), vertex_output(a), size_, e_);
        table.segment.vertices(ends_[2].data(), ends_[3].data(), vertex_output(b), size_, e_);
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
            add_cut(edge_[i], found[0][i] / longest_, found[1][i], found[0][i]);
        }
    }

    void count_planar(const Run& run, std::size_t edge) {
        const std::size_t end = run.end_of(edge);
        const double pieces = geodesy::planar_pieces(e_, shapes_.lat[edge], shapes_.lon[edge],
                                                     shapes_.lat[end], shapes_.lon[end], longest_);
        if (!(pieces < most_pieces)) {
            throw GeodistError("row " + std::to_string(run.row) + " has a planar edge of " +
                                   format_number(std::abs(shapes_.lon[end] - shapes_.lon[edge])) +
                                   " degrees of longitude, which is too long to be searched",
                               std::nullopt, run.row);
        }
        add_cut(edge, pieces, 0, 0);
    }

    void add_cut(std::size_t edge, double least, double azimuth, double length) {
        if (least > 1) {
            const auto pieces = static_cast<std::size_t>(std::ceil(least));
            cuts_.push_back({edge, pieces, azimuth, length});
            total_ += pieces - 1;
        }
    }

    void fill() {
        PlacedPoints points(out_, e_);
        DistantPoints distant(points, e_);
        std::size_t place = 0;
        auto cut = cuts_.begin();
        const auto put = [&](std::size_t vertex, std::size_t edge) {
            points.add(shapes_.lat[vertex], lon(vertex), place);
            out_.edge[place++] = static_cast<std::uint32_t>(edge);
        };
        for_each_run(shapes_, [&](const Run& run) {
            for (std::size_t edge = run.first; edge < run.first + run.edges(); ++edge) {
                ask_sometimes();
                put(edge, edge);
                if (cut == cuts_.end() || cut->edge != edge) {
                    continue;
                }
                const std::size_t end = run.end_of(edge);
                for (std::size_t i = 1; i < cut->pieces; ++i) {
                    ask_sometimes();
                    const double part = static_cast<double>(i) / static_cast<double>(cut->pieces);
                    if (shapes_.edges == Edges::planar) {
                        const LatLon at = planar_point(shapes_, edge, end, part);
                        points.add(at.lat, batch::reduce_angle(at.lon), place);
                    } else {
                        distant.add(
                            {shapes_.lat[edge], lon(edge), cut->azimuth, cut->length * part},
                            place);
                    }
                    out_.edge[place++] = static_cast<std::uint32_t>(edge);
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
    }

    void ask_sometimes() {
        if (++since_asked_ == 4096) {
            since_asked_ = 0;
            clock_.throw_if_interrupted();
        }
    }

    const ShapesView& shapes_;
    const geodesy::PreparedEllipsoid& e_;
    double longest_, short_chord_;
    runtime::InterruptClock clock_;
    CutBlock<4> ends_;  // of edges that wait to be measured: lat1, lon1, lat2, lon2
    std::array<std::size_t, cut_block> edge_;
    std::size_t size_ = 0;
    std::vector<Cut> cuts_;  // in the order of edges
    std::size_t total_ = 0, since_asked_ = 0;
    Pieces out_;
};

}  // namespace

Pieces cut_edges(const ShapesView& shapes, const geodesy::PreparedEllipsoid& e, double longest,
                 const RunOptions& options) {
    const runtime::FloatEnvironment environment;
    return EdgeCutter(shapes, e, longest, options).cut();
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
