// A source, stages that only pass documents on, and a sink: what remains when they are run is the engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weir/plugin.h>

#include "batch/batch.h"
#include "batch/instance.h"
#include "batch/node.h"

namespace weir::bench {

class EmptySource final : public Source {
 public:
  void list(Lister&) override {}
  void read(const ListedEntry&, SourceEmitter& out) override { out.out().emit(out.document()); }
};

class Pass final : public Transform {
 public:
  void process(Document document, Emitter& out) override { out.emit(std::move(document)); }
};

class WriteLine final : public Sink {
 public:
  void encode(const Document&, RecordWriter& out) override {
    out.append("sixty-four bytes in a line, which is a record of the usual form\n");
    out.end_record();
  }
};

class NoLog final : public Logger {
 public:
  void write(LogLevel, std::string_view) override {}
};

class NoResources final : public Resources {
 public:
  const std::string& base_directory() const override { return base_directory_; }
  Logger& log() const override { return log_; }

 private:
  std::string base_directory_;
  mutable NoLog log_;
};

class TrivialGraph {
 public:
  static constexpr std::size_t kStages = 6;

  explicit TrivialGraph(std::size_t instances) {
    add("source", source_);
    for (std::size_t i = 0; i < kStages; ++i) add("pass" + std::to_string(i), pass_);
    add("sink", sink_);
    wiring.nodes.back().output_name = "lines";
    for (batch::Node& node : wiring.nodes) node.instances = instances;
    wiring.connect();
    for (const batch::Node& node : wiring.nodes) {
      this->instances.push_back(std::make_unique<batch::Instances>(node, NoResources()));
    }
  }

  std::unique_ptr<batch::Batch> make_batch(std::uint64_t id, std::size_t documents,
                                           batch::Surroundings surroundings = {}) const {
    return std::make_unique<batch::Batch>(id, 0, std::vector<batch::BatchEntry>(documents), wiring, surroundings);
  }

  batch::Wiring wiring;
  std::vector<std::unique_ptr<batch::Instances>> instances;

 private:
  void add(std::string id, const StageInfo& stage) {
    batch::Node node;
    node.id = std::move(id);
    node.stage = &stage;
    node.params = stage.make_params();
    node.ports = stage.ports;
    if (!wiring.nodes.empty()) node.from = {{wiring.nodes.size() - 1, 0}};
    wiring.nodes.push_back(std::move(node));
  }

  const StageInfo source_ = weir::stage<EmptySource>("source", "Begins documents.");
  const StageInfo pass_ = weir::stage<Pass>("pass", "Passes documents on.");
  const StageInfo sink_ = weir::stage<WriteLine>("sink", "Writes a line.").writes_volume("path");
};

}  // namespace weir::bench
