// The author's mistakes: gathered, not thrown, each with its place and what probably was meant.
//
// A Diagnostics also keeps the text that its places point into, so that whoever reports can show the line. The object
// that `parse` filled is therefore the one to give to `check_listing` afterwards.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph/location.h"

namespace weir::graph {

struct Diagnostic {
  std::string code;     // "E012": stable, `explain` tells more about it
  std::string message;  // one line: what is wrong
  Location at;
  std::string label;  // beside the caret: why; may be empty
  std::vector<std::string> notes;
  std::vector<std::string> helps;
};

class Diagnostics {
 public:
  // Keeps them in the order of their places: the graph file before the command line, then by line and column.
  void add(Diagnostic diagnostic);

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

  // The text that `file` names. Set again, it is replaced.
  void set_text(const std::string& file, std::string_view text);
  // The line without its end; empty where there is none.
  std::string_view line(const std::string& file, int number) const;
  // Overwrites a place with asterisks, so that no report shows a secret that stands there.
  void hide(const Location& place);

 private:
  struct Text {
    std::string file;
    std::vector<std::string> lines;
  };

  std::string* find_line(const std::string& file, int number);

  struct ByPlace {
    bool operator()(const Diagnostic& a, const Diagnostic& b) const;
  };

  std::multiset<Diagnostic, ByPlace> entries_;  // of equal places the first added stands first
  std::vector<Text> texts_;
};

}  // namespace weir::graph
