#include "shapes/planar_stretches.hpp"

#include <algorithm>
#include <utility>

#include "shapes/runs.hpp"

namespace geodist::shapes {

namespace {

constexpr double least_stretch = 4 * planar_width;  // degrees, of a stretch

double gap(LatLon from, LatLon to) { return planar_gap(from.lat, from.lon, to.lat, to.lon); }

bool is_long(const std::vector<LatLon>& path) {
    double length = 0;
    for (std::size_t i = 1; i < path.size() && length <= least_stretch; ++i) {
        length += gap(path[i - 1], path[i]);
    }
    return length > least_stretch;
}

// On the longest part.
LatLon middle_of(const std::vector<LatLon>& path) {
    std::size_t longest = 0;
    double length = -1;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        if (const double its = gap(path[i], path[i + 1]); its > length) {
            longest = i;
            length = its;
        }
    }
    const LatLon from = path[longest], to = path[std::min(longest + 1, path.size() - 1)];
    return {from.lat + (to.lat - from.lat) / 2, from.lon + (to.lon - from.lon) / 2};
}

class StretchMaker {
  public:
    StretchMaker(const ShapesView& shapes, std::vector<PlanarStretch>& out)
        : shapes_(shapes), out_(out) {}

    // Cuts of a row in their order.
    void cut(const Run& run, std::vector<PlanarSpot>::const_iterator& next,
             std::vector<PlanarSpot>::const_iterator end) {
        goes_on_ = false;
        path_.assign(1, vertex(run.first));
        for (std::size_t edge = run.first; edge < run.first + run.edges(); ++edge) {
            for (; next != end && next->edge == edge; ++next) {
                // a vertex that is a cut comes once
                if (const LatLon at{next->lat, next->lon}; !are_same(path_.back(), at)) {
                    path_.push_back(at);
                }
                finish(next->fraction == 0 || next->fraction == 1);
            }
            if (const LatLon at = vertex(run.end_of(edge));
                path_.size() > 1 || !goes_on_ || !are_same(path_.back(), at)) {
                path_.push_back(at);
            }
        }
        while (next != end && next->edge < run.last) {
            ++next;
        }
        if (!goes_on_ || is_long(path_)) {
            add(std::move(path_), true);
        }
    }

  private:
    static bool are_same(LatLon x, LatLon y) { return x.lat == y.lat && x.lon == y.lon; }
    [[nodiscard]] LatLon vertex(std::size_t i) const { return {shapes_.lat[i], shapes_.lon[i]}; }

    // Ends a stretch, unless rounding is all there is of it.
    void finish(bool at_vertex) {
        if (is_long(path_)) {
            const LatLon last = path_.back();
            add(std::move(path_), at_vertex);
            path_.assign(1, last);
        } else {
            path_.resize(1);
        }
    }
    void add(std::vector<LatLon> path, bool at_vertex) {
        const LatLon middle = middle_of(path);
        out_.push_back({std::move(path), middle, goes_on_, at_vertex});
        goes_on_ = true;
    }

    const ShapesView& shapes_;
    std::vector<PlanarStretch>& out_;
    std::vector<LatLon> path_;  // since the last cut
    bool goes_on_ = false;
};

}  // namespace

std::vector<PlanarStretch> cut_planar_row(const ShapesView& shapes, std::size_t row,
                                          const std::vector<PlanarRowMeeting>& meetings,
                                          CutSide side) {
    std::vector<PlanarSpot> cuts;
    for (const PlanarRowMeeting& meeting : meetings) {
        for (const auto& place : {meeting.begin, meeting.end}) {
            cuts.push_back(side == CutSide::a ? place.a : place.b);
        }
    }
    std::ranges::sort(cuts, {},
                      [](const PlanarSpot& cut) { return std::pair(cut.edge, cut.fraction); });
    std::vector<PlanarStretch> stretches;
    StretchMaker maker(shapes, stretches);
    auto next = cuts.cbegin();
    for_each_run_of(shapes, row, [&](const Run& run) { maker.cut(run, next, cuts.cend()); });
    return stretches;
}

}  // namespace geodist::shapes
