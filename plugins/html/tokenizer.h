// A streaming tokenizer after the HTML standard, section 13.2.5, made for reading text: the input comes in pieces of
// any size, every event says which bytes of the source it is, and nothing is stored beyond the token that is being
// read, at most kMaxTokenBytes of it. The events do not depend on where pieces end, except that text may come in parts.
// Time is linear in the input, whatever the input is. One thread at a time.
//
// The handler is a plain class; its calls are bound at compile time:
//
//   // Text, byte for byte as it stands in the source: line ends and NUL are not yet normalised.
//   void text(std::string_view bytes, std::uint64_t offset, TextMode mode);
//   // A character reference and what it stands for, UTF-8.
//   void reference(std::string_view decoded, std::uint64_t offset, std::uint64_t length, TextMode mode);
//   // Returns how the text behind the tag is to be read.
//   TextMode start_tag(const StartTag& tag);
//   void end_tag(const EndTag& tag);
//   // Whether `<![CDATA[` begins a section of text, as it does inside of svg and math.
//   bool cdata_allowed();
//   // Optional: reads the tag that begins with the `<` at `at`, if the handler knows it by its bytes, and the text
//   behind
//   // it as far as it likes, and returns where it stopped; else null, and the tag is taken apart. Only for tags behind
//   // which text is read as data.
//   const char* known_tag(const char* at, const char* end, std::uint64_t offset);
//   // Optional: what stands between the delimiters of a comment; the bytes of a doctype, delimiters included.
//   void comment(std::string_view bytes, std::uint64_t offset);
//   void doctype(std::string_view bytes, std::uint64_t offset);
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "html/comment_scanner.h"
#include "html/reference_reader.h"
#include "html/script_text.h"
#include "html/tag_scanner.h"
#include "html/token_bytes.h"

namespace weir::html {

// How text is read, which follows from the element it stands in.
enum class TextMode : std::uint8_t {
  data,       // tags and references
  rcdata,     // references, and the element's own end tag: title, textarea
  rawtext,    // only the element's own end tag: style, xmp, iframe, ...
  script,     // the same with the rules of scripts
  plaintext,  // nothing: <plaintext>
  cdata       // up to `]]>`
};

// The mode that an HTML element asks for.
TextMode text_mode_of(Element element);

template <class Handler>
class Tokenizer {
 public:
  // `offset` is where the input begins in the source. A mode other than data reads what stands inside of an element,
  // whose name is then `element`.
  explicit Tokenizer(Handler& handler, std::uint64_t offset = 0, TextMode mode = TextMode::data,
                     std::string_view element = {})
      : handler_(handler), piece_offset_(offset), mode_(mode), element_name_(element) {
    script_.begin();
  }

  void feed(std::string_view piece);
  void finish();

 private:
  enum class State : std::uint8_t {
    text,  // in mode_
    reference,
    tag_open,
    end_tag_open,
    start_tag,
    end_tag,
    declaration_open,
    comment,
    bogus_comment,
    doctype,
    raw_less_than,
    raw_end_tag_open,
    raw_end_tag_name,
    cdata_brackets
  };

  const char* step(const char* at, const char* end);

  const char* text(const char* at, const char* end);
  const char* data(const char* at, const char* end);
  const char* whole_reference(const char* at, const char* end);
  const char* known_tag(const char* at, const char* end);
  const char* raw_text(const char* at, const char* end);
  const char* cdata(const char* at, const char* end);
  const char* cdata_brackets(const char* at);
  const char* reference(const char* at, const char* end);
  void resolve_reference();

  const char* tag_open(const char* at);
  const char* end_tag_open(const char* at);
  const char* tag(const char* at, const char* end);
  void emit_start_tag(const char* end);
  void emit_end_tag(const char* end);
  std::string_view lower_name(std::string_view tag);

  const char* raw_less_than(const char* at);
  const char* raw_end_tag_open(const char* at);
  const char* raw_end_tag_name(const char* at);
  void not_raw_end_tag(const char* at);

  const char* declaration_open(const char* at);
  const char* comment(const char* at, const char* end);
  const char* bogus_comment(const char* at, const char* end);
  const char* doctype(const char* at, const char* end);
  void emit_comment(const char* end, std::size_t opening, std::size_t closing);
  void emit_doctype(const char* end);

  std::uint64_t offset_of(const char* at) const { return piece_offset_ + static_cast<std::uint64_t>(at - piece_); }
  void emit_text(const char* begin, const char* end) {
    if (begin != end) {
      handler_.text(std::string_view(begin, static_cast<std::size_t>(end - begin)), offset_of(begin), mode_);
    }
  }
  void begin_token(const char* at, State state) {
    token_.begin(at, offset_of(at));
    state_ = state;
  }
  // What began as a token is text, up to `end`.
  void token_is_text(const char* end) {
    const std::uint64_t offset = token_.offset();
    handler_.text(token_.until(end), offset, mode_);
    state_ = State::text;
  }
  bool in_token() const { return state_ != State::text && state_ != State::reference; }

  Handler& handler_;
  const char* piece_ = nullptr;
  std::uint64_t piece_offset_;
  State state_ = State::text;
  TextMode mode_;
  TokenBytes token_;
  TagScanner tag_;
  ReferenceReader reference_;
  CommentScanner comment_;
  ScriptText script_;
  std::string element_name_;  // of the last start tag: its end tag ends raw text
  std::string name_;
  std::size_t matched_ = 0;         // of a declaration's opening, of the name of a raw text's end tag
  std::string_view declaration_{};  // the opening that has begun
  std::size_t bogus_opening_ = 0;   // bytes before the data of a bogus comment
};

}  // namespace weir::html

#include "html/tokenizer_states.h"
