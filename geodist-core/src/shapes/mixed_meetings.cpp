#include "shapes/mixed_meetings.hpp"

#include <algorithm>
#include <cmath>

#include "batch/columns.hpp"
#include "geodesy/planar_edge.hpp"
#include "simd/math.hpp"

namespace geodist::shapes {

namespace {

EdgeVertex edge_vertex(const kernels::VertexColumns& v) {
    return {portable::Vec(*v.x), portable::Vec(*v.y), portable::Vec(*v.z), portable::Vec(*v.h)};
}

}  // namespace

void MixedMeetings::find(std::size_t slot_a, std::size_t slot_b, double touching,
                         std::vector<NearestSpots>& found) {
    const bool is_first = c_.a.is_planar();
    planar_ = is_first ? &c_.a : &c_.b;
    other_ = is_first ? &c_.b : &c_.a;
    slot_ = is_first ? slot_a : slot_b;
    other_slot_ = is_first ? slot_b : slot_a;
    edge_ = planar_->part_at(slot_);
    other_begin_ = edge_vertex(other_->vertices(other_slot_));
    other_end_ = edge_vertex(other_->vertices(other_slot_ + 1));
    other_segment_ = geodesy::near_segment(c_.e.near, other_begin_, other_end_);
    const EdgeVertex begin = edge_vertex(planar_->vertices(slot_)),
                     end = edge_vertex(planar_->vertices(slot_ + 1));
    whole_ = geodesy::near_segment(c_.e.near, begin, end);
    touching_ = touching;
    reached_ = -1;
    sags_.fill(-1);
    records_.clear();
    found_ = &found;
    look({0, 1, begin, end, 0});
    finish(found);
}

// Of a part that was halved so many times.
double MixedMeetings::sag(std::size_t level) {
    if (sags_[level] < 0) {
        const double parts = std::ldexp(1 / (edge_.to - edge_.from), static_cast<int>(level));
        sags_[level] =
            geodesy::planar_sag(c_.e, edge_.lat1, edge_.lon1, edge_.lat2, edge_.lon2, parts);
    }
    return sags_[level];
}

EdgeVertex MixedMeetings::vertex(double fraction) const {
    const double t = edge_.from + fraction * (edge_.to - edge_.from);
    const auto between = [t](double from, double to) {
        return t < 0.5 ? from + t * (to - from) : to - (1 - t) * (to - from);
    };
    FewVertices found{};
    found.set(0, c_.e, between(edge_.lat1, edge_.lat2),
              batch::reduce_angle(between(edge_.lon1, edge_.lon2)));
    return found.vertex(0);
}

void MixedMeetings::look(const Part& part) {
    const auto& near = c_.e.near;
    const Segment segment = geodesy::near_segment(near, part.begin, part.end);
    const double fine = 1e-9 / 6378137 * c_.e.a, limit = sag(part.level) + touching_;
    const auto is_near = [&](const Segment& to, const EdgeVertex& from) {
        return geodesy::near_foot(near, to, from).distance.v <= limit;
    };
    const auto meet = [&] {
        const auto at = geodesy::near_meeting(near, segment, other_segment_);
        constexpr double slack = 1e-6;
        return at.s.v >= -slack && at.s.v <= 1 + slack && at.t.v >= -slack && at.t.v <= 1 + slack;
    };
    if (!is_near(other_segment_, part.begin) && !is_near(other_segment_, part.end) &&
        !is_near(segment, other_begin_) && !is_near(segment, other_end_) && !meet()) {
        return;
    }
    if (sag(part.level) <= fine || part.level == most_levels) {
        add(part, segment);
        return;
    }
    const double middle = (part.from + part.to) / 2;
    const EdgeVertex at = vertex(middle);
    look({part.from, middle, part.begin, at, part.level + 1});
    look({middle, part.to, at, part.end, part.level + 1});
}

// Two geodesics.
void MixedMeetings::add(const Part& part, const Segment& segment) {
    if (part.from != reached_) {
        finish(*found_);
    }
    reached_ = part.to;
    const auto& near = c_.e.near;
    const double length = part.to - part.from;
    const double own_ends[] = {part.from, part.to};
    const EdgeVertex own[] = {part.begin, part.end}, others[] = {other_begin_, other_end_};
    for (std::size_t i = 0; i < 2; ++i) {
        const auto foot = geodesy::near_foot(near, other_segment_, own[i]);
        if (foot.distance.v <= touching_) {
            records_.push_back({own_ends[i], foot.t.v, false, true});
        }
    }
    for (std::size_t i = 0; i < 2; ++i) {
        const auto foot = geodesy::near_foot(near, segment, others[i]);
        if (foot.distance.v <= touching_) {
            records_.push_back(
                {part.from + foot.t.v * length, static_cast<double>(i), false, false});
        }
    }
    const auto at = geodesy::near_meeting(near, segment, other_segment_);
    constexpr double slack = 1e-6;
    const double s = at.s.v, t = at.t.v;
    if (s >= (part.from > 0 || planar_->is_within_edge(slot_, 0) ? -slack : 0) &&
        s <= (part.to < 1 || planar_->is_within_edge(slot_, 1) ? 1 + slack : 1) &&
        other_->is_on_piece(other_slot_, t)) {
        records_.push_back(
            {std::clamp(part.from + s * length, 0.0, 1.0), std::clamp(t, 0.0, 1.0), true, false});
    }
}

bool MixedMeetings::is_end(const Record& record) const {
    const double fraction = edge_.from + record.planar * (edge_.to - edge_.from);
    const double t = record.geodesic;
    return fraction <= 0 || fraction >= 1 ||
           ((t == 0 || t == 1) && !other_->is_within_edge(other_slot_, t));
}

// What follows each other is one place, or two ends of what edges have in common.
void MixedMeetings::finish(std::vector<NearestSpots>& found) {
    if (records_.empty()) {
        return;
    }
    std::ranges::stable_sort(records_, {}, &Record::planar);
    const Record &first = records_.front(), &last = records_.back();
    const double inverse = whole_.inverse.v, length = inverse > 0 ? 1 / std::sqrt(inverse) : 0;
    const auto rank = [&](const Record& record) {
        return is_end(record) ? 0 : record.is_crossing ? 1 : 2;
    };
    const bool are_crossings = std::ranges::all_of(records_, &Record::is_crossing);
    if (are_crossings) {
        for (const Record& record : records_) {
            emit(record, found);
        }
    } else if ((last.planar - first.planar) * length > 4 * touching_) {
        emit(first, found);
        emit(last, found);
    } else {
        emit(*std::ranges::min_element(records_, {}, rank), found);
    }
    records_.clear();
}

// Fractions of a planar edge are not in proportion to its length: the nearest to the place on the
// geodesic.
double MixedMeetings::fraction_of(const Record& record) const {
    if (record.is_own) {
        return record.planar;
    }
    const auto offset =
        geodesy::near_curve(c_.e.near, other_segment_, portable::Vec(record.geodesic - 0.5)).offset;
    const double x = other_begin_.x.v + offset.x.v, y = other_begin_.y.v + offset.y.v,
                 z = other_begin_.z.v + offset.z.v;
    double lat, lon, height;
    const double* const in[] = {&x, &y, &z};
    double* const out[] = {&lat, &lon, &height};
    c_.kernels.kernel(Operation::from_ecef)(in, out, 1, c_.e);
    const double dlat = edge_.lat2 - edge_.lat1, dlon = edge_.lon2 - edge_.lon1;
    const double about = edge_.from + record.planar * (edge_.to - edge_.from);
    const double c = std::cos(lat * simd::degree), east = c * c;
    const double square = dlat * dlat + east * dlon * dlon;
    const double up = lat - (edge_.lat1 + about * dlat);
    const double beside = std::remainder(lon - (edge_.lon1 + about * dlon), 360.0);
    const double at = square > 0 ? about + (up * dlat + east * beside * dlon) / square : about;
    return std::clamp((at - edge_.from) / (edge_.to - edge_.from), 0.0, 1.0);
}

void MixedMeetings::emit(const Record& record, std::vector<NearestSpots>& found) const {
    NearestSpots spots;
    const Spot own{slot_, fraction_of(record), false}, other{other_slot_, record.geodesic, false};
    spots.distance = 0;
    spots.a = planar_ == &c_.a ? own : other;
    spots.b = planar_ == &c_.a ? other : own;
    spots.is_crossing = record.is_crossing && !is_end(record);
    found.push_back(spots);
}

}  // namespace geodist::shapes
