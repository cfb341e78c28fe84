// Stages that the tests of the graph room place in graphs. They are described as plugins describe theirs; since a graph
// is only checked here, they do nothing.
#pragma once

#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/plugin.h>

#include "graph/catalogue.h"

namespace weir::graph::testing {

struct FilesParams {
  std::string root;
  std::vector<std::string> include{"**/*"};
  Size max_size{std::uint64_t{1} << 40};
  void declare(ParamList& list) {
    list.required("root", root, "folder to read");
    list.optional("include", include, "globs");
    list.optional("max_size", max_size, "largest file");
  }
};

struct SegmentParams {
  std::int64_t min_words = 20;
  std::int64_t max_words = 380;
  std::string on_empty = "drop";
  bool trace = false;
  void declare(ParamList& list) {
    list.optional("min_words", min_words, "shortest segment, in words").range(1, 10000);
    list.optional("max_words", max_words, "longest segment, in words").range(1, 10000);
    list.optional("on_empty", on_empty, "what no segments mean").one_of({"drop", "fail"});
    list.optional("trace", trace, "logs each segment").not_in_output();
  }
  std::optional<std::string> check() const {
    if (min_words > max_words) return "`min_words` must not be above `max_words`";
    return std::nullopt;
  }
};

// One parameter of each type.
struct KindsParams {
  bool boolean = false;
  std::int32_t integer = 1;
  double number = 0.5;
  std::string string = "s";
  Size size{1024};
  Duration duration{250};
  Secret secret;
  std::vector<std::string> strings;
  std::vector<std::int64_t> integers;
  std::vector<Table> tables;
  Size needed{1};
  void declare(ParamList& list) {
    list.optional("boolean", boolean, "a boolean");
    list.optional("integer", integer, "an integer");
    list.optional("number", number, "a number").range(0.0, 1.0);
    list.optional("string", string, "a string");
    list.optional("size", size, "a size").range(1, 1e9);
    list.optional("duration", duration, "a duration");
    list.optional("secret", secret, "a secret");
    list.optional("strings", strings, "strings").one_of({"1", "1A", "7A"});
    list.optional("integers", integers, "integers").range(0, 10);
    list.optional("tables", tables, "tables");
    list.required("needed", needed, "a size without a default");
  }
};

struct RouteParams {
  std::vector<Table> rules;
  void declare(ParamList& list) { list.required("rules", rules, "the first that holds names the port"); }
  std::optional<std::string> check() const {
    for (const Table& rule : rules) {
      if (!rule.find("port") || !rule.find("port")->string()) return "a rule needs a `port`";
    }
    return std::nullopt;
  }
  std::vector<std::string> ports() const {
    std::vector<std::string> names;
    for (const Table& rule : rules) names.push_back(*rule.find("port")->string());
    names.emplace_back("rest");
    return names;
  }
};

struct ThrowingParams {
  void declare(ParamList&) { throw std::runtime_error("nobody expects this"); }
};

struct LinesParams {
  std::string path = "lines.jsonl";
  void declare(ParamList& list) { list.optional("path", path, "name of the output"); }
};

struct DocumentsParams {
  std::string path = "{path}.json";
  std::string group_by;
  void declare(ParamList& list) {
    list.optional("path", path, "names of the outputs");
    list.optional("group_by", group_by, "a field");
  }
};

template <typename P>
class SourceWith final : public Source {
 public:
  using Params = P;
  explicit SourceWith(const P&) {}
  void list(Lister&) override {}
  void read(const ListedEntry&, SourceEmitter&) override {}
};

template <typename P>
class TransformWith final : public Transform {
 public:
  using Params = P;
  explicit TransformWith(const P&) {}
  void process(Document, Emitter&) override {}
};

template <typename P>
class FoldWith final : public Fold {
 public:
  using Params = P;
  explicit FoldWith(const P&) {}
  void begin(FoldContext&) override {}
  void take(Document, Emitter&) override {}
  void finish(Emitter&) override {}
};

template <typename P>
class SinkWith final : public Sink {
 public:
  using Params = P;
  explicit SinkWith(const P&) {}
  void encode(const Document&, RecordWriter&) override {}
};

struct NoParams {
  void declare(ParamList&) {}
};
struct CommandParams {
  std::vector<std::string> command;
  void declare(ParamList& list) { list.required("command", command, "the program and its arguments"); }
};

class TestCatalogue final : public StageCatalogue {
 public:
  TestCatalogue() {
    add(stage<SourceWith<FilesParams>>("files", "Reads files.").memory(0.0, 1000));
    add(stage<SourceWith<NoParams>>("messages", "Makes messages.").memory(0.0, 1000));
    add(stage<TransformWith<NoParams>>("html", "Text of HTML.").memory(8.0, 0));
    add(stage<TransformWith<NoParams>>("lookup", "Asks a service.").waits());
    add(stage<TransformWith<CommandParams>>("command", "Runs a program.").waits());
    add(stage<TransformWith<NoParams>>("sec.clean", "Cleans.").data_version("icu", "72.1").version(3));
    add(stage<TransformWith<NoParams>>("tables", "Text beside tables.").port("tables"));
    add(stage<TransformWith<SegmentParams>>("segment", "Cuts segments.").memory(2.0, 4096));
    add(stage<FoldWith<NoParams>>("dedupe", "Drops what is there already."));
    add(stage<TransformWith<KindsParams>>("kinds", "Takes one of each."));
    add(stage<TransformWith<RouteParams>>("route", "Chooses a port."));
    add(stage<TransformWith<ThrowingParams>>("throwing", "Throws while it is declared."));
    add(stage<SinkWith<LinesParams>>("jsonl", "Lines.").memory(0.0, 0).writes_volume("path"));
    add(stage<SinkWith<DocumentsParams>>("json_documents", "One file each.").memory(0.0, 0).writes_files("path"));
  }

  const StageInfo* find(std::string_view name) override {
    const auto found = stages_.find(name);
    return found == stages_.end() ? nullptr : &found->second;
  }
  std::vector<std::string> names() override {
    std::vector<std::string> names{"broken"};
    for (const auto& [name, stage] : stages_) names.push_back(name);
    return names;
  }
  std::string why_unavailable(std::string_view name) override {
    return name == "broken" ? "broken.so: built for version 2 of the interface, this is version 1" : "";
  }

 private:
  void add(StageInfo info) { stages_.emplace(info.name, std::move(info)); }

  std::map<std::string, StageInfo, std::less<>> stages_;
};

}  // namespace weir::graph::testing
