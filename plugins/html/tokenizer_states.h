// The states of Tokenizer; included by tokenizer.h. Each function consumes some of [at, end), which is never empty, and
// returns where it stopped.
#pragma once

#include "html/tokenizer.h"

namespace weir::html {

inline TextMode text_mode_of(Element element) {
  switch (element) {
    case Element::title:
    case Element::textarea:
      return TextMode::rcdata;
    case Element::style:
    case Element::xmp:
    case Element::iframe:
    case Element::noembed:
    case Element::noframes:
    case Element::noscript:
      return TextMode::rawtext;
    case Element::script:
      return TextMode::script;
    case Element::plaintext:
      return TextMode::plaintext;
    default:
      return TextMode::data;
  }
}

template <class Handler>
void Tokenizer<Handler>::feed(std::string_view piece) {
  piece_ = piece.data();
  if (in_token()) token_.resume(piece_);
  const char* at = piece_;
  const char* const end = piece_ + piece.size();
  while (at != end) at = step(at, end);
  if (in_token()) token_.hold(end);
  piece_offset_ += piece.size();
}

template <class Handler>
const char* Tokenizer<Handler>::step(const char* at, const char* end) {
  switch (state_) {
    case State::text:
      return text(at, end);
    case State::reference:
      return reference(at, end);
    case State::tag_open:
      return tag_open(at);
    case State::end_tag_open:
      return end_tag_open(at);
    case State::start_tag:
    case State::end_tag:
      return tag(at, end);
    case State::declaration_open:
      return declaration_open(at);
    case State::comment:
      return comment(at, end);
    case State::bogus_comment:
      return bogus_comment(at, end);
    case State::doctype:
      return doctype(at, end);
    case State::raw_less_than:
      return raw_less_than(at);
    case State::raw_end_tag_open:
      return raw_end_tag_open(at);
    case State::raw_end_tag_name:
      return raw_end_tag_name(at);
    case State::cdata_brackets:
      return cdata_brackets(at);
  }
  return end;
}

template <class Handler>
void Tokenizer<Handler>::finish() {
  // An empty last piece, so that what is held over ends where it does.
  static constexpr char kNothing = 0;
  piece_ = &kNothing;
  if (in_token()) token_.resume(piece_);
  switch (state_) {
    case State::reference:
      resolve_reference();
      break;
    case State::tag_open:
    case State::end_tag_open:
    case State::cdata_brackets:
    case State::raw_less_than:
    case State::raw_end_tag_open:
    case State::raw_end_tag_name:
      token_is_text(piece_);
      break;
    case State::declaration_open:
      emit_comment(piece_, 2, 0);
      break;
    case State::comment:
      comment_.finish();
      emit_comment(piece_, 4, comment_.closing_bytes());
      break;
    case State::bogus_comment:
      emit_comment(piece_, bogus_opening_, 0);
      break;
    case State::doctype:
      emit_doctype(piece_);
      break;
    case State::text:
    case State::start_tag:  // a tag without its end is dropped
    case State::end_tag:
      break;
  }
  state_ = State::text;
}

// Text.

template <class Handler>
const char* Tokenizer<Handler>::text(const char* at, const char* end) {
  switch (mode_) {
    case TextMode::data:
    case TextMode::rcdata:
      return data(at, end);
    case TextMode::rawtext:
    case TextMode::script:
      return raw_text(at, end);
    case TextMode::cdata:
      return cdata(at, end);
    case TextMode::plaintext:
      break;
  }
  emit_text(at, end);
  return end;
}

template <class Handler>
const char* Tokenizer<Handler>::data(const char* at, const char* end) {
  while (at != end) {
    const char* const stop = *at == '<' ? at : find_any<'<', '&'>(at, end);
    emit_text(at, stop);
    if (stop == end) break;
    at = *stop == '&' ? whole_reference(stop, end) : known_tag(stop, end);
    if (at != nullptr) continue;
    if (*stop == '&') {
      reference_.begin(offset_of(stop));
      state_ = State::reference;
    } else {
      begin_token(stop, mode_ == TextMode::data ? State::tag_open : State::raw_less_than);
    }
    return stop + 1;
  }
  return end;
}

// Reads references and tags that need no states, as nearly all are; null where the states are to read them.
template <class Handler>
const char* Tokenizer<Handler>::whole_reference(const char* at, const char* end) {
  const WholeReference whole({at, static_cast<std::size_t>(end - at)});
  if (whole.length() == 0) return nullptr;
  handler_.reference(whole.decoded(), offset_of(at), whole.length(), mode_);
  return at + whole.length();
}

template <class Handler>
const char* Tokenizer<Handler>::known_tag(const char* at, const char* end) {
  if constexpr (requires { handler_.known_tag(at, end, std::uint64_t()); }) {
    if (mode_ == TextMode::data) return handler_.known_tag(at, end, offset_of(at));
  }
  return nullptr;
}

template <class Handler>
const char* Tokenizer<Handler>::raw_text(const char* at, const char* end) {
  const char* const stop = mode_ == TextMode::script ? script_.scan(at, end) : find_any<'<'>(at, end);
  emit_text(at, stop);
  if (stop == end) return end;
  begin_token(stop, State::raw_less_than);
  return stop + 1;
}

template <class Handler>
const char* Tokenizer<Handler>::cdata(const char* at, const char* end) {
  const char* const stop = find_any<']'>(at, end);
  emit_text(at, stop);
  if (stop == end) return end;
  begin_token(stop, State::cdata_brackets);
  return stop + 1;
}

// Behind one bracket or two: the token holds them.
template <class Handler>
const char* Tokenizer<Handler>::cdata_brackets(const char* at) {
  const bool two = token_.position(at) == 2;
  if (*at == '>' && two) {
    state_ = State::text;
    mode_ = TextMode::data;
    return at + 1;
  }
  if (*at != ']') {
    token_is_text(at);
    return at;
  }
  if (two) {
    // The first of three brackets is text, the other two may still end the section.
    handler_.text("]", token_.offset(), mode_);
    const std::uint64_t offset = token_.offset() + 1;
    const char* const brackets = "]]";
    token_.begin(brackets, offset);
    token_.hold(brackets + 1);
    token_.resume(at);
  }
  return at + 1;
}

template <class Handler>
const char* Tokenizer<Handler>::reference(const char* at, const char* end) {
  at = reference_.read(at, end);
  if (reference_.ended()) resolve_reference();
  return at;
}

template <class Handler>
void Tokenizer<Handler>::resolve_reference() {
  state_ = State::text;
  reference_.resolve([this](std::string_view bytes, std::uint64_t offset) { handler_.text(bytes, offset, mode_); },
                     [this](std::string_view decoded, std::uint64_t offset, std::uint64_t length) {
                       handler_.reference(decoded, offset, length, mode_);
                     });
}

// Tags.

template <class Handler>
const char* Tokenizer<Handler>::tag_open(const char* at) {
  if (is_alpha(*at)) {
    tag_.begin(1);
    state_ = State::start_tag;
    return at;
  }
  if (*at == '/') {
    state_ = State::end_tag_open;
    return at + 1;
  }
  if (*at == '!') {
    state_ = State::declaration_open;
    matched_ = 0;
    return at + 1;
  }
  if (*at == '?') {
    state_ = State::bogus_comment;
    bogus_opening_ = 1;
    return at;
  }
  token_is_text(at);
  return at;
}

template <class Handler>
const char* Tokenizer<Handler>::end_tag_open(const char* at) {
  if (is_alpha(*at)) {
    tag_.begin(2);
    state_ = State::end_tag;
    return at;
  }
  if (*at == '>') {
    state_ = State::text;
    return at + 1;
  }
  state_ = State::bogus_comment;
  bogus_opening_ = 2;
  return at;
}

template <class Handler>
const char* Tokenizer<Handler>::tag(const char* at, const char* end) {
  at = tag_.scan(at, end, token_);
  if (tag_.ended()) state_ == State::start_tag ? emit_start_tag(at) : emit_end_tag(at);
  return at;
}

template <class Handler>
void Tokenizer<Handler>::emit_start_tag(const char* end) {
  state_ = State::text;
  const std::uint64_t length = token_.position(end);
  const std::string_view bytes = token_.until(end);
  StartTag tag;
  tag.bytes = bytes;
  tag.name = lower_name(bytes);
  tag.element = element_of(tag.name);
  tag.attributes = Attributes(bytes, tag_.attributes());
  tag.self_closing = tag_.self_closing();
  tag.offset = token_.offset();
  tag.length = length;
  mode_ = handler_.start_tag(tag);
  if (mode_ != TextMode::data) {
    element_name_ = tag.name;
    script_.begin();
  }
}

template <class Handler>
void Tokenizer<Handler>::emit_end_tag(const char* end) {
  state_ = State::text;
  mode_ = TextMode::data;
  EndTag tag;
  tag.offset = token_.offset();
  tag.length = token_.position(end);
  tag.bytes = token_.until(end);
  tag.name = lower_name(tag.bytes);
  tag.element = element_of(tag.name);
  handler_.end_tag(tag);
}

template <class Handler>
std::string_view Tokenizer<Handler>::lower_name(std::string_view tag) {
  const std::string_view written = tag.substr(tag_.name_begin(), tag_.name_end() - tag_.name_begin());
  name_.resize(written.size());
  bool has_nul = false;
  for (std::size_t i = 0; i < written.size(); ++i) {
    name_[i] = to_lower(written[i]);
    has_nul = has_nul || written[i] == '\0';
  }
  if (has_nul) replace_nul(name_);
  return name_;
}

// The end tag of raw text: `</`, the name of the element, and what may follow a name.

template <class Handler>
const char* Tokenizer<Handler>::raw_less_than(const char* at) {
  if (*at == '/') {
    state_ = State::raw_end_tag_open;
    return at + 1;
  }
  script_.less_than_is_text();
  token_is_text(at);
  return at;
}

template <class Handler>
const char* Tokenizer<Handler>::raw_end_tag_open(const char* at) {
  if (element_name_.empty() || !is_alpha(*at)) {
    not_raw_end_tag(at);
  } else {
    matched_ = 0;
    state_ = State::raw_end_tag_name;
  }
  return at;
}

template <class Handler>
const char* Tokenizer<Handler>::raw_end_tag_name(const char* at) {
  if (matched_ < element_name_.size()) {
    if (to_lower(*at) == element_name_[matched_]) {
      ++matched_;
      return at + 1;
    }
  } else if (is_space(*at) || *at == '/' || *at == '>') {
    tag_.begin_behind_name(2, 2 + matched_);
    state_ = State::end_tag;
    return at;
  }
  not_raw_end_tag(at);
  return at;
}

template <class Handler>
void Tokenizer<Handler>::not_raw_end_tag(const char* at) {
  script_.end_tag_is_text();
  token_is_text(at);
}

// Declarations and comments.

template <class Handler>
const char* Tokenizer<Handler>::declaration_open(const char* at) {
  if (matched_ == 0) {
    const bool section = *at == '[' && handler_.cdata_allowed();
    declaration_ = *at == '-' ? "--" : to_lower(*at) == 'd' ? "doctype" : section ? "[CDATA[" : "";
  }
  const bool exact = declaration_.starts_with('[');
  if (matched_ == declaration_.size() || (exact ? *at : to_lower(*at)) != declaration_[matched_]) {
    state_ = State::bogus_comment;
    bogus_opening_ = 2;
    return at;
  }
  if (++matched_ < declaration_.size()) return at + 1;
  if (exact) {
    state_ = State::text;
    mode_ = TextMode::cdata;
  } else if (declaration_.starts_with('-')) {
    state_ = State::comment;
    comment_.begin();
  } else {
    state_ = State::doctype;
  }
  return at + 1;
}

template <class Handler>
const char* Tokenizer<Handler>::comment(const char* at, const char* end) {
  at = comment_.scan(at, end);
  if (comment_.ended()) emit_comment(at, 4, comment_.closing_bytes() + 1);
  return at;
}

template <class Handler>
const char* Tokenizer<Handler>::bogus_comment(const char* at, const char* end) {
  const char* const stop = find_any<'>'>(at, end);
  if (stop == end) return end;
  emit_comment(stop + 1, bogus_opening_, 1);
  return stop + 1;
}

// A doctype ends at the first `>`, even inside of quotes.
template <class Handler>
const char* Tokenizer<Handler>::doctype(const char* at, const char* end) {
  const char* const stop = find_any<'>'>(at, end);
  if (stop == end) return end;
  emit_doctype(stop + 1);
  return stop + 1;
}

template <class Handler>
void Tokenizer<Handler>::emit_comment(const char* end, std::size_t opening, std::size_t closing) {
  state_ = State::text;
  if constexpr (requires { handler_.comment(std::string_view(), std::uint64_t()); }) {
    std::string_view bytes = token_.until(end);
    bytes.remove_prefix(opening);
    bytes.remove_suffix(std::min(closing, bytes.size()));
    handler_.comment(bytes, token_.offset() + opening);
  }
}

template <class Handler>
void Tokenizer<Handler>::emit_doctype(const char* end) {
  state_ = State::text;
  if constexpr (requires { handler_.doctype(std::string_view(), std::uint64_t()); }) {
    handler_.doctype(token_.until(end), token_.offset());
  }
}

}  // namespace weir::html
