#include "html/tokens.h"

#include <algorithm>
#include <map>
#include <optional>

namespace weir::html {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string lowered(std::string_view name) {
  std::string lower;
  for (const char c : name) {
    if (c == '\0') {
      lower += kReplacement;
    } else {
      lower += to_lower(c);
    }
  }
  return lower;
}

std::string normalised(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\0') {
      text += kReplacement;
    } else if (bytes[i] != '\r') {
      text += bytes[i];
    } else if (i + 1 == bytes.size() || bytes[i + 1] != '\n') {
      text += '\n';
    }
  }
  return text;
}

// Reads a doctype from all of its bytes. No stage needs it, so it lives here, only to be compared.
class DoctypeReader {
 public:
  explicit DoctypeReader(std::string_view bytes) : rest_(bytes.substr(std::min<std::size_t>(9, bytes.size()))) {
    complete_ = rest_.ends_with('>');
    if (complete_) rest_.remove_suffix(1);
  }

  std::string read() {
    skip_space();
    std::size_t end = 0;
    while (end < rest_.size() && !is_space(rest_[end])) ++end;
    const std::string name = lowered(rest_.substr(0, end));
    rest_.remove_prefix(end);
    bool well_formed = !name.empty();
    // Behind both identifiers the standard ignores what follows, even an end that is missing.
    bool behind_identifiers = false;
    skip_space();
    std::optional<std::string> public_id;
    std::optional<std::string> system_id;
    if (!rest_.empty()) {
      const std::string keyword = lowered(rest_.substr(0, 6));
      rest_.remove_prefix(keyword.size() == 6 ? 6 : 0);
      skip_space();
      well_formed = keyword == "public" || keyword == "system";
      if (keyword == "public") well_formed = quoted(public_id);
      skip_space();
      if (well_formed && (keyword == "system" || !rest_.empty())) {
        well_formed = quoted(system_id);
        skip_space();
        behind_identifiers = well_formed && !rest_.empty();
      }
    }
    const bool correct = well_formed && (complete_ || behind_identifiers);
    return doctype_token(name, public_id ? &*public_id : nullptr, system_id ? &*system_id : nullptr, correct);
  }

 private:
  void skip_space() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }

  bool quoted(std::optional<std::string>& id) {
    if (rest_.empty() || (rest_.front() != '"' && rest_.front() != '\'')) return false;
    const char quote = rest_.front();
    rest_.remove_prefix(1);
    const std::size_t end = rest_.find(quote);
    id = normalised(rest_.substr(0, end));
    if (end == std::string_view::npos) return false;
    rest_.remove_prefix(end + 1);
    return true;
  }

  std::string_view rest_;
  bool complete_ = false;
};

}  // namespace

std::string start_tag_token(std::string_view name, std::vector<std::pair<std::string, std::string>> attributes,
                            bool self_closing) {
  std::string token = "<" + std::string(name);
  const std::map<std::string, std::string> sorted(attributes.begin(), attributes.end());  // the first of a name counts
  for (const auto& [key, value] : sorted) token.append(" ").append(key).append("=[").append(value).append("]");
  return token + (self_closing ? "/>" : ">");
}

std::string doctype_token(std::string_view name, const std::string* public_id, const std::string* system_id,
                          bool correct) {
  const auto shown = [](const std::string* id) { return id ? "[" + *id + "]" : std::string("null"); };
  return "doctype " + std::string(name) + " " + shown(public_id) + " " + shown(system_id) + (correct ? "" : " quirks");
}

void Tokens::text(std::string_view bytes, std::uint64_t offset, TextMode mode) {
  place("text " + std::string(bytes), offset, bytes.size());
  for (const char c : bytes) {
    if (c == '\n' && after_return_) {
      after_return_ = false;
      continue;
    }
    after_return_ = c == '\r';
    if (c == '\0' && mode != TextMode::data && mode != TextMode::cdata) {
      pending_ += kReplacement;
    } else {
      pending_ += c == '\r' ? '\n' : c;
    }
  }
}

void Tokens::reference(std::string_view decoded, std::uint64_t offset, std::uint64_t length, TextMode) {
  place("reference " + std::string(decoded), offset, length);
  after_return_ = false;
  pending_ += decoded;
}

TextMode Tokens::start_tag(const StartTag& tag) {
  place("start " + std::string(tag.name), tag.offset, tag.length);
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string scratch;
  for (std::size_t i = 0; i < tag.attributes.size(); ++i) {
    attributes.emplace_back(lowered(tag.attributes.name(i)), attribute_value(tag.attributes.value(i), scratch));
  }
  add(start_tag_token(tag.name, std::move(attributes), tag.self_closing));
  return follow_elements ? text_mode_of(tag.element) : TextMode::data;
}

void Tokens::end_tag(const EndTag& tag) {
  place("end " + std::string(tag.name), tag.offset, tag.length);
  add("</" + std::string(tag.name) + ">");
}

void Tokens::comment(std::string_view bytes, std::uint64_t offset) {
  place("comment", offset, bytes.size());
  add("<!--" + normalised(bytes) + "-->");
}

void Tokens::doctype(std::string_view bytes, std::uint64_t offset) {
  place("doctype", offset, bytes.size());
  add(DoctypeReader(bytes).read());
}

void Tokens::add(std::string token) {
  list();
  list_.push_back(std::move(token));
  after_return_ = false;
}

const std::vector<std::string>& Tokens::list() {
  if (!pending_.empty()) list_.push_back("text [" + pending_ + "]");
  pending_.clear();
  return list_;
}

void Tokens::place(std::string_view what, std::uint64_t offset, std::uint64_t length) {
  places_.push_back(std::to_string(offset) + "+" + std::to_string(length) + " " + std::string(what));
}

std::vector<std::string> tokens_of(std::string_view input, std::size_t piece) {
  Tokens tokens;
  tokens.follow_elements = true;
  Tokenizer<Tokens> tokenizer(tokens);
  feed_in_pieces(tokenizer, input, piece);
  return tokens.list();
}

}  // namespace weir::html
