#include "tracks/corners.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geodist::tracks {

namespace {

constexpr std::size_t most_kept = 1 << 20;

}  // namespace

Corners::Corners(const Ground& ground, const Track& a, const Track& b)
    : ground_(ground),
      a_(a),
      b_(b),
      width_(b.size() + 1),
      lines_(a.size() + 1 <= most_kept / width_ ? a.size() + 1 : 2) {}

void Corners::forget(std::size_t i) {
    const std::size_t first = i % lines_ * width_;
    std::fill_n(known_.begin() + static_cast<std::ptrdiff_t>(first), width_,
                std::numeric_limits<double>::quiet_NaN());
}

void Corners::begin_column(std::size_t column) {
    if (known_.empty()) {
        known_.assign(lines_ * width_, std::numeric_limits<double>::quiet_NaN());
    } else if (lines_ == 2) {
        if (column == 0) {
            forget(0);
        }
        forget(column + 1);
    }
}

double Corners::at(std::size_t i, std::size_t j) {
    double& known = known_[i % lines_ * width_ + j];
    if (std::isnan(known)) {
        known = ground_.distance(a_.vertex(i), b_.vertex(j));
    }
    return known;
}

}  // namespace geodist::tracks
