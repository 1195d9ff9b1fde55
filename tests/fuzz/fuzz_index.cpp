// Index files: the bytes of a real index, some of them changed, with checksums that fit again. What
// is opened answers queries, or says that it is damaged.
#include <geodist/point_index.hpp>

#include <array>
#include <cmath>
#include <limits>

#include "fuzzed.hpp"
#include "index/checksum.hpp"
#include "index/index_file.hpp"

using namespace geodist;
using index::Header;

namespace {

std::vector<std::byte> bytes_of(std::size_t points, bool altitudes) {
    std::vector<double> lat(points), lon(points), altitude(points);
    for (std::size_t i = 0; i < points; ++i) {
        const auto x = static_cast<double>(i);
        lat[i] =
            i % 17 == 5 ? std::numeric_limits<double>::quiet_NaN() : std::remainder(x * 37.7, 180);
        lon[i] = std::remainder(x * 111.1, 360);
        altitude[i] = x;
    }
    const PointColumns columns =
        altitudes ? PointColumns{lat, lon, altitude} : PointColumns{lat, lon};
    const PointIndex made(columns);
    return {made.bytes().begin(), made.bytes().end()};
}

const std::vector<std::byte>& base(std::size_t which) {
    static const std::array bases{bytes_of(0, false), bytes_of(3, false), bytes_of(40, true),
                                  bytes_of(700, false)};
    return bases[which % bases.size()];
}

// The table of sections as it is now, as far as they are within the bytes.
void seal(std::vector<std::byte>& bytes) {
    if (bytes.size() < sizeof(Header)) {
        return;
    }
    Header header;
    std::memcpy(&header, bytes.data(), sizeof header);
    for (std::size_t i = 0; i < Header::most_sections && i < header.section_count; ++i) {
        index::Section& section = header.sections[i];
        if (section.offset <= bytes.size() && section.bytes <= bytes.size() - section.offset) {
            section.checksum = index::xxh64({bytes.data() + section.offset, section.bytes});
        }
    }
    std::memcpy(bytes.data(), &header, sizeof header);
    header.checksum = index::xxh64({bytes.data(), offsetof(Header, checksum)});
    std::memcpy(bytes.data(), &header, sizeof header);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Bytes input(data, size);
    std::vector<std::byte> bytes = base(input.take<std::uint8_t>());
    while (input.left() > 0 && !bytes.empty()) {
        const auto kind = input.take<std::uint8_t>();
        const std::size_t room =
            kind % 2 == 0 ? std::min(bytes.size(), sizeof(Header)) : bytes.size();
        const std::size_t at = input.take<std::uint32_t>() % room;
        const std::size_t width =
            std::min<std::size_t>(std::size_t{1} << kind / 2 % 4, bytes.size() - at);
        const auto value = input.take<std::uint64_t>();
        std::memcpy(bytes.data() + at, &value, width);
        if (kind >= 250) {
            bytes.resize(at);
        }
    }
    seal(bytes);
    fuzz::accepted([&] {
        const PointIndex found = PointIndex::from_bytes(bytes);
        const std::array lat{0.0, 48.5, -90.0}, lon{0.0, 2.5, 180.0}, height{0.0, 5.0, -7.0};
        const PointColumns points =
            found.has_altitudes() ? PointColumns{lat, lon, height} : PointColumns{lat, lon};
        const NearestRows nearest = found.query(points, 2);
        for (const std::int64_t row : nearest.rows) {
            fuzz::require(row >= -1 && row < static_cast<std::int64_t>(found.size()));
        }
        static_cast<void>(found.query_radius(points, 1e6));
        static_cast<void>(found.count_radius(points, 1e5));
        static_cast<void>(found.farthest(points));
        static_cast<void>(found.columns());
    });
    return 0;
}
