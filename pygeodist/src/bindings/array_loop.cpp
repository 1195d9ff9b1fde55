#include "array_loop.hpp"

#include <geodist/error.hpp>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "argument_errors.hpp"
#include "errors.hpp"
#include "result_memory.hpp"
#include "unlocked.hpp"

namespace py = pybind11;

namespace geodist::bindings {

namespace {

// Rows that a buffer holds where an operand must be cast: enough for several threads to share, and
// with thirteen operands still below 7 MiB.
constexpr npy_intp buffer_rows = 65536;
// Below this many rows the work is too short to give the interpreter lock away.
constexpr npy_intp rows_worth_unlocking = 256;
// Rows between two looks for Ctrl-C where the iterator hands out blocks.
constexpr std::size_t rows_between_checks = 8 * buffer_rows;

constexpr std::size_t max_operands = max_inputs + max_outputs + 1;

struct IteratorDeleter {
    void operator()(NpyIter* iterator) const { NpyIter_Deallocate(iterator); }
};
using Iterator = std::unique_ptr<NpyIter, IteratorDeleter>;

py::object checked(PyObject* owned) {
    if (owned == nullptr) {
        throw py::error_already_set();
    }
    return py::reinterpret_steal<py::object>(owned);
}

PyArrayObject* array_of(const py::object& object) {
    return reinterpret_cast<PyArrayObject*>(object.ptr());
}

py::object input_array(PyObject* value, const Function& function, const char* name) {
    py::object array = py::reinterpret_steal<py::object>(
        PyArray_FromAny(value, nullptr, 0, 0, NPY_ARRAY_ENSUREARRAY, nullptr));
    if (!array) {
        py::error_already_set failure;
        throw_if_points(function, name, value);
        throw failure;
    }
    const int type = PyArray_TYPE(array_of(array));
    const bool number =
        PyTypeNum_ISBOOL(type) || PyTypeNum_ISINTEGER(type) || PyTypeNum_ISFLOAT(type);
    // The iterator finds out whether a type of another library can become a double.
    if (!number && type < NPY_USERDEF) {
        throw_if_points(function, name, value);
        // Objects may be numbers and missing values; what is neither is refused by its row.
        return py::module_::import("geodist._columns.numbers")
            .attr("real_array")(py::handle(value), name);
    }
    return array;
}

// The operands of the iterator: inputs, outputs and, if `where` is given, the rows to compute.
struct Operands {
    std::array<py::object, max_operands> held;
    std::array<PyArrayObject*, max_operands> arrays{};
    std::array<npy_uint32, max_operands> flags{};
    std::array<PyArray_Descr*, max_operands> dtypes{};
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    bool masked = false;

    [[nodiscard]] std::size_t count() const { return inputs + outputs + (masked ? 1 : 0); }
    [[nodiscard]] std::size_t mask() const { return inputs + outputs; }

    void set(std::size_t i, py::object array, npy_uint32 flag, PyArray_Descr* dtype) {
        held[i] = std::move(array);
        arrays[i] = held[i] ? array_of(held[i]) : nullptr;
        // The core reads a row before it writes it: an output that is an input needs no copy.
        flags[i] = flag | NPY_ITER_ALIGNED | NPY_ITER_OVERLAP_ASSUME_ELEMENTWISE;
        dtypes[i] = dtype;
    }
};

void add_inputs(Operands& operands, const Function& function, const Arguments& arguments,
                PyArray_Descr* float64) {
    operands.inputs = arity(function.operation).inputs;
    const std::size_t given = function.parameters.size();
    for (std::size_t i = 0; i < operands.inputs; ++i) {
        py::object array =
            i < given ? input_array(arguments.inputs[i], function, function.parameters[i].name)
                      : checked(PyArray_FromAny(py::float_(function.last_input).ptr(), nullptr, 0,
                                                0, 0, nullptr));
        operands.set(i, std::move(array), NPY_ITER_READONLY, float64);
    }
}

// A buffer is cast to the array given: to float32, but to no integers.
void check_output(PyArrayObject* array, PyArray_Descr* float64) {
    if (PyArray_CanCastTypeTo(float64, PyArray_DESCR(array), NPY_SAME_KIND_CASTING) == 0) {
        const py::handle dtype(reinterpret_cast<PyObject*>(PyArray_DESCR(array)));
        throw_error(PyExc_TypeError, "out must be an array of floats, got one of dtype " +
                                         py::str(dtype).cast<std::string>());
    }
}

void add_outputs(Operands& operands, const Function& function, PyObject* out,
                 PyArray_Descr* float64) {
    const std::size_t n = operands.outputs = arity(function.operation).outputs;
    const bool tuple = out != nullptr && PyTuple_Check(out);
    if (tuple && std::cmp_not_equal(PyTuple_GET_SIZE(out), n)) {
        throw_error(PyExc_ValueError, "out must have " + std::to_string(n) + " entries, one for " +
                                          "each result of " + function.name + "()");
    }
    if (out != nullptr && !tuple && n != 1) {
        throw_error(PyExc_TypeError, "out must be a tuple of " + std::to_string(n) + " arrays");
    }
    // With `where`, rows are left out: a buffer must hold what stands there before.
    const npy_uint32 access = operands.masked ? NPY_ITER_READWRITE : NPY_ITER_WRITEONLY;
    for (std::size_t i = 0; i < n; ++i) {
        PyObject* given = tuple ? PyTuple_GET_ITEM(out, static_cast<Py_ssize_t>(i)) : out;
        if (given == nullptr || given == Py_None) {
            operands.set(operands.inputs + i, py::object(),
                         access | NPY_ITER_ALLOCATE | NPY_ITER_NO_BROADCAST | NPY_ITER_NO_SUBTYPE,
                         float64);
        } else if (PyArray_Check(given)) {
            check_output(reinterpret_cast<PyArrayObject*>(given), float64);
            operands.set(operands.inputs + i, py::reinterpret_borrow<py::object>(given),
                         access | NPY_ITER_NO_BROADCAST, float64);
        } else {
            throw_error(PyExc_TypeError,
                        std::string("out must be a NumPy array, got ") + Py_TYPE(given)->tp_name);
        }
    }
}

// The operands that the caller gives, by the names of the arguments.
NamedArrays named(const Operands& operands, const Function& function) {
    NamedArrays arrays;
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        arrays.emplace_back(function.parameters[i].name, operands.arrays[i]);
    }
    for (std::size_t i = operands.inputs; i < operands.count(); ++i) {
        if (operands.arrays[i] != nullptr) {
            arrays.emplace_back(i < operands.mask() ? "out" : "where", operands.arrays[i]);
        }
    }
    return arrays;
}

// How many bytes each new result takes; 0 where the caller gives them all. Of shapes that do not
// fit together, which the iterator refuses, any number.
std::size_t bytes_of_result(const Operands& operands) {
    const auto given = std::span(operands.arrays).first(operands.count());
    if (std::ranges::find(given, nullptr) == given.end()) {
        return 0;
    }
    std::size_t bytes = sizeof(double);
    for (int axis = 1, axes = 1; axis <= axes; ++axis) {  // from the last one
        npy_intp length = 1;
        for (PyArrayObject* array : given) {
            const int own = array == nullptr ? 0 : PyArray_NDIM(array);
            axes = std::max(axes, own);
            if (axis <= own && PyArray_DIM(array, own - axis) != 1) {
                length = PyArray_DIM(array, own - axis);
            }
        }
        bytes *= static_cast<std::size_t>(length);
    }
    return bytes;
}

Iterator make_iterator(Operands& operands, const Function& function) {
    const ResultMemory memory(bytes_of_result(operands));
    NpyIter* iterator = NpyIter_AdvancedNew(
        static_cast<int>(operands.count()), operands.arrays.data(),
        NPY_ITER_EXTERNAL_LOOP | NPY_ITER_BUFFERED | NPY_ITER_GROWINNER | NPY_ITER_DELAY_BUFALLOC |
            NPY_ITER_ZEROSIZE_OK | NPY_ITER_COPY_IF_OVERLAP,
        NPY_CORDER, NPY_SAME_KIND_CASTING, operands.flags.data(), operands.dtypes.data(), -1,
        nullptr, nullptr, buffer_rows);
    if (iterator == nullptr) {
        py::error_already_set failure;
        check_shapes(named(operands, function));
        throw failure;
    }
    return Iterator(iterator);
}

// The first byte of a column or a number, and the one behind the last.
std::pair<const char*, const char*> extent(PyArrayObject* array) {
    const auto* data = static_cast<const char*>(PyArray_DATA(array));
    const npy_intp last =
        PyArray_NDIM(array) == 0 ? 0 : (PyArray_DIM(array, 0) - 1) * PyArray_STRIDE(array, 0);
    return {data + std::min<npy_intp>(last, 0),
            data + std::max<npy_intp>(last, 0) + sizeof(double)};
}

// Might that output share memory with another operand, other than by being one of the inputs?
bool is_entangled(const Operands& operands, std::size_t output) {
    PyArrayObject* const out = operands.arrays[output];
    const auto [low, high] = extent(out);
    for (std::size_t i = 0; i < output; ++i) {
        PyArrayObject* const other = operands.arrays[i];
        if (other == nullptr) {
            continue;
        }
        const auto [other_low, other_high] = extent(other);
        const bool same = i < operands.inputs && PyArray_NDIM(other) == 1 &&
                          PyArray_DATA(other) == PyArray_DATA(out) &&
                          PyArray_STRIDE(other, 0) == PyArray_STRIDE(out, 0);
        if (!same && low < other_high && other_low < high) {
            return true;
        }
    }
    return false;
}

// The length of columns of doubles, if all operands are such columns, or numbers. They need no
// iterator, whose making costs as much as to compute some twenty rows.
std::optional<npy_intp> rows_of_columns(const Operands& operands) {
    std::optional<npy_intp> rows;
    for (std::size_t i = 0; i < operands.count(); ++i) {
        PyArrayObject* const array = operands.arrays[i];
        const bool input = i < operands.inputs;
        if (array == nullptr) {
            continue;  // a result to be made
        }
        const int axes = PyArray_NDIM(array);
        if (axes > 1 || (axes == 0 && !input) || PyArray_TYPE(array) != NPY_DOUBLE ||
            !(input ? PyArray_ISBEHAVED_RO(array) : PyArray_ISBEHAVED(array)) ||
            (axes == 1 && rows && *rows != PyArray_DIM(array, 0)) ||
            (!input && is_entangled(operands, i))) {
            return std::nullopt;
        }
        if (axes == 1) {
            rows = PyArray_DIM(array, 0);
        }
    }
    return rows;
}

// Throws Interrupted with the Python error set.
void fill_columns(const Operands& operands, std::span<py::object> results, npy_intp rows,
                  Operation operation, const Ellipsoid& ellipsoid, int threads) {
    std::array<StridedInput, max_inputs> inputs;
    std::array<StridedOutput, max_outputs> outputs;
    for (std::size_t i = 0; i < operands.inputs; ++i) {
        PyArrayObject* const array = operands.arrays[i];
        inputs[i] = {static_cast<const double*>(PyArray_DATA(array)),
                     PyArray_NDIM(array) == 0 ? 0 : PyArray_STRIDE(array, 0)};
    }
    for (std::size_t i = 0; i < operands.outputs; ++i) {
        PyArrayObject* const array = array_of(results[i]);
        outputs[i] = {static_cast<double*>(PyArray_DATA(array)), PyArray_STRIDE(array, 0)};
    }
    Unlocked unlocked(rows >= rows_worth_unlocking);
    BatchOptions options;
    options.threads = threads;
    unlocked.watch(options);
    run(operation, {inputs.data(), operands.inputs}, {outputs.data(), operands.outputs},
        static_cast<std::size_t>(rows), ellipsoid, options);
}

// Runs the operation over the blocks that the iterator hands out, in C order. Throws Interrupted
// with the Python error set.
void iterate(NpyIter* iterator, const Operands& operands, Operation operation,
             const Ellipsoid& ellipsoid, int threads) {
    if (NpyIter_Reset(iterator, nullptr) != NPY_SUCCEED) {
        throw py::error_already_set();
    }
    NpyIter_IterNextFunc* next = NpyIter_GetIterNext(iterator, nullptr);
    if (next == nullptr) {
        throw py::error_already_set();
    }
    char** data = NpyIter_GetDataPtrArray(iterator);
    const npy_intp* strides = NpyIter_GetInnerStrideArray(iterator);
    const npy_intp* rows = NpyIter_GetInnerLoopSizePtr(iterator);

    Unlocked unlocked(NpyIter_GetIterSize(iterator) >= rows_worth_unlocking &&
                      !NpyIter_IterationNeedsAPI(iterator));
    BatchOptions options;
    options.threads = threads;
    unlocked.watch(options);
    std::array<StridedInput, max_inputs> inputs;
    std::array<StridedOutput, max_outputs> outputs;
    std::size_t unchecked = 0;
    do {
        for (std::size_t i = 0; i < operands.inputs; ++i) {
            inputs[i] = {reinterpret_cast<const double*>(data[i]), strides[i]};
        }
        for (std::size_t i = 0; i < operands.outputs; ++i) {
            const std::size_t k = operands.inputs + i;
            outputs[i] = {reinterpret_cast<double*>(data[k]), strides[k]};
        }
        if (operands.masked) {
            options.where = reinterpret_cast<const bool*>(data[operands.mask()]);
            options.where_stride = strides[operands.mask()];
        }
        const auto n = static_cast<std::size_t>(*rows);
        run(operation, {inputs.data(), operands.inputs}, {outputs.data(), operands.outputs}, n,
            ellipsoid, options);
        options.first_index += n;
        unchecked += n;
        if (unchecked >= rows_between_checks) {
            unchecked = 0;
            if (unlocked.interrupted()) {
                throw Interrupted();
            }
        }
    } while (next(iterator) != 0);
}

// The rows that `where` leaves out of a new array are missing, not whatever memory held.
void fill_with_nan(const Operands& operands, NpyIter* iterator) {
    const py::float_ nan(std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = operands.inputs; i < operands.mask(); ++i) {
        if (!operands.held[i] &&
            PyArray_FillWithScalar(NpyIter_GetOperandArray(iterator)[i], nan.ptr()) != 0) {
            throw py::error_already_set();
        }
    }
}

// Computes what goes into that result; errors tell where in it they are.
template <class Compute>
void with_position(const py::object& result, Compute compute) {
    try {
        compute();
    } catch (const GeodistError& error) {
        set_python_error(error, PyArray_NDIM(array_of(result)), PyArray_DIMS(array_of(result)));
        throw py::error_already_set();
    } catch (const Interrupted&) {
        throw py::error_already_set();
    }
}

}  // namespace

std::array<py::object, max_outputs> run_arrays(const Function& function, const Arguments& arguments,
                                               const Ellipsoid& ellipsoid, int threads) {
    const py::object float64 =
        checked(reinterpret_cast<PyObject*>(PyArray_DescrFromType(NPY_DOUBLE)));
    const py::object boolean =
        checked(reinterpret_cast<PyObject*>(PyArray_DescrFromType(NPY_BOOL)));
    auto* float64_type = reinterpret_cast<PyArray_Descr*>(float64.ptr());

    Operands operands;
    operands.masked = arguments.where != nullptr;
    add_inputs(operands, function, arguments, float64_type);
    add_outputs(operands, function, arguments.out, float64_type);
    if (operands.masked) {
        Py_INCREF(boolean.ptr());  // stolen by the next call
        operands.set(operands.mask(),
                     checked(PyArray_FromAny(arguments.where,
                                             reinterpret_cast<PyArray_Descr*>(boolean.ptr()), 0, 0,
                                             0, nullptr)),
                     NPY_ITER_READONLY, reinterpret_cast<PyArray_Descr*>(boolean.ptr()));
    }
    std::array<py::object, max_outputs> results;
    if (std::optional<npy_intp> rows = rows_of_columns(operands)) {
        const auto columns = std::span(results).first(operands.outputs);
        {
            const ResultMemory memory(static_cast<std::size_t>(*rows) * sizeof(double));
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const py::object& given = operands.held[operands.inputs + i];
                columns[i] = given ? given : checked(PyArray_SimpleNew(1, &*rows, NPY_DOUBLE));
            }
        }
        with_position(results[0], [&] {
            fill_columns(operands, columns, *rows, function.operation, ellipsoid, threads);
        });
        return results;
    }
    Iterator iterator = make_iterator(operands, function);
    if (operands.masked) {
        fill_with_nan(operands, iterator.get());
    }
    for (std::size_t i = 0; i < operands.outputs; ++i) {
        const std::size_t k = operands.inputs + i;
        results[i] = operands.held[k]
                         ? operands.held[k]
                         : py::reinterpret_borrow<py::object>(reinterpret_cast<PyObject*>(
                               NpyIter_GetOperandArray(iterator.get())[k]));
    }
    if (NpyIter_GetIterSize(iterator.get()) > 0) {
        with_position(results[0], [&] {
            iterate(iterator.get(), operands, function.operation, ellipsoid, threads);
        });
    }
    // Writes back what was computed into a copy because it overlapped an input.
    if (NpyIter_Deallocate(iterator.release()) != NPY_SUCCEED) {
        throw py::error_already_set();
    }
    for (std::size_t i = 0; i < operands.outputs; ++i) {
        if (!operands.held[operands.inputs + i]) {
            results[i] = checked(
                PyArray_Return(reinterpret_cast<PyArrayObject*>(results[i].release().ptr())));
        }
    }
    return results;
}

}  // namespace geodist::bindings
