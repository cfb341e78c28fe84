#include "html/declared_charset.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "html/bytes.h"
#include "html/element.h"

namespace weir::html {
namespace {

// What can stand in the head of a page, or around it.
bool may_precede_body(Element element) {
  switch (element) {
    case Element::base:
    case Element::basefont:
    case Element::bgsound:
    case Element::head:
    case Element::html:
    case Element::link:
    case Element::meta:
    case Element::noscript:
    case Element::script:
    case Element::style:
    case Element::template_element:
    case Element::title:
      return true;
    default:
      return false;
  }
}

// "Extracting a character encoding from a meta element".
const Charset* charset_in_content(std::string_view content) {
  constexpr std::string_view kWord = "charset";
  std::size_t at = 0;
  const auto skip_spaces = [&] {
    while (at < content.size() && is_space(content[at])) ++at;
  };
  while (at + kWord.size() <= content.size()) {
    if (!equals_lower(content.substr(at, kWord.size()), kWord)) {
      ++at;
      continue;
    }
    at += kWord.size();
    skip_spaces();
    if (at == content.size()) return nullptr;
    if (content[at] != '=') continue;
    ++at;
    skip_spaces();
    if (at == content.size()) return nullptr;
    std::string_view value = content.substr(at);
    if (value[0] == '"' || value[0] == '\'') {
      const std::size_t end = value.find(value[0], 1);
      return end == std::string_view::npos ? nullptr : charset_of(value.substr(1, end - 1));
    }
    const auto* const end = std::find_if(value.begin(), value.end(), [](char c) { return is_space(c) || c == ';'; });
    return charset_of(value.substr(0, static_cast<std::size_t>(end - value.begin())));
  }
  return nullptr;
}

// "Get an XML encoding".
const Charset* charset_of_xml_declaration(std::string_view bytes) {
  if (!bytes.starts_with("<?xml")) return nullptr;
  bytes = bytes.substr(0, bytes.find('>'));
  std::size_t at = bytes.find("encoding");
  if (at == std::string_view::npos) return nullptr;
  bytes.remove_prefix(at + std::string_view("encoding").size());
  const auto skip_blanks = [&] {
    while (!bytes.empty() && static_cast<unsigned char>(bytes[0]) <= 0x20) bytes.remove_prefix(1);
  };
  skip_blanks();
  if (!bytes.starts_with('=')) return nullptr;
  bytes.remove_prefix(1);
  skip_blanks();
  if (!bytes.starts_with('"') && !bytes.starts_with('\'')) return nullptr;
  const std::size_t end = bytes.find(bytes[0], 1);
  return end == std::string_view::npos ? nullptr : charset_of(bytes.substr(1, end - 1));
}

class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : bytes_(bytes) {}

  const Charset* run() {
    while (next_markup()) {
      if (rest().starts_with("<!--")) {
        skip_behind("-->", 2);
      } else if (begins_tag()) {
        if (const Charset* const found = tag()) return found;
      } else if (rest().starts_with("<!") || rest().starts_with("</") || rest().starts_with("<?")) {
        skip_behind(">", 2);
      } else {
        ++at_;
      }
    }
    return nullptr;
  }

 private:
  struct Attribute {
    std::string name;
    std::string value;
  };

  std::string_view rest() const { return bytes_.substr(std::min(at_, bytes_.size())); }
  bool ended() const { return at_ >= bytes_.size(); }

  bool next_markup() {
    at_ = ended() ? bytes_.size() : std::min(bytes_.find('<', at_), bytes_.size());
    return !ended();
  }

  void skip_behind(std::string_view what, std::size_t from) {
    const std::size_t found = bytes_.find(what, at_ + from);
    at_ = found == std::string_view::npos ? bytes_.size() : found + what.size();
  }

  bool begins_tag() const {
    const std::string_view markup = rest();
    const std::size_t name = markup.size() > 1 && markup[1] == '/' ? 2 : 1;
    return name < markup.size() && is_alpha(markup[name]);
  }

  const Charset* tag() {
    const std::size_t tag = at_;
    const bool closes = bytes_[++at_] == '/';
    if (closes) ++at_;
    std::string name;
    while (!ended() && !is_space(bytes_[at_]) && bytes_[at_] != '/' && bytes_[at_] != '>') {
      name += to_lower(bytes_[at_++]);
    }
    const Element element = element_of(name);
    const bool head_ends = closes ? element == Element::head : !may_precede_body(element);
    if (tag >= kPrescanBytes && head_ends) at_ = bytes_.size();
    if (element == Element::meta && !closes) return meta();
    while (attribute()) {
    }
    return nullptr;
  }

  const Charset* meta() {
    std::vector<std::string> seen;
    bool is_content_type = false;
    bool needs_content_type = false;
    bool named = false;
    const Charset* charset = nullptr;
    while (const auto given = attribute()) {
      if (std::find(seen.begin(), seen.end(), given->name) != seen.end()) continue;
      if (given->name == "http-equiv") {
        is_content_type = given->value == "content-type";
      } else if (given->name == "content" && charset == nullptr && !named) {
        charset = charset_in_content(given->value);
        needs_content_type = charset != nullptr;
      } else if (given->name == "charset") {
        charset = charset_of(given->value);
        named = true;
        needs_content_type = false;
      } else {
        continue;
      }
      seen.push_back(given->name);
    }
    // An unfinished tag says nothing.
    return ended() || (needs_content_type && !is_content_type) ? nullptr : charset;
  }

  // "Get an attribute"; none at the end of the tag and at the end of the bytes.
  std::optional<Attribute> attribute() {
    while (!ended() && (is_space(bytes_[at_]) || bytes_[at_] == '/')) ++at_;
    if (ended() || bytes_[at_] == '>') return std::nullopt;
    Attribute read;
    for (; !ended() && (bytes_[at_] != '=' || read.name.empty()); ++at_) {
      if (is_space(bytes_[at_])) break;
      if (bytes_[at_] == '/' || bytes_[at_] == '>') return read;
      read.name += to_lower(bytes_[at_]);
    }
    skip_spaces();
    if (ended() || bytes_[at_] != '=') return read;
    ++at_;
    skip_spaces();
    read_value(read.value);
    return read;
  }

  void read_value(std::string& value) {
    if (ended()) return;
    const char quote = bytes_[at_];
    const bool quoted = quote == '"' || quote == '\'';
    if (quoted) ++at_;
    for (; !ended(); ++at_) {
      const char c = bytes_[at_];
      if (quoted ? c == quote : is_space(c) || c == '>') break;
      value += to_lower(c);
    }
    if (quoted && !ended()) ++at_;
  }

  void skip_spaces() {
    while (!ended() && is_space(bytes_[at_])) ++at_;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace

const Charset* declared_charset(std::string_view beginning) {
  using namespace std::string_view_literals;
  if (beginning.starts_with("<\0?\0x\0"sv)) return charset_of("utf-16le");
  if (beginning.starts_with("\0<\0?\0x"sv)) return charset_of("utf-16be");
  const Charset* charset = Prescan(beginning).run();
  if (charset == nullptr) charset = charset_of_xml_declaration(beginning.substr(0, kPrescanBytes));
  if (charset == nullptr) return nullptr;
  if (charset->is_utf16()) return &utf8_charset();
  return charset->name == "x-user-defined" ? &windows_1252_charset() : charset;
}

}  // namespace weir::html
