#include "index/check_radius.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>

#include <geodist/error.hpp>

namespace geodist::index {

void check_radius(std::span<const double> radius, std::size_t points) {
    if (radius.size() != 1 && radius.size() != points) {
        throw std::invalid_argument("there must be one radius, or one for each point");
    }
    const auto bad = std::find_if(radius.begin(), radius.end(), [](double r) { return !(r >= 0); });
    if (bad == radius.end()) {
        return;
    }
    std::optional<std::size_t> index;
    std::string where;
    if (radius.size() > 1) {
        index = static_cast<std::size_t>(bad - radius.begin());
        where = " (index " + std::to_string(*index) + ")";
    }
    throw GeodistError("radius must not be negative or NaN, got " + format_number(*bad) + where,
                       *bad, index);
}

}  // namespace geodist::index
