// How far two points can be apart, given the straight line between them.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace geodist::index {

// Chords come as squares. Computed distances err by 12 nm, and chords computed from the stored
// coordinates by less than 20 nm: all bounds hold for the computed ones, with some reserve.
class Bounds {
  public:
    virtual ~Bounds() = default;

    // What a distance at that square of a chord is at least; 0 or more.
    [[nodiscard]] virtual double lower(double square) const = 0;
    // What it is at most.
    [[nodiscard]] virtual double upper(double square) const = 0;
    // No distance is longer, and none from a point through another to the one opposite the first.
    [[nodiscard]] double longest() const { return longest_; }

    // Can limit() be asked about this square?
    [[nodiscard]] bool is_sharp(double square) const { return square <= sharp_; }
    // A square beyond which all distances are larger than all those up to `square`.
    [[nodiscard]] double limit(double square) const {
        const double chord = std::sqrt(square);
        return square_up(chord + chord * (growth_ * square) + margin_);
    }

    // A square of a chord beyond which all distances are larger than this one, ...
    [[nodiscard]] virtual double outer(double distance) const = 0;
    // ... and one up to which none is; negative if there is none.
    [[nodiscard]] virtual double inner(double distance) const = 0;

  protected:
    static constexpr double most = std::numeric_limits<double>::max();

    // Distances of chords up to c, c^2 <= sharp, are less than those of all chords longer than
    // c (1 + growth c^2) + margin.
    Bounds(double longest, double sharp, double growth, double margin)
        : longest_(longest), sharp_(sharp), growth_(growth), margin_(margin) {}

    // What stored coordinates and computed distances may err by, with some reserve.
    [[nodiscard]] double margin() const { return margin_; }

    // The square of a chord, a few units in the last place up, ...
    [[nodiscard]] static double square_up(double chord) {
        return std::min(most, chord * chord * (1 + 8 * std::numeric_limits<double>::epsilon()));
    }
    // ... and down.
    [[nodiscard]] static double square_down(double chord) {
        return chord * chord * (1 - 8 * std::numeric_limits<double>::epsilon());
    }

  private:
    double longest_, sharp_, growth_, margin_;
};

}  // namespace geodist::index
