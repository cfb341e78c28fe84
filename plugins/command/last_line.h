// Of what a program says on standard error, the last line: the one that most often says why it failed.
#pragma once

#include <string>
#include <string_view>

namespace weir::command {

class LastLine {
 public:
  // However much it is, little of it is kept.
  void add(std::string_view bytes);
  // The last line that is not empty, as one line of printable UTF-8 of kLongest bytes or little more. Empty if there is
  // none.
  std::string text() const;

 private:
  static constexpr std::size_t kKept = 4096;
  static constexpr std::size_t kLongest = 400;

  std::string kept_;
};

}  // namespace weir::command
