// The tokens of an input, written down one by one as the public tests write them, so that they can be compared whole.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "html/tokenizer.h"

namespace weir::html {

// A handler that keeps everything. Text is normalised as the standard asks, neighbouring text joined.
class Tokens {
 public:
  void text(std::string_view bytes, std::uint64_t offset, TextMode mode);
  void reference(std::string_view decoded, std::uint64_t offset, std::uint64_t length, TextMode mode);
  TextMode start_tag(const StartTag& tag);
  void end_tag(const EndTag& tag);
  bool cdata_allowed() { return cdata_allowed_; }
  void comment(std::string_view bytes, std::uint64_t offset);
  void doctype(std::string_view bytes, std::uint64_t offset);

  // Reads raw text in the elements that ask for it, as a page is read; else every element leads to data.
  bool follow_elements = false;
  bool cdata_allowed_ = false;

  const std::vector<std::string>& list();
  // The same, each event with its place in the source, text in its parts.
  const std::vector<std::string>& places() const { return places_; }

 private:
  void add(std::string token);
  void place(std::string_view what, std::uint64_t offset, std::uint64_t length);

  std::vector<std::string> list_;
  std::vector<std::string> places_;
  std::string pending_;
  bool after_return_ = false;
};

std::string start_tag_token(std::string_view name, std::vector<std::pair<std::string, std::string>> attributes,
                            bool self_closing);
std::string doctype_token(std::string_view name, const std::string* public_id, const std::string* system_id,
                          bool correct);

// Feeds the input in pieces of this size.
template <class Handler>
void feed_in_pieces(Tokenizer<Handler>& tokenizer, std::string_view input, std::size_t piece) {
  for (std::size_t at = 0; at < input.size(); at += piece) {
    // A copy of exactly the piece, so that a sanitizer sees each byte read beyond it.
    const std::vector<char> copy(input.begin() + static_cast<std::ptrdiff_t>(at),
                                 input.begin() + static_cast<std::ptrdiff_t>(std::min(at + piece, input.size())));
    tokenizer.feed({copy.data(), copy.size()});
  }
  tokenizer.finish();
}

// The tokens of a page.
std::vector<std::string> tokens_of(std::string_view input, std::size_t piece = 1 << 16);

}  // namespace weir::html
