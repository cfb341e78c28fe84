// Graphs made by hand, whose stages do what a test says: each stage's action is a function, and everything below it is
// the real engine room.
//
//   Graph graph;
//   const auto files = graph.source();
//   const auto odd = graph.transform("odd", files, [](Document document, Emitter& out) { … });
//   const auto lines = graph.lines("lines", odd);
//   const auto batch = graph.run({"a", "b", "c"});
//   EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/plugin.h>

#include "batch/batch.h"
#include "batch/instance.h"
#include "batch/node.h"
#include "batch/serial_engine.h"
#include "batch/settle.h"

namespace weir::batch {

// What a stage made for a test does when it is made and when it is called. Throwing is allowed everywhere.
template <typename Act>
struct Action {
  Act act;
  std::function<void()> made;
  void declare(ParamList&) {}
};

template <typename Base, typename Act>
class Acting : public Base {
 public:
  using Params = Action<Act>;
  explicit Acting(const Params& params) : act_(params.act) {
    if (params.made) params.made();
  }

 protected:
  Act act_;
};

using Read = std::function<void(const ListedEntry&, SourceEmitter&)>;
using Process = std::function<void(Document, Emitter&)>;
using ProcessGroup = std::function<void(std::span<Document>, Emitter&)>;
using Encode = std::function<void(const Document&, RecordWriter&)>;
using EncodeGroup = std::function<void(std::span<const Document>, RecordWriter&)>;

class ActingSource final : public Acting<Source, Read> {
 public:
  using Acting::Acting;
  void list(Lister&) override {}
  void read(const ListedEntry& entry, SourceEmitter& out) override { act_(entry, out); }
};
class ActingTransform final : public Acting<Transform, Process> {
 public:
  using Acting::Acting;
  void process(Document document, Emitter& out) override { act_(std::move(document), out); }
};
class ActingGroup final : public Acting<GroupTransform, ProcessGroup> {
 public:
  using Acting::Acting;
  void process(std::span<Document> documents, Emitter& out) override { act_(documents, out); }
};
class ActingSink final : public Acting<Sink, Encode> {
 public:
  using Acting::Acting;
  void encode(const Document& document, RecordWriter& out) override { act_(document, out); }
};
class ActingGroupSink final : public Acting<GroupSink, EncodeGroup> {
 public:
  using Acting::Acting;
  void encode(std::span<const Document> documents, RecordWriter& out) override { act_(documents, out); }
};

class NoResources final : public Resources {
 public:
  const std::string& base_directory() const override { return base_directory_; }
  Logger& log() const override { throw std::logic_error("no stage of these tests logs while it is loaded"); }

 private:
  std::string base_directory_;
};

inline void write_line(const Document& document, RecordWriter& out) {
  out.append(document.text().view());
  out.append("\n");
  out.end_record();
}

// Emits one document whose text is the entry's path.
inline void read_path(const ListedEntry& entry, SourceEmitter& out) {
  Document document = out.document();
  document.set_text(Text::verbatim(entry.path, 0));
  out.out().emit(std::move(document));
}

inline void set_text(Document& document, std::string text) { document.set_text(Text::verbatim(std::move(text), 0)); }

inline std::string text_of(const Document& document) { return std::string(document.text().view()); }

class Graph {
 public:
  // Places a stage; `from` is a port of one node or of several.
  template <typename T>
  std::size_t add(std::string id, StageInfo info, typename T::Params action, std::vector<PortOf> from) {
    const StageInfo& stage = infos_.emplace_back(std::move(info));
    auto params = std::make_shared<weir::detail::Holder<typename T::Params>>();
    params->params = std::move(action);
    Node node;
    node.id = std::move(id);
    node.stage = &stage;
    node.params = params;
    node.ports = stage.ports;
    node.from = std::move(from);
    wiring.nodes.push_back(std::move(node));
    return wiring.nodes.size() - 1;
  }

  std::size_t source(Read read = read_path, std::string id = "files") {
    return add<ActingSource>(std::move(id), weir::stage<ActingSource>("reading", ""), {std::move(read), {}}, {});
  }
  std::size_t transform(std::string id, std::vector<PortOf> from, Process process,
                        std::vector<std::string> more_ports = {}) {
    StageBuilder info = weir::stage<ActingTransform>("transforming", "");
    for (std::string& port : more_ports) info.port(std::move(port));
    return add<ActingTransform>(std::move(id), info, {std::move(process), {}}, std::move(from));
  }
  std::size_t transform(std::string id, std::size_t from, Process process, std::vector<std::string> more_ports = {}) {
    return transform(std::move(id), {PortOf{from, 0}}, std::move(process), std::move(more_ports));
  }
  // All documents of one source document at a time.
  std::size_t group(std::string id, std::size_t from, ProcessGroup process) {
    return add<ActingGroup>(std::move(id), weir::stage<ActingGroup>("grouping", ""), {std::move(process), {}},
                            {PortOf{from, 0}});
  }
  // Runs of at most `length` source documents.
  std::size_t runs(std::string id, std::size_t from, std::size_t length, ProcessGroup process) {
    const std::size_t node = add<ActingGroup>(std::move(id), weir::stage<ActingGroup>("running", "").in_runs("n"),
                                              {std::move(process), {}}, {PortOf{from, 0}});
    wiring.nodes[node].run_length = length;
    return node;
  }
  std::size_t sink(std::string id, std::vector<PortOf> from, Encode encode) {
    return add<ActingSink>(std::move(id), weir::stage<ActingSink>("encoding", "").writes_volume("path"),
                           {std::move(encode), {}}, std::move(from));
  }
  std::size_t sink(std::string id, std::size_t from, Encode encode) {
    return sink(std::move(id), {PortOf{from, 0}}, std::move(encode));
  }
  std::size_t group_sink(std::string id, std::size_t from, EncodeGroup encode) {
    return add<ActingGroupSink>(std::move(id), weir::stage<ActingGroupSink>("encoding_groups", "").writes_files("path"),
                                {std::move(encode), {}}, {PortOf{from, 0}});
  }
  // A line for each document.
  std::size_t lines(std::string id, std::vector<PortOf> from) {
    return sink(std::move(id), std::move(from), write_line);
  }
  std::size_t lines(std::string id, std::size_t from) { return lines(std::move(id), {PortOf{from, 0}}); }

  // Connects the nodes and makes their instances; what is added later is not seen.
  void build() {
    wiring.connect();
    instances.clear();
    for (const Node& node : wiring.nodes) instances.push_back(std::make_unique<Instances>(node, NoResources()));
  }

  std::unique_ptr<Batch> batch(std::vector<ListedEntry> listed, Surroundings surroundings = {},
                               std::size_t source = 0) {
    std::vector<BatchEntry> entries;
    for (ListedEntry& entry : listed) entries.push_back({entries.size(), std::move(entry)});
    return std::make_unique<Batch>(0, source, std::move(entries), wiring, surroundings);
  }

  // Builds what is not built yet, and runs one batch of these entries through all nodes.
  std::unique_ptr<Batch> run_entries(std::vector<ListedEntry> listed, Surroundings surroundings = {},
                                     std::size_t source = 0) {
    if (instances.size() != wiring.nodes.size()) build();
    std::unique_ptr<Batch> made = batch(std::move(listed), surroundings, source);
    run_serially(wiring, instances, *made);
    return made;
  }
  // The same for entries that are nothing but a path.
  std::unique_ptr<Batch> run(const std::vector<std::string>& paths, Surroundings surroundings = {}) {
    std::vector<ListedEntry> listed;
    for (const std::string& path : paths) listed.emplace_back().path = path;
    return run_entries(std::move(listed), surroundings);
  }

  static const std::string& written(const Batch& batch, std::size_t sink) { return batch.result(sink).encoding.bytes; }

  Settlement settle(const Batch& batch) const { return weir::batch::settle(wiring, batch); }

  Wiring wiring;
  std::vector<std::unique_ptr<Instances>> instances;

 private:
  std::deque<StageInfo> infos_;  // addresses stay: nodes point to them
};

// What became of documents in a node, short enough to compare: "position class reason", "position reason".
inline std::vector<std::string> failures(const NodeResult& result) {
  std::vector<std::string> lines;
  for (const FailureAt& at : result.failures) {
    lines.push_back(std::to_string(at.position) + " " + std::string(to_string(at.failure.failure_class)) + " " +
                    at.failure.reason);
  }
  return lines;
}
inline std::vector<std::string> drops(const NodeResult& result) {
  std::vector<std::string> lines;
  for (const DropAt& at : result.drops) lines.push_back(std::to_string(at.position) + " " + at.reason);
  return lines;
}

}  // namespace weir::batch
