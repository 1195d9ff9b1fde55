#include "shapes/planar_pair.hpp"

#include "shapes/places.hpp"

namespace geodist::shapes {

void PlanarPair::prepare() const {
    std::call_once(once_, [this] {
        rows_a_ = std::make_unique<const PlanarRows>(a_.view());
        rows_b_ = std::make_unique<const PlanarRows>(b_.view());
    });
}

bool PlanarPair::do_meet(std::size_t row_a, std::size_t row_b, Meet how, index::Pace& pace) const {
    prepare();
    bool found = false;
    PlanarRows::visit_pairs(
        *rows_a_, row_a, *rows_b_, row_b, pace, [&](std::size_t i, std::size_t k) {
            const PlanarEdge a = rows_a_->edge(i), b = rows_b_->edge(k);
            found = how == Meet::touch ? do_planar_edges_touch(a, b) : do_planar_edges_meet(a, b);
            return found;
        });
    return found;
}

std::vector<PlanarRowMeeting> PlanarPair::meetings(std::size_t row_a, std::size_t row_b,
                                                   index::Pace& pace) const {
    prepare();
    std::vector<PlanarRowMeeting> all;
    std::vector<PlanarMeeting> found;
    PlanarRows::visit_pairs(
        *rows_a_, row_a, *rows_b_, row_b, pace, [&](std::size_t i, std::size_t k) {
            const PlanarEdge a = rows_a_->edge(i), b = rows_b_->edge(k);
            const std::size_t on_a = rows_a_->begins(i), on_b = rows_b_->begins(k);
            found.clear();
            find_planar_touches(a, b, found);
            for (const PlanarMeeting& meeting : found) {
                const auto place = [&](const PlanarPlace& at) {
                    PlanarSpot there{on_b, at.second, at.lat, at.lon - meeting.turn};
                    if (at.second == 0 || at.second == 1) {
                        there.lat = at.second == 0 ? b.lat1 : b.lat2;
                        there.lon = at.second == 0 ? b.lon1 : b.lon2;
                    }
                    return PlanarRowMeeting::Place{{on_a, at.first, at.lat, at.lon}, there};
                };
                all.push_back({place(meeting.begin), place(meeting.end), meeting.is_stretch()});
            }
            return false;
        });
    return all;
}

Location locate_planar(const Operand& side, const PlanarSpot& spot) {
    Location at;
    if (side.are_points()) {
        at.row = static_cast<std::int64_t>(spot.edge);
    } else {
        at = location_of(side.view(), spot.edge, spot.fraction, spot.lat, spot.lon);
    }
    at.lat = spot.lat;
    at.lon = spot.lon;
    return at;
}

}  // namespace geodist::shapes
