#include "text/cell.hpp"

#include <cstddef>

#include "text/json_reader.hpp"

namespace geodist::text {

Cell read_csv(std::string_view written, std::string& buffer) {
    if (!written.starts_with('"')) {
        return {written, written.empty() ? TextStatus::missing : TextStatus::text};
    }
    written.remove_prefix(1);
    if (written.ends_with('"')) {
        written.remove_suffix(1);
    }
    std::size_t quote = written.find('"');
    if (quote == std::string_view::npos) {
        return {written};
    }
    buffer.clear();
    for (; quote != std::string_view::npos; quote = written.find('"')) {
        buffer.append(written.substr(0, quote + 1));
        written.remove_prefix(quote + 1);
        if (written.starts_with('"')) {
            written.remove_prefix(1);
        }
    }
    buffer.append(written);
    return {buffer};
}

Cell read_json(std::string_view written, std::string& buffer) {
    if (written.empty() || written == "null") {
        return {{}, TextStatus::missing};
    }
    if (!written.starts_with('"') || written.size() < 2) {
        return {written, TextStatus::text, false};
    }
    written = written.substr(1, written.size() - 2);
    if (written.find('\\') == std::string_view::npos) {
        return {written};
    }
    buffer.clear();
    const bool is_whole = append_unescaped(buffer, written);
    return {buffer, is_whole ? TextStatus::text : TextStatus::lone_surrogate};
}

}  // namespace geodist::text
