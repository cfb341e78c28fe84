// Keys that are missing, unknown, of a wrong type, out of range, or at odds with each other.
#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

class WrongKey : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongKey, IsReportedWhereItStands) { expect_reported(GetParam()); }

// clang-format off
const std::vector<Mistake> kMistakes{
    {"NoNodes", "[graph]\nname = \"x\"\n", {"E010 0:0"}, "missing key `nodes`"},
    {"NoStage", with_table("[nodes.n]\nfrom = \"in\""), {"E010 1:8"}, "missing key `stage`"},
    {"StageMisspelt", with_table("[nodes.n]\nstge = \"html\"\nfrom = \"in\""), {"E012 2:1"}, "did you mean `stage`?"},
    {"MissingParameter", with_node("kinds", ""), {"E010 5:9"}, "missing parameter `needed`"},
    {"MissingParameterInWith", with_node("kinds", "with = { integer = 3 }"), {"E010 7:1"}, "a size without a default"},
    {"MissingParameterMisspelt", with_node("kinds", "with = { neded = \"1B\" }"),
     {"E012 7:10"}, "did you mean `needed`?   (`weir inspect kinds` lists all)"},
    {"TableIsNone", "run = 3\n" + between("", "in"), {"E011 1:7"}, "`run` must be a table"},
    {"NodeIsNone", with_table("[nodes]\nn = \"html\""), {"E011 2:5"}, "`n` must be a table"},
    {"WithIsNone", with_node("html", "with = [1]"), {"E011 7:8"}, "this is a list"},
    {"ThreadsAsString", with_table("[run]\nthreads = \"4\""), {"E011 2:11"}, "`threads` must be an integer"},
    {"NameAsInteger", with_table("[graph]\nname = 4"), {"E011 2:8"}, "this is an integer"},
    {"BatchAsInteger", with_table("[run]\nbatch = 1048576"), {"E011 2:9"}, "a size such as \"64MiB\""},
    {"TokensAsNumber", with_table("[limiters.memory]\ntokens = 0.75"), {"E011 2:10"}, "a share such as \"75%\""},
    {"FromAsInteger", between("[nodes.n]\nstage = \"html\"\nfrom = 3\n", "n"),
     {"E011 6:8"}, "a node, `node.port`, or a list"},
    {"FromHoldsInteger", between("[nodes.n]\nstage = \"html\"\nfrom = [\"in\", 3]\n", "n"),
     {"E011 6:15"}, "must hold strings"},
    {"ParameterType", with_kinds("boolean = 1"), {"E011 7:35"}, "`boolean` must be true or false"},
    {"ParameterElement", with_kinds("strings = [\"1\", 2, \"7A\", 3]"),
     {"E011 7:41", "E011 7:50"}, "this is an integer"},
    {"ParameterListExpected", with_kinds("strings = \"1\""), {"E011 7:35"}, "must be a list of strings"},
    {"ParameterTables", with_kinds("tables = [{ a = 1 }, 2]"), {"E011 7:46"}, "must be a list of tables"},
    {"ParameterDate", with_kinds("string = 2024-01-01"), {"E011 7:34"}, "write it as a string"},
    {"DateWithin", with_kinds("tables = [{ a = [07:32:00] }]"), {"E011 7:42"}, "`a` cannot be a date or time"},
    {"UnknownTable", with_table("[zzz]\nx = 1"), {"E012 1:2"}, "there are `graph`, `run`, `limiters`, `classes`, `retry` and `nodes`"},
    {"UnknownTableNear", with_table("[rum]\nthreads = 1"), {"E012 1:2"}, "did you mean `run`?"},
    {"UnknownKey", with_table("[run]\nthread = 1"), {"E012 2:1"}, "`[run]` has no such key"},
    {"UnknownGraphKey", with_table("[graph]\nversion = 1"), {"E012 2:1"}, "`[graph]` has no such key"},
    {"UnknownLimiterKey", with_table("[limiters.memory]\ntoken = \"1GiB\""), {"E012 2:1"}, "did you mean `tokens`?"},
    {"UnknownNodeKey", with_node("html", "width = { x = 1 }"), {"E012 7:1"}, "did you mean `with`?"},
    {"UnknownParameter", with_node("segment", "with = { max_word = 380 }"),
     {"E012 7:10"}, "`segment` has no such parameter"},
    {"ThreadsRange", with_table("[run]\nthreads = 0"), {"E013 2:11"}, "between 1 and 1024"},
    {"BatchRange", with_table("[run]\nbatch = \"0B\""), {"E013 2:9"}, "between 1 B and 1 TiB"},
    {"BatchDocumentsRange", with_table("[run]\nbatch_documents = -1"), {"E013 2:19"}, "between 1 and 1000000"},
    {"WorkersRange", with_node("html", "workers = 100000"), {"E013 7:11"}, "between 1 and 1024"},
    {"TokensNothing", with_table("[limiters.memory]\ntokens = \"0B\""), {"E013 2:10"}, "more than nothing"},
    {"TokensTooMuch", with_table("[limiters.memory]\ntokens = \"101%\""), {"E013 2:10"}, "at most \"100%\""},
    {"MaxDeadNothing", with_table("[run]\nmax_dead = \"0%\""), {"E011 2:12"}, "a share such as \"5%\""},
    {"MaxDeadNegative", with_table("[run]\nmax_dead = -1"), {"E011 2:12"}, "must be a number of documents"},
    {"MaxDeadSize", with_table("[run]\nmax_dead = \"5MB\""), {"E011 2:12"}, "must be a number of documents"},
    {"Attempts", with_table("[retry]\nattempts = 0"), {"E013 2:12"}, "between 1 and 100"},
    {"Within", with_table("[retry]\nwithin = \"2 hours\""), {"E014 2:10"}, ""},
    {"Backoff", with_table("[retry]\nbackoff = \"60s..1s\""), {"E011 2:11"}, "the shorter one first"},
    {"BackoffOne", with_table("[retry]\nbackoff = \"60s\""), {"E011 2:11"}, "must be two durations"},
    {"RetryOn", with_table("[retry]\non = [\"timeot\"]"), {"E013 2:7"}, "did you mean `timeout`?"},
    {"RetryOnRejected", with_table("[retry]\non = [\"rejected\"]"), {"E013 2:7"}, "another attempt can mend"},
    {"UnknownRetryKey", with_table("[retry]\nattempt = 3"), {"E012 2:1"}, "did you mean `attempts`?"},
    {"Order", with_table("[run]\norder = \"sorce\""), {"E013 2:9"}, "did you mean `source`?"},
    {"Version", with_table("[graph]\nweir = \"new\""), {"E013 2:8"}, "must be a version"},
    {"ParameterRange", with_node("segment", "with = { max_words = 10001 }"),
     {"E013 7:22"}, "must be between 1 and 10000"},
    {"ParameterFits", with_kinds("integer = 3000000000"), {"E013 7:35"}, "`integer` must be"},
    {"ParameterSizeRange", with_kinds("size = \"2GB\""), {"E013 7:32"}, "`size` must be"},
    {"ParameterElementRange", with_kinds("integers = [1, 11, -1]"),
     {"E013 7:40", "E013 7:44"}, "`integers` must be between 0 and 10"},
    {"ParameterChoice", with_node("segment", "with = { on_empty = \"fial\" }"),
     {"E013 7:21"}, "did you mean \"fail\"?"},
    {"ParameterElementChoice", with_kinds("strings = [\"1\", \"1a\"]"), {"E013 7:41"}, "did you mean \"1A\"?"},
    {"ParameterInfinite", with_kinds("number = inf"), {"E013 7:34"}, "must be finite"},
    {"BatchUnit", with_table("[run]\nbatch = \"64mb\""), {"E014 2:9"}, "did you mean \"64MB\"?"},
    {"BatchNoUnit", with_table("[run]\nbatch = \"64\""), {"E014 2:9"}, "a unit is missing"},
    {"BatchDuration", with_table("[run]\nbatch = \"10min\""), {"E014 2:9"}, "this is a duration"},
    {"BatchNoNumber", with_table("[run]\nbatch = \"much\""), {"E014 2:9"}, "`batch` must be a size"},
    {"TokensUnit", with_table("[limiters.memory]\ntokens = \"4G\""), {"E014 2:10"}, "did you mean \"4GiB\"?"},
    {"PatienceAsNumber", with_table("[limiters.memory]\npatience = 5"), {"E011 2:12"}, "a duration such as \"5min\""},
    {"PatienceUnit", with_table("[limiters.memory]\npatience = \"5m\""), {"E014 2:12"}, "`patience`"},
    {"TokensShare", with_table("[limiters.memory]\ntokens = \"a%\""), {"E014 2:10"}, "a share such as \"75%\""},
    {"ParameterSizeUnit", with_kinds("size = \"1 Mo\""), {"E014 7:32"}, "`Mo` is not a unit here"},
    {"ParameterDurationUnit", with_kinds("duration = \"5 minutes\""), {"E014 7:36"}, "did you mean \"5min\"?"},
    {"ParameterDurationSize", with_kinds("duration = \"5MB\""), {"E014 7:36"}, "this is a size"},
    {"Contradiction", with_node("segment", "with = { min_words = 9, max_words = 8 }"),
     {"E016 7:1"}, "`min_words` must not be above"},
    {"GraphName", with_table("[graph]\nname = \"../x y\""), {"E017 2:8"}, "did you mean \"_._x_y\"?"},
    {"NodeName", with_table("[nodes.\"a.b\"]\nstage = \"json_documents\"\nfrom = \"in\""),
     {"E017 1:8"}, "cannot name a node"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, WrongKey, ::testing::ValuesIn(kMistakes), name_of);

}  // namespace
}  // namespace weir::graph::testing
