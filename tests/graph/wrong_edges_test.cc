// Edges that lead nowhere, come from nowhere, or go round.
#include "graph/mistake.h"

namespace weir::graph::testing {
namespace {

class WrongEdge : public ::testing::TestWithParam<Mistake> {};

TEST_P(WrongEdge, IsReportedWhereItStands) { expect_reported(GetParam()); }

// clang-format off
const std::vector<Mistake> kWrongEdges{
    {"UnknownNode", between("", "inn"), {"E030 6:8"}, "did you mean `in`?"},
    {"UnknownNodeFar", between("", "elsewhere"), {"E030 6:8"}, "no table `[nodes.elsewhere]`"},
    {"UnknownPort", between("[nodes.t]\nstage = \"tables\"\nfrom = \"in\"\n", "t.table"),
     {"E031 10:8"}, "did you mean `t.tables`?"},
    {"NoDefaultPort", between("[nodes.r]\nstage = \"route\"\nfrom = \"in\"\nwith = { rules = [{ port = \"a\" }] }\n", "r"),
     {"E031 11:8"}, "it has `a` and `rest`"},
    {"OnlyPort", between("", "in.text"), {"E031 6:8"}, "it has only `out`"},
    {"SinkAsInput", between("", "in") + "[nodes.more]\nstage = \"json_documents\"\nfrom = \"lines\"\n",
     {"E031 9:8"}, "nothing leaves it"},
    {"UnknownPortNearFailed", between("[nodes.t]\nstage = \"html\"\nfrom = \"in\"\n", "t") + "[nodes.more]\nstage = \"json_documents\"\nfrom = \"t.faild\"\n",
     {"E031 13:8"}, "did you mean `t.failed`?"},
    {"FailedPortOfASource", between("", "in") + "[nodes.more]\nstage = \"json_documents\"\nfrom = \"in.failed\"\n",
     {"E031 9:8"}, "a source; only transforms have that port"},
    {"FailedPortOfASink", between("", "in") + "[nodes.more]\nstage = \"json_documents\"\nfrom = \"lines.failed\"\n",
     {"E031 9:8"}, "`lines` has no port `failed`"},
    {"FailedPortOfAFold", between("[nodes.d]\nstage = \"dedupe\"\nfrom = \"in\"\n", "d") + "[nodes.more]\nstage = \"json_documents\"\nfrom = \"d.failed\"\n",
     {"E031 13:8"}, "a fold; only transforms have that port"},
    {"FailedPortOfACheckpoint", between("[nodes.c]\nstage = \"checkpoint\"\nfrom = \"in\"\n", "c") + "[nodes.more]\nstage = \"json_documents\"\nfrom = \"c.failed\"\n",
     {"E031 13:8"}, "a checkpoint; only transforms have that port"},
    {"OnlyTheFailedPortTaken", between("[nodes.n]\nstage = \"html\"\nfrom = \"in\"\n", "n.failed"),
     {"E035 4:8"}, "port `out` leads nowhere"},
    {"OwnPortCalledFailed", between("[nodes.r]\nstage = \"route\"\nfrom = \"in\"\nwith = { rules = [{ port = \"failed\" }] }\n", "r.rest"),
     {"E016 7:1"}, "every transform has one already"},
    {"FailedPortTwice", between("[nodes.n]\nstage = \"html\"\nfrom = \"in\"\n", "n") + "[nodes.more]\nstage = \"json_documents\"\nfrom = [\"n.failed\", \"n.failed\"]\n",
     {"E036 13:21"}, "each document would come twice"},
    {"Cycle", between("[nodes.a]\nstage = \"html\"\nfrom = [\"in\", \"c\"]\n[nodes.b]\nstage = \"html\"\nfrom = \"a\"\n[nodes.c]\nstage = \"html\"\nfrom = \"b\"\n", "c"),
     {"E032 6:15"}, "a cycle: `a` -> `b` -> `c` -> `a`"},
    {"CycleOfOne", between("[nodes.a]\nstage = \"html\"\nfrom = [\"a\", \"in\"]\n", "a"),
     {"E032 6:9"}, "a cycle: `a` -> `a`"},
    {"CyclesApart", between("[nodes.a]\nstage = \"html\"\nfrom = [\"in\", \"b\"]\n[nodes.b]\nstage = \"html\"\nfrom = \"a\"\n[nodes.c]\nstage = \"html\"\nfrom = [\"b\", \"c\"]\n", "c"),
     {"E032 6:15", "E032 12:14"}, "a cycle: `c` -> `c`"},
    {"SourceWithFrom", with_table("[nodes.x]\nstage = \"messages\"\nfrom = \"in\"\n[nodes.y]\nstage = \"json_documents\"\nfrom = \"x\""),
     {"E033 3:1"}, "a source and takes nothing"},
    {"Unreached", between("[nodes.n]\nstage = \"html\"\n", "n"), {"E034 4:8"}, "from = \"in\""},
    {"UnreachedSink", between("", "in") + "[nodes.more]\nstage = \"json_documents\"\nfrom = []\n",
     {"E034 7:8"}, "a sink needs `from`"},
    {"NotTaken", between("[nodes.n]\nstage = \"html\"\nfrom = \"in\"\n", "in"),
     {"E035 4:8"}, "nobody takes the output of `n`"},
    {"OnlyANamedPortTaken", between("[nodes.n]\nstage = \"tables\"\nfrom = \"in\"\n", "n.tables"),
     {"E035 4:8"}, "port `out` leads nowhere"},
    {"NoPortTaken", with_table("[nodes.r]\nstage = \"route\"\nfrom = \"in\"\nwith = { rules = [{ port = \"a\" }] }"),
     {"E035 1:8"}, "from = \"r.a\""},
    {"SameTwice", between("[nodes.n]\nstage = \"html\"\nfrom = [\"in\", \"in.out\", \"in\"]\n", "n"),
     {"E036 6:15", "E036 6:25"}, "`n` takes from `in.out` twice"},
    {"TwoPhases", between("[nodes.c]\nstage = \"checkpoint\"\nfrom = \"in\"\n[nodes.n]\nstage = \"html\"\nfrom = [\"c\", \"in\"]\n", "n"),
     {"E039 9:14"}, "put a checkpoint on the other way too"},
    {"TwoPhasesByAFold", between("[nodes.d]\nstage = \"dedupe\"\nfrom = \"in\"\n[nodes.n]\nstage = \"html\"\nfrom = [\"in\", \"d\"]\n", "n"),
     {"E039 9:15"}, "`n` takes from two phases"},
    {"CheckpointNotTaken", between("[nodes.c]\nstage = \"checkpoint\"\nfrom = \"in\"\n", "in"), {"E035 4:8"}, "port `out` leads nowhere"},
    {"CheckpointUnreached", between("[nodes.c]\nstage = \"checkpoint\"\n", "c"), {"E034 4:8"}, "a checkpoint needs `from`"},
    {"NoSource", "[nodes.lines]\nstage = \"jsonl\"\nfrom = \"lines2\"\n", {"E037 1:2", "E030 3:8"}, "no source"},
    {"NoSink", "[nodes.in]\nstage = \"messages\"\n", {"E038 1:2"}, "no sink"},
};
// clang-format on

INSTANTIATE_TEST_SUITE_P(Of, WrongEdge, ::testing::ValuesIn(kWrongEdges), name_of);

}  // namespace
}  // namespace weir::graph::testing
