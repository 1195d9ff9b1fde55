// Well-known binary: what is read as shapes comes back as it was written.
#include <geodist/geometries.hpp>

#include <array>

#include "fuzzed.hpp"

using namespace geodist;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Two cells that share the bytes: the first byte says where one ends.
    const auto length = static_cast<std::int64_t>(size);
    const std::int64_t middle = size == 0 ? 0 : *data % (length + 1);
    const std::array<std::int64_t, 2> begins{0, middle}, ends{middle, length};
    const GeometryCells cells{{reinterpret_cast<const char*>(data), size}, begins, ends};

    const GeometryColumn same = wkb_from_wkb(cells), text = geojson_from_wkb(cells);
    const ShapeTable table = shapes_from_wkb(cells);
    std::array<double, 2> lat{}, lon{}, height{};
    const auto points = points_from_wkb(cells, {lat, lon, height});
    for (std::size_t i = 0; i < 2; ++i) {
        fuzz::require(same.states[i].fault == text.states[i].fault);
        fuzz::require(points[i].kind == same.states[i].kind ||
                      same.states[i].fault != GeometryFault::none);
    }

    std::array<std::uint8_t, 2> kinds{};
    for (std::size_t i = 0; i < 2; ++i) {
        const GeometryState& state = table.states[i];
        if (state.fault == GeometryFault::none && state.kind != GeometryKind::geometry_collection) {
            kinds[i] = static_cast<std::uint8_t>(state.kind);
        }
    }
    const ShapeCells shapes{table.lat, table.lon, table.rings, table.parts, table.rows, kinds};
    const GeometryColumn written = wkb_from_shapes(shapes);
    const std::vector<std::int64_t> from(written.offsets.begin(), written.offsets.end() - 1),
        to(written.offsets.begin() + 1, written.offsets.end());
    const ShapeTable again = shapes_from_wkb({written.data, from, to});
    fuzz::require(again.parts == table.parts && again.rows == table.rows);
    return 0;
}
