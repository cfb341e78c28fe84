#include "plain_loop.h"

#include <atomic>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <weir/engine_access.h>

#include "batch/file_bytes.h"

namespace weir::bench {
namespace {

namespace fs = std::filesystem;

// One output file that all threads write to.
class Volume {
 public:
  explicit Volume(const fs::path& path) : file_(path, std::ios::binary) {}
  void write(const std::string& bytes) {
    const std::scoped_lock lock(mutex_);
    if (!file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size())))
      throw std::runtime_error("cannot write");
  }

 private:
  std::mutex mutex_;
  std::ofstream file_;
};

// Gives a source the bytes of one file.
class FileEmitter final : public SourceEmitter {
 public:
  FileEmitter(const ListedEntry& entry, const std::string& source, Emitter& emitter)
      : entry_(entry), emitter_(emitter) {
    origin_.source = source;
    origin_.path = entry.path;
    origin_.size = entry.size;
  }
  Content open() override {
    return Content(std::make_shared<batch::FileBytes>(entry_.location, entry_.size, entry_.modified_ns, files_));
  }
  Document document() override { return Document::begin(origin_); }
  Emitter& out() override { return emitter_; }

 private:
  const ListedEntry& entry_;
  Origin origin_;
  Emitter& emitter_;
  std::shared_ptr<batch::OpenFiles> files_ = std::make_shared<batch::OpenFiles>();
};

// One thread's stage objects, and the documents on its edges.
class Worker {
 public:
  Worker(const LoadedGraph& graph, const std::vector<std::shared_ptr<const void>>& shared,
         std::map<std::size_t, Volume>& volumes, const fs::path& output_directory)
      : nodes_(graph.wiring().nodes), volumes_(volumes), output_directory_(output_directory), inputs_(nodes_.size()) {
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      stages_.push_back(nodes_[i].stage->make(*nodes_[i].params, shared[i]));
  }

  // Takes one file from the source to the sinks; returns its records.
  std::uint64_t run(std::size_t source, const ListedEntry& entry) {
    records_ = 0;
    FileEmitter reading(entry, nodes_[source].id, emitter_);
    EngineAccess::set_ports(emitter_, nodes_[source].ports);
    static_cast<Source&>(*stages_[source]).read(entry, reading);
    send_on(source);
    for (std::size_t node = source + 1; node < nodes_.size(); ++node) {
      std::vector<Document> documents = std::exchange(inputs_[node], {});
      if (documents.empty()) continue;
      if (nodes_[node].stage->kind == StageKind::sink) {
        encode(node, documents);
      } else {
        process(node, documents);
      }
    }
    return records_;
  }

 private:
  void process(std::size_t node, std::vector<Document>& documents) {
    EngineAccess::set_ports(emitter_, nodes_[node].ports);
    if (nodes_[node].stage->grouping == Grouping::document) {
      for (Document& document : documents) {
        static_cast<Transform&>(*stages_[node]).process(std::move(document), emitter_);
        send_on(node);
      }
    } else {
      static_cast<GroupTransform&>(*stages_[node]).process(documents, emitter_);
      send_on(node);
    }
  }

  void send_on(std::size_t node) {
    for (EngineAccess::Emission& emission : EngineAccess::emitted(emitter_)) {
      const std::vector<batch::Target>& targets = nodes_[node].targets[emission.port];
      for (std::size_t i = 0; i + 1 < targets.size(); ++i) inputs_[targets[i].node].push_back(emission.document.copy());
      if (!targets.empty()) inputs_[targets.back().node].push_back(std::move(emission.document));
    }
    EngineAccess::reset(emitter_);
  }

  void encode(std::size_t node, const std::vector<Document>& documents) {
    if (nodes_[node].stage->grouping == Grouping::document) {
      for (const Document& document : documents) static_cast<Sink&>(*stages_[node]).encode(document, writer_);
    } else {
      static_cast<GroupSink&>(*stages_[node]).encode(documents, writer_);
    }
    const auto volume = volumes_.find(node);
    if (volume != volumes_.end()) volume->second.write(EngineAccess::volume_bytes(writer_));
    for (const EngineAccess::File& file : EngineAccess::files(writer_)) {
      const fs::path path = output_directory_ / file.name;
      fs::create_directories(path.parent_path());
      if (!(std::ofstream(path, std::ios::binary) << file.bytes))
        throw std::runtime_error("cannot write " + path.string());
    }
    records_ += EngineAccess::records(writer_);
    EngineAccess::reset(writer_);
  }

  const std::vector<batch::Node>& nodes_;
  std::map<std::size_t, Volume>& volumes_;
  const fs::path& output_directory_;
  std::vector<std::unique_ptr<Stage>> stages_;
  std::vector<std::vector<Document>> inputs_;  // by node
  Emitter emitter_;
  RecordWriter writer_;
  std::uint64_t records_ = 0;
};

}  // namespace

Done run_plain_loop(const LoadedGraph& graph, std::size_t threads, const fs::path& output_directory) {
  fs::create_directories(output_directory);
  std::vector<std::shared_ptr<const void>> shared;
  std::map<std::size_t, Volume> volumes;
  for (std::size_t i = 0; i < graph.wiring().nodes.size(); ++i) {
    const batch::Node& node = graph.wiring().nodes[i];
    shared.push_back(node.stage->load ? node.stage->load(*node.params, graph.resources()) : nullptr);
    if (node.stage->output == SinkOutput::volume) volumes.try_emplace(i, output_directory / node.output_name);
  }
  const std::vector<ListedEntry>& entries = graph.listing().entries;
  std::atomic<std::size_t> next = 0;
  std::atomic<std::uint64_t> records = 0;
  const auto work = [&] {
    Worker worker(graph, shared, volumes, output_directory);
    for (std::size_t i = next++; i < entries.size(); i = next++)
      records += worker.run(graph.listing().node, entries[i]);
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work);
    work();
  }
  Done done;
  done.files = entries.size();
  for (const ListedEntry& entry : entries) done.bytes += entry.size;
  done.records = records;
  return done;
}

}  // namespace weir::bench
