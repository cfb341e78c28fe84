#include "graph/explanation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace weir::graph {

namespace {

constexpr std::array kExplanations{
    Explanation{
        "E001", "the graph file cannot be read",
        "The file that the command names does not exist, may not be read, is a folder, or is larger than 1 MiB. "
        "The message ends with what the system said."},
    Explanation{"E002", "a syntax error",
                "The text is not TOML at this place. What follows it cannot be understood, so this is the only error "
                "that is reported; others may show once it is mended. A key that is set twice is one of these."},
    Explanation{"E003", "an environment variable that is not there",
                "A string holds ${env:NAME}, but the command line does not allow that name with --env NAME, or the "
                "variable is not set, or the closing brace is missing. Names must be allowed one by one, so that a "
                "graph from elsewhere cannot read what it is not meant to see."},
    Explanation{"E004", "--set that cannot be applied",
                "--set takes key=value, the key being a path such as run.threads or nodes.segments.with.max_words. The "
                "value is TOML, or else a string. A path cannot lead through something that is not a table."},
    Explanation{
        "E010", "a missing key",
        "A node needs a stage, a graph needs nodes, and some parameters of stages have no default. Add the key; "
        "`weir inspect STAGE` shows what a parameter means."},
    Explanation{"E011", "a wrong type",
                "The value is of another type than the key takes, such as a string where an integer must be. Sizes and "
                "durations are strings with a unit: \"64MiB\", \"10min\"."},
    Explanation{"E012", "an unknown key",
                "Nothing reads this key. It is refused rather than ignored, because a misspelt key would otherwise "
                "change nothing, silently. Parameters of a stage belong into `with`."},
    Explanation{"E013", "a value out of range",
                "The value is of the right type, but lower or higher than the key allows, or none of the choices."},
    Explanation{"E014", "a unit that makes no sense",
                "Sizes are written with B, kB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (powers of 1024); "
                "durations with ms, s, min, h or d; shares with %."},
    Explanation{"E015", "not available in this version",
                "The key, stage or port belongs to a feature that this version of weir does not have yet. It is not "
                "ignored, so that a graph never does less than it says. Take it out, or use a later version."},
    Explanation{"E016", "parameters that contradict each other",
                "Each parameter is right by itself, but the stage does not take them together, such as a lowest value "
                "above a highest one. The message is the stage's own."},
    Explanation{"E017", "a name that cannot be used",
                "The name of a node, and of a limiter, is a letter, then letters, digits, `_` and `-`. The name of a "
                "graph is made of "
                "letters, digits, `_`, `-` and dots, not with a dot first, since the run directory is called by it."},
    Explanation{"E020", "an unknown stage",
                "No plugin that was found has a stage of this name. `weir list` shows all that there are, and where "
                "they come from; --plugin-dir and WEIR_PLUGIN_PATH name further folders to look in."},
    Explanation{"E021", "a stage that cannot be loaded",
                "A plugin with this stage was found but refused: built for another version of weir or of the compiler, "
                "incomplete, or writable by others. The note says which, and of which file."},
    Explanation{"E022", "a stage that fails while it is checked",
                "The plugin threw an exception while its parameters were declared, bound or checked. That is a mistake "
                "in the plugin, not in the graph."},
    Explanation{"E030", "an unknown node", "`from` names a node for which there is no table [nodes.NAME]."},
    Explanation{
        "E031", "an unknown port",
        "`from = \"node.port\"` names a port that the node does not have with these parameters, or a node whose "
        "only way out is not called `out`, without saying which port is meant. A sink has no ports at all, and only "
        "transforms have the port `failed`."},
    Explanation{"E032", "a cycle",
                "The nodes named in the message each wait for the one before it, so none could ever begin. A graph has "
                "a direction: a document passes each node at most once."},
    Explanation{"E033", "a source with inputs",
                "A source begins documents and cannot receive any. If two sources belong together, join them in the "
                "`from` of the node behind them: from = [\"a\", \"b\"]."},
    Explanation{"E034", "a node that nothing reaches",
                "A transform or sink without `from` would never see a document."},
    Explanation{
        "E035", "an output that nobody takes",
        "What this node makes would be thrown away: no `from` names its port `out`, or none of its ports where "
        "it has no `out`. Another named port may be left open: documents that leave by it are filtered, and the "
        "port's name is the reason."},
    Explanation{"E036", "the same input twice",
                "A node takes from the same port twice, so that each document would come twice."},
    Explanation{"E037", "no source", "No node of the graph is a source, so there is nothing to read."},
    Explanation{"E038", "no sink", "No node of the graph is a sink, so nothing would be written."},
    Explanation{"E039", "inputs from two phases",
                "A checkpoint or a fold ends a phase: what lies below it runs when all above it is committed. A node "
                "takes from one phase only. Put a checkpoint on the other way too, or take from above."},
    Explanation{"E040", "an output name that is not safe",
                "Outputs lie below the output folder: their names are relative, without `..`, without parts that are "
                "empty or begin with a dot, of letters, digits, `.`, `_`, `-` and `/`. Fields in braces are for sinks "
                "that write files of their own for each document."},
    Explanation{"E041", "two sinks with one output name",
                "Two sinks would write the same file or the same pattern of files, or one would write a file where the "
                "other needs a folder."},
    Explanation{"E042", "output names that are not unique",
                "Two documents of the listing would be written to one file. {path} is the path below the input without "
                "its extension and {stem} its last part; {id} keeps the extension and tells everything apart, unless "
                "only characters differ that are not safe in names. Other fields are not known before the run and "
                "make no name unique."},
    Explanation{"E052", "a budget that can never admit the largest document",
                "A document is let in when the memory that the stages on its way declare is free. This one asks for "
                "more than the whole budget, so it would wait for ever. Raise limiters.memory.tokens, or keep "
                "documents of that size out."},
    Explanation{"E053", "a budget that can never admit a full batch",
                "Small documents are let in by the batch. The budget holds each single document, but not a batch of "
                "the size that run.batch gives, so it would wait for ever. Lower run.batch, or raise "
                "limiters.memory.tokens."},
    Explanation{"E060", "two classes for the same sizes",
                "Classes are ordered by `up_to`: each takes the documents that are larger than the class before it "
                "takes. Two with the same bound leave nothing for the second; and only the last has no bound."},
    Explanation{"E061", "no class for the largest documents",
                "Documents larger than every `up_to` would belong to no class. One class has no `up_to`, and takes all "
                "that is larger than the others do."},
    Explanation{"E062", "documents that cannot be isolated",
                "A class asks for isolation = \"process\", but the source of the documents needs what an isolated "
                "process does not have: the network, other programs, state across batches, or threads to wait on. So "
                "nothing of the graph could run there."},
    Explanation{"E070", "an unknown limiter",
                "A node takes a limiter that the graph does not have. Each limiter of calls is a table of its own, "
                "[limiters.NAME]. `memory` is taken by all documents, and by no node."},
    Explanation{
        "E071", "a limiter that nobody takes",
        "A limiter holds back the calls of the nodes that take it: takes = { NAME = 1 }. Where there is none, it "
        "limits nothing, and whoever wrote it thinks that it does."},
    Explanation{
        "E072", "a limiter for a stage that does not wait",
        "Limiters are taken around the calls of stages that wait on something outside: a service, a database, a "
        "program. Such a stage says so (`weir inspect` shows it) and has threads of its own. A call that "
        "computes would hold up a thread on which all else depends."},
    Explanation{"E073", "more of a limiter than it has",
                "A call takes all of what it takes at once. More than the tokens, or the burst of a rate, or all the "
                "calls of an hour or a day, is never there at once."},
};

}  // namespace

std::span<const Explanation> explanations() { return kExplanations; }

std::optional<Explanation> explain(std::string_view code) {
  std::string upper(code);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto* found = std::find_if(kExplanations.begin(), kExplanations.end(),
                                   [&](const Explanation& explanation) { return explanation.code == upper; });
  return found == kExplanations.end() ? std::nullopt : std::optional(*found);
}

}  // namespace weir::graph
