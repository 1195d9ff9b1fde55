// GeoJSON text: geometries, and the features of a document.
#include <geodist/geometries.hpp>
#include <geodist/text.hpp>

#include <array>
#include <string_view>

#include "fuzzed.hpp"

using namespace geodist;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::array<std::int64_t, 1> begins{0}, ends{static_cast<std::int64_t>(size)};
    const GeometryCells cells{{text.data(), text.size()}, begins, ends};

    const GeometryColumn binary = wkb_from_geojson(cells);
    const ShapeTable table = shapes_from_geojson(cells);
    fuzz::require(binary.states[0].fault == table.states[0].fault);
    if (binary.states[0].fault == GeometryFault::none) {
        const std::array<std::int64_t, 1> to{static_cast<std::int64_t>(binary.data.size())};
        const GeometryColumn written = geojson_from_wkb({binary.data, begins, to});
        fuzz::require(written.states[0].fault == GeometryFault::none);
        // and what was written is read as the same
        const std::array<std::int64_t, 1> end{static_cast<std::int64_t>(written.data.size())};
        fuzz::require(wkb_from_geojson({written.data, begins, end}).data == binary.data);
    }

    const JsonArray features = find_array(text, "features");
    static_cast<void>(features);
    const JsonItems items = split_items(text, {}, true);
    static_cast<void>(items);
    return 0;
}
