#include "route/route.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk_harness.h"

namespace weir::route {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Route::Params params(std::initializer_list<Table> rules) {
  return harness::bind<Route::Params>({{"rules", List(rules.begin(), rules.end())}});
}

// The port by which a document leaves.
std::string port(std::initializer_list<Table> rules, Document document) {
  const Route::Params bound = params(rules);
  Route stage(bound);
  const harness::Answer answer = harness::call(stage, std::move(document), bound.ports());
  return answer.ports.at(0);
}

Document with(std::string_view key, Value value) {
  Document document = harness::content("four", "in/a.htm");
  document.metadata().set(key, std::move(value));
  return document;
}

Table rule(const char* port, std::initializer_list<std::pair<std::string_view, Value>> conditions) {
  Table table = harness::table({{"port", port}});
  for (const auto& [key, value] : conditions) table.set(key, value);
  return table;
}

TEST(Route, PortsAreThoseOfTheRulesThenRest) {
  EXPECT_THAT(params({rule("pdf", {{"media_type", "application/pdf"}}),
                      rule("poor", {{"field", "quality"}, {"below", 0.4}}), rule("pdf", {{"path", "**/*.pdf"}})})
                  .ports(),
              ElementsAre("pdf", "poor", "rest"));
}

TEST(Route, TheFirstRuleThatHoldsDecides) {
  const Table first = rule("one", {{"field", "n"}, {"above", 1}});
  const Table second = rule("two", {{"field", "n"}, {"above", 0}});
  EXPECT_EQ(port({first, second}, with("n", 2)), "one");
  EXPECT_EQ(port({first, second}, with("n", 1)), "two");
  EXPECT_EQ(port({first, second}, with("n", 0)), "rest");
}

TEST(Route, KnowsMediaTypes) {
  const Table pdf = rule("pdf", {{"media_type", "application/pdf"}});
  EXPECT_EQ(port({pdf}, with("media_type", "application/pdf")), "pdf");
  EXPECT_EQ(port({pdf}, with("media_type", "text/html")), "rest");
  EXPECT_EQ(port({pdf}, with("other", "application/pdf")), "rest");
}

TEST(Route, KnowsPathsAndSizes) {
  EXPECT_EQ(port({rule("hit", {{"path", "**/*.{htm,html}"}})}, with("x", 1)), "hit");
  EXPECT_EQ(port({rule("hit", {{"path", "*.htm"}})}, with("x", 1)), "rest");
  EXPECT_EQ(port({rule("hit", {{"size_above", "3B"}})}, with("x", 1)), "hit");
  EXPECT_EQ(port({rule("hit", {{"size_above", "4B"}})}, with("x", 1)), "rest");
  EXPECT_EQ(port({rule("hit", {{"size_below", "5B"}})}, with("x", 1)), "hit");
  EXPECT_EQ(port({rule("hit", {{"size_below", "4B"}})}, with("x", 1)), "rest");
}

TEST(Route, ComparesFields) {
  const auto hits = [](std::string_view condition, Value wanted, Value value) {
    return port({rule("hit", {{"field", "f"}, {condition, std::move(wanted)}})}, with("f", std::move(value))) == "hit";
  };
  EXPECT_TRUE(hits("equals", "10-K", "10-K"));
  EXPECT_FALSE(hits("equals", "10-K", "10-Q"));
  EXPECT_TRUE(hits("equals", 2, 2.0));
  EXPECT_FALSE(hits("equals", "2", 2));
  EXPECT_TRUE(hits("equals", false, false));
  EXPECT_TRUE(hits("in", List{"10-K", "10-K405"}, "10-K405"));
  EXPECT_FALSE(hits("in", List{"10-K", "10-K405"}, "10-KSB"));
  EXPECT_TRUE(hits("below", 0.4, 0.3));
  EXPECT_FALSE(hits("below", 0.4, 0.4));
  EXPECT_FALSE(hits("below", 0.4, "0.3"));
  EXPECT_FALSE(hits("above", 0, nullptr));
}

TEST(Route, AllConditionsOfARuleMustHold) {
  const Table both = rule("hit", {{"field", "f"}, {"above", 1}, {"below", 3}, {"path", "**/*.htm"}});
  EXPECT_EQ(port({both}, with("f", 2)), "hit");
  EXPECT_EQ(port({both}, with("f", 3)), "rest");
}

TEST(Route, ARuleMayLeadToRest) {
  EXPECT_EQ(port({rule("rest", {{"field", "f"}, {"equals", 1}}), rule("hit", {{"path", "**"}})}, with("f", 1)), "rest");
}

TEST(Route, SaysWhatIsWrongWithARule) {
  const auto wrong = [](Table bad) -> std::string {
    try {
      params({rule("good", {{"path", "*"}}), std::move(bad)});
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  const auto expect = [&](Table bad, const std::string& message) {
    EXPECT_EQ(wrong(std::move(bad)), "rule 2 of `rules`: " + message);
  };
  expect(harness::table({{"path", "*"}}), "`port` is missing");
  expect(rule("a b", {{"path", "*"}}), "`port` must be made of letters, digits, `_` and `-`");
  expect(rule("failed", {{"path", "*"}}), "the port `failed` is for documents that a stage rejects");
  expect(rule("x", {}), "it has no condition; what no rule takes leaves by the port `rest`");
  expect(rule("x", {{"field", "f"}}), "`field` needs one of equals, in, above, below");
  expect(rule("x", {{"above", 2}}), "equals, in, above and below need a `field`");
  expect(rule("x", {{"field", "f"}, {"above", "2"}}), "`above` must be a number");
  expect(rule("x", {{"field", "f"}, {"in", List()}}), "`in` must be a list that is not empty");
  expect(rule("x", {{"size_above", 5}}), "`size_above` must be a size such as \"50MB\"");
  expect(rule("x", {{"path", "[a"}}), "a `[` is not closed: \"[a\"");
  EXPECT_THAT(wrong(rule("x", {{"sise_above", "5MB"}})), HasSubstr("there is no `sise_above`; there are port,"));
  EXPECT_THROW(params({}), std::invalid_argument);
}

}  // namespace
}  // namespace weir::route
