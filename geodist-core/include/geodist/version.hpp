/// The version of the library.
#pragma once

#include <string_view>

namespace geodist {

/// The version of the compiled library, such as "1.2.3".
[[nodiscard]] std::string_view version() noexcept;

}  // namespace geodist
