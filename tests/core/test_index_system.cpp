// The index of points and the system: interruption within one query, and what reaches the disk.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <geodist/point_index.hpp>

#ifdef __linux__
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {
std::vector<struct stat> written_through;  // in this order
}

// In place of that of the system's library, which does the same.
extern "C" int fsync(int file) {
    struct stat facts{};
    if (::fstat(file, &facts) == 0) {
        written_through.push_back(facts);
    }
    return static_cast<int>(::syscall(SYS_fsync, file));
}
#endif

namespace {

using geodist::PointIndex;

// Says stop at a given question.
struct Questions {
    std::size_t asked = 0;
    std::size_t last = std::numeric_limits<std::size_t>::max();

    template <class Options>
    [[nodiscard]] Options options() {
        Options options;
        options.threads = 1;
        options.interrupted = [](void* data) {
            auto& self = *static_cast<Questions*>(data);
            return ++self.asked >= self.last;
        };
        options.interrupt_data = this;
        options.interrupt_interval = {};
        return options;
    }
};

}  // namespace

TEST_CASE("one long query of an index is interrupted") {
    constexpr std::size_t n = 200'000;
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> degrees(-30, 30);
    std::vector<double> lat(n), lon(n);
    for (std::size_t i = 0; i < n; ++i) {
        lat[i] = degrees(random);
        lon[i] = degrees(random);
    }
    const PointIndex index({lat, lon});
    const std::vector<double> here(1, 0.5);
    const geodist::PointColumns one(here, here);

    using Call = std::function<void(Questions&)>;
    const auto query = [&](std::size_t k) -> Call {
        return [&, k](Questions& questions) {
            const auto options = questions.options<geodist::QueryOptions>();
            static_cast<void>(index.query(one, k, options));
        };
    };
    const auto query_radius = [&](bool sort) -> Call {
        return [&, sort](Questions& questions) {
            auto options = questions.options<geodist::RadiusOptions>();
            options.sort = sort;
            const geodist::Neighbours found = index.query_radius(one, 9e6, options);
            CHECK(found.rows.size() == n);
        };
    };
    // By chords or by exact distances, and the sorting of what was found.
    const std::vector<Call> calls{query(n), query(n / 2), query_radius(false), query_radius(true)};
    for (const Call& call : calls) {
        Questions all;
        call(all);
        CHECK(all.asked > n / 16 / 256);  // leaves
        for (const std::size_t last : {std::size_t{5}, all.asked / 2, all.asked}) {
            Questions some;
            some.last = last;
            CHECK_THROWS_AS(call(some), geodist::Interrupted);
            CHECK(some.asked == last);
        }
    }
}

TEST_CASE("a query that finds very many points takes them block by block") {
    // Many at once, and then few with the same vectors.
    std::vector<double> lat(70'000), lon(70'000, 0);
    for (std::size_t i = 0; i < lat.size(); ++i) {
        lat[i] = static_cast<double>(i) * 1e-3;
    }
    const PointIndex index({lat, lon});
    const std::vector<double> asked(40, 10), zeros(40, 0);
    std::vector<double> radius(40, 150);
    radius[0] = radius[7] = radius[8] = 9e6;
    geodist::RadiusOptions options;
    options.sort = true;
    options.threads = 1;
    const geodist::Neighbours found = index.query_radius({asked, zeros}, radius, options);
    for (std::size_t i = 0; i < radius.size(); ++i) {
        geodist::RadiusOptions alone = options;
        const std::vector<double> lat_i(1, 10), lon_i(1, 0);
        const auto expected = index.query_radius({lat_i, lon_i}, radius[i], alone);
        const auto from = static_cast<std::ptrdiff_t>(found.starts[i]);
        const auto to = static_cast<std::ptrdiff_t>(found.starts[i + 1]);
        CHECK(expected.rows.size() == (radius[i] > 1000 ? lat.size() : 3));
        CHECK(std::vector(found.rows.begin() + from, found.rows.begin() + to) == expected.rows);
        CHECK(std::vector(found.distances.begin() + from, found.distances.begin() + to) ==
              expected.distances);
    }
}

#ifdef __linux__
TEST_CASE("a saved index and its name reach the disk") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / ("geodist-" + std::to_string(::getpid()));
    fs::create_directory(folder);
    const fs::path before = fs::current_path();
    fs::current_path(folder);
    const std::vector<double> one(1, 10);
    const PointIndex index({one, one});
    // The second replaces the first; the third has no folder in its name.
    for (const fs::path& path : {folder / "points.gdx", folder / "points.gdx", fs::path("x.gdx")}) {
        written_through.clear();
        index.save(path);
        struct stat file{}, names{};
        CHECK(::stat(path.c_str(), &file) == 0);
        CHECK(::stat(folder.c_str(), &names) == 0);
        REQUIRE(written_through.size() == 2);
        CHECK(written_through[0].st_ino == file.st_ino);
        CHECK(written_through[1].st_ino == names.st_ino);
    }
    fs::current_path(before);
    fs::remove_all(folder);
}
#endif

TEST_CASE("a file keeps a note of the caller's") {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("geodist-index-" + std::to_string(std::random_device()()));
    std::filesystem::create_directory(folder);
    const auto path = folder / "points.gdx";
    const std::vector<double> lat{1, 2, 3}, lon{4, 5, 6};
    const PointIndex index({lat, lon});
    CHECK(index.note().empty());
    // Shorter than a cache line, as long as one, longer.
    for (const std::size_t size : {1U, 64U, 1000U}) {
        const std::string note(size, 'n');
        index.save(path, note);
        for (const bool map : {true, false}) {
            const PointIndex loaded = PointIndex::load(path, {map, true});
            CHECK(loaded.note() == note);
            CHECK(loaded.nbytes() == index.nbytes());
            CHECK(PointIndex::from_bytes(loaded.bytes()).note() == note);
            CHECK(loaded.columns().lat == lat);
        }
        PointIndex::load(path, {false, true}).save(path, "another");
        CHECK(PointIndex::load(path).note() == "another");
        PointIndex::load(path, {false, true}).save(path);
        const PointIndex without = PointIndex::load(path);
        CHECK(without.note().empty());
        CHECK(std::ranges::equal(without.bytes(), index.bytes()));
    }
    std::filesystem::remove_all(folder);
}
