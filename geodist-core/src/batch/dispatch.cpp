// Which instruction set runs: the best one that was compiled and that this processor has.
#include <array>
#include <span>
#include <string_view>

#include "geodist/config.hpp"

namespace geodist {

std::span<const std::string_view> compiled_isas() noexcept {
    static constexpr std::array<std::string_view, 1> names{"portable"};
    return names;
}

std::span<const std::string_view> available_isas() noexcept { return compiled_isas(); }

std::string_view active_isa() noexcept { return "portable"; }

}  // namespace geodist
