// The element-wise functions of the Python package: names, columns, results and documentation.
#pragma once

#include <geodist/batch.hpp>

#include <array>
#include <cstddef>
#include <string>

namespace geodist::bindings {

inline constexpr std::size_t max_parameters = max_inputs;

struct Function {
    const char* name;
    Operation operation;
    std::array<const char*, max_parameters> parameters;  // unused ones are null
    const char* result;   // a NamedTuple of geodist._types.results, or null: one number
    double last_input;    // the last column where the caller does not give it (midpoint: 1/2)
    const char* summary;  // one line
    const char* returns;  // section "Returns" of the docstring
    const char* see_also;
    const char* notes;  // section "Notes"
    const char* references;
    const char* examples;

    // Number of columns that the caller gives.
    [[nodiscard]] constexpr std::size_t parameter_count() const {
        std::size_t count = 0;
        while (count < max_parameters && parameters[count] != nullptr) {
            ++count;
        }
        return count;
    }
};

inline constexpr std::size_t function_count = 13;
extern const std::array<Function, function_count> functions;

// Signature and docstring, in the form that inspect.signature() reads from a C function.
std::string function_docstring(const Function& function);
// Docstring of the ufunc of that operation.
std::string ufunc_docstring(const Function& function);

}  // namespace geodist::bindings
