// Which vertices of two tracks belong together.
#pragma once

#include <cstdint>
#include <vector>

#include "tracks/row_programme.hpp"

namespace geodist::tracks {

// Steps that are kept at a time, a byte each; beside them some numbers for each vertex.
inline constexpr std::size_t most_steps = std::size_t{1} << 22;

// Vertices of both tracks, in the order of the way, at most `keep` steps at a time. False, and
// nothing, if no way keeps to the limit, or the programme was stopped.
[[nodiscard]] bool align(RowProgramme& programme, const WarpTerms& terms, std::size_t n,
                         std::size_t m, double limit, std::vector<std::int64_t>& first,
                         std::vector<std::int64_t>& second, std::size_t keep = most_steps);

}  // namespace geodist::tracks
