#include "sec/block_text.h"

#include <algorithm>
#include <string>

#include <re2/re2.h>

#include "sec/ascii.h"
#include "sec/match.h"
#include "sec/squeezed_text.h"

namespace weir::sec {
namespace {

constexpr std::size_t kShort = 120;

// Whether there is a word longer than the longest run of letters that a page's number has: "pagexxviiiof12".
bool has_long_word(std::string_view text) {
  constexpr int kLongestRun = 12;
  int letters = 0;
  for (const char c : text) {
    letters = is_letter(c) ? letters + 1 : 0;
    if (letters > kLongestRun) return true;
  }
  return false;
}

bool may_begin_part(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n\r");
  return text.size() <= kShort && begin != std::string_view::npos && lower(text[begin]) == 'p';
}

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

bool ends_sentence(std::string_view text) {
  constexpr std::size_t kEnd = 12;  // bytes in which quotation marks and the like may follow
  std::string_view end = text.substr(text.size() - std::min(text.size(), kEnd));
  while (!end.empty()) {
    const char last = end.back();
    if (std::string_view(".!?:;").find(last) != std::string_view::npos) return true;
    if (is_space(last) || std::string_view("\"')]*").find(last) != std::string_view::npos) {
      end.remove_suffix(1);
    } else if (end.ends_with("”") || end.ends_with("’")) {
      end.remove_suffix(3);
    } else {
      return false;
    }
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
  return text.size() <= 40 && !has_long_word(text) && matches_whole(text, kPage);
}

bool is_part_heading(std::string_view text) {
  static const RE2 kPart(
      "parts?(?:(?:i{1,3}|iv|[1-4]|one|two|three|four)[.,:&–—-]*(?:and)?(?:part)?)+"
      "(?:[a-z]{0,24}(?:other|financial)(?:information|statements)[.:]?)?(?:\\(unaudited\\))?"
      "(?:[–—-]?\\(?con[a-z’'.]*\\)?)?");
  // Letters may be set apart: "P A R T  I I".
  return may_begin_part(text) && matches_whole(squeeze(text), kPart);
}

std::uint8_t part_begun_in(std::string_view text) {
  static const RE2 kNumber("^part(?:(iv|4|four)|(iii|3|three)|(ii|2|two)|(?:i|1|one))");
  static const RE2 kAnother("^parts|^part[a-z0-9]+?(?:[,&/–—-]+|and)(?:part)?(?:[iv]+|[1-4])(?:[^a-z]|$)");
  const std::string_view first_line = text.substr(0, text.find('\n'));
  const std::string_view heading = is_part_heading(text) ? text : first_line;
  if (!is_part_heading(heading)) return 0;
  const std::string squeezed = squeeze(heading);
  std::string fourth;
  std::string third;
  std::string second;
  if (RE2::PartialMatch(squeezed, kAnother) || !RE2::PartialMatch(squeezed, kNumber, &fourth, &third, &second))
    return 0;
  return !fourth.empty() ? 4 : !third.empty() ? 3 : !second.empty() ? 2 : 1;
}

bool is_void(std::string_view text) {
  static const RE2 kVoid(
      "(?i)[\\s(\\[]*(?:this item is |item )?(?:none|not\\s+applicable|n/?a|reserved|removed\\s+and\\s+reserved|"
      "intentionally\\s+(?:left\\s+blank|omitted)|omitted|not\\s+required|no\\s+disclosure\\s+(?:is\\s+)?required|"
      "inapplicable|does\\s+not\\s+apply|there\\s+(?:are|were)\\s+none|nothing\\s+to\\s+report)\\b[\\s.:)\\]*]*");
  return text.size() <= kShort && matches_whole(text, kVoid);
}

bool is_contents_link(std::string_view text) {
  static const RE2 kLink(
      "(?i)\\s*(?:(?:back|return|go)\\s+to\\s+)?(?:the\\s+)?(?:table\\s+of\\s+contents|index\\s+to\\s+[a-z "
      "]*financial\\s+"
      "statements[a-z ]*|(?:form\\s+10-[kq]\\s+)?index|contents|top(?:\\s+of\\s+(?:page|document))?|quicklinks)\\s*");
  return text.size() <= kShort && matches_whole(text, kLink);
}

}  // namespace weir::sec
