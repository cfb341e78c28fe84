#include "graph/diagnostic.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace weir::graph {

namespace {

// The byte at which a character begins, counted from 1; the size of the line where it has fewer.
std::size_t byte_of(std::string_view line, int column) {
  int seen = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(line[at]) & 0xC0U) != 0x80U;
    if (begins && ++seen == column) return at;
  }
  return line.size();
}

}  // namespace

bool Diagnostics::ByPlace::operator()(const Diagnostic& a, const Diagnostic& b) const {
  const auto order = [](const Diagnostic& diagnostic) {
    return std::tuple(diagnostic.at.file == kCommandLine, diagnostic.at.begin);
  };
  return order(a) < order(b);
}

void Diagnostics::add(Diagnostic diagnostic) { entries_.insert(std::move(diagnostic)); }

void Diagnostics::set_text(const std::string& file, std::string_view text) {
  Text kept{file, {}};
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    kept.lines.emplace_back(line);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  std::erase_if(texts_, [&](const Text& other) { return other.file == file; });
  texts_.push_back(std::move(kept));
}

std::string_view Diagnostics::line(const std::string& file, int number) const {
  for (const Text& text : texts_) {
    if (text.file != file || number < 1 || static_cast<std::size_t>(number) > text.lines.size()) continue;
    return text.lines[static_cast<std::size_t>(number) - 1];
  }
  return {};
}

void Diagnostics::hide(const Location& place) {
  for (int number = place.begin.line; number <= place.end.line; ++number) {
    std::string* line = find_line(place.file, number);
    if (!line) return;
    const std::size_t begin = number == place.begin.line ? byte_of(*line, place.begin.column) : 0;
    const std::size_t end = number == place.end.line ? byte_of(*line, place.end.column) : line->size();
    // One asterisk for each character, so that columns behind it stay where they are.
    const auto characters = std::count_if(line->begin() + static_cast<std::ptrdiff_t>(begin),
                                          line->begin() + static_cast<std::ptrdiff_t>(end),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    line->replace(begin, end - begin, static_cast<std::size_t>(characters), '*');
  }
}

std::string* Diagnostics::find_line(const std::string& file, int number) {
  for (Text& text : texts_) {
    if (text.file != file || number < 1 || static_cast<std::size_t>(number) > text.lines.size()) continue;
    return &text.lines[static_cast<std::size_t>(number) - 1];
  }
  return nullptr;
}

}  // namespace weir::graph
