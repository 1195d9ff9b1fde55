// Both coordinates of a point in one text.
#pragma once

#include <geodist/text.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace geodist::text {

[[nodiscard]] PointText parse_point(std::string_view text, PointOrder order);

// The two angles of a text whose letters or signs part it (ISO 6709).
[[nodiscard]] std::optional<std::pair<std::string, std::string>> split_at_signs(
    std::string_view text);

}  // namespace geodist::text
