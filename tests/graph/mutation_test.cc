// Graphs that are wrong in ways nobody thought of: whatever a text holds, it is reported, and nothing falls over.
#include <gtest/gtest.h>

#include <random>

#include "graph/canonical.h"
#include "graph/draw.h"
#include "graph/parsing.h"

namespace weir::graph::testing {
namespace {

constexpr const char* kSeed = R"([graph]
name = "seed"
weir = "0.1.0"
[run]
threads = 3
batch = "256KiB"
[limiters.memory]
tokens = "64MiB"
[nodes.filings]
stage = "files"
with = { root = "filings", include = ["**/*.htm"], max_size = "20MB" }
[nodes.chat]
stage = "messages"
[nodes.kind]
stage = "route"
from = ["filings", "chat"]
with = { rules = [{ port = "web", size_above = "50MB" }, { port = "small", below = 0.5 }] }
[nodes.text]
stage = "kinds"
from = "kind.web"
with = { needed = "1KiB", secret = "${env:PATH}", strings = ["1A"], integers = [1, 2], duration = "1s" }
[nodes.segments]
stage = "segment"
from = ["text", "kind.rest"]
workers = 2
[nodes.records]
stage = "jsonl"
from = "segments"
with = { path = "a/b.jsonl" }
[nodes.each]
stage = "json_documents"
from = "segments"
with = { path = "{path}_{section}.json" }
)";

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string mutated(std::string text) {
    for (std::size_t times = 1 + below(4); times > 0 && !text.empty(); --times) change(text);
    return text;
  }

  std::size_t below(std::size_t bound) { return random_() % bound; }

 private:
  void change(std::string& text) {
    static const std::vector<std::string> kPieces{
        "\"", "[",   "]",      "{",      "}",   "=",      ".",    "\n",    "#",      "nan",
        "-1", "'''", "\"\"\"", "${env:", "out", "failed", "\xff", "1e999", "[[a]]\n"};
    const std::size_t at = below(text.size());
    const std::size_t length = std::min(below(20), text.size() - at);
    switch (below(5)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, kPieces[below(kPieces.size())]);
        break;
      case 2:
        text[at] = static_cast<char>(below(256));
        break;
      case 3:  // something from elsewhere
        text.insert(at, text.substr(below(text.size()), below(60)));
        break;
      default:
        text.replace(at, length, kPieces[below(kPieces.size())]);
    }
  }

  std::mt19937 random_;
};

void expect_an_answer(const std::string& text, const Overrides& overrides) {
  Parsed parsed = parse(text, overrides);
  ASSERT_EQ(parsed.specification.has_value(), parsed.diagnostics.empty()) << text;
  if (parsed.specification) {
    EXPECT_FALSE(draw_text(*parsed.specification).empty());
    EXPECT_FALSE(draw_dot(*parsed.specification).empty());
    EXPECT_FALSE(draw_mermaid(*parsed.specification).empty());
    EXPECT_FALSE(canonical(*parsed.specification).empty());
    return;
  }
  for (const Diagnostic& one : parsed.diagnostics) {
    EXPECT_GE(one.at.begin.line, 0);
    EXPECT_LE(one.at.begin, one.at.end) << one.code << one.message << text;
  }
  EXPECT_NE(render(parsed.diagnostics, true), "");
}

TEST(Mutations, OfAGraphAreReportedOrUnderstood) {
  ASSERT_TRUE(parse(kSeed, {{}, {"PATH"}}).specification);
  for (unsigned seed = 0; seed < 3000; ++seed) {
    expect_an_answer(Mutator(seed).mutated(kSeed), {{}, {"PATH"}});
  }
}

TEST(Mutations, OfACommandLineAreReportedOrUnderstood) {
  const std::vector<std::string> arguments{"run.threads=4", "nodes.segments.with.max_words=300",
                                           "limiters.memory.tokens=\"64MiB\"", "nodes.kind.with={ rules = [] }"};
  for (unsigned seed = 0; seed < 1000; ++seed) {
    Mutator mutator(seed);
    expect_an_answer(kSeed, {{mutator.mutated(arguments[mutator.below(arguments.size())])}, {"PATH"}});
  }
}

}  // namespace
}  // namespace weir::graph::testing
