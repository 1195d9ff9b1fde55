// Where a planar edge and a geodesic one meet.
//
// A piece of the planar edge is no farther from the geodesic between its ends than its sag, which
// falls with the square of its length. So it is halved where that geodesic is no farther from the
// other edge, until the sag is a nanometre; what is left are two geodesics. Nothing is missed, and
// a place is as good as one of two geodesics.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "geodesy/segment.hpp"
#include "shapes/edge_part.hpp"
#include "shapes/few_vertices.hpp"
#include "shapes/pair_context.hpp"

namespace geodist::shapes {

// For one thread, of two sides of which one has planar edges and the other geodesics.
class MixedMeetings {
  public:
    explicit MixedMeetings(const PairContext& context) : c_(context) {}

    // Adds the places where pieces cross, or an end of one is within `touching` of the other: where
    // they run along each other, the first and the last.
    void find(std::size_t slot_a, std::size_t slot_b, double touching,
              std::vector<NearestSpots>& found);

  private:
    static constexpr std::size_t most_levels = 40;

    // Of the piece, from one fraction of it to another.
    struct Part {
        double from, to;
        EdgeVertex begin, end;
        std::size_t level;
    };
    struct Record {
        double planar, geodesic;  // fractions of pieces, the first as if it were a geodesic
        bool is_crossing;
        bool is_own;  // a place of the planar edge that is known
    };
    using Segment = geodesy::Segment<portable::Vec>;

    [[nodiscard]] double sag(std::size_t level);
    [[nodiscard]] EdgeVertex vertex(double fraction) const;
    void look(const Part& part);
    void add(const Part& part, const Segment& segment);
    void finish(std::vector<NearestSpots>& found);
    [[nodiscard]] bool is_end(const Record& record) const;
    [[nodiscard]] double fraction_of(const Record& record) const;
    void emit(const Record& record, std::vector<NearestSpots>& found) const;

    const PairContext& c_;
    const Operand* planar_ = nullptr;
    const Operand* other_ = nullptr;
    std::size_t slot_ = 0, other_slot_ = 0;
    EdgePart edge_{};
    EdgeVertex other_begin_{}, other_end_{};
    Segment other_segment_{}, whole_{};
    double touching_ = 0, reached_ = 0;
    std::array<double, most_levels + 1> sags_{};
    std::vector<Record> records_;  // of parts that follow each other
    std::vector<NearestSpots>* found_ = nullptr;
};

}  // namespace geodist::shapes
