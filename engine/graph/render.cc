#include "graph/render.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace weir::graph {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
// Longer lines are shown in part, around the caret.
constexpr std::size_t kWidth = 120;

std::size_t length_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return (first < 0x20 && first != '\t') || first == 0x7F;
  return character.size() == 2 && first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

// The characters of a line, each fit for a terminal: what is control or no UTF-8 becomes U+FFFD.
std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    const std::string_view character = text.substr(at, std::max<std::size_t>(length, 1));
    result.push_back(length == 0 || is_control(character) ? kReplacement : character);
    at += character.size();
  }
  return result;
}

std::string visible(std::string_view text) {
  std::string result;
  for (const std::string_view character : characters(text)) result += character;
  return result;
}

class Renderer {
 public:
  Renderer(const Diagnostics& diagnostics, bool colour) : diagnostics_(diagnostics), colour_(colour) {
    int last = 0;
    for (const Diagnostic& diagnostic : diagnostics) last = std::max(last, diagnostic.at.begin.line);
    gutter_ = std::max<std::size_t>(2, std::to_string(last).size());
  }

  std::string all() {
    for (const Diagnostic& diagnostic : diagnostics_) {
      one(diagnostic);
      text_ += '\n';
    }
    if (!diagnostics_.empty()) {
      text_ += std::to_string(diagnostics_.size()) + (diagnostics_.size() == 1 ? " error\n" : " errors\n");
    }
    return std::move(text_);
  }

 private:
  static constexpr std::string_view kError = "\x1b[1;31m";
  static constexpr std::string_view kFrame = "\x1b[1;34m";
  static constexpr std::string_view kBold = "\x1b[1m";

  void one(const Diagnostic& diagnostic) {
    paint(kError, "error[" + diagnostic.code + "]");
    paint(kBold, ": " + visible(diagnostic.message));
    text_ += '\n' + std::string(gutter_, ' ');
    paint(kFrame, "-->");
    text_ += ' ' + place(diagnostic.at) + '\n';
    if (diagnostic.at.begin.line > 0) excerpt(diagnostic);
    for (const std::string& note : diagnostic.notes) remark("note", note);
    for (const std::string& help : diagnostic.helps) remark("help", help);
  }

  static std::string place(const Location& at) {
    std::string file = visible(at.file);
    if (at.begin.line == 0) return file;
    return file + ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
  }

  void excerpt(const Diagnostic& diagnostic) {
    const Location& at = diagnostic.at;
    const std::vector<std::string_view> line = characters(diagnostics_.line(at.file, at.begin.line));
    const auto from = static_cast<std::size_t>(std::max(at.begin.column, 1) - 1);
    const bool one_line = at.end.line == at.begin.line;
    const std::size_t to = one_line ? static_cast<std::size_t>(std::max(at.end.column, 1) - 1) : line.size();
    const std::size_t length = to > from ? to - from : 1;

    std::size_t first = 0;
    std::size_t last = line.size();
    if (line.size() > kWidth) {
      first = std::min(from > kWidth / 3 ? from - kWidth / 3 : 0, line.size() - kWidth);
      last = first + kWidth;
    }
    bar();
    text_ += '\n';
    bar(std::to_string(at.begin.line));
    std::string shown = first > 0 ? "…" : "";
    std::string indent = first > 0 ? " " : "";
    for (std::size_t i = first; i < last; ++i) shown += line[i];
    if (last < line.size()) shown += "…";
    // Tabs are kept, so that both lines are equally wide.
    for (std::size_t i = first; i < from; ++i) indent += i < line.size() && line[i] == "\t" ? '\t' : ' ';
    text_ += (shown.empty() ? "" : " ") + shown + '\n';
    bar();
    text_ += ' ' + indent;
    const std::size_t room = last > from ? last - from : 1;
    paint(kError,
          std::string(std::min(length, room), '^') + (diagnostic.label.empty() ? "" : " ") + visible(diagnostic.label));
    text_ += '\n';
  }

  void bar(const std::string& number = "") { paint(kFrame, std::string(gutter_ - number.size(), ' ') + number + " |"); }

  void remark(const std::string& kind, std::string_view remark) {
    text_ += std::string(gutter_ + 1, ' ');
    paint(kFrame, "=");
    text_ += ' ';
    paint(kBold, kind);
    text_ += ": " + visible(remark) + '\n';
  }

  void paint(std::string_view colour, const std::string& text) {
    text_ += colour_ ? std::string(colour) + text + "\x1b[0m" : text;
  }

  const Diagnostics& diagnostics_;
  bool colour_;
  std::size_t gutter_ = 2;
  std::string text_;
};

}  // namespace

std::string render(const Diagnostics& diagnostics, bool colour) { return Renderer(diagnostics, colour).all(); }

}  // namespace weir::graph
