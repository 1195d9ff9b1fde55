// One call of geodist::run as a job: its columns, cut into blocks that stay in the processor's
// cache.
#pragma once

#include <geodist/batch.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>

#include "batch/columns.hpp"
#include "kernels/kernels.hpp"
#include "runtime/interrupt.hpp"
#include "runtime/thread_pool.hpp"

namespace geodist::batch {

class BatchJob : public runtime::Job {
  public:
    static constexpr std::size_t block_rows = 2048;
    static constexpr std::size_t piece_rows = 4 * block_rows;
    static constexpr std::size_t no_row = ~std::size_t{0};

    BatchJob(Operation operation, std::span<const StridedInput> inputs,
             std::span<const StridedOutput> outputs, std::size_t n, const BatchOptions& options,
             kernels::Kernel kernel, const kernels::KernelTable& table,
             const geodesy::PreparedEllipsoid& prepared);

    [[nodiscard]] std::size_t pieces() const noexcept { return (n_ - 1) / piece_rows + 1; }

    bool run(std::size_t piece) override;
    bool interrupted() override { return clock_.ask(); }

    // Throws the error of the first invalid row that run() met, if any.
    void throw_if_invalid() const;

  private:
    struct Block;

    void fill_constants(Block& block, std::size_t rows) const;
    [[nodiscard]] std::size_t select(Block& block, std::size_t begin, std::size_t rows) const;
    [[nodiscard]] bool read(Block& block) const;
    [[nodiscard]] std::size_t first_invalid_row(const Block& block) const;
    void compute(Block& block) const;
    [[nodiscard]] bool process(std::size_t begin, std::size_t end, std::size_t& invalid) const;
    void read_row(std::size_t row, double* values) const;
    [[nodiscard]] bool overlaps_inputs(const StridedOutput& output) const;

    std::span<const InputColumn> columns_;
    std::span<const StridedInput> inputs_;
    std::span<const StridedOutput> outputs_;
    std::size_t n_;
    const BatchOptions& options_;
    kernels::Kernel kernel_;
    bool (*within_)(const double*, std::size_t, double);
    const geodesy::PreparedEllipsoid& prepared_;
    bool direct_input_[max_inputs];    // contiguous and aligned: no copy needed
    bool direct_output_[max_outputs];  // likewise, and apart from the inputs
    std::atomic<std::size_t> invalid_row_ = no_row;
    runtime::InterruptClock clock_;
};

}  // namespace geodist::batch
