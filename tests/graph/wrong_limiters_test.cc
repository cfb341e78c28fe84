// What can be wrong with limiters of calls and with what nodes take of them, and what they are when nothing is.
#include <fstream>
#include <iterator>

#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

class WrongLimiter : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongLimiter, IsReportedWhereItStands) { expect_reported(GetParam()); }

// A limiter `api` in lines 1 and 2, and a node that takes it, rightly, in line 9, from column 11 on.
std::string with_limiter(const std::string& keys, const std::string& takes = "api = 1") {
  return "[limiters.api]\n" + keys + "\n" +
         between("[nodes.ask]\nstage = \"lookup\"\nfrom = \"in\"\ntakes = { " + takes + " }\n", "ask");
}

// clang-format off
const std::vector<Mistake> kWrongLimiters{
    {"Memory", with_limiter("tokens = 5", "api = 1, memory = 1"), {"E070 9:20"}, "follows from their sizes"},
    {"MemoryMisspelt", with_table("[limiters.memry]\ntokens = \"1GiB\""), {"E011 2:10"}, "did you mean `memory`?"},
    {"NoTable", with_table("[limiters]\napi = 3"), {"E011 2:7"}, "`api` must be a table"},
    {"Name", "[limiters.\"a b\"]\ntokens = 5\n" + between("[nodes.ask]\nstage = \"lookup\"\nfrom = \"in\"\ntakes = { \"a b\" = 1 }\n", "ask"),
     {"E017 1:11"}, "cannot name a limiter"},
    {"Nothing", with_limiter(""), {"E010 1:11"}, "missing key `tokens` or `rate`"},
    {"Both", with_limiter("tokens = 5\nrate = \"10/s\""), {"E016 2:1"}, "a call may take several"},
    {"TokensAsSize", with_limiter("tokens = \"64MiB\""), {"E011 2:10"}, "how many calls at a time"},
    {"TokensNothing", with_limiter("tokens = 0"), {"E011 2:10"}, "an integer of 1 or more"},
    {"RateAsNumber", with_limiter("rate = 10"), {"E011 2:8"}, "\"1000/day\""},
    {"RateUnit", with_limiter("rate = \"10/sec\""), {"E011 2:8"}, "did you mean \"10/s\"?"},
    {"RateUnitOfDays", with_limiter("rate = \"10/d\""), {"E011 2:8"}, "did you mean \"10/day\"?"},
    {"RateNothing", with_limiter("rate = \"0/s\""), {"E011 2:8"}, "`rate` must be calls in a time"},
    {"RateFraction", with_limiter("rate = \"0.5/s\""), {"E011 2:8"}, "`rate` must be calls in a time"},
    {"BurstOfTokens", with_limiter("burst = 3\ntokens = 5"), {"E016 2:1"}, "`burst` is for a rate"},
    {"BurstOfADay", with_limiter("burst = 3\nrate = \"1000/day\""), {"E016 2:1"}, "as fast as calls are made"},
    {"BurstNothing", with_limiter("burst = 0\nrate = \"10/s\""), {"E013 2:9"}, "1"},
    {"UnknownKey", with_limiter("tokns = 5"), {"E010 1:11", "E012 2:1"}, "did you mean `tokens`?"},
    {"TakesIsNone", between("[nodes.ask]\nstage = \"lookup\"\nfrom = \"in\"\ntakes = \"api\"\n", "ask"),
     {"E011 7:9"}, "`takes` must be a table"},
    {"TakesNothing", with_limiter("tokens = 5", "api = 0"), {"E013 9:17"}, "`api` must be"},
    {"Unknown", with_limiter("tokens = 5", "api = 1, gate = 1"), {"E070 9:20"}, "no table `[limiters.gate]`"},
    {"Misspelt", with_limiter("tokens = 5", "apy = 1"), {"E070 9:11"}, "did you mean `api`?"},
    {"TakenByNobody", with_table("[limiters.api]\ntokens = 5"), {"E071 1:11"}, "takes = { api = 1 }"},
    {"StageDoesNotWait", "[limiters.api]\ntokens = 5\n" + with_node("html", "takes = { api = 1 }"),
     {"E072 9:11"}, "`html` does not wait on anything outside"},
    {"MoreThanTokens", with_limiter("tokens = 5", "api = 6"), {"E073 9:17"}, "raise limiters.api.tokens"},
    {"MoreThanBurst", with_limiter("rate = \"10/s\"", "api = 2"), {"E073 9:17"}, "set limiters.api.burst = 2"},
    {"MoreThanADay", with_limiter("rate = \"10/day\"", "api = 11"), {"E073 9:17"}, "raise limiters.api.rate"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, WrongLimiter, ::testing::ValuesIn(kWrongLimiters), name_of);

TEST(Limiters, AreOrderedByNameAndSoIsWhatANodeTakes) {
  const Parsed parsed = parse(
      "[limiters.per_day]\nrate = \"1000/day\"\n[limiters.at_a_time]\ntokens = 5\n"
      "[limiters.per_minute]\nrate = \"60/min\"\nburst = 3\n" +
      between("[nodes.ask]\nstage = \"lookup\"\nfrom = \"in\"\n"
              "takes = { per_minute = 3, per_day = 1, at_a_time = 2 }\n",
              "ask"));
  ASSERT_TRUE(parsed.specification) << parsed.text();
  const std::vector<CallLimiter>& limiters = parsed.specification->limiters;
  ASSERT_EQ(limiters.size(), 3u);
  EXPECT_EQ(limiters[0].name, "at_a_time");
  EXPECT_EQ(limiters[0].tokens, 5u);
  EXPECT_EQ(limiters[1].name, "per_day");
  EXPECT_EQ(limiters[1].calls, 1000u);
  EXPECT_TRUE(limiters[1].is_window());
  EXPECT_EQ(limiters[2].burst, 3u);
  EXPECT_FALSE(limiters[2].is_window());
  EXPECT_EQ(limiters[2].per, std::chrono::minutes(1));
  EXPECT_EQ(parsed.specification->nodes[1].takes, (std::vector<Take>{{0, 2}, {1, 1}, {2, 3}}));
}

TEST(Limiters, AreRaisedOnTheCommandLine) {
  const Parsed parsed =
      parse("[limiters.api]\nrate = \"10/day\"\n" +
                between("[nodes.ask]\nstage = \"lookup\"\nfrom = \"in\"\ntakes = { api = 1 }\n", "ask"),
            {{"limiters.api.rate=20/day"}, {}});
  ASSERT_TRUE(parsed.specification) << parsed.text();
  EXPECT_EQ(parsed.specification->limiters.front().calls, 20u);
}

// The page's example takes from a node `text`.
TEST(Limiters, AreAsThePageAboutThemShows) {
  std::ifstream file(std::string(WEIR_SOURCE_DIR) + "/docs/limiters.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  const std::size_t begin = page.find("```toml\n") + 8;
  const Parsed parsed = parse(page.substr(begin, page.find("```", begin) - begin) +
                              between("[nodes.text]\nstage = \"html\"\nfrom = \"in\"\n", "entities"));
  ASSERT_TRUE(parsed.specification) << parsed.text();
  EXPECT_EQ(parsed.specification->limiters.size(), 3u);
}

}  // namespace
}  // namespace weir::graph::testing
