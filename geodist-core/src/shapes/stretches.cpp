#include "shapes/stretches.hpp"

#include <algorithm>
#include <cmath>

namespace geodist::shapes {

namespace {

Spot spot_at(double position, double last) {
    const double slot = std::min(std::floor(position), last - 1);
    return {static_cast<std::size_t>(slot), position - slot, false};
}

}  // namespace

std::vector<Spot> cuts_of(const PreparedPair& sides, PairSearch& search, std::size_t row_a,
                          std::size_t row_b, CutSide side) {
    std::vector<NearestSpots> meetings;
    search.meetings(row_a, row_b, touch(sides.e->a), meetings);
    std::vector<Spot> cuts;
    cuts.reserve(meetings.size());
    for (const NearestSpots& meeting : meetings) {
        cuts.push_back(side == CutSide::a ? meeting.a : meeting.b);
    }
    std::sort(cuts.begin(), cuts.end(),
              [](const Spot& x, const Spot& y) { return position_of(x) < position_of(y); });
    return cuts;
}

std::vector<Stretch> cut_row(const PreparedPair& sides, const Operand& side, std::size_t row,
                             const std::vector<Spot>& cuts) {
    std::vector<Stretch> stretches;
    const auto add = [&](double from, double to, double last) {
        const Location at = locate_spot(sides, side, spot_at((from + to) / 2, last));
        stretches.push_back({spot_at(from, last), spot_at(to, last), {at.lat, at.lon}});
    };
    if (side.are_points()) {
        const double at = static_cast<double>(row);
        add(at, at, at + 1);
        return stretches;
    }
    // shorter ones are what rounding leaves of one place
    constexpr double least = 1e-9;
    auto cut = cuts.begin();
    std::size_t first = side.begin(row);
    for (std::size_t slot = first; slot < side.end(row); ++slot) {
        if (side.has_item(slot)) {
            continue;
        }
        const auto end = static_cast<double>(slot);  // of a run, which began at `first`
        if (slot == first + 1 && side.edge_at(first).is_point) {
            add(static_cast<double>(first), static_cast<double>(first), end);
        } else {
            auto from = static_cast<double>(first);
            for (; cut != cuts.end() && position_of(*cut) < end; ++cut) {
                if (position_of(*cut) - from > least) {
                    add(from, position_of(*cut), end);
                    from = position_of(*cut);
                }
            }
            if (end - from > least || from == static_cast<double>(first)) {
                add(from, end, end);
            }
        }
        while (cut != cuts.end() && position_of(*cut) <= end) {
            ++cut;
        }
        first = slot + 1;
    }
    return stretches;
}

}  // namespace geodist::shapes
