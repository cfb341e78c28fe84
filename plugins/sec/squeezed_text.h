// Text in lower case without white space, with the way back: headings are often broken by markup ("RISK FA CTORS"), and
// spaces in them are of many kinds or absent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir::sec {

// The length in bytes of the white space at `at`: ASCII, no-break and typographic spaces, zero-width ones, soft
// hyphens; 0 where there is none.
std::size_t space_length(std::string_view text, std::size_t at);

class SqueezedText {
 public:
  // Squeezes at most `most` bytes of the text, and 4 GiB.
  explicit SqueezedText(std::string_view text, std::size_t most = std::string_view::npos);

  std::string_view view() const { return bytes_; }
  // The offset in the text of the squeezed byte `at`; behind the last one, the end of the text that was read.
  std::size_t offset(std::size_t at) const { return at < offsets_.size() ? offsets_[at] : end_; }
  // The offset behind the squeezed byte before `at`: where a match of that length ends.
  std::size_t end_offset(std::size_t at) const { return at == 0 ? offset(0) : std::size_t{offsets_[at - 1]} + 1; }

 private:
  std::string bytes_;
  std::vector<std::uint32_t> offsets_;
  std::size_t end_ = 0;
};

// The same without the way back.
std::string squeeze(std::string_view text);

}  // namespace weir::sec
