#include "graph/check_listing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
constexpr MemoryBudget kEnough{std::uint64_t{1} << 40, 0, 0};

ListedEntry entry(const std::string& path, std::uint64_t size = 100) {
  ListedEntry entry;
  entry.path = path;
  entry.size = size;
  return entry;
}

std::vector<ListedEntry> entries(const std::vector<std::string>& paths) {
  std::vector<ListedEntry> list;
  list.reserve(paths.size());
  for (const std::string& path : paths) list.push_back(entry(path));
  return list;
}

// Parses the text, then checks it with what its sources, in file order, have listed.
Parsed check(const std::string& text, const std::vector<std::vector<ListedEntry>>& listed, const MemoryBudget& budget) {
  Parsed parsed = parse(text);
  EXPECT_TRUE(parsed.specification) << parsed.text();
  std::vector<SourceListing> listings;
  listings.reserve(listed.size());
  for (std::size_t node = 0; node < listed.size(); ++node) listings.push_back({node, listed[node]});
  check_listing(*parsed.specification, listings, budget, parsed.diagnostics);
  return parsed;
}

// Files to a stage that needs eight times its input, to one sink.
std::string filings(const std::string& tokens) {
  return "[limiters.memory]\n" + (tokens.empty() ? "" : "tokens = \"" + tokens + "\"") +
         "\n[nodes.filings]\nstage = \"files\"\nwith = { root = \"filings\" }\n"
         "[nodes.text]\nstage = \"html\"\nfrom = \"filings\"\n"
         "[nodes.lines]\nstage = \"jsonl\"\nfrom = \"text\"\n";
}

TEST(CheckListing, NamesTheDocumentThatTheBudgetCanNeverAdmit) {
  const Parsed checked =
      check(filings("64MiB"), {{entry("a.txt"), entry("0000320193-18.txt", 27682406), entry("b.txt", 12 * kMiB)}},
            {64 * kMiB, 65536, 512});
  EXPECT_EQ(checked.text(),
            "error[E052]: the memory budget can never admit the largest document\n"
            "  --> g.toml:2:10\n"
            "   |\n"
            " 2 | tokens = \"64MiB\"\n"
            "   |          ^^^^^^^ at least 212 MiB are needed\n"
            "   = note: 0000320193-18.txt has 26.4 MiB; `text` declares 8.0 x its input\n"
            "   = note: the budget is 64 MiB\n"
            "   = note: 1 more is too large\n"
            "   = help: raise the budget, or keep such files out: `files` has max_size; "
            "limiters.memory.oversize = \"alone\" runs them all the same, one at a time\n"
            "\n"
            "1 error\n");
}

TEST(CheckListing, AdmitsWhatIsToRunAlone) {
  std::string graph = filings("64MiB");
  graph.insert(graph.find("tokens"), "oversize = \"alone\"\n");
  EXPECT_THAT(check(graph, {{entry("a.txt", 100 * kMiB)}}, {64 * kMiB, 65536, 512}).errors(), IsEmpty());
}

TEST(CheckListing, SaysWhatToWriteSoThatTheDocumentGetsIn) {
  // The engine has taken 10 MiB of what the author wrote.
  const MemoryBudget budget{54 * kMiB, 0, 0};
  const std::string text = check(filings("64MiB"), {{entry("a.txt", 10 * kMiB)}}, budget).text();
  EXPECT_THAT(text, HasSubstr("at least 90 MiB are needed"));
  EXPECT_THAT(text, HasSubstr("the budget is 54 MiB of 64 MiB, less what the engine needs itself"));
  EXPECT_THAT(check(filings("90MiB"), {{entry("a.txt", 10 * kMiB)}}, {80 * kMiB, 0, 0}).errors(), IsEmpty());
}

TEST(CheckListing, CountsWhatTheEngineItselfKeepsForADocument) {
  EXPECT_THAT(check(filings("1MiB"), {{entry("a.txt", 1000)}}, {8100, 64, 36}).errors(), IsEmpty());
  EXPECT_THAT(check(filings("1MiB"), {{entry("a.txt", 1000)}}, {8099, 64, 36}).errors(), ElementsAre("E052 2:10"));
}

TEST(CheckListing, PointsToTheSourceWhereTheBudgetIsTheDefault) {
  const Parsed checked = check(filings(""), {{entry("a.txt", 10 * kMiB)}}, {kMiB, 0, 0});
  EXPECT_THAT(checked.errors(), ElementsAre("E052 3:8"));
  EXPECT_THAT(checked.text(), HasSubstr("the budget is 1 MiB, from 75 % of what this process may use"));
}

TEST(CheckListing, AsksOnlyForWhatLiesOnTheDocumentsWay) {
  const std::string text =
      "[nodes.in]\nstage = \"messages\"\n[nodes.big]\nstage = \"messages\"\n"
      "[nodes.text]\nstage = \"html\"\nfrom = \"in\"\n[nodes.lines]\nstage = \"jsonl\"\nfrom = [\"text\", \"big\"]\n";
  const std::vector<ListedEntry> large{entry("a", 10 * kMiB)};
  EXPECT_THAT(check(text, {{entry("a")}, large}, {20 * kMiB, 0, 0}).errors(), IsEmpty());
  EXPECT_THAT(check(text, {large, {entry("a")}}, {20 * kMiB, 0, 0}).errors(), ElementsAre("E052 1:8"));
}

TEST(CheckListing, PassesOverWhatIsRefusedAnyway) {
  std::vector<ListedEntry> listed{entry("a.txt"), entry("b.txt", 1000 * kMiB), entry("a.htm")};
  listed[1].refusal = ListedEntry::Refusal{};
  listed[2].refusal = ListedEntry::Refusal{};
  EXPECT_THAT(check(filings("64MiB"), {listed}, {64 * kMiB, 0, 0}).errors(), IsEmpty());
  EXPECT_THAT(check(with_outputs("path = \"{path}.json\""), {listed}, kEnough).errors(), IsEmpty());
}

TEST(CheckListing, NamesTheBatchThatTheBudgetCanNeverAdmit) {
  const std::vector<ListedEntry> many(100, entry("a.txt", 100'000));
  const Parsed checked = check(filings("2MiB"), {many}, {2 * kMiB, 0, 0});
  EXPECT_THAT(checked.errors(), ElementsAre("E053 2:10"));
  EXPECT_THAT(checked.text(), HasSubstr("a batch may have 1 MiB; `text` declares 8.0 x its input"));
  EXPECT_THAT(checked.text(), HasSubstr("run.batch = \"256KiB\""));
  EXPECT_THAT(check("[run]\nbatch = \"256KiB\"\n" + filings("2MiB"), {many}, {2 * kMiB, 0, 0}).errors(), IsEmpty());
  // A listing that fills no batch needs no such budget.
  EXPECT_THAT(check(filings("2MiB"), {{many[0], many[0]}}, {2 * kMiB, 0, 0}).errors(), IsEmpty());
}

std::vector<std::string> name_errors(const std::string& pattern, const std::vector<std::string>& paths) {
  return check(with_outputs("path = \"" + pattern + "\""), {entries(paths)}, kEnough).errors();
}

TEST(CheckListing, LetsNamesBeThatAreUnique) {
  EXPECT_THAT(name_errors("{path}.json", {"a.htm", "b.htm", "c/a.htm"}), IsEmpty());
  EXPECT_THAT(name_errors("{stem}.json", {"a.htm", "x/b.htm"}), IsEmpty());
  EXPECT_THAT(name_errors("{id}.json", {"a.htm", "a.txt"}), IsEmpty());
  EXPECT_THAT(name_errors("{path}_{section}.json", {"a.htm", "b.htm"}), IsEmpty());
  EXPECT_THAT(name_errors("all.json", {"a.htm"}), IsEmpty());
}

TEST(CheckListing, ReportsNamesThatAreNot) {
  const std::vector<std::string> at_the_pattern{"E042 4:17"};
  EXPECT_EQ(name_errors("{path}.json", {"a.htm", "b.htm", "a.txt"}), at_the_pattern);
  EXPECT_EQ(name_errors("{path}.json", {"a b.htm", "a_b.htm"}), at_the_pattern);
  EXPECT_EQ(name_errors("{stem}.json", {"a.htm", "x/a.htm"}), at_the_pattern);
  EXPECT_EQ(name_errors("{id}.json", {"x/a.htm", "x_a.htm"}), at_the_pattern);
  EXPECT_EQ(name_errors("{company}.json", {"a.htm", "b.htm"}), at_the_pattern);
  EXPECT_EQ(name_errors("all.json", {"a.htm", "b.htm"}), at_the_pattern);
}

TEST(CheckListing, NamesTheFirstTwoThatClash) {
  const std::string text = check(with_outputs("path = \"{stem}_{section}.json\""),
                                 {entries({"z.htm", "x/b.htm", "b.txt", "y/b.htm", "c/z.htm"})}, kEnough)
                               .text();
  EXPECT_THAT(text, HasSubstr("more than one document would be `b_{section}.json`"));
  EXPECT_THAT(text, HasSubstr("= note: x/b.htm and b.txt clash\n"));
  EXPECT_THAT(text, HasSubstr("= note: 3 such clashes in all\n"));
}

TEST(CheckListing, TellsSourcesAndSinksThatClash) {
  const std::string two_sources =
      "[nodes.a]\nstage = \"messages\"\n[nodes.b]\nstage = \"messages\"\n"
      "[nodes.out]\nstage = \"json_documents\"\nfrom = [\"a\", \"b\"]\n";
  EXPECT_THAT(check(two_sources, {entries({"x.htm"}), entries({"x.htm"})}, kEnough).text(),
              HasSubstr("x.htm of `a` and x.htm of `b` clash"));

  const std::string two_sinks =
      with_outputs("path = \"{stem}.json\"") + "[nodes.m]\nstage = \"json_documents\"\nfrom = \"in\"\n";
  EXPECT_THAT(check(two_sinks, {entries({"x/a.htm", "b.htm"})}, kEnough).text(),
              HasSubstr("b.htm and b.htm clash: `n` and `m` write both"));
}

TEST(CheckListing, TellsMembersOfArchivesApart) {
  std::vector<ListedEntry> listed = entries({"a.zip", "a.zip"});
  listed[0].member = "one.htm";
  listed[1].member = "two.htm";
  EXPECT_THAT(check(with_outputs("path = \"{path}.json\""), {listed}, kEnough).errors(), IsEmpty());
  EXPECT_THAT(check(with_outputs("path = \"{stem}.json\""), {listed}, kEnough).text(),
              HasSubstr("a.zip!one.htm and a.zip!two.htm clash"));
}

TEST(CheckListing, TellsRecordsApartByIdAlone) {
  std::vector<ListedEntry> listed = entries({"a.jsonl", "a.jsonl"});
  listed[0].records = {0, 50};
  listed[1].records = {50, 100};
  EXPECT_THAT(check(with_outputs("path = \"{id}.json\""), {listed}, kEnough).errors(), IsEmpty());
  EXPECT_THAT(check(with_outputs("path = \"{path}.json\""), {listed}, kEnough).errors(), ElementsAre("E042 4:17"));
}

TEST(CheckListing, HasNothingToSayOfAnEmptyListing) {
  EXPECT_THAT(check(filings("1B"), {{}}, {1, 0, 0}).errors(), IsEmpty());
}

}  // namespace
}  // namespace weir::graph::testing
