/// \file
/// How many threads the batches use.
#pragma once

namespace geodist {

/// The number of threads that a large batch uses when its options name none: what set_num_threads()
/// said, else the environment variable GEODIST_NUM_THREADS as it was when the library was loaded,
/// else the processors that this process may use (its affinity mask and its control group's quota).
/// \throws GeodistError when GEODIST_NUM_THREADS is not a whole number from 1 to 1024
[[nodiscard]] int num_threads();

/// Sets what num_threads() returns; 0 goes back to the environment's choice. Results never depend
/// on the number of threads.
/// \throws GeodistError when the number is not from 0 to 1024
void set_num_threads(int threads);

}  // namespace geodist
