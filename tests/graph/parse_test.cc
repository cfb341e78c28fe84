#include "graph/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "graph/parsing.h"

namespace weir::graph::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kWhole = R"(#:schema ./weir.schema.json
[graph]
name = "two_kinds"
description = "From files and messages to lines."
weir = "0.1"

[run]
directory = "runs/here"
threads = 3
batch = "256KiB"
batch_documents = 10
batches_in_flight = 7
order = "source"

[limiters.memory]
tokens = "64MiB"
patience = "90s"

[nodes.lines]                       # before what it takes from, which is no mistake
stage = "jsonl"
from = ["cut", "rest"]
with = { path = "out/all.jsonl" }

[nodes.filings]
stage = "files"
with = { root = "filings", max_size = "2048KiB" }
workers = 2

[nodes.chat]
stage = "messages"

[nodes.kind]
stage = "route"
from = ["filings", "chat"]
with = { rules = [{ port = "web", size_above = "50MB" }] }

[nodes.cut]
stage = "segment"
from = "kind.web"

[nodes.rest]
stage = "sec.clean"
from = "kind.rest"
)";

const Node& node(const Specification& specification, const std::string& id) {
  for (const Node& node : specification.nodes) {
    if (node.id == id) return node;
  }
  throw std::out_of_range(id);
}

TEST(Parse, ReadsWhatAGraphSaysOfItselfAndOfTheRun) {
  const Parsed parsed = parse(kWhole);
  ASSERT_TRUE(parsed.specification) << parsed.text();
  const Specification& graph = *parsed.specification;
  EXPECT_EQ(graph.file, "g.toml");
  EXPECT_EQ(graph.base_directory, "/graphs");
  EXPECT_EQ(graph.name, "two_kinds");
  EXPECT_EQ(graph.description, "From files and messages to lines.");
  EXPECT_EQ(graph.run.directory, "runs/here");
  EXPECT_EQ(graph.run.threads, 3u);
  EXPECT_EQ(graph.run.batch_bytes, 262144u);
  EXPECT_EQ(graph.run.batch_documents, 10u);
  EXPECT_EQ(graph.run.batches_in_flight, 7u);
  EXPECT_EQ(graph.memory_tokens.bytes, 64u << 20U);
  EXPECT_EQ(graph.memory_patience, std::chrono::seconds(90));
  EXPECT_EQ(graph.memory_at.begin, (Position{16, 10}));
}

TEST(Parse, HasDefaultsForAllThatIsNotSaid) {
  const Parsed parsed = parse(between("", "in"));
  ASSERT_TRUE(parsed.specification) << parsed.text();
  const Specification& graph = *parsed.specification;
  EXPECT_EQ(graph.name, "g");
  EXPECT_EQ(graph.run.directory, "");
  EXPECT_EQ(graph.run.threads, 0u);
  EXPECT_EQ(graph.run.batch_bytes, 1u << 20U);
  EXPECT_EQ(graph.run.batch_documents, 4096u);
  EXPECT_EQ(graph.run.batches_in_flight, 0u);
  EXPECT_EQ(graph.memory_tokens.bytes, 0u);
  EXPECT_DOUBLE_EQ(graph.memory_tokens.share, 0.75);
  EXPECT_EQ(graph.memory_patience, std::chrono::minutes(5));
  EXPECT_EQ(graph.memory_at.begin.line, 0);
  EXPECT_EQ(graph.nodes.front().workers, 0u);
}

TEST(Parse, PutsEachNodeBehindItsInputsAndOtherwiseKeepsFileOrder) {
  const Parsed parsed = parse(kWhole);
  ASSERT_TRUE(parsed.specification) << parsed.text();
  std::vector<std::string> ids;
  for (const Node& node : parsed.specification->nodes) ids.push_back(node.id);
  EXPECT_THAT(ids, ElementsAre("filings", "chat", "kind", "cut", "rest", "lines"));
}

TEST(Parse, ResolvesInputsToNodesAndPorts) {
  const Parsed parsed = parse(kWhole);
  ASSERT_TRUE(parsed.specification) << parsed.text();
  const Specification& graph = *parsed.specification;
  EXPECT_THAT(node(graph, "kind").ports, ElementsAre("web", "rest"));
  EXPECT_THAT(node(graph, "filings").from, IsEmpty());
  EXPECT_THAT(node(graph, "kind").from, ElementsAre(Input{0, 0}, Input{1, 0}));
  EXPECT_THAT(node(graph, "rest").from, ElementsAre(Input{2, 1}));
  EXPECT_THAT(node(graph, "lines").from, ElementsAre(Input{3, 0}, Input{4, 0}));
  EXPECT_THAT(node(graph, "lines").ports, IsEmpty());
}

TEST(Parse, BindsParametersAndListsThemAllInTheOrderOfTheirDeclaration) {
  const Parsed parsed =
      parse(between("[nodes.k]\nstage = \"kinds\"\nfrom = \"in\"\nwith = { needed = \"1024KiB\","
                    " secret = \"s3cret\", number = 1, duration = \"60s\", tables = [{ a = [1] }] }\n",
                    "k"));
  ASSERT_TRUE(parsed.specification) << parsed.text();
  const Node& kinds = node(*parsed.specification, "k");
  std::vector<std::string> names;
  for (const auto& [name, value] : kinds.with) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("boolean", "integer", "number", "string", "size", "duration", "strings", "integers",
                                 "tables", "needed"));
  EXPECT_EQ(*kinds.with.find("number"), Value(1.0));
  EXPECT_EQ(*kinds.with.find("duration"), Value("1min"));
  EXPECT_EQ(*kinds.with.find("size"), Value("1KiB"));
  EXPECT_EQ(*kinds.with.find("needed"), Value("1MiB"));
  const auto& bound = weir::detail::params_in<KindsParams>(*kinds.params);
  EXPECT_EQ(bound.secret.value, "s3cret");
  EXPECT_EQ(bound.needed.bytes, 1u << 20U);
  EXPECT_EQ(*bound.tables.at(0).find("a"), Value(List{1}));
}

TEST(Parse, TellsWhereNodesAndOutputNamesStand) {
  const Parsed parsed = parse(kWhole);
  ASSERT_TRUE(parsed.specification) << parsed.text();
  EXPECT_EQ(node(*parsed.specification, "chat").at.begin, (Position{29, 8}));
  EXPECT_EQ(node(*parsed.specification, "lines").output_at.begin, (Position{22, 17}));
  const Parsed unnamed = parse(between("", "in"));
  EXPECT_EQ(node(*unnamed.specification, "lines").output_at.begin, (Position{4, 8}));
}

TEST(Parse, LetsANamedPortStayOpenAndTakesTheOnlyPortWithoutItsName) {
  EXPECT_THAT(parse(between("[nodes.t]\nstage = \"tables\"\nfrom = \"in\"\n", "t")).errors(), IsEmpty());
  EXPECT_THAT(parse(between("[nodes.r]\nstage = \"route\"\nfrom = \"in\"\nwith = { rules = [] }\n", "r")).errors(),
              IsEmpty());
  EXPECT_THAT(
      parse(between("[nodes.r]\nstage = \"route\"\nfrom = \"in\"\nwith = { rules = [{ port = \"a\" }] }\n", "r.a"))
          .errors(),
      IsEmpty());
}

TEST(Parse, FindsTheFolderOfAFile) {
  const auto folder = std::filesystem::path(::testing::TempDir()) / "weir_parse_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a graph.toml") << between("", "in");
  Diagnostics diagnostics;
  const auto graph = parse_file((folder / "." / "a graph.toml").string(), {}, catalogue(), diagnostics);
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->base_directory, folder.string());
  EXPECT_EQ(graph->name, "a_graph");
}

TEST(Parse, SaysWhyAFileCannotBeRead) {
  const auto folder = std::filesystem::path(::testing::TempDir());
  std::ofstream(folder / "large.toml") << std::string((1U << 20U) + 1, '#');
  const auto text_of = [](const std::string& path) {
    Diagnostics diagnostics;
    EXPECT_FALSE(parse_file(path, {}, catalogue(), diagnostics));
    return render(diagnostics, false);
  };
  EXPECT_EQ(text_of("no/such.toml"),
            "error[E001]: cannot read the graph file: no/such.toml: No such file or directory\n"
            "  --> no/such.toml\n"
            "\n"
            "1 error\n");
  EXPECT_THAT(text_of(folder.string()), HasSubstr("Is a directory"));
  EXPECT_THAT(text_of((folder / "large.toml").string()), HasSubstr("larger than 1 MiB"));
}

}  // namespace
}  // namespace weir::graph::testing
