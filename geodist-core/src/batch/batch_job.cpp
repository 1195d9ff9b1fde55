#include "batch/batch_job.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>

#include "batch/strided.hpp"
#include "runtime/float_environment.hpp"
#include "runtime/scratch.hpp"

namespace geodist::batch {

namespace {

[[nodiscard]] bool is_contiguous(const double* data, std::ptrdiff_t stride) {
    return stride == sizeof(double) &&
           reinterpret_cast<std::uintptr_t>(data) % alignof(double) == 0;
}

// First and last byte of a column, by address.
struct Extent {
    const char* low;
    const char* high;
};

Extent extent(const double* data, std::ptrdiff_t stride, std::size_t n) {
    const char* first = reinterpret_cast<const char*>(data);
    const char* last = element(data, stride, n - 1);
    return {std::min(first, last, std::less<>()),
            std::max(first, last, std::less<>()) + sizeof(double) - 1};
}

}  // namespace

// Scratch memory of one piece; only the columns that need copies are touched.
struct BatchJob::Block {
    std::size_t begin;                   // row of the block's first row
    std::size_t rows;                    // selected rows
    bool all;                            // the rows are begin, begin + 1, ...
    bool reduced;                        // an angle beyond the kernels' limit was met
    std::uint16_t selected[block_rows];  // else they are begin + selected[i]
    const double* in[max_inputs];
    double* out[max_outputs];
    alignas(64) double in_buffer[max_inputs][block_rows];
    alignas(64) double out_buffer[max_outputs][block_rows];

    [[nodiscard]] std::size_t row(std::size_t i) const { return begin + (all ? i : selected[i]); }
};

BatchJob::BatchJob(Operation operation, std::span<const StridedInput> inputs,
                   std::span<const StridedOutput> outputs, std::size_t n,
                   const BatchOptions& options, kernels::Kernel kernel,
                   const kernels::KernelTable& table, const geodesy::PreparedEllipsoid& prepared)
    : columns_(operation_info(operation).inputs),
      inputs_(inputs),
      outputs_(outputs),
      n_(n),
      options_(options),
      kernel_(kernel),
      within_(table.pairs.within),
      prepared_(prepared),
      clock_(options) {
    for (std::size_t c = 0; c < inputs.size(); ++c) {
        direct_input_[c] = is_contiguous(inputs[c].data, inputs[c].stride);
    }
    for (std::size_t c = 0; c < outputs.size(); ++c) {
        direct_output_[c] =
            is_contiguous(outputs[c].data, outputs[c].stride) && !overlaps_inputs(outputs[c]);
    }
}

// An output may be one of the inputs: then a block is written only after all of it was read.
bool BatchJob::overlaps_inputs(const StridedOutput& output) const {
    const Extent out = extent(output.data, output.stride, n_);
    return std::any_of(inputs_.begin(), inputs_.end(), [&](const StridedInput& input) {
        const Extent in = extent(input.data, input.stride, n_);
        return !std::less<>()(out.high, in.low) && !std::less<>()(in.high, out.low);
    });
}

bool BatchJob::run(std::size_t piece) {
    const std::size_t begin = piece * piece_rows;
    const std::size_t end = std::min(n_, begin + piece_rows);
    const runtime::FloatEnvironment environment;
    std::size_t invalid = no_row;
    if (process(begin, end, invalid)) {
        return true;
    }
    std::size_t lowest = invalid_row_.load();
    while (invalid < lowest && !invalid_row_.compare_exchange_weak(lowest, invalid)) {
    }
    return false;
}

void BatchJob::throw_if_invalid() const {
    const std::size_t row = invalid_row_.load();
    if (row != no_row) {
        double values[max_inputs];
        read_row(row, values);
        throw_invalid_row(columns_, values, row + options_.first_index);
    }
}

void BatchJob::read_row(std::size_t row, double* values) const {
    for (std::size_t c = 0; c < inputs_.size(); ++c) {
        values[c] = inputs_[c][row];
    }
}

// Works through rows [begin, end). Returns false at the first invalid row, giving its number.
bool BatchJob::process(std::size_t begin, std::size_t end, std::size_t& invalid) const {
    const runtime::Scratch<Block> scratch;
    Block& block = *scratch;
    block.reduced = false;
    fill_constants(block, std::min(end - begin, block_rows));
    for (std::size_t row = begin; row < end;) {
        row += select(block, row, end - row);
        if (block.rows == 0) {
            continue;
        }
        if (!read(block)) {
            invalid = first_invalid_row(block);
            return false;
        }
        compute(block);
    }
    return true;
}

void BatchJob::fill_constants(Block& block, std::size_t rows) const {
    for (std::size_t c = 0; c < inputs_.size(); ++c) {
        if (inputs_[c].stride == 0) {
            const double value = inputs_[c][0];
            // An invalid one stays as it is, for read() to find.
            const bool reducible = is_angle(columns_[c].kind) && is_valid(columns_[c].kind, value);
            std::fill_n(block.in_buffer[c], rows, reducible ? reduce_angle(value) : value);
            block.in[c] = block.in_buffer[c];
        }
    }
}

// Chooses the rows of the next block, out of at most `rows` from `begin` on. Returns how many it
// passed.
std::size_t BatchJob::select(Block& block, std::size_t begin, std::size_t rows) const {
    block.begin = begin;
    if (options_.where == nullptr) {
        block.all = true;
        block.rows = std::min(rows, block_rows);
        return block.rows;
    }
    // The offsets are 16 bits wide, which a piece never exceeds.
    static_assert(piece_rows <= 1 << 16);
    std::size_t passed = 0;
    std::size_t count = 0;
    while (passed < rows && count < block_rows) {
        block.selected[count] = static_cast<std::uint16_t>(passed);
        count += is_selected(options_, begin + passed) ? 1 : 0;
        ++passed;
    }
    block.rows = count;
    block.all = count == passed;
    return passed;
}

// Makes the block's inputs available in contiguous columns that the kernel accepts. False if a
// value is invalid.
bool BatchJob::read(Block& block) const {
    for (std::size_t c = 0; c < inputs_.size(); ++c) {
        const ColumnKind kind = columns_[c].kind;
        double* const buffer = block.in_buffer[c];
        if (inputs_[c].stride == 0) {
            const double value = inputs_[c][0];
            if (!is_valid(kind, value)) {
                return false;
            }
            block.reduced = block.reduced || std::abs(value) > kernel_limit(kind);
            continue;
        }
        if (direct_input_[c] && block.all) {
            block.in[c] = inputs_[c].data + block.begin;
        } else {
            if (block.all) {
                gather(inputs_[c], block.begin, block.rows, buffer);
            } else {
                gather(inputs_[c], block.begin, block.selected, block.rows, buffer);
            }
            block.in[c] = buffer;
        }
        if (within_(block.in[c], block.rows, kernel_limit(kind))) {
            continue;
        }
        if (!is_angle(kind) ||
            !within_(block.in[c], block.rows, std::numeric_limits<double>::max())) {
            return false;
        }
        std::transform(block.in[c], block.in[c] + block.rows, buffer, reduce_angle);
        block.in[c] = buffer;
        block.reduced = true;
    }
    if (block.reduced && is_pair(columns_)) {
        for (std::size_t i = 0; i < block.rows; ++i) {
            block.in_buffer[3][i] =
                reduce_second(inputs_[1][block.row(i)], inputs_[3][block.row(i)]);
        }
        block.in[3] = block.in_buffer[3];
    }
    return true;
}

std::size_t BatchJob::first_invalid_row(const Block& block) const {
    double values[max_inputs];
    for (std::size_t i = 0; i < block.rows; ++i) {
        read_row(block.row(i), values);
        if (find_invalid(columns_, values) < columns_.size()) {
            return block.row(i);
        }
    }
    return block.row(0);  // another thread has mended it meanwhile: throw_invalid_row says so
}

void BatchJob::compute(Block& block) const {
    for (std::size_t c = 0; c < outputs_.size(); ++c) {
        const bool direct = direct_output_[c] && block.all;
        block.out[c] = direct ? outputs_[c].data + block.begin : block.out_buffer[c];
    }
    kernel_(block.in, block.out, block.rows, prepared_);
    for (std::size_t c = 0; c < outputs_.size(); ++c) {
        if (block.out[c] != block.out_buffer[c]) {
            continue;
        }
        if (block.all) {
            scatter(outputs_[c], block.begin, block.rows, block.out_buffer[c]);
        } else {
            scatter(outputs_[c], block.begin, block.selected, block.rows, block.out_buffer[c]);
        }
    }
}

}  // namespace geodist::batch
