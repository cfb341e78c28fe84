#include "sec/block_text.h"

#include <string>

#include <re2/re2.h>

#include "sec/ascii.h"

namespace weir::sec {
namespace {

bool matches(std::string_view text, const RE2& pattern) {
  return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

constexpr std::size_t kShort = 120;

}  // namespace

bool is_prose(std::string_view text) {
  constexpr std::size_t kLeastBytes = 60;
  constexpr int kLeastWords = 5;
  if (text.size() < kLeastBytes) return false;
  int words = 0;
  bool in_word = false;
  for (const char c : text.substr(0, 2000)) {
    const bool is_break = is_space(c);
    if (!is_break && !in_word && is_lower(c) && ++words == kLeastWords) return true;
    in_word = !is_break;
  }
  return false;
}

bool is_styled(const Block& block) {
  constexpr int kLarge = 105;  // per cent of the size that most of the text has
  const Style& style = block.style;
  return block.kind == BlockKind::heading || style.bold || style.italic || style.underlined || style.centred ||
         style.upper_case || style.size_percent > kLarge;
}

bool is_page_number(std::string_view text) {
  static const RE2 kPage(
      "(?i)[\\s\\x{A0}\\-–—|\\[(.]*(?:page\\s*)?(?:[0-9]{1,3}|[3-9][0-9]{3}|1[0-8][0-9]{2}|[ivxl]{1,6}|[a-z]{1,2}\\s*-"
      "\\s*[0-9]{1,3}(?:\\.[0-9]+)?)"
      "(?:\\s*(?:of|/)\\s*[0-9]{1,4})?[\\s\\x{A0}\\-–—|\\]).]*");
  return text.size() <= 40 && matches(text, kPage);
}

bool is_part_heading(std::string_view text) {
  static const RE2 kPart(
      "(?i)\\s*parts?\\s+(?:(?:i{1,3}|iv|[1-4]|one|two|three|four)\\b[\\s.,:&–—-]*(?:and\\s+)?)+"
      "(?:(?:[a-z]+\\s+){0,2}(?:other|financial)\\s+(?:information|statements)[.:]?)?\\s*(?:\\(unaudited\\)\\s*)?"
      "(?:[–—-]?\\s*\\(?con[a-z’'.]*\\)?)?\\s*");
  return text.size() <= kShort && matches(text, kPart);
}

std::uint8_t part_begun_in(std::string_view text) {
  static const RE2 kNumber("(?i)^\\s*part\\s+(?:(iv|4|four)|(i{3}|3|three)|(ii|2|two)|(?:i|1|one))\\b");
  static const RE2 kAnother("(?i)^\\s*parts|^\\s*part\\s+\\w+\\s*(?:[,&/–—-]|and)\\s*(?:part\\s+)?(?:[iv]+|[1-4])\\b");
  const auto begun = [](std::string_view heading) -> std::uint8_t {
    if (!is_part_heading(heading)) return 0;
    std::string fourth;
    std::string third;
    std::string second;
    const re2::StringPiece line(heading.data(), heading.size());
    if (RE2::PartialMatch(line, kAnother) || !RE2::PartialMatch(line, kNumber, &fourth, &third, &second)) return 0;
    return !fourth.empty() ? 4 : !third.empty() ? 3 : !second.empty() ? 2 : 1;
  };
  const std::uint8_t part = begun(text);
  return part != 0 ? part : begun(text.substr(0, text.find('\n')));
}

bool is_void(std::string_view text) {
  static const RE2 kVoid(
      "(?i)[\\s(\\[]*(?:this item is |item )?(?:none|not\\s+applicable|n/?a|reserved|removed\\s+and\\s+reserved|"
      "intentionally\\s+(?:left\\s+blank|omitted)|omitted|not\\s+required|no\\s+disclosure\\s+(?:is\\s+)?required|"
      "inapplicable|does\\s+not\\s+apply|there\\s+(?:are|were)\\s+none|nothing\\s+to\\s+report)\\b[\\s.)\\]*]*");
  return text.size() <= kShort && matches(text, kVoid);
}

bool is_contents_link(std::string_view text) {
  static const RE2 kLink(
      "(?i)\\s*(?:(?:back|return|go)\\s+to\\s+)?(?:the\\s+)?(?:table\\s+of\\s+contents|index\\s+to\\s+[a-z "
      "]*financial\\s+"
      "statements[a-z ]*|(?:form\\s+10-[kq]\\s+)?index|contents|top(?:\\s+of\\s+(?:page|document))?|quicklinks)\\s*");
  return text.size() <= kShort && matches(text, kLink);
}

}  // namespace weir::sec
