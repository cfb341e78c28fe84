#include "sec/markup_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "sec/ascii.h"
#include "sec/find_text.h"

namespace weir::sec {
namespace {

template <std::size_t n>
bool is_one_of(std::string_view name, const std::array<std::string_view, n>& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view other) { return same_letters(name, other); });
}

bool ends_line(std::string_view name) {
  static constexpr std::array<std::string_view, 27> kBlocks{
      "p",  "div", "br", "tr", "table", "h1",     "h2",   "h3",   "h4",    "h5",   "h6",   "li",         "ul",     "ol",
      "hr", "dl",  "dt", "dd", "pre",   "center", "body", "html", "title", "page", "text", "blockquote", "address"};
  return is_one_of(name, kBlocks);
}

bool is_hidden(std::string_view name) {
  static constexpr std::array<std::string_view, 5> kHidden{"script", "style", "head", "title", "ix:header"};
  return is_one_of(name, kHidden);
}

void append_utf8(std::string& text, std::uint32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | c >> 6);
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | c >> 12);
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | c >> 18);
    text += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// What a numeric reference stands for; 128 to 159 are read as windows-1252, where quotes and dashes lie.
std::uint32_t code_point(std::uint32_t number) {
  static constexpr std::array<std::uint16_t, 32> kWindows1252{
      0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
      0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
  if (number >= 0x80 && number < 0xA0) return kWindows1252[number - 0x80];
  if (number == 0xA0) return ' ';
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)) return 0xFFFD;
  return number;
}

// Appends what the reference at `at` ("&amp;", "&#8217;") means, and returns its length; 0 where there is none.
std::size_t append_reference(std::string& text, std::string_view rest) {
  const std::size_t end = rest.substr(0, 12).find(';');
  if (end == std::string_view::npos || end < 3) return 0;
  std::string_view name = rest.substr(1, end - 1);
  if (name.front() == '#') {
    const bool is_hex = name.size() > 2 && lower(name[1]) == 'x';
    name.remove_prefix(is_hex ? 2 : 1);
    std::uint32_t number = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number, is_hex ? 16 : 10);
    if (error != std::errc() || stop != name.data() + name.size()) return 0;
    append_utf8(text, code_point(number));
    return end + 1;
  }
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kNamed{{{"amp", "&"},
                                                                                         {"lt", "<"},
                                                                                         {"gt", ">"},
                                                                                         {"quot", "\""},
                                                                                         {"apos", "'"},
                                                                                         {"nbsp", " "},
                                                                                         {"ndash", "–"},
                                                                                         {"mdash", "—"},
                                                                                         {"lsquo", "‘"},
                                                                                         {"rsquo", "’"},
                                                                                         {"ldquo", "“"},
                                                                                         {"rdquo", "”"},
                                                                                         {"reg", "®"},
                                                                                         {"trade", "™"}}};
  for (const auto& [known, meaning] : kNamed) {
    if (name != known) continue;
    text += meaning;
    return end + 1;
  }
  return 0;
}

// Text without a tag that divides or dresses it is plain text, even where <html> stands around it.
bool has_html(std::string_view markup) {
  static constexpr std::array<std::string_view, 7> kHtml{"<p>", "<p ", "<br", "<td", "<tr", "<font", "<span"};
  for (std::size_t at = markup.find('<'); at != std::string_view::npos; at = markup.find('<', at + 1)) {
    const auto begins_here = [&](std::string_view tag) { return same_letters(markup.substr(at, tag.size()), tag); };
    if (std::any_of(kHtml.begin(), kHtml.end(), begins_here)) return true;
  }
  return false;
}

class LineReader {
 public:
  LineReader(std::string_view markup, std::string_view without) : rest_(markup), without_(without) {
    keeps_lines_ = !has_html(markup.substr(0, 16384));
  }

  std::vector<std::string> lines(std::size_t most) && {
    while (!rest_.empty() && lines_.size() < most) {
      if (rest_.front() == '<' && rest_.size() > 1 && begins_tag(rest_[1])) {
        read_tag();
      } else {
        read_character();
        read_plain();
      }
    }
    if (lines_.size() < most) end_line();
    return std::move(lines_);
  }

 private:
  static bool begins_tag(char c) { return is_letter(c) || c == '/' || c == '!' || c == '?'; }

  void skip_behind(std::string_view mark) {
    const std::size_t at = rest_.find(mark);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + mark.size());
  }

  void read_tag() {
    if (rest_.starts_with("<!--")) return skip_behind("-->");
    const bool closes = rest_[1] == '/';
    std::string_view name = rest_.substr(closes ? 2 : 1);
    name = name.substr(0, name.find_first_of(" \t\r\n/>"));
    const std::size_t end = rest_.find('>');
    const bool is_empty = end != std::string_view::npos && rest_[end - 1] == '/';
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (same_letters(name, "td") || same_letters(name, "th")) {
      if (closes) line_ += '\t';
    } else if (same_letters(name, "pre")) {
      keeps_lines_ = !closes;
    }
    if (ends_line(name)) end_line();
    if (!closes && !is_empty && (is_hidden(name) || (!without_.empty() && same_letters(name, without_))))
      skip_element(name);
  }

  // Goes behind the end tag of an element that was just opened.
  void skip_element(std::string_view name) {
    for (std::size_t at = find_text(rest_, "</"); at != std::string_view::npos; at = find_text(rest_, "</", at + 1)) {
      if (!same_letters(rest_.substr(at + 2, name.size()), name)) continue;
      rest_.remove_prefix(at);
      return skip_behind(">");
    }
    rest_ = {};
  }

  void read_character() {
    if (rest_.front() == '&') {
      const std::size_t length = append_reference(line_, rest_);
      if (length > 0) return rest_.remove_prefix(length);
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n' && keeps_lines_) return end_line();
    line_ += c;
  }

  // What is neither a tag, nor a reference, nor the end of a line.
  void read_plain() {
    const auto stops = [](char c) { return c == '<' || c == '&' || c == '\n'; };
    const auto size = static_cast<std::size_t>(std::find_if(rest_.begin(), rest_.end(), stops) - rest_.begin());
    line_ += rest_.substr(0, size);
    rest_.remove_prefix(size);
  }

  void end_line() {
    std::string line;
    line.reserve(line_.size());
    for (const char c : line_) {
      if (!is_space(c)) {
        line += c;
      } else if (!line.empty() && !is_space(line.back())) {
        line += c == '\t' && !keeps_lines_ ? '\t' : ' ';
      } else if (!line.empty() && c == '\t' && !keeps_lines_) {
        line.back() = '\t';
      }
    }
    line_.clear();
    while (!line.empty() && is_space(line.back())) line.pop_back();
    if (!line.empty()) lines_.push_back(std::move(line));
  }

  std::string_view rest_;
  std::string_view without_;
  bool keeps_lines_ = false;
  std::string line_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> visible_lines(std::string_view markup, std::size_t most) {
  return LineReader(markup, {}).lines(most);
}

std::string visible_text(std::string_view markup, std::string_view without) {
  std::string text;
  for (const std::string& line : LineReader(markup, without).lines(std::string_view::npos)) {
    if (!text.empty()) text += ' ';
    text += line;
  }
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text;
}

}  // namespace weir::sec
