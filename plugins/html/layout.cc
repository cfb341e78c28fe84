#include "html/layout.h"

#include <algorithm>

#include "html/bytes.h"
#include "html/tokenizer.h"

namespace weir::html {
namespace {

// As much of a page as is looked at.
constexpr std::size_t kBeginningBytes = std::size_t{128} << 10;

constexpr std::size_t kStepBytes = std::size_t{4} << 10;

// A page that a browser is to lay out has a tag for every few lines.
constexpr std::uint64_t kLinesForEachTag = 40;

// Counts lines, and the tags that lay out a page.
class MarkupCount {
 public:
  void text(std::string_view bytes, std::uint64_t, TextMode) { lines_ += count_byte('\n', bytes); }
  void reference(std::string_view, std::uint64_t, std::uint64_t, TextMode) {}
  TextMode start_tag(const StartTag& tag) {
    using enum Element;
    switch (tag.element) {
      case ix_header:
        // Inline XBRL stands in pages that a browser is to lay out. Its header has many lines, and none of it is shown.
        marked_up_ = true;
        break;
      case pre:
        // Lines laid out by hand inside of a page that is not.
        tags_ += lines_ + kLinesForEachTag;
        break;
      case b:
      case br:
      case center:
      case div:
      case font:
      case h1:
      case h2:
      case h3:
      case h4:
      case li:
      case p:
      case span:
      case strong:
      case td:
      case tr:
        ++tags_;
        break;
      default:
        break;
    }
    return text_mode_of(tag.element);
  }
  void end_tag(const EndTag&) {}
  bool cdata_allowed() const { return false; }

  // Whether the tags so far are few against that many lines.
  bool by_hand(std::uint64_t lines) const { return !marked_up_ && tags_ * kLinesForEachTag <= lines; }
  bool by_hand() const { return by_hand(lines_); }

 private:
  std::uint64_t lines_ = 0;
  std::uint64_t tags_ = 0;
  bool marked_up_ = false;
};

}  // namespace

Layout layout_of(std::string_view beginning) {
  MarkupCount count;
  Tokenizer<MarkupCount> tokenizer(count);
  beginning = beginning.substr(0, kBeginningBytes);
  // Most pages have more tags in their first kilobytes than all of their lines would allow.
  const std::uint64_t lines = count_byte('\n', beginning);
  while (!beginning.empty() && count.by_hand(lines)) {
    const std::string_view step = beginning.substr(0, kStepBytes);
    tokenizer.feed(step);
    beginning.remove_prefix(step.size());
  }
  tokenizer.finish();
  return count.by_hand() ? Layout::by_hand : Layout::markup;
}

}  // namespace weir::html
