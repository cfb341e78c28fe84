// Parses a text as the graph file `g.toml` and says what came of it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "graph/parse.h"
#include "graph/render.h"
#include "graph/test_stages.h"

namespace weir::graph::testing {

struct Parsed {
  std::optional<Specification> specification;
  Diagnostics diagnostics;

  // "E012 41:10", one for each error.
  std::vector<std::string> errors() const {
    std::vector<std::string> list;
    for (const Diagnostic& one : diagnostics) {
      const std::string place = std::to_string(one.at.begin.line) + ":" + std::to_string(one.at.begin.column);
      list.push_back(one.code + " " + (one.at.file == kCommandLine ? "--set:" : "") + place);
    }
    return list;
  }
  std::string text() const { return render(diagnostics, false); }
};

inline StageCatalogue& catalogue() {
  static TestCatalogue catalogue;
  return catalogue;
}

inline Parsed parse(const std::string& text, const Overrides& overrides = {}) {
  Parsed parsed;
  parsed.specification = parse_text(text, "g.toml", "/graphs", overrides, catalogue(), parsed.diagnostics);
  return parsed;
}

// A source, other nodes, and a sink that takes from `last`. The other nodes begin in line 4; without any, the sink
// does.
inline std::string between(const std::string& nodes, const std::string& last) {
  const std::string source = "[nodes.in]\nstage = \"messages\"\n\n";
  const std::string sink = "[nodes.lines]\nstage = \"jsonl\"\nfrom = \"" + last + "\"\n";
  return source + nodes + (nodes.empty() ? "" : "\n") + sink;
}

}  // namespace weir::graph::testing
