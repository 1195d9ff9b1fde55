// The element-wise functions of the Python package: names, columns, results and documentation.
#pragma once

#include <geodist/operations.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace geodist::bindings {

// The text of a function's docstring, by section.
struct Documentation {
    const char* topic;  // where the reference lists it: a page of docs/reference, and a list there
    const char* summary;  // one line
    const char* returns;
    const char* see_also;
    const char* notes;
    const char* references;
    const char* examples;
};

struct Function {
    Operation operation;
    const char* name;
    std::span<const InputColumn> parameters;  // the columns that the caller gives
    double last_input;                        // the last column where they do not (midpoint: 1/2)
    Documentation doc;

    [[nodiscard]] constexpr const OperationInfo& info() const { return operation_info(operation); }
};

// One for each operation, and midpoint.
inline constexpr std::size_t function_count = operation_count + 1;
extern const std::array<Function, function_count> functions;

// Signature and docstring, in the form that inspect.signature() reads from a C function.
std::string function_docstring(const Function& function);
// Docstring of the ufunc of that operation.
std::string ufunc_docstring(const Function& function);

}  // namespace geodist::bindings
