// Index files: the bytes of a real index, some of them changed, with checksums that fit again. What
// is opened answers queries, or says that it is damaged.
#include <geodist/elastic.hpp>
#include <geodist/point_index.hpp>
#include <geodist/shape_index.hpp>

#include <array>
#include <cmath>
#include <limits>

#include "fuzzed.hpp"
#include "index/checksum.hpp"
#include "index/index_file.hpp"
#include "tracks/track_file.hpp"

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

// Lines of four vertices each, so many degrees apart.
struct Lines {
    Lines(std::size_t rows, double step) : kinds(rows, line) {
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t i = 0; i < 4; ++i) {
                const auto x = static_cast<double>(4 * row + i) * step;
                lat.push_back(std::remainder(x * 7.7, 180));
                lon.push_back(std::remainder(x * 11.1, 360));
            }
            rings.push_back(static_cast<std::int64_t>(lat.size()));
            offsets.push_back(static_cast<std::int64_t>(row) + 1);
        }
    }

    static constexpr auto line = static_cast<std::uint8_t>(GeometryKind::line_string);
    std::vector<double> lat, lon;
    std::vector<std::int64_t> rings{0}, offsets{0};
    std::vector<std::uint8_t> kinds;
};

// Edges of a few kilometres are one piece each, and need but a small grid.
constexpr double near = 0.01, far = 1;

// Every second row is a polygon; the last one is missing.
std::vector<std::byte> bytes_of_shapes(std::size_t rows, double step,
                                       Edges edges = Edges::geodesic) {
    Lines lines(rows, step);
    for (std::size_t row = 1; row < rows; row += 2) {
        lines.kinds[row] = static_cast<std::uint8_t>(GeometryKind::polygon);
    }
    std::vector<std::int64_t> last = lines.offsets;
    last.push_back(last.back());
    lines.kinds.push_back(0);
    const ShapesView view{
        {lines.lat, lines.lon, lines.rings, lines.offsets, last, lines.kinds}, edges, false};
    const ShapeIndex made(view);
    return {made.bytes().begin(), made.bytes().end()};
}

std::vector<std::byte> bytes_of_tracks(std::size_t rows) {
    const Lines lines(rows, far);
    const ShapesView view{
        {lines.lat, lines.lon, lines.rings, lines.offsets, lines.offsets, lines.kinds},
        Edges::geodesic,
        false};
    const index::IndexFile file = tracks::track_file(view, wgs84());
    return {file.bytes().begin(), file.bytes().end()};
}

const std::vector<std::byte>& base(std::size_t which) {
    static const std::array bases{
        bytes_of(0, false),        bytes_of(3, false),
        bytes_of(40, true),        bytes_of(100, false),
        bytes_of_shapes(0, near),  bytes_of_shapes(2, far),
        bytes_of_shapes(12, near), bytes_of_shapes(5, near, Edges::planar),
        bytes_of_tracks(0),        bytes_of_tracks(7)};
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
    const auto way = input.take<std::uint8_t>();
    std::vector<std::byte> bytes = base(way);
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
        const std::array lat{48.5, -90.0}, lon{2.5, 180.0}, height{5.0, -7.0};
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
    fuzz::accepted([&] {
        const ShapeIndex found = ShapeIndex::from_bytes(bytes);
        const std::array lat{0.1, -90.0}, lon{0.2, 180.0}, radius{1e5, 1e6};
        const PointColumns points{lat, lon};
        // far away, many rows are measured along the ellipsoid, which takes long
        const PointColumns beside{std::span(lat).first(1), std::span(lon).first(1)};
        const NearestShapes nearest = found.query(beside, 2);
        for (const std::int64_t row : nearest.rows) {
            fuzz::require(row >= -1 && row < static_cast<std::int64_t>(found.size()));
        }
        static_cast<void>(found.query_radius(points, radius));
        static_cast<void>(found.covering(points));
        if (way >= 224) {
            const std::array<double, 3> line_lat{0.0, 0.5, 0.5}, line_lon{0.1, 0.1, 1.0};
            const std::array<std::int64_t, 2> vertices{0, 3}, one{0, 1};
            const std::array kinds{static_cast<std::uint8_t>(GeometryKind::line_string)};
            const ShapesView line{
                {line_lat, line_lon, vertices, one, one, kinds}, Edges::geodesic, false};
            static_cast<void>(found.query_radius(line, std::span(radius).first(1)));
        }
    });
    fuzz::accepted([&] {
        const TrackIndex found = TrackIndex::from_bytes(bytes);
        static const Lines asked(2, far);
        const ShapesView queries{
            {asked.lat, asked.lon, asked.rings, asked.offsets, asked.offsets, asked.kinds},
            Edges::geodesic,
            false};
        for (const TrackMetric metric : {TrackMetric::dtw, TrackMetric::sspd}) {
            for (const std::int64_t row : found.query(queries, {.metric = metric}, 2).rows) {
                fuzz::require(row >= -1 && row < static_cast<std::int64_t>(found.size()));
            }
        }
    });
    return 0;
}
