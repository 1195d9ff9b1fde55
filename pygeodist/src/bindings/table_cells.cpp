// Tables of text, for the command line: cells as columns, and rows with new columns.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"
#include "spans.hpp"

namespace py = pybind11;

namespace geodist::bindings::table_cells {

namespace {

constexpr std::array POINT_STATUS{"missing", "point", "other_type", "not_numbers"};
constexpr std::array TEXT_STATUS{"missing", "text", "lone_surrogate"};

py::tuple points_in(const py::buffer& buffer, const SpanArray& types,
                    const SpanArray& coordinates) {
    const Block block(buffer);
    const SpanColumn type_column(types), coordinate_column(coordinates);
    const py::ssize_t size = types.shape(0);
    Array<double> lon(size), lat(size), height(size);
    std::vector<PointStatus> status(static_cast<std::size_t>(size));
    {
        const auto [x, y, z] =
            std::array{mutable_view(lon), mutable_view(lat), mutable_view(height)};
        const py::gil_scoped_release unlocked;
        read_points(block.text(), type_column.spans(), coordinate_column.spans(), x, y, z, status);
    }
    return py::make_tuple(lon, lat, height, owning<std::uint8_t>(std::move(status)));
}

CellSyntax syntax_of(std::string_view name) {
    if (name != "csv" && name != "json") {
        throw GeodistError("the syntax of cells must be csv or json");
    }
    return name == "csv" ? CellSyntax::csv : CellSyntax::json;
}

Array<double> numbers_in(const py::buffer& buffer, const SpanArray& cells, std::string_view syntax,
                         std::string_view axis, char decimal) {
    const Block block(buffer);
    const SpanColumn column(cells);
    const CellSyntax how = syntax_of(syntax);
    const CellKind kind = axis == "lat"   ? CellKind::latitude
                          : axis == "lon" ? CellKind::longitude
                                          : CellKind::number;
    Array<double> values(cells.shape(0));
    const std::span<double> out = mutable_view(values);
    const py::gil_scoped_release unlocked;
    read_cells(block.text(), column.spans(), how, kind, decimal, out);
    return values;
}

py::tuple integers_in(const py::buffer& buffer, const SpanArray& cells, std::string_view syntax) {
    const Block block(buffer);
    const SpanColumn column(cells);
    Array<std::int64_t> values(cells.shape(0));
    Array<std::uint8_t> is_there(cells.shape(0));
    read_integers(block.text(), column.spans(), syntax_of(syntax), mutable_view(values),
                  mutable_view(is_there));
    return py::make_tuple(values, is_there);
}

py::tuple texts_in(const py::buffer& buffer, const SpanArray& cells, std::string_view syntax) {
    const Block block(buffer);
    const SpanColumn column(cells);
    const CellSyntax how = syntax_of(syntax);
    GatheredTexts texts = [&] {
        const py::gil_scoped_release unlocked;
        return gather_texts(block.text(), column.spans(), how);
    }();
    return py::make_tuple(owning<std::int32_t>(std::move(texts.offsets)),
                          owning<std::uint8_t>(std::move(texts.bytes)),
                          owning<std::uint8_t>(std::move(texts.status)));
}

std::uint8_t types_in(const py::buffer& buffer, const SpanArray& cells, std::string_view syntax,
                      char decimal) {
    const Block block(buffer);
    const SpanColumn column(cells);
    const CellSyntax how = syntax_of(syntax);
    const py::gil_scoped_release unlocked;
    return fitting_types(block.text(), column.spans(), how, decimal);
}

std::optional<SpanColumn> optional_spans(const std::optional<SpanArray>& array) {
    return array ? std::optional<SpanColumn>(*array) : std::nullopt;
}

// New columns, and the arrays that they are in.
class NewColumns {
  public:
    explicit NewColumns(const py::list& columns) {
        for (const py::handle column : columns) {
            if (py::isinstance<py::array_t<double>>(column)) {
                add_numbers<double>(column);
            } else if (py::isinstance<py::array_t<std::int64_t>>(column)) {
                add_numbers<std::int64_t>(column);
            } else {
                add_texts(column.cast<Texts>());
            }
        }
    }
    [[nodiscard]] std::span<const NewColumn> columns() const { return columns_; }

  private:
    using Texts =
        std::tuple<Array<std::int32_t>, py::buffer, std::optional<Array<std::uint8_t>>, bool>;

    template <class T>
    void add_numbers(py::handle column) {
        const Array<T> array(py::reinterpret_borrow<py::object>(column));
        kept_.push_back(array);
        columns_.emplace_back(view(array));
    }

    void add_texts(const Texts& texts) {
        const auto& [offsets, bytes, is_there, is_verbatim] = texts;
        blocks_.push_back(std::make_unique<Block>(bytes));
        kept_.push_back(offsets);
        NewTexts column{view(offsets), blocks_.back()->text(), {}, is_verbatim};
        if (is_there) {
            kept_.push_back(*is_there);
            column.is_there = view(*is_there);
        }
        columns_.emplace_back(column);
    }

    std::vector<py::object> kept_;
    std::vector<std::unique_ptr<Block>> blocks_;
    std::vector<NewColumn> columns_;
};

struct Written {
    const py::buffer& block;
    const std::optional<SpanArray>& rows;
    const std::optional<SpanArray>& tails;
    const py::list& columns;
    std::string_view line_end;
    const std::vector<std::optional<int>>& decimals;
    char decimal_mark = '.';
};

// Calls write(rows) without the interpreter lock.
template <class Write>
py::array_t<std::uint8_t> written(const Written& given, Write write) {
    const Block block(given.block);
    const NewColumns columns(given.columns);
    const auto rows = optional_spans(given.rows), tails = optional_spans(given.tails);
    const auto spans = [](const std::optional<SpanColumn>& column) {
        return column ? std::optional<Spans>(column->spans()) : std::nullopt;
    };
    const NewRows all{block.text(),      spans(rows),    spans(tails),      given.line_end,
                      columns.columns(), given.decimals, given.decimal_mark};
    std::string text = [&] {
        const py::gil_scoped_release unlocked;
        return write(all);
    }();
    return owning<std::uint8_t>(std::move(text));
}

py::array_t<std::uint8_t> written_cells(
    const py::buffer& block, const std::optional<SpanArray>& rows,
    const std::optional<SpanArray>& tails, const py::list& columns, char delimiter, bool in_front,
    std::string_view line_end, const std::vector<std::optional<int>>& decimals, char decimal) {
    const Written given{block, rows, tails, columns, line_end, decimals, decimal};
    return written(given,
                   [&](const NewRows& all) { return write_cells(all, delimiter, in_front); });
}

py::array_t<std::uint8_t> written_members(
    const py::buffer& block, const std::optional<SpanArray>& rows,
    const std::optional<SpanArray>& objects, const std::optional<SpanArray>& tails,
    const std::vector<std::string>& names, const py::list& columns, std::string_view inside,
    std::string_view line_end, const std::vector<std::optional<int>>& decimals) {
    const auto column = optional_spans(objects);
    const auto spans = column ? std::optional<Spans>(column->spans()) : std::nullopt;
    const Written given{block, rows, tails, columns, line_end, decimals};
    return written(given,
                   [&](const NewRows& all) { return write_members(all, spans, names, inside); });
}

}  // namespace

void bind(py::module_& m) {
    m.attr("POINT_STATUS") = words(POINT_STATUS);
    m.attr("TEXT_STATUS") = words(TEXT_STATUS);
    m.def("read_points", &points_in, py::arg("block"), spans_argument("types"),
          spans_argument("coordinates"), "read_points(block, types, coordinates)");
    m.def("read_numbers", &numbers_in, py::arg("block"), spans_argument("cells"), py::arg("syntax"),
          py::arg("axis"), py::arg("decimal"), "read_numbers(block, cells, syntax, axis, decimal)");
    m.def("read_integers", &integers_in, py::arg("block"), spans_argument("cells"),
          py::arg("syntax"), "read_integers(block, cells, syntax)");
    m.def("gather_texts", &texts_in, py::arg("block"), spans_argument("cells"), py::arg("syntax"),
          "gather_texts(block, cells, syntax)");
    m.def("fitting_types", &types_in, py::arg("block"), spans_argument("cells"), py::arg("syntax"),
          py::arg("decimal"), "fitting_types(block, cells, syntax, decimal)");
    m.def("write_cells", &written_cells, py::arg("block"), spans_argument("rows"),
          spans_argument("tails"), py::arg("columns"), py::arg("delimiter"), py::arg("in_front"),
          py::arg("line_end"), py::arg("decimals"), py::arg("decimal"),
          "write_cells(block, rows, tails, columns, delimiter, in_front, line_end, decimals, "
          "decimal)");
    m.def("write_members", &written_members, py::arg("block"), spans_argument("rows"),
          spans_argument("objects"), spans_argument("tails"), py::arg("names"), py::arg("columns"),
          py::arg("inside"), py::arg("line_end"), py::arg("decimals"),
          "write_members(block, rows, objects, tails, names, columns, inside, line_end, decimals)");
}

}  // namespace geodist::bindings::table_cells
