#include "flow/generated_graph.h"

#include <chrono>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "batch/settle.h"

namespace weir::flow {
namespace {

using batch::PortOf;

// FNV-1a with a seed: what a stage decides by.
std::uint64_t decide(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ (seed * 0x9E3779B97F4A7C15ULL);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash ^ (hash >> 29);
}

// Takes some time, or none, or lets another thread go first.
void dawdle() {
  thread_local std::minstd_rand random(static_cast<unsigned>(std::hash<std::thread::id>{}(std::this_thread::get_id())));
  const auto choice = random() % 32;
  if (choice < 4) std::this_thread::yield();
  if (choice == 5) std::this_thread::sleep_for(std::chrono::microseconds(random() % 100));
}

void append(Document& document, std::string_view mark) {
  batch::set_text(document, batch::text_of(document) + std::string(mark));
}

void read(std::uint64_t seed, const ListedEntry& entry, SourceEmitter& out) {
  dawdle();
  const std::uint64_t choice = decide(seed, entry.path);
  if (choice % 23 == 0) throw SourceError("unreadable");
  if (choice % 29 == 0) return out.out().fail(FailureClass::rejected, "bad_entry", "this entry is bad");
  const std::uint64_t documents = entry.records.empty() ? 1 : choice % 4;
  for (std::uint64_t number = 0; number < documents; ++number) {
    Document document = out.document();
    batch::set_text(document, entry.path + ":" + std::to_string(number));
    document.metadata().set("source", entry.path);
    out.out().emit(std::move(document));
  }
  if (documents == 0) out.out().drop("no_records");
}

void answer(std::uint64_t seed, std::size_t ports, Document document, Emitter& out) {
  dawdle();
  const std::string mark = "/" + std::to_string(seed % 97);
  const std::uint64_t choice = decide(seed, document.text().view());
  switch (choice % 16) {
    case 0:
      return out.drop("unwanted", "by " + mark);
    case 1:
      return out.fail(FailureClass::rejected, "bad", "by " + mark);
    case 2:
      if (choice % 5 == 0) throw std::runtime_error("thrown by " + mark);
      if (choice % 7 == 0) return;  // lost
      break;
    case 3:
    case 4: {
      for (std::uint64_t part = 0; part < 1 + choice % 3; ++part) {
        Document derived = document.derive();
        batch::set_text(derived, batch::text_of(document) + mark + "." + std::to_string(part));
        derived.metadata().set("part", static_cast<std::int64_t>(part));
        out.emit((choice / 16 + part) % ports, std::move(derived));
      }
      return;
    }
    default:
      break;
  }
  append(document, mark);
  document.metadata().set("last", mark);
  out.emit(choice / 16 % ports, std::move(document));
}

void answer_group(std::uint64_t seed, std::span<Document> documents, Emitter& out) {
  dawdle();
  const std::uint64_t choice = decide(seed, documents.front().text().view());
  if (choice % 11 == 0) throw std::runtime_error("a whole group");
  const std::string mark = "+" + std::to_string(documents.size());
  for (Document& document : documents) {
    if (decide(seed + 1, document.text().view()) % 13 == 0) {
      out.drop(document, "unwanted_in_group");
    } else {
      append(document, mark);
      out.emit(std::move(document));
    }
  }
}

void encode(std::uint64_t seed, const Document& document, RecordWriter& out) {
  dawdle();
  if (decide(seed, document.text().view()) % 37 == 0) {
    return out.fail(FailureClass::rejected, "unwritable", "by the sink");
  }
  out.append(document.text().view());
  document.metadata().for_each([&](std::string_view key, const Value& value) {
    out.append(";");
    out.append(key);
    if (value.string()) out.append(*value.string());
  });
  out.append("\n");
  out.end_record();
}

void encode_file(std::span<const Document> documents, RecordWriter& out) {
  dawdle();
  out.begin_file(documents.front().origin().id() + ".txt");
  for (const Document& document : documents) batch::write_line(document, out);
}

}  // namespace

GeneratedGraph::GeneratedGraph(std::uint64_t seed) : random_(seed) {
  add_sources();
  const std::uint64_t transforms = below(9);
  for (std::uint64_t made = 0; made < transforms; ++made) add_transform();
  const std::uint64_t sinks = 1 + below(3);
  for (std::uint64_t made = 0; made < sinks; ++made) add_sink();
  graph_.build();
  cut_listing();
}

void GeneratedGraph::add_sources() {
  sources_ = 1 + below(2);
  for (std::size_t source = 0; source < sources_; ++source) {
    const std::uint64_t seed = random_();
    opens(graph_.source([seed](const ListedEntry& entry, SourceEmitter& out) { read(seed, entry, out); },
                        "source" + std::to_string(source)));
  }
}

void GeneratedGraph::add_transform() {
  const std::uint64_t seed = random_();
  const std::string id = "node" + std::to_string(graph_.wiring.nodes.size());
  const auto group = [seed](std::span<Document> documents, Emitter& out) { answer_group(seed, documents, out); };
  const std::uint64_t kind = below(6);
  if (kind == 0) {
    const std::size_t first = inputs().front().node;
    return opens(graph_.group(id, first, group));
  }
  if (kind == 1) {
    const std::size_t first = inputs().front().node;
    return opens(graph_.runs(id, first, 1 + below(5), group));
  }
  const std::size_t ports = kind == 2 ? 3 : 1;
  StageBuilder info = weir::stage<batch::ActingTransform>("transforming", "");
  for (std::size_t port = 1; port < ports; ++port) info.port("port" + std::to_string(port));
  if (kind == 3) info.waits();
  opens(graph_.add<batch::ActingTransform>(
      id, info, {[seed, ports](Document document, Emitter& out) { answer(seed, ports, std::move(document), out); }, {}},
      inputs()));
}

void GeneratedGraph::add_sink() {
  const std::uint64_t seed = random_();
  const std::string id = "sink" + std::to_string(graph_.wiring.nodes.size());
  if (below(4) == 0) {
    graph_.group_sink(id, inputs().front().node, encode_file);
  } else {
    graph_.sink(id, inputs(), [seed](const Document& document, RecordWriter& out) { encode(seed, document, out); });
  }
  graph_.wiring.nodes.back().instances = 1 + below(4);
}

// One to three ports, each once, in any order: joins, diamonds, and several edges from one node.
std::vector<PortOf> GeneratedGraph::inputs() {
  std::vector<PortOf> from;
  const std::uint64_t wanted = 1 + (below(3) == 0 ? 1 + below(2) : 0);
  for (std::uint64_t tries = 0; tries < wanted; ++tries) {
    // Mostly one of the newest, so that there are chains and not only stars.
    const std::size_t newest = open_.size() - 1;
    const PortOf port =
        below(3) == 0 ? open_[below(open_.size())] : open_[newest - below(std::min<std::size_t>(2, open_.size()))];
    bool taken = false;
    for (const PortOf& other : from) taken = taken || (other.node == port.node && other.port == port.port);
    if (!taken) from.push_back(port);
  }
  return from;
}

void GeneratedGraph::opens(std::size_t node) {
  batch::Node& made = graph_.wiring.nodes[node];
  made.instances = below(2) == 0 ? 2 : 1 + below(4);
  if (made.stage->kind == StageKind::transform) open_.push_back({node, made.failed_port()});
  for (std::size_t port = 0; port < made.ports.size(); ++port) open_.push_back({node, port});
}

void GeneratedGraph::cut_listing() {
  const std::size_t batches = 1 + below(40);
  std::uint64_t ordinal = 0;
  for (std::size_t number = 0; number < batches; ++number) {
    Cut cut;
    cut.source = below(sources_);
    const std::size_t entries = 1 + below(12);
    for (std::size_t made = 0; made < entries; ++made) {
      cut.entries.push_back({ordinal, entry(cut.source, ordinal)});
      ++ordinal;
    }
    cut_.push_back(std::move(cut));
  }
}

ListedEntry GeneratedGraph::entry(std::size_t source, std::size_t number) {
  ListedEntry made;
  made.path = "s" + std::to_string(source) + "/e" + std::to_string(number);
  made.size = below(8) == 0 ? below(8 << 20) : below(1 << 16);
  if (below(6) == 0) made.records = {0, made.size + 1};
  if (below(20) == 0) made.refusal = ListedEntry::Refusal{below(2) == 0, "refused", "when it was listed"};
  return made;
}

std::unique_ptr<batch::Batch> GeneratedGraph::batch(std::size_t number) const {
  return std::make_unique<batch::Batch>(number, cut_[number].source, cut_[number].entries, graph_.wiring);
}

std::string outcome(const batch::Wiring& wiring, const batch::Batch& batch) {
  std::ostringstream out;
  out << "batch " << batch.id() << "\n";
  for (std::size_t node = 0; node < wiring.nodes.size(); ++node) {
    const batch::NodeResult& result = batch.result(node);
    out << wiring.nodes[node].id << ": " << result.documents_in << " in, " << result.documents_out << " out\n";
    for (const auto& at : result.drops) out << "  drop " << at.position << " " << at.reason << " " << at.detail << "\n";
    for (const auto& at : result.failures) {
      out << "  failure " << at.position << " " << to_string(at.failure.failure_class) << " " << at.failure.reason
          << " " << at.failure.message << "\n";
    }
    for (const auto& piece : result.encoding.pieces) {
      out << "  piece " << piece.position << " " << piece.begin << " " << piece.end << " " << piece.records << "\n";
    }
    for (const auto& file : result.encoding.files) {
      out << "  file " << file.position << " " << file.name << "\n" << file.bytes;
    }
    out << result.encoding.bytes;
  }
  const batch::Settlement settlement = batch::settle(wiring, batch);
  out << settlement.read << " read, " << settlement.done << " done, " << settlement.filtered << " filtered, "
      << settlement.dead << " dead\n";
  for (const auto& at : settlement.not_done) {
    out << "  " << at.position << (at.dead ? " dead " : " filtered ") << at.node << " " << at.reason << " "
        << at.message << "\n";
  }
  return out.str();
}

}  // namespace weir::flow
