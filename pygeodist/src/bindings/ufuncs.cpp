// One NumPy ufunc per function, for libraries that follow __array_ufunc__. The last two operands
// are the ellipsoid's a and f, so that a ufunc alone says all and can be pickled by name.
#include <geodist/batch.hpp>
#include <geodist/error.hpp>

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "array_loop.hpp"
#include "bindings.hpp"
#include "errors.hpp"
#include "functions.hpp"
#include "numpy_api.hpp"

namespace py = pybind11;

namespace geodist::bindings::ufuncs {

namespace {

constexpr std::size_t max_ufunc_operands = max_inputs + 2 + max_outputs;

double value_at(const char* data, npy_intp stride, std::size_t i) {
    return *reinterpret_cast<const double*>(data + stride * static_cast<npy_intp>(i));
}

// Number of rows from `begin` on that have the ellipsoid of that row.
std::size_t same_ellipsoid(char* const* data, const npy_intp* strides, std::size_t begin,
                           std::size_t end) {
    if (strides[0] == 0 && strides[1] == 0) {
        return end - begin;
    }
    const double a = value_at(data[0], strides[0], begin);
    const double f = value_at(data[1], strides[1], begin);
    std::size_t i = begin + 1;
    while (i < end && value_at(data[0], strides[0], i) == a &&
           value_at(data[1], strides[1], i) == f) {
        ++i;
    }
    return i - begin;
}

void run_loop(const Function& function, char* const* data, std::size_t n, const npy_intp* strides) {
    const std::size_t given = function.parameters.size();
    const Arity columns = arity(function.operation);
    char* const* axes = data + given;
    const npy_intp* axes_strides = strides + given;
    std::array<StridedInput, max_inputs> inputs;
    std::array<StridedOutput, max_outputs> outputs;
    for (std::size_t begin = 0; begin < n;) {
        const std::size_t rows = same_ellipsoid(axes, axes_strides, begin, n);
        const auto offset = static_cast<npy_intp>(begin);
        for (std::size_t i = 0; i < columns.inputs; ++i) {
            inputs[i] =
                i < given
                    ? StridedInput{reinterpret_cast<const double*>(data[i] + strides[i] * offset),
                                   strides[i]}
                    : StridedInput{&function.last_input, 0};
        }
        for (std::size_t i = 0; i < columns.outputs; ++i) {
            const std::size_t k = given + 2 + i;
            outputs[i] = {reinterpret_cast<double*>(data[k] + strides[k] * offset), strides[k]};
        }
        const Ellipsoid ellipsoid(value_at(axes[0], axes_strides[0], begin),
                                  value_at(axes[1], axes_strides[1], begin));
        run(function.operation, {inputs.data(), columns.inputs}, {outputs.data(), columns.outputs},
            rows, ellipsoid);
        begin += rows;
    }
}

// Called without the interpreter lock.
template <std::size_t Which>
int loop(PyArrayMethod_Context* /*context*/, char* const* data, const npy_intp* dimensions,
         const npy_intp* strides, NpyAuxData* /*aux*/) {
    try {
        run_loop(functions[Which], data, static_cast<std::size_t>(dimensions[0]), strides);
        return 0;
    } catch (const GeodistError& error) {
        const py::gil_scoped_acquire lock;
        // Without an index: the loop may have been handed any part of the array.
        set_python_error(error, 0, nullptr);
    } catch (const std::exception& error) {
        const py::gil_scoped_acquire lock;
        PyErr_SetString(PyExc_RuntimeError, error.what());
    }
    return -1;
}

// Numbers of any type are computed as doubles.
int promote(PyObject* ufunc, PyArray_DTypeMeta* const* /*given*/,
            PyArray_DTypeMeta* const* signature, PyArray_DTypeMeta** promoted) noexcept {
    const int operands = reinterpret_cast<PyUFuncObject*>(ufunc)->nargs;
    for (int i = 0; i < operands; ++i) {
        promoted[i] = signature[i] != nullptr ? signature[i] : &PyArray_DoubleDType;
        Py_INCREF(reinterpret_cast<PyObject*>(promoted[i]));
    }
    return 0;
}

template <std::size_t Which>
void add_ufunc(py::dict& ufuncs) {
    const Function& function = functions[Which];
    const int inputs = static_cast<int>(function.parameters.size()) + 2;
    const int outputs = static_cast<int>(arity(function.operation).outputs);
    static const std::string doc = ufunc_docstring(function);  // NumPy keeps the pointer
    const auto ufunc = py::reinterpret_steal<py::object>(
        PyUFunc_FromFuncAndData(nullptr, nullptr, nullptr, 0, inputs, outputs, PyUFunc_None,
                                function.name, doc.c_str(), 0));
    if (!ufunc) {
        throw py::error_already_set();
    }
    std::array<PyArray_DTypeMeta*, max_ufunc_operands> dtypes;
    dtypes.fill(&PyArray_DoubleDType);
    std::array<PyType_Slot, 2> slots = {
        PyType_Slot{NPY_METH_strided_loop, reinterpret_cast<void*>(&loop<Which>)},
        PyType_Slot{0, nullptr}};
    // NumPy's flags have no zero. NOLINTNEXTLINE(bugprone-invalid-enum-default-initialization)
    PyArrayMethod_Spec spec{};
    spec.name = function.name;
    spec.nin = inputs;
    spec.nout = outputs;
    spec.casting = NPY_NO_CASTING;
    spec.flags = NPY_METH_NO_FLOATINGPOINT_ERRORS;
    spec.dtypes = dtypes.data();
    spec.slots = slots.data();
    if (PyUFunc_AddLoopFromSpec(ufunc.ptr(), &spec) < 0) {
        throw py::error_already_set();
    }
    py::tuple any(static_cast<std::size_t>(inputs + outputs));
    for (std::size_t i = 0; i < any.size(); ++i) {
        any[i] =
            py::reinterpret_borrow<py::object>(reinterpret_cast<PyObject*>(&PyArrayDescr_Type));
    }
    const auto promoter = py::reinterpret_steal<py::object>(
        PyCapsule_New(reinterpret_cast<void*>(&promote), "numpy._ufunc_promoter", nullptr));
    if (!promoter || PyUFunc_AddPromoter(ufunc.ptr(), any.ptr(), promoter.ptr()) < 0) {
        throw py::error_already_set();
    }
    ufunc.inc_ref();  // immortal: NumPy's caches and pickles may outlive the module
    ufuncs[function.name] = ufunc;
}

template <std::size_t... Which>
py::dict make_ufuncs(std::index_sequence<Which...>) {
    py::dict ufuncs;
    (add_ufunc<Which>(ufuncs), ...);
    return ufuncs;
}

}  // namespace

void bind(py::module_& m) {
    m.attr("ufuncs") = make_ufuncs(std::make_index_sequence<function_count>());
}

}  // namespace geodist::bindings::ufuncs
