// Jobs over geometries of different numbers of vertices, by the lengths of lines.
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <geodist/error.hpp>
#include <geodist/geodesic.hpp>
#include "batch/ragged_job.hpp"

namespace {

struct Lines {
    std::vector<std::int64_t> starts{0};
    std::vector<double> lat, lon;

    [[nodiscard]] std::size_t size() const { return starts.size() - 1; }
    [[nodiscard]] std::size_t begin(std::size_t i) const {
        return static_cast<std::size_t>(starts[i]);
    }
};

// Empty ones, single vertices, short ones, and now and then one longer than a piece.
Lines make_lines(std::size_t n) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<> unit(-1, 1);
    Lines lines;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t vertices = i % 97 == 96 ? 3000 : random() % 8;
        for (std::size_t k = 0; k < vertices; ++k) {
            lines.lat.push_back(90 * unit(random));
            lines.lon.push_back(180 * unit(random));
        }
        lines.starts.push_back(static_cast<std::int64_t>(lines.lat.size()));
    }
    return lines;
}

class Lengths : public geodist::batch::RaggedJob {
  public:
    Lengths(const Lines& lines, const geodist::RunOptions& options)
        : RaggedJob(lines.starts, 2000, options), lengths(lines.size(), -1), lines_(lines) {}

    std::vector<double> lengths;

  private:
    bool compute(std::size_t first, std::size_t last) override {
        for (std::size_t i = first; i < last; ++i) {
            double length = 0;
            for (std::size_t k = begin(i); k < end(i); ++k) {
                if (std::abs(lines_.lat[k]) > 90) {
                    geodist::throw_invalid_latitude(lines_.lat[k], lines_.lon[k], i, "lat",
                                                    k - begin(i));
                }
                if (k > begin(i)) {
                    length += geodist::distance(lines_.lat[k - 1], lines_.lon[k - 1], lines_.lat[k],
                                                lines_.lon[k]);
                }
            }
            lengths[i] = length;
            if (should_stop()) {
                return false;
            }
        }
        return true;
    }

    const Lines& lines_;
};

std::vector<double> measure(const Lines& lines, int threads) {
    geodist::RunOptions options;
    options.threads = threads;
    Lengths job(lines, options);
    geodist::runtime::run_job(job, job.pieces(), job.threads());
    return job.lengths;
}

TEST_CASE("each geometry is computed whole, by any number of threads") {
    const Lines lines = make_lines(2000);
    const auto one = measure(lines, 1);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        double length = 0;
        for (std::size_t k = lines.begin(i) + 1; k < lines.begin(i + 1); ++k) {
            length +=
                geodist::distance(lines.lat[k - 1], lines.lon[k - 1], lines.lat[k], lines.lon[k]);
        }
        CHECK(one[i] == length);
    }
    CHECK(measure(lines, 2) == one);
    CHECK(measure(lines, 5) == one);
}

TEST_CASE("geometries without vertices, or none at all") {
    CHECK(measure({}, 1).empty());
    Lines lines;
    lines.starts.assign(5, 0);
    CHECK(measure(lines, 2) == std::vector<double>(4, 0));
    // As many vertices as a piece has, and empty geometries behind.
    for (int k = 0; k < 500; ++k) {
        lines.lat.push_back(0);
        lines.lon.push_back(0);
    }
    lines.starts = {0, 0, 500, 500, 500};
    CHECK(measure(lines, 2) == std::vector<double>(4, 0));
}

TEST_CASE("offsets may begin anywhere") {
    const Lines lines = make_lines(300);
    const auto all = measure(lines, 1);
    Lines some = lines;
    some.starts.erase(some.starts.begin(), some.starts.begin() + 100);
    CHECK(measure(some, 3) == std::vector<double>(all.begin() + 100, all.end()));
}

TEST_CASE("the first geometry in error is named, and its vertex") {
    Lines lines = make_lines(2000);
    for (const std::size_t geometry : {1930U, 96U, 1500U}) {
        lines.lat[lines.begin(geometry + 1) - 1] = 91;
    }
    lines.lat[lines.begin(96) + 17] = -99;
    for (const int threads : {1, 2, 5}) {
        for (int round = 0; round < 5; ++round) {
            try {
                static_cast<void>(measure(lines, threads));
                FAIL("nothing thrown");
            } catch (const geodist::InvalidLatitudeError& error) {
                CHECK(error.value() == -99);
                CHECK(error.index() == 96);
                CHECK(error.vertex() == 17);
            }
        }
    }
}

TEST_CASE("a job of geometries can be interrupted") {
    const Lines lines = make_lines(2000);
    for (const int threads : {1, 3}) {
        geodist::RunOptions options;
        options.threads = threads;
        options.interrupted = [](void*) { return true; };
        options.interrupt_interval = {};
        Lengths job(lines, options);
        CHECK_THROWS_AS(geodist::runtime::run_job(job, job.pieces(), job.threads()),
                        geodist::Interrupted);
    }
}

}  // namespace
