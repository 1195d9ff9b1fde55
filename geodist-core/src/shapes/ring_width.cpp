#include "shapes/ring_width.hpp"

#include <cstddef>
#include <vector>

#include "shapes/arcs.hpp"

namespace geodist::shapes {

// A vertex between two of one place goes there and back: without it and one of these the ring is
// the same. What goes back leaves a single vertex.
bool goes_back(std::span<const double> lat, std::span<const double> lon) {
    const auto are_one = [&](std::size_t i, std::size_t k) {
        return lat[i] == lat[k] &&
               (lon[i] == lon[k] || normal_longitude(lon[i]) == normal_longitude(lon[k]));
    };
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < lat.size(); ++i) {
        if (!kept.empty() && are_one(kept.back(), i)) {
            continue;
        }
        if (kept.size() > 1 && are_one(kept[kept.size() - 2], i)) {
            kept.pop_back();
        } else {
            kept.push_back(i);
        }
    }
    // the same from the last vertex on to the first
    std::size_t first = 0, last = kept.size();
    while (last - first > 2) {
        if (are_one(kept[last - 1], kept[first])) {
            --last;
        } else if (are_one(kept[last - 2], kept[first])) {
            last -= 1;
        } else if (are_one(kept[last - 1], kept[first + 1])) {
            ++first;
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace geodist::shapes
