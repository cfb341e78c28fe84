#include "graph/draw.h"

#include <gtest/gtest.h>

#include "graph/parsing.h"

namespace weir::graph::testing {
namespace {

// Two sources that meet, a route, a named port, a join and two sinks.
constexpr const char* kGraph = R"([graph]
name = "all_kinds"
[limiters.memory]
tokens = "12.5%"
[nodes.filings]
stage = "files"
with = { root = "filings" }
[nodes.chat]
stage = "messages"
[nodes.kind]
stage = "route"
from = ["filings", "chat"]
with = { rules = [{ port = "web" }] }
[nodes.text]
stage = "html"
from = "kind.web"
[nodes.extra]
stage = "tables"
from = "kind.rest"
[nodes.wide]
stage = "sec.clean"
from = "extra.tables"
[nodes.segments]
stage = "segment"
from = ["text", "extra", "wide"]
[nodes.records]
stage = "jsonl"
from = "segments"
[nodes.each]
stage = "json_documents"
from = "segments"
)";

Specification specification(const std::string& text) {
  const Parsed parsed = parse(text);
  EXPECT_TRUE(parsed.specification) << parsed.text();
  return parsed.specification.value_or(Specification());
}

TEST(Draw, ShowsAChainAsALine) {
  EXPECT_EQ(draw_text(specification(between("[nodes.text]\nstage = \"html\"\nfrom = \"in\"\n", "text"))),
            R"(g

limiter     memory: 75 % of what this process may use
│
in          messages
│
text        html
│
lines       jsonl  lines.jsonl

checkpoint  commits what the sinks wrote, then gives the tokens back to the limiter
)");
}

TEST(Draw, ShowsForksJoinsAndPortsAsText) {
  EXPECT_EQ(draw_text(specification(kGraph)),
            R"(all_kinds

limiter     memory: 12.5 % of what this process may use
├─ filings     files
│  └─▶ kind
└─ chat        messages
   └─▶ kind

kind        route  from filings, chat
├─ [web] text  html
│  └─▶ segments
└─ [rest] extra  tables
   ├─▶ segments
   └─ [tables] wide  sec.clean
      └─▶ segments

segments    segment  from text, extra, wide
├─ records     jsonl  lines.jsonl
└─ each        json_documents  {path}.json

checkpoint  commits what the sinks wrote, then gives the tokens back to the limiter
)");
}

TEST(Draw, NamesAPortOnAChainAndInAJoin) {
  const std::string text =
      draw_text(specification("[nodes.in]\nstage = \"messages\"\n[nodes.r]\nstage = \"route\"\nfrom = \"in\"\n"
                              "with = { rules = [{ port = \"a\" }] }\n[nodes.t]\nstage = \"html\"\nfrom = \"r.a\"\n"
                              "[nodes.o]\nstage = \"jsonl\"\nfrom = \"t\"\n"));
  EXPECT_NE(text.find("r           route\n│ a\nt           html\n"), std::string::npos) << text;
  const std::string joined = draw_text(specification(
      "[nodes.in]\nstage = \"messages\"\n[nodes.r]\nstage = \"route\"\nfrom = \"in\"\n"
      "with = { rules = [{ port = \"a\" }] }\n[nodes.o]\nstage = \"jsonl\"\nfrom = [\"r.a\", \"r.rest\"]\n"));
  EXPECT_NE(joined.find("├─▶ [a] o\n└─▶ [rest] o\n\no           jsonl  lines.jsonl  from r.a, r.rest\n"),
            std::string::npos)
      << joined;
}

TEST(Draw, NamesThePortOfWhatIsRejected) {
  const Specification graph = specification(
      "[nodes.in]\nstage = \"messages\"\n[nodes.t]\nstage = \"html\"\nfrom = \"in\"\n[nodes.o]\nstage = \"jsonl\"\n"
      "from = [\"t\", \"t.failed\"]\n");
  const std::string text = draw_text(graph);
  EXPECT_NE(text.find("├─▶ o\n└─▶ [failed] o\n\no           jsonl  lines.jsonl  from t, t.failed\n"), std::string::npos)
      << text;
  EXPECT_NE(draw_dot(graph).find("\"t\" -> \"o\" [label=\"failed\"];\n"), std::string::npos);
  EXPECT_NE(draw_mermaid(graph).find("|\"failed\"|"), std::string::npos);
}

TEST(Draw, WritesDot) {
  EXPECT_EQ(draw_dot(specification(kGraph)),
            R"(digraph "all_kinds" {
  node [shape=box];
  ":limiter" [shape=hexagon, label="limiter\nmemory: 12.5 % of what this process may use"];
  "filings" [label="filings\nfiles"];
  "chat" [label="chat\nmessages"];
  "kind" [label="kind\nroute"];
  "text" [label="text\nhtml"];
  "extra" [label="extra\ntables"];
  "wide" [label="wide\nsec.clean"];
  "segments" [label="segments\nsegment"];
  "records" [label="records\njsonl lines.jsonl"];
  "each" [label="each\njson_documents {path}.json"];
  ":checkpoint" [shape=hexagon, label="checkpoint"];
  ":limiter" -> "filings";
  ":limiter" -> "chat";
  "filings" -> "kind";
  "chat" -> "kind";
  "kind" -> "text" [label="web"];
  "kind" -> "extra" [label="rest"];
  "text" -> "segments";
  "extra" -> "segments";
  "extra" -> "wide" [label="tables"];
  "wide" -> "segments";
  "segments" -> "records";
  "segments" -> "each";
  "records" -> ":checkpoint";
  "each" -> ":checkpoint";
  ":checkpoint" -> ":limiter" [label="tokens", style=dashed, constraint=false];
}
)");
}

TEST(Draw, WritesMermaid) {
  EXPECT_EQ(draw_mermaid(specification("[limiters.memory]\ntokens = \"1GiB\"\n" +
                                       between("[nodes.t]\nstage = \"tables\"\nfrom = \"in\"\n[nodes.e]\nstage = "
                                               "\"json_documents\"\nfrom = \"t.tables\"\n",
                                               "t"))),
            R"(flowchart TD
  limiter{{"limiter<br/>memory: 1 GiB"}}
  n0["in<br/>messages"]
  n1["t<br/>tables"]
  n2["e<br/>json_documents {path}.json"]
  n3["lines<br/>jsonl lines.jsonl"]
  checkpoint{{"checkpoint"}}
  limiter --> n0
  n0 --> n1
  n1 --> n3
  n1 --> |"tables"| n2
  n2 --> checkpoint
  n3 --> checkpoint
  checkpoint -. tokens .-> limiter
)");
}

TEST(Draw, QuotesWhatWouldEndAQuotation) {
  Specification graph = specification(between("", "in"));
  StageInfo stage = *graph.nodes[0].stage;
  stage.name = "a\"b\\<c>";
  graph.nodes[0].stage = &stage;
  EXPECT_NE(draw_dot(graph).find(R"([label="in\na\"b\\<c>"])"), std::string::npos) << draw_dot(graph);
  EXPECT_NE(draw_mermaid(graph).find(R"(["in<br/>a#quot;b\#lt;c#gt;"])"), std::string::npos) << draw_mermaid(graph);
}

}  // namespace
}  // namespace weir::graph::testing
