// Tables of text, for the command line: where their rows and cells are, and rows to be written.
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
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"

namespace py = pybind11;

namespace geodist::bindings::table_text {

namespace {

// The words of codes, in their order.
constexpr std::array ROW_FAULTS{"none", "few_fields", "many_fields", "text_after_quote",
                                "open_quote"};
constexpr std::array JSON_FAULTS{"none",     "not_an_object",     "unexpected",   "unfinished",
                                 "trailing", "control_character", "wrong_escape", "wrong_number",
                                 "too_deep", "not_utf8"};
constexpr std::array ITEM_STATES{"first", "after_item", "after_comma", "ended"};
constexpr std::array POINT_STATUS{"missing", "point", "other_type", "not_numbers"};
constexpr std::array TEXT_STATUS{"missing", "text", "lone_surrogate"};

template <std::size_t N>
py::tuple words(const std::array<const char*, N>& names) {
    py::tuple tuple(N);
    for (std::size_t i = 0; i < N; ++i) {
        tuple[i] = names[i];
    }
    return tuple;
}

template <std::size_t N, class Enum>
const char* word(const std::array<const char*, N>& names, Enum code) {
    return names[static_cast<std::size_t>(code)];
}

using SpanArray = py::array_t<std::int32_t, 0>;
using Shape = std::vector<py::ssize_t>;

// The bytes of bytes, a memoryview or an array.
class Block {
  public:
    explicit Block(const py::buffer& buffer) : info_(buffer.request()) {
        if (info_.ndim != 1 || info_.itemsize != 1 || (info_.size > 1 && info_.strides[0] != 1)) {
            throw GeodistError("a block must be contiguous bytes");
        }
    }
    [[nodiscard]] std::string_view text() const {
        return {static_cast<const char*>(info_.ptr), static_cast<std::size_t>(info_.size)};
    }

  private:
    py::buffer_info info_;
};

// Spans in an array of rows of begin and end, such as a column of cells, which is not contiguous.
class SpanColumn {
  public:
    explicit SpanColumn(const SpanArray& array) : array_(array) {
        if (array.ndim() != 2 || array.shape(1) != 2) {
            throw GeodistError("spans must be rows of begin and end");
        }
        constexpr py::ssize_t size = sizeof(Span);
        const auto is_usable = [&] {
            return array_.strides(0) > 0 && array_.strides(0) % size == 0 &&
                   array_.strides(1) == sizeof(std::int32_t);
        };
        if (!is_usable()) {
            array_ = Array<std::int32_t>(array);
        }
        spans_.count = static_cast<std::size_t>(array_.shape(0));
        spans_.step = spans_.count < 2 ? 1 : static_cast<std::size_t>(array_.strides(0) / size);
        const std::size_t all = spans_.count == 0 ? 0 : (spans_.count - 1) * spans_.step + 1;
        spans_.all = {reinterpret_cast<const Span*>(array_.data()), all};
    }
    [[nodiscard]] const Spans& spans() const { return spans_; }

  private:
    SpanArray array_;
    Spans spans_;
};

std::optional<SpanColumn> optional_spans(const std::optional<SpanArray>& array) {
    return array ? std::optional<SpanColumn>(*array) : std::nullopt;
}

// An array that owns what was in the container.
template <class T, class Values>
py::array_t<T> owning(Values values, const Shape& shape) {
    auto owned = std::make_unique<Values>(std::move(values));
    const auto* const data = reinterpret_cast<const T*>(owned->data());
    const py::capsule owner(owned.release(),
                            [](void* pointer) { delete static_cast<Values*>(pointer); });
    return py::array_t<T>(shape, data, owner);
}

template <class T, class Values>
py::array_t<T> owning(Values values) {
    const auto size = static_cast<py::ssize_t>(values.size());
    return owning<T>(std::move(values), Shape{size});
}

py::array_t<std::int32_t> owning_spans(std::vector<Span> spans) {
    const auto size = static_cast<py::ssize_t>(spans.size());
    return owning<std::int32_t>(std::move(spans), {size, 2});
}

struct Rows {
    py::array_t<std::int32_t> cells, rows;
    py::array_t<std::int64_t> lines;
    py::array_t<std::int32_t> fields;
    py::array_t<std::uint8_t> faults;
    std::size_t consumed;
    std::int64_t next_line;
    std::optional<std::int64_t> open_quote;
};

Rows rows_of(CsvRows found, std::size_t columns) {
    const Shape shape{static_cast<py::ssize_t>(found.rows.size()),
                      static_cast<py::ssize_t>(columns), 2};
    return {owning<std::int32_t>(std::move(found.cells), shape),
            owning_spans(std::move(found.rows)),
            owning<std::int64_t>(std::move(found.lines)),
            owning<std::int32_t>(std::move(found.fields)),
            owning<std::uint8_t>(std::move(found.faults)),
            found.consumed,
            found.next_line,
            found.open_quote};
}

Rows split_table(const py::buffer& buffer, char delimiter, std::size_t columns, std::int64_t line,
                 bool is_last, std::optional<std::size_t> most_rows) {
    const Block block(buffer);
    CsvOptions options{delimiter, columns, line, is_last};
    options.most_rows = most_rows.value_or(options.most_rows);
    return rows_of(
        [&] {
            const py::gil_scoped_release unlocked;
            return split_csv(block.text(), options);
        }(),
        columns);
}

Rows split_json_lines(const py::buffer& buffer, std::int64_t line, bool is_last) {
    const Block block(buffer);
    return rows_of(
        [&] {
            const py::gil_scoped_release unlocked;
            return split_lines(block.text(), line, is_last);
        }(),
        0);
}

struct Items {
    py::array_t<std::int32_t> items;
    std::size_t consumed;
    const char* state;
    const char* fault;
    std::size_t where;
};

Items split_array(const py::buffer& buffer, std::string_view state, bool is_last) {
    const Block block(buffer);
    std::size_t code = 0;
    while (code < ITEM_STATES.size() && ITEM_STATES[code] != state) {
        ++code;
    }
    if (code == ITEM_STATES.size()) {
        throw GeodistError("unknown state of an array");
    }
    JsonItems found = [&] {
        const py::gil_scoped_release unlocked;
        return split_items(block.text(), static_cast<ItemState>(code), is_last);
    }();
    return {owning_spans(std::move(found.items)), found.consumed, word(ITEM_STATES, found.state),
            word(JSON_FAULTS, found.fault), found.where};
}

py::tuple find_list(const py::buffer& buffer, std::string_view name) {
    const Block block(buffer);
    const JsonArray found = find_array(block.text(), name);
    return py::make_tuple(found.begin, word(JSON_FAULTS, found.fault), found.where);
}

struct Objects {
    py::array_t<std::int32_t> members, objects;
    py::array_t<std::uint8_t> faults;
    py::array_t<std::int32_t> where;
};

Objects scan(const py::buffer& buffer, const SpanArray& pieces,
             const std::vector<std::pair<std::string, std::optional<std::string>>>& paths) {
    const Block block(buffer);
    const SpanColumn column(pieces);
    std::vector<MemberPath> wanted;
    wanted.reserve(paths.size());
    for (const auto& [name, inner] : paths) {
        wanted.push_back({name, inner ? std::optional<std::string_view>(*inner) : std::nullopt});
    }
    JsonObjects found = [&] {
        const py::gil_scoped_release unlocked;
        return scan_objects(block.text(), column.spans(), wanted);
    }();
    const Shape shape{static_cast<py::ssize_t>(found.objects.size()),
                      static_cast<py::ssize_t>(paths.size()), 2};
    return {owning<std::int32_t>(std::move(found.members), shape),
            owning_spans(std::move(found.objects)), owning<std::uint8_t>(std::move(found.faults)),
            owning<std::int32_t>(std::move(found.where))};
}

std::vector<std::string> names_in(const py::buffer& buffer, const SpanArray& objects) {
    const Block block(buffer);
    const SpanColumn column(objects);
    const py::gil_scoped_release unlocked;
    return member_names(block.text(), column.spans());
}

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
    TextColumn texts = [&] {
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

py::array_t<std::uint8_t> written_cells(const py::buffer& block,
                                        const std::optional<SpanArray>& rows,
                                        const std::optional<SpanArray>& tails,
                                        const py::list& columns, char delimiter, bool in_front,
                                        std::string_view line_end,
                                        const std::vector<std::optional<int>>& decimals,
                                        char decimal) {
    const Written given{block, rows, tails, columns, line_end, decimals, decimal};
    return written(given,
                   [&](const NewRows& all) { return write_cells(all, delimiter, in_front); });
}

py::array_t<std::uint8_t> written_members(const py::buffer& block,
                                          const std::optional<SpanArray>& rows,
                                          const std::optional<SpanArray>& objects,
                                          const std::optional<SpanArray>& tails,
                                          const std::vector<std::string>& names,
                                          const py::list& columns, std::string_view inside,
                                          std::string_view line_end,
                                          const std::vector<std::optional<int>>& decimals) {
    const auto column = optional_spans(objects);
    const auto spans = column ? std::optional<Spans>(column->spans()) : std::nullopt;
    const Written given{block, rows, tails, columns, line_end, decimals};
    return written(given,
                   [&](const NewRows& all) { return write_members(all, spans, names, inside); });
}

void bind_readers(py::module_& m) {
    py::class_<Rows>(m, "CsvRows")
        .def_readonly("cells", &Rows::cells)
        .def_readonly("rows", &Rows::rows)
        .def_readonly("lines", &Rows::lines)
        .def_readonly("fields", &Rows::fields)
        .def_readonly("faults", &Rows::faults)
        .def_readonly("consumed", &Rows::consumed)
        .def_readonly("next_line", &Rows::next_line)
        .def_readonly("open_quote", &Rows::open_quote);
    py::class_<Items>(m, "JsonItems")
        .def_readonly("items", &Items::items)
        .def_readonly("consumed", &Items::consumed)
        .def_readonly("state", &Items::state)
        .def_readonly("fault", &Items::fault)
        .def_readonly("where", &Items::where);
    py::class_<Objects>(m, "JsonObjects")
        .def_readonly("members", &Objects::members)
        .def_readonly("objects", &Objects::objects)
        .def_readonly("faults", &Objects::faults)
        .def_readonly("where", &Objects::where);
    m.attr("ROW_FAULTS") = words(ROW_FAULTS);
    m.attr("JSON_FAULTS") = words(JSON_FAULTS);
    m.attr("POINT_STATUS") = words(POINT_STATUS);
    m.attr("TEXT_STATUS") = words(TEXT_STATUS);
    m.def("split_csv", &split_table, py::arg("block"), py::arg("delimiter"), py::arg("columns"),
          py::arg("line"), py::arg("is_last"), py::arg("most_rows") = py::none(),
          "split_csv(block, delimiter, columns, line, is_last, most_rows=None)");
    m.def("split_lines", &split_json_lines, py::arg("block"), py::arg("line"), py::arg("is_last"),
          "split_lines(block, line, is_last)");
    m.def("split_items", &split_array, py::arg("block"), py::arg("state"), py::arg("is_last"),
          "split_items(block, state, is_last)");
    m.def("find_array", &find_list, py::arg("text"), py::arg("name"), "find_array(text, name)");
    const auto spans = [](const char* name) { return py::arg(name).noconvert(); };
    m.def("scan_objects", &scan, py::arg("block"), spans("pieces"), py::arg("paths"),
          "scan_objects(block, pieces, paths)");
    m.def("member_names", &names_in, py::arg("block"), spans("objects"),
          "member_names(block, objects)");
    m.def("read_points", &points_in, py::arg("block"), spans("types"), spans("coordinates"),
          "read_points(block, types, coordinates)");
    m.def("read_numbers", &numbers_in, py::arg("block"), spans("cells"), py::arg("syntax"),
          py::arg("axis"), py::arg("decimal"), "read_numbers(block, cells, syntax, axis, decimal)");
    m.def("read_integers", &integers_in, py::arg("block"), spans("cells"), py::arg("syntax"),
          "read_integers(block, cells, syntax)");
    m.def("gather_texts", &texts_in, py::arg("block"), spans("cells"), py::arg("syntax"),
          "gather_texts(block, cells, syntax)");
    m.def("fitting_types", &types_in, py::arg("block"), spans("cells"), py::arg("syntax"),
          py::arg("decimal"), "fitting_types(block, cells, syntax, decimal)");
}

}  // namespace

void bind(py::module_& m) {
    bind_readers(m);
    const auto spans = [](const char* name) { return py::arg(name).noconvert(); };
    m.def("write_cells", &written_cells, py::arg("block"), spans("rows"), spans("tails"),
          py::arg("columns"), py::arg("delimiter"), py::arg("in_front"), py::arg("line_end"),
          py::arg("decimals"), py::arg("decimal"),
          "write_cells(block, rows, tails, columns, delimiter, in_front, line_end, decimals, "
          "decimal)");
    m.def("write_members", &written_members, py::arg("block"), spans("rows"), spans("objects"),
          spans("tails"), py::arg("names"), py::arg("columns"), py::arg("inside"),
          py::arg("line_end"), py::arg("decimals"),
          "write_members(block, rows, objects, tails, names, columns, inside, line_end, decimals)");
}

}  // namespace geodist::bindings::table_text
