// One file with ten mistakes, and all that a person sees of it: the look of reports is pinned here.
#include <gtest/gtest.h>

#include "graph/parsing.h"

namespace weir::graph::testing {
namespace {

constexpr const char* kTenMistakes = R"([graph]
title = "ten"

[run]
threads = "four"
batch = "1mib"

[limiters.memory]
tokens = "175%"

[nodes.filings]
stage = "files"
with = { root = "filings", include = ["*.htm", 7] }

[nodes.text]
stage = "htlm"
from = "filings"

[nodes.segments]
stage = "segment"
from = "txt"
with = { max_word = 380, min_words = 0 }

[nodes.lines]
stage = "jsonl"
from = "segments.long"
with = { path = "/tmp/lines.jsonl" }
)";

constexpr const char* kReport = R"(error[E012]: unknown key `title`
  --> g.toml:2:1
   |
 2 | title = "ten"
   | ^^^^^ `[graph]` has no such key
   = help: there are `name`, `description` and `weir`

error[E011]: `threads` must be an integer
  --> g.toml:5:11
   |
 5 | threads = "four"
   |           ^^^^^^ this is a string

error[E014]: `batch` must be a size such as "64MiB"
  --> g.toml:6:9
   |
 6 | batch = "1mib"
   |         ^^^^^^ `mib` is not a unit here
   = help: did you mean "1MiB"?

error[E013]: `tokens` must be more than nothing, and at most "100%"
  --> g.toml:9:10
   |
 9 | tokens = "175%"
   |          ^^^^^^

error[E011]: `include` must be a list of strings
  --> g.toml:13:48
   |
13 | with = { root = "filings", include = ["*.htm", 7] }
   |                                                ^ this is an integer
   = note: `include`: globs

error[E020]: unknown stage `htlm`
  --> g.toml:16:9
   |
16 | stage = "htlm"
   |         ^^^^^^ no plugin has such a stage
   = help: did you mean `html`?   (`weir list` shows all)

error[E030]: unknown node `txt`
  --> g.toml:21:8
   |
21 | from = "txt"
   |        ^^^^^ no table `[nodes.txt]`
   = help: did you mean `text`?

error[E012]: unknown key `max_word`
  --> g.toml:22:10
   |
22 | with = { max_word = 380, min_words = 0 }
   |          ^^^^^^^^ `segment` has no such parameter
   = help: did you mean `max_words`?   (`weir inspect segment` lists all)

error[E013]: `min_words` must be between 1 and 10000
  --> g.toml:22:38
   |
22 | with = { max_word = 380, min_words = 0 }
   |                                      ^
   = note: `min_words`: shortest segment, in words

error[E040]: `/tmp/lines.jsonl` cannot name an output
  --> g.toml:27:17
   |
27 | with = { path = "/tmp/lines.jsonl" }
   |                 ^^^^^^^^^^^^^^^^^^ it is absolute; outputs lie below the output folder

10 errors
)";

TEST(TenMistakes, AreAllReportedAtOnceEachOnce) {
  const Parsed parsed = parse(kTenMistakes);
  EXPECT_FALSE(parsed.specification);
  EXPECT_EQ(parsed.text(), kReport);
}

}  // namespace
}  // namespace weir::graph::testing
