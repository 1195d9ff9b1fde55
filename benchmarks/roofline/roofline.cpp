// Counts the vector operations of the kernels, measures what one core can do of them in a second,
// and how long the library takes: three measurements in turns, printed as JSON.
#include <geodist/batch.hpp>
#include <geodist/config.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "counts.hpp"
#include "peak.hpp"

namespace {

using geodist::Operation;
namespace roofline = geodist::roofline;

constexpr std::size_t rows = 1U << 14U;  // all columns within the second-level cache
constexpr int repeats = 16;

// Processor time of this thread: other processes do not count.
double now() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

double median(std::vector<double> x) {
    std::nth_element(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2), x.end());
    return x[x.size() / 2];
}

struct Data {
    std::array<std::vector<double>, 4> in;
    std::array<std::vector<double>, 3> out;
};

struct Task {
    const char* name;
    Operation operation;
    double f;
    bool antipodal = false;
};

constexpr double earth = 1 / 298.257223563;
constexpr Task tasks[] = {
    {"distance", Operation::distance, earth},
    {"distance, near-antipodal", Operation::distance, earth, true},
    {"inverse", Operation::inverse, earth},
    {"direct", Operation::direct, earth},
    {"distance on the sphere", Operation::distance, 0},
    {"rhumb_inverse", Operation::rhumb_inverse, earth},
};

// Uniform on the globe, or the second point within a degree of the antipode; for the direct
// problem the last two columns are azimuth and distance.
Data make_data(const Task& task) {
    std::mt19937_64 random(20261122);
    const auto uniform = [&](double low, double high) {
        return low + (high - low) * std::generate_canonical<double, 53>(random);
    };
    const auto latitude = [&] { return std::asin(uniform(-1, 1)) * 180 / std::numbers::pi; };
    const bool direct = task.operation == Operation::direct;
    Data data;
    for (auto& column : data.out) {
        column.resize(rows);
    }
    for (std::size_t i = 0; i < rows; ++i) {
        const double lat = latitude(), lon = uniform(-180, 180);
        data.in[0].push_back(lat);
        data.in[1].push_back(lon);
        if (task.antipodal) {
            data.in[2].push_back(std::clamp(uniform(-1, 1) - lat, -90.0, 90.0));
            data.in[3].push_back(lon + 180 + uniform(-1, 1));
        } else {
            data.in[2].push_back(direct ? uniform(-180, 180) : latitude());
            data.in[3].push_back(direct ? uniform(0, 2e7) : uniform(-180, 180));
        }
    }
    return data;
}

roofline::Counts count(const Task& task, Data& data) {
    const double* const in[4] = {data.in[0].data(), data.in[1].data(), data.in[2].data(),
                                 data.in[3].data()};
    double* const out[3] = {data.out[0].data(), data.out[1].data(), data.out[2].data()};
    return roofline::count(task.operation, task.f, in, out, rows);
}

void run(const Task& task, Data& data) {
    const geodist::Arity arity = geodist::arity(task.operation);
    std::vector<geodist::StridedInput> in;
    std::vector<geodist::StridedOutput> out;
    for (std::size_t k = 0; k < arity.inputs; ++k) {
        in.push_back({data.in.at(k).data(), sizeof(double)});
    }
    for (std::size_t k = 0; k < arity.outputs; ++k) {
        out.push_back({data.out.at(k).data(), sizeof(double)});
    }
    geodist::BatchOptions options;
    options.threads = 1;
    geodist::run(task.operation, in, out, rows, geodist::Ellipsoid(6378137, task.f), options);
}

const roofline::Peak& active_peak() {
    const std::string isa(geodist::active_isa());
#ifdef GEODIST_HAVE_AVX512
    if (isa == "avx512") {
        return roofline::avx512::peak;
    }
#endif
#ifdef GEODIST_HAVE_AVX2
    if (isa == "avx2") {
        return roofline::avx2::peak;
    }
#endif
#ifdef GEODIST_HAVE_SSE2
    if (isa == "sse2") {
        return roofline::sse2::peak;
    }
#endif
#ifdef GEODIST_HAVE_NEON
    if (isa == "neon") {
        return roofline::neon::peak;
    }
#endif
    return roofline::portable::peak;
}

}  // namespace

int main(int argc, char** argv) {
    const int turns = argc > 1 ? std::stoi(argv[1]) : 41;
    const roofline::Peak& peak = active_peak();
    std::printf("{\"isa\": \"%s\", \"lanes\": %d, \"rows\": %zu, \"counted_lanes\": %d,\n",
                peak.isa, peak.lanes, rows, roofline::counted_lanes);
    constexpr const char* units[] = {"fma", "logic", "division", "root"};
    constexpr std::size_t rounds[] = {1U << 18U, 1U << 18U, 1U << 15U, 1U << 15U};
    std::vector<double> result(static_cast<std::size_t>(roofline::chains * peak.lanes));
    std::array<std::vector<double>, 4> per_instruction;  // nanoseconds
    std::vector<std::vector<double>> per_row(std::size(tasks));
    std::vector<Data> data;
    for (const Task& task : tasks) {
        data.push_back(make_data(task));
        run(task, data.back());
    }
    for (int turn = 0; turn < turns; ++turn) {
        for (std::size_t unit = 0; unit < std::size(units); ++unit) {
            const double start = now();
            peak.loop(static_cast<roofline::Unit>(unit), rounds[unit], result.data());
            per_instruction[unit].push_back((now() - start) * 1e9 /
                                            static_cast<double>(rounds[unit] * roofline::chains));
        }
        for (std::size_t k = 0; k < std::size(tasks); ++k) {
            const double start = now();
            for (int repeat = 0; repeat < repeats; ++repeat) {
                run(tasks[k], data[k]);
            }
            per_row[k].push_back((now() - start) * 1e9 / static_cast<double>(rows * repeats));
        }
    }
    std::printf(" \"ns_per_instruction\": {");
    for (std::size_t unit = 0; unit < std::size(units); ++unit) {
        std::printf("%s\"%s\": %.5f", unit == 0 ? "" : ", ", units[unit],
                    median(per_instruction[unit]));
    }
    std::printf("},\n \"tasks\": [\n");
    for (std::size_t k = 0; k < std::size(tasks); ++k) {
        const auto counts = count(tasks[k], data[k]);
        std::printf("%s  {\"name\": \"%s\", \"ns_per_row\": %.4f, \"per_vector\": {",
                    k == 0 ? "" : ",\n", tasks[k].name, median(per_row[k]));
        for (std::size_t kind = 0; kind < roofline::kinds; ++kind) {
            std::printf("%s\"%s\": %.3f", kind == 0 ? "" : ", ", roofline::kind_names.at(kind),
                        static_cast<double>(counts.at(kind)) * roofline::counted_lanes /
                            static_cast<double>(rows));
        }
        std::printf("}}");
    }
    std::printf("\n ]}\n");
}
