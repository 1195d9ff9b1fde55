#include <algorithm>
#include <cmath>

#include "shapes/grid_builder.hpp"

namespace geodist::shapes {

// How far beside it a point may be on an arc.
double GridBuilder::beside(const Arc& arc) const {
    const double highest =
        std::abs(arc.lat) + arc.band + std::abs(arc.slope) * (arc.east - arc.west);
    return highest < 88 ? overlap : 1e-4;
}

namespace {

// Steps in pairs cancel each other.
void toggle(std::vector<double>& steps, double lon) {
    const auto place = std::ranges::lower_bound(steps, lon);
    if (place != steps.end() && *place == lon) {
        steps.erase(place);
    } else {
        steps.insert(place, lon);
    }
}

}  // namespace

void GridBuilder::add_polygon(Work& work, const Entry& entry, std::span<const double> steps,
                              std::span<const Item> items, double west, double east,
                              const InteriorGrid::Node& node) const {
    bool odd = entry.odd;
    work.steps.clear();
    const auto pass_step = [&](double lon) {
        if (lon <= west) {
            odd = !odd;
        } else if (lon < east) {
            toggle(work.steps, lon);
        }
    };
    std::ranges::for_each(steps, pass_step);
    const auto rows = static_cast<std::int32_t>(node.rows);
    std::int32_t lowest = rows, highest = -1;
    work.reaches.clear();
    for (const Item& item : items) {
        const Arc& arc = polygons_.arcs[item.arc];
        const double more = beside(arc);
        const LatitudeRange range = latitudes(arc, west - more, east + more);
        const auto row = [&](double lat) {
            return static_cast<std::int32_t>(std::clamp(
                std::floor((lat - node.south) * node.per_lat), -1.0, static_cast<double>(rows)));
        };
        const Reach reach{item.arc, row(range.bottom - overlap), row(range.top + overlap)};
        work.reaches.push_back(reach);
        lowest = std::min(lowest, std::max(reach.bottom, 0));
        highest = std::max(highest, std::min(reach.top, rows - 1));
    }
    highest = std::max(highest, lowest - 1);
    sort_into_rows(work, lowest, highest);
    std::size_t below = 0;
    const auto pass_below = [&](std::int32_t r) {
        for (; below < work.reaches.size() && work.reaches[below].top < r; ++below) {
            const Arc& arc = polygons_.arcs[work.reaches[below].arc];
            if (arc.west < arc.east) {
                pass_step(arc.west);
                pass_step(arc.east);
            }
        }
    };
    const auto put = [&](std::int32_t r, std::span<const std::uint32_t> arcs) {
        if (arcs.empty() && work.steps.empty() && !odd) {
            return;
        }
        work.outputs.push_back({static_cast<std::uint32_t>(r),
                                {entry.polygon, odd, static_cast<std::uint32_t>(work.steps.size()),
                                 static_cast<std::uint32_t>(arcs.size())},
                                work.out_steps.size(),
                                work.out_arcs.size()});
        work.out_steps.insert(work.out_steps.end(), work.steps.begin(), work.steps.end());
        work.out_arcs.insert(work.out_arcs.end(), arcs.begin(), arcs.end());
    };
    pass_below(0);
    const bool is_low_open = odd || !work.steps.empty();
    for (std::int32_t r = 0; is_low_open && r < lowest; ++r) {
        put(r, {});
    }
    const std::span<const std::uint32_t> arcs = work.row_arcs;
    for (std::int32_t r = lowest; r <= highest; ++r) {
        pass_below(r);
        const auto i = static_cast<std::size_t>(r - lowest);
        put(r, arcs.subspan(work.row_starts[i], work.row_starts[i + 1] - work.row_starts[i]));
    }
    pass_below(highest + 1);
    const bool is_high_open = odd || !work.steps.empty();
    for (std::int32_t r = highest + 1; is_high_open && r < rows; ++r) {
        put(r, {});
    }
}

// The reaches by rows [lowest, highest], and these by their top.
void GridBuilder::sort_into_rows(Work& work, std::int32_t lowest, std::int32_t highest) {
    const std::int64_t rows = std::int64_t{highest} - lowest + 1;
    work.row_starts.assign(static_cast<std::size_t>(rows + 2), 0);
    const auto each = [&](const Reach& reach, auto f) {
        const std::int32_t end = std::min(reach.top, highest);
        for (std::int32_t r = std::max(reach.bottom, lowest); r <= end; ++r) {
            f(static_cast<std::size_t>(r - lowest));
        }
    };
    for (const Reach& reach : work.reaches) {
        each(reach, [&](std::size_t i) { ++work.row_starts[i + 2]; });
    }
    for (std::size_t i = 2; i < work.row_starts.size(); ++i) {
        work.row_starts[i] += work.row_starts[i - 1];
    }
    work.row_arcs.resize(work.row_starts.back());
    for (const Reach& reach : work.reaches) {
        each(reach, [&](std::size_t i) { work.row_arcs[work.row_starts[i + 1]++] = reach.arc; });
    }
    std::ranges::sort(work.reaches, {}, &Reach::top);
}

}  // namespace geodist::shapes
