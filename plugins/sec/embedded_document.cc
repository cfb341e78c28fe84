#include "sec/embedded_document.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sec/ascii.h"
#include "sec/find_text.h"

namespace weir::sec {
namespace {

constexpr std::string_view kTag = "DOCUMENT>";
constexpr std::size_t kTagWindowBytes = std::size_t{1} << 20;
constexpr std::size_t kKeptBytes = 16;        // a tag cut by the window's end, and the byte before it
constexpr std::uint64_t kHeaderBytes = 8192;  // more than any <TYPE> to <TEXT> takes
constexpr std::uint64_t kClosingBytes = 256;  // </XBRL>, </TEXT> and line breaks

// The value of a tag such as `<TYPE>10-K`, up to the end of its line.
std::string header_value(std::string_view header, std::string_view tag) {
  const std::size_t at = header.find(tag);
  if (at == std::string_view::npos) return {};
  std::string_view value = header.substr(at + tag.size());
  return std::string(trimmed(value.substr(0, value.find_first_of("\r\n<"))));
}

bool begins_with_letters(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && same_letters(text.substr(0, prefix.size()), prefix);
}

bool has_other_extension(std::string_view filename) {
  const std::size_t dot = filename.rfind('.');
  if (dot == std::string_view::npos) return false;
  static constexpr std::array<std::string_view, 5> kMarkup{".htm", ".html", ".xhtml", ".txt", ".sgml"};
  return std::none_of(kMarkup.begin(), kMarkup.end(),
                      [&](std::string_view extension) { return same_letters(filename.substr(dot), extension); });
}

bool has_other_type(std::string_view type) {
  static constexpr std::array<std::string_view, 8> kOther{"GRAPHIC", "ZIP",   "EXCEL", "XML",
                                                          "JSON",    "COVER", "PDF",   "EX-101"};
  return std::any_of(kOther.begin(), kOther.end(),
                     [&](std::string_view other) { return begins_with_letters(type, other); });
}

// Where the body begins: behind <TEXT>, or where there is none, behind the lines that describe the document.
std::size_t body_begin(std::string_view bytes) {
  const std::size_t text = bytes.find("<TEXT>");
  if (text != std::string_view::npos) return text + 6;
  std::size_t at = 0;
  for (const std::string_view tag : {"<TYPE>", "<SEQUENCE>", "<FILENAME>", "<DESCRIPTION>"}) {
    const std::size_t line = bytes.find(tag);
    if (line != std::string_view::npos) at = std::max(at, std::min(bytes.find('\n', line), bytes.size()));
  }
  return at;
}

}  // namespace

EmbeddedDocuments::EmbeddedDocuments(const Content& content)
    : content_(content),
      window_bytes_(static_cast<std::size_t>(std::min<std::uint64_t>(kTagWindowBytes, content.size()))),
      window_(std::make_unique_for_overwrite<char[]>(window_bytes_)) {}

bool EmbeddedDocuments::refill() {
  const std::size_t kept = std::min(kKeptBytes, window_size_);
  const std::uint64_t searched = window_begin_ + searched_;
  window_begin_ += window_size_ - kept;
  window_size_ = content_.read(window_begin_, {window_.get(), window_bytes_});
  searched_ = searched > window_begin_ ? static_cast<std::size_t>(searched - window_begin_) : 0;
  return window_size_ > kept;
}

std::optional<EmbeddedDocuments::Tag> EmbeddedDocuments::next_tag() {
  for (;;) {
    const std::string_view window(window_.get(), window_size_);
    const std::size_t name = find_text(window, kTag, searched_);
    if (name == std::string_view::npos) {
      if (!refill()) return std::nullopt;
      continue;
    }
    searched_ = name + kTag.size();
    const bool is_closing = name > 0 && window[name - 1] == '/';
    const std::size_t open = name - (is_closing ? 2 : 1);
    if (name < (is_closing ? 2U : 1U) || window[open] != '<') continue;
    if (open > 0 ? !is_space(window[open - 1]) : window_begin_ > 0) continue;
    return Tag{window_begin_ + open, window_begin_ + searched_, is_closing};
  }
}

std::optional<EmbeddedDocument> EmbeddedDocuments::next() {
  std::optional<Tag> opening = std::exchange(pending_, std::nullopt);
  while (!opening || opening->is_closing) {
    opening = next_tag();
    if (!opening) return std::nullopt;
  }
  const std::optional<Tag> after = next_tag();
  if (after && !after->is_closing) pending_ = after;
  return read(opening->end, after ? after->begin : content_.size());
}

EmbeddedDocument EmbeddedDocuments::read(std::uint64_t begin, std::uint64_t end) const {
  const std::string bytes = content_.read_string(begin, std::min(end, begin + kHeaderBytes));
  const std::string_view rest = bytes;
  const std::size_t body = body_begin(rest);
  const std::string_view header = rest.substr(0, body);

  EmbeddedDocument document;
  document.type = header_value(header, "<TYPE>");
  document.filename = header_value(header, "<FILENAME>");
  document.description = header_value(header, "<DESCRIPTION>");

  std::size_t first = body;
  while (first < rest.size() && is_space(rest[first])) ++first;
  bool is_wrapped = false;
  for (const std::string_view wrapper : {"<XBRL>", "<PDF>", "<XML>"}) {
    if (!begins_with_letters(rest.substr(first), wrapper)) continue;
    if (wrapper != "<XBRL>") document.is_markup = false;
    is_wrapped = true;
    first += wrapper.size();
    break;
  }
  if (begins_with_letters(rest.substr(first), "begin ")) document.is_markup = false;
  if (has_other_type(document.type) || has_other_extension(document.filename)) document.is_markup = false;
  document.text.begin = begin + (is_wrapped ? first : body);

  const std::uint64_t tail_begin = std::max(document.text.begin, end - std::min(end, kClosingBytes));
  const std::string tail = content_.read_string(tail_begin, end);
  document.text.end = end;
  for (const std::string_view closing : {"</TEXT>", "</XBRL>"}) {
    const std::size_t at = tail.rfind(closing);
    if (at != std::string::npos) document.text.end = std::min(document.text.end, tail_begin + at);
  }
  document.text.end = std::max(document.text.begin, document.text.end);
  return document;
}

bool is_submission(std::string_view beginning) {
  static constexpr std::array<std::string_view, 4> kMarks{"<DOCUMENT>", "<SEC-HEADER>", "<IMS-HEADER>", "<SUBMISSION>"};
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
    const std::size_t at = find_text(beginning, mark);
    return at != std::string_view::npos && (at == 0 || is_space(beginning[at - 1]));
  });
}

}  // namespace weir::sec
