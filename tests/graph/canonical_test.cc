#include "graph/canonical.h"

#include <gtest/gtest.h>

#include "graph/json_text.h"
#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

std::string canonical_of(const std::string& text, const Overrides& overrides = {}) {
  const Parsed parsed = parse(text, overrides);
  EXPECT_TRUE(parsed.specification) << parsed.text();
  return parsed.specification ? canonical(*parsed.specification) : "";
}

TEST(Canonical, SaysWhatDecidesTheOutput) {
  EXPECT_EQ(canonical_of(between("[nodes.c]\nstage = \"sec.clean\"\nfrom = \"in\"\n", "c")),
            R"({"nodes":[{"id":"in","stage":"messages","version":1,"data":{},"with":{},"from":[]},)"
            R"({"id":"c","stage":"sec.clean","version":3,"data":{"icu":"72.1"},"with":{},"from":["in.out"]},)"
            R"({"id":"lines","stage":"jsonl","version":1,"data":{},"with":{"path":"lines.jsonl"},"from":["c.out"]}]})");
}

TEST(Canonical, IsTheSameWhereNoByteOfTheOutputChanges) {
  const std::string plain = canonical_of(with_node("segment", "with = { max_words = 380 }"));
  EXPECT_EQ(canonical_of(with_node("segment", "")), plain);
  EXPECT_EQ(canonical_of(with_node("segment", "workers = 3\nwith = { trace = true }")), plain);
  EXPECT_EQ(canonical_of(with_node("segment", ""), {{"run.threads=7", "run.batch=1B", "limiters.memory.tokens=1GiB",
                                                     "run.directory=elsewhere", "graph.name=other"},
                                                    {}}),
            plain);
}

TEST(Canonical, IsTheSameHoweverAValueIsWritten) {
  EXPECT_EQ(canonical_of(with_kinds("size = \"1MiB\", duration = \"60s\", number = 1, secret = \"a\"")),
            canonical_of(with_kinds("size = \"1024KiB\", duration = \"1min\", number = 1.0, secret = \"b\"")));
}

TEST(Canonical, ChangesWithWhatChangesTheOutput) {
  const std::string plain = canonical_of(with_node("segment", ""));
  EXPECT_NE(canonical_of(with_node("segment", "with = { max_words = 381 }")), plain);
  EXPECT_NE(canonical_of(with_node("sec.clean", "")), plain);
  EXPECT_NE(canonical_of(between("[nodes.n]\nstage = \"tables\"\nfrom = \"in\"\n[nodes.m]\nstage = "
                                 "\"json_documents\"\nfrom = \"n\"\n",
                                 "n")),
            canonical_of(between("[nodes.n]\nstage = \"tables\"\nfrom = \"in\"\n[nodes.m]\nstage = "
                                 "\"json_documents\"\nfrom = \"n.tables\"\n",
                                 "n")));
}

TEST(Canonical, NamesTheEdgeOfWhatIsRejected) {
  const std::string text = canonical_of(
      between("[nodes.n]\nstage = \"tables\"\nfrom = \"in\"\n[nodes.m]\nstage = \"html\"\nfrom = \"n.failed\"\n", "n") +
      "[nodes.more]\nstage = \"json_documents\"\nfrom = \"m\"\n");
  EXPECT_NE(text.find(R"("from":["n.failed"])"), std::string::npos) << text;
}

TEST(JsonText, WritesEveryKindOfValue) {
  Table table;
  table.set("a", Value());
  table.set("b\n\"\\", List{true, false, -7, 0.1, 1e300, "é\x01"});
  table.set("c", Table());
  std::string text;
  append_json(text, table);
  EXPECT_EQ(text, R"({"a":null,"b\u000a\"\\":[true,false,-7,0.1,1e+300,"é\u0001"],"c":{}})");
}

}  // namespace
}  // namespace weir::graph::testing
