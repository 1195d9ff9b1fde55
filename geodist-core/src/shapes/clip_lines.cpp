#include <geodist/error.hpp>
#include <geodist/shape_pairs.hpp>

#include <string>
#include <utility>
#include <vector>

#include "runtime/interrupt.hpp"
#include "shapes/planar_stretches.hpp"
#include "shapes/stretches.hpp"

namespace geodist {

namespace {

using shapes::Stretch;

// What is left of one line, or of points, each by itself.
struct Clipped {
    std::vector<std::vector<LatLon>> lines;
};

// The vertices of a line along stretches that follow each other.
std::vector<LatLon> along(const shapes::PreparedPair& sides, const shapes::Spot& begin,
                          const shapes::Spot& end) {
    const shapes::Operand& side = sides.a;
    const auto place = [&](const shapes::Spot& spot) {
        const Location at = shapes::locate_spot(sides, side, spot);
        return LatLon{at.lat, at.lon};
    };
    std::vector<LatLon> vertices{place(begin)};
    const double from = shapes::position_of(begin), to = shapes::position_of(end);
    for (std::size_t slot = begin.slot + 1; static_cast<double>(slot) < to; ++slot) {
        if (static_cast<double>(slot) > from && side.edge(slot) != side.edge(slot - 1)) {
            vertices.push_back(place({slot, 0, false}));
        }
    }
    vertices.push_back(place(end));
    return vertices;
}

bool is_point(std::uint8_t kind) {
    const auto its = static_cast<GeometryKind>(kind);
    return its == GeometryKind::point || its == GeometryKind::multi_point;
}

Clipped clip_planar(const shapes::PreparedPair& sides, shapes::PairSearch& search,
                    std::size_t row_a, std::size_t row_b) {
    Clipped kept;
    bool was_in = false, was_at_vertex = false;
    for (shapes::PlanarStretch& stretch : shapes::cut_planar_row(
             sides.a.view(), row_a, sides.planar.meetings(row_a, row_b, search.pace()),
             shapes::CutSide::a)) {
        const bool is_in =
            !stretch.is_point() && sides.in_b.covers(row_b, stretch.middle.lat, stretch.middle.lon);
        if (is_in && was_in && stretch.goes_on) {
            std::vector<LatLon>& line = kept.lines.back();
            if (!was_at_vertex) {
                line.pop_back();
            }
            line.insert(line.end(), stretch.path.begin() + 1, stretch.path.end());
        } else if (is_in) {
            kept.lines.push_back(std::move(stretch.path));
        }
        was_in = is_in;
        was_at_vertex = stretch.ends_at_vertex;
    }
    return kept;
}

Clipped clip(const shapes::PreparedPair& sides, shapes::PairSearch& search, std::size_t row_a,
             std::size_t row_b) {
    Clipped kept;
    if (sides.a.is_absent(row_a) || sides.b.is_absent(row_b)) {
        return kept;
    }
    const bool are_points = is_point(sides.a.view().kinds[row_a]);
    if (sides.planar.decides(row_a, row_b) && !are_points) {
        return clip_planar(sides, search, row_a, row_b);
    }
    const auto stretches = shapes::cut_row(
        sides, sides.a, row_a, shapes::cuts_of(sides, search, row_a, row_b, shapes::CutSide::a));
    for (std::size_t i = 0; i < stretches.size();) {
        const auto is_in = [&](const Stretch& stretch) {
            return stretch.is_point() == are_points &&
                   sides.in_b.covers(row_b, stretch.middle.lat, stretch.middle.lon);
        };
        if (!is_in(stretches[i])) {
            ++i;
            continue;
        }
        const std::size_t first = i++;
        if (are_points) {
            kept.lines.push_back({stretches[first].middle});
            continue;
        }
        while (i < stretches.size() &&
               shapes::position_of(stretches[i].begin) ==
                   shapes::position_of(stretches[i - 1].end) &&
               is_in(stretches[i])) {
            ++i;
        }
        kept.lines.push_back(along(sides, stretches[first].begin, stretches[i - 1].end));
    }
    return kept;
}

void check_kinds(const ShapesView& view, bool lines) {
    for (std::size_t row = 0; row < view.kinds.size(); ++row) {
        const std::uint8_t kind = view.kinds[row];
        if (kind != 0 && shapes::is_areal(static_cast<GeometryKind>(kind)) == lines) {
            throw InvalidGeometryError(
                std::string(lines ? "only lines and points can be clipped, got a "
                                  : "lines and points are clipped by polygons, got a ") +
                    std::string(name_of(static_cast<GeometryKind>(kind))) + " (row " +
                    std::to_string(row) + ")",
                std::nullopt, row);
        }
    }
}

}  // namespace

ShapeTable clip_lines(const ShapesView& lines, const ShapesView& polygons,
                      const Ellipsoid& ellipsoid, const RunOptions& options) {
    check_kinds(lines, true);
    check_kinds(polygons, false);
    runtime::InterruptClock clock(options);
    const RunOptions shared = clock.shared();
    const shapes::PreparedPair sides(lines, polygons, ellipsoid, shared);
    const std::size_t pairs = shapes::pair_count(sides.a.rows(), sides.b.rows());
    std::vector<Clipped> kept(pairs);
    shapes::visit_pairs(sides, false, shared,
                        [&](shapes::PairSearch& search, std::size_t pair, std::size_t row_a,
                            std::size_t row_b) { kept[pair] = clip(sides, search, row_a, row_b); });
    ShapeTable table;
    const auto count = [](const auto& items) { return static_cast<std::int64_t>(items.size()); };
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        for (const std::vector<LatLon>& line : kept[pair].lines) {
            for (const LatLon& vertex : line) {
                table.lat.push_back(vertex.lat);
                table.lon.push_back(vertex.lon);
            }
            table.rings.push_back(count(table.lat));
            table.parts.push_back(count(table.rings) - 1);
        }
        table.rows.push_back(count(table.parts) - 1);
        GeometryState state;
        const bool missing =
            sides.a.is_missing(sides.a.row_of(pair)) || sides.b.is_missing(sides.b.row_of(pair));
        const bool several = kept[pair].lines.size() > 1;
        if (missing) {
            state.kind = GeometryKind::none;
        } else if (is_point(lines.kinds[sides.a.row_of(pair)])) {
            state.kind = several ? GeometryKind::multi_point : GeometryKind::point;
        } else {
            state.kind = several ? GeometryKind::multi_line_string : GeometryKind::line_string;
        }
        table.states.push_back(state);
    }
    return table;
}

}  // namespace geodist
