// Where large new arrays get their memory.
#pragma once

#include <cstddef>

#include "numpy_api.hpp"

namespace geodist::bindings {

// While it lives, the arrays that NumPy makes on this thread have their memory from geodist, which
// hands out again what dead arrays gave back: the first touch of fresh pages costs several times
// what it takes to compute the numbers that fill them. Such an array is like any other of NumPy: it
// owns its memory, can be resized, and is seen by tracemalloc. Nothing changes for arrays of few
// bytes, which malloc() keeps at hand itself, where the caller has a memory handler of their own,
// and on other systems than Linux.
class ResultMemory {
  public:
    // `bytes` is the size of one of the arrays to be made.
    explicit ResultMemory(std::size_t bytes);
    ~ResultMemory();
    ResultMemory(const ResultMemory&) = delete;
    ResultMemory& operator=(const ResultMemory&) = delete;

  private:
    PyObject* before_ = nullptr;  // the handler to go back to, if it was changed
};

}  // namespace geodist::bindings
