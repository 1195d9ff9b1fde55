#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include <geodist/batch.hpp>
#include "batch/batch_job.hpp"
#include "batch/columns.hpp"
#include "batch/ellipsoid_cache.hpp"
#include "batch/run_row.hpp"
#include "batch/strided.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/threads.hpp"

namespace geodist {

namespace batch {

namespace {

// The grain of useful_threads.
std::size_t rows_per_thread(Operation operation, const kernels::KernelTable& table) {
    const std::size_t rows = operation_info(operation).rows_per_quarter_ms;
    return std::max<std::size_t>(rows / 8 * table.lanes, 2 * BatchJob::piece_rows);
}

void check_columns(Operation operation, std::size_t inputs, std::size_t outputs) {
    const Arity expected = arity(operation);
    if (inputs != expected.inputs || outputs != expected.outputs) {
        throw std::invalid_argument("the operation has another number of columns");
    }
}

// Values that the kernels accept. Throws the error of an invalid row.
void reduce_row(std::span<const InputColumn> columns, const double* in,
                std::array<double, max_inputs>& values, std::optional<std::size_t> index) {
    if (find_invalid(columns, in) < columns.size()) {
        throw_invalid_row(columns, in, index);
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
        values[c] = is_angle(columns[c].kind) ? reduce_angle(in[c]) : in[c];
    }
    if (is_pair(columns)) {
        values[3] = reduce_second(in[1], in[3]);
    }
}

}  // namespace

void run_row(Operation operation, const double* in, double* out, const Ellipsoid& ellipsoid,
             std::optional<std::size_t> index) {
    const runtime::FloatEnvironment environment;
    const auto columns = operation_info(operation).inputs;
    std::array<double, max_inputs> values;
    std::array<const double*, max_inputs> inputs;
    std::array<double*, max_outputs> outputs;
    bool within = true;  // the kernel's limits, as nearly always: then the row is taken as it is
    for (std::size_t c = 0; c < columns.size(); ++c) {
        within = within && std::abs(in[c]) <= kernel_limit(columns[c].kind);
        inputs[c] = in + c;
    }
    if (!within) {
        reduce_row(columns, in, values, index);
        for (std::size_t c = 0; c < columns.size(); ++c) {
            inputs[c] = &values[c];
        }
    }
    for (std::size_t c = 0; c < arity(operation).outputs; ++c) {
        outputs[c] = out + c;
    }
    kernels::active_kernels().kernel(operation)(inputs.data(), outputs.data(), 1,
                                                peek_ellipsoid(ellipsoid));
}

}  // namespace batch

void run(Operation operation, std::span<const StridedInput> inputs,
         std::span<const StridedOutput> outputs, std::size_t n, const Ellipsoid& ellipsoid,
         const BatchOptions& options) {
    batch::check_columns(operation, inputs.size(), outputs.size());
    if (n == 0) {
        return;
    }
    if (n == 1) {
        if (batch::is_selected(options, 0)) {
            std::array<double, max_inputs> in;
            std::array<double, max_outputs> out;
            for (std::size_t c = 0; c < inputs.size(); ++c) {
                in[c] = inputs[c][0];
            }
            batch::run_row(operation, in.data(), out.data(), ellipsoid, options.first_index);
            for (std::size_t c = 0; c < outputs.size(); ++c) {
                batch::store(outputs[c], 0, out[c]);
            }
        }
        return;
    }
    const kernels::KernelTable& table = kernels::active_kernels();
    const int threads =
        runtime::useful_threads(n, batch::rows_per_thread(operation, table), options);
    const auto prepared = batch::cached_ellipsoid(ellipsoid);
    batch::BatchJob job(operation, inputs, outputs, n, options, table.kernel(operation), table,
                        *prepared);
    if (job.pieces() == 1) {
        job.run(0);
    } else {
        runtime::run_job(job, job.pieces(), threads);
    }
    job.throw_if_invalid();
}

}  // namespace geodist
