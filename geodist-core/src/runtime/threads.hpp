// How many threads a job is worth.
#pragma once

#include <geodist/run_options.hpp>

#include <cstddef>
#include <string_view>

namespace geodist::runtime {

// As many as have `grain` of the `items` each, within what the options allow. The grain of a job is
// what takes a thread some 0.25 ms, far longer than to wake it: with less, more threads make the
// call slower. Throws std::invalid_argument if the number in the options is negative.
[[nodiscard]] int useful_threads(std::size_t items, std::size_t grain, const RunOptions& options);

// The number that the text of GEODIST_NUM_THREADS stands for; 0 if it is empty. Throws
// GeodistError.
[[nodiscard]] int parse_threads(std::string_view text);

}  // namespace geodist::runtime
