#include "commit/synthetic_run.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include "batch/settle.h"
#include "commit/locks.h"

namespace weir::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFiles = 0, kRecords = 1, kDocuments = 2;

StageInfo make_stage(const char* name, StageKind kind, SinkOutput output) {
  StageInfo stage;
  stage.name = name;
  stage.kind = kind;
  stage.output = output;
  return stage;
}

batch::Wiring make_wiring() {
  static const StageInfo kSource = make_stage("files", StageKind::source, SinkOutput::none);
  static const StageInfo kVolume = make_stage("jsonl", StageKind::sink, SinkOutput::volume);
  static const StageInfo kFileSink = make_stage("json_documents", StageKind::sink, SinkOutput::files);
  batch::Wiring wiring;
  wiring.nodes.resize(3);
  wiring.nodes[kFiles].id = "files";
  wiring.nodes[kFiles].stage = &kSource;
  wiring.nodes[kFiles].ports = {"out"};
  wiring.nodes[kRecords].id = "records";
  wiring.nodes[kRecords].stage = &kVolume;
  wiring.nodes[kRecords].output_name = "all/segments.jsonl";
  wiring.nodes[kRecords].from = {{kFiles, 0}};
  wiring.nodes[kDocuments].id = "documents";
  wiring.nodes[kDocuments].stage = &kFileSink;
  wiring.nodes[kDocuments].output_name = "{path}.json";
  wiring.nodes[kDocuments].from = {{kFiles, 0}};
  wiring.connect();
  return wiring;
}

// What the document with this number comes to.
struct Fate {
  bool dead = false;
  bool filtered = false;
  std::string records;
  std::vector<std::pair<std::string, std::string>> files;
};

Fate fate_of(std::uint64_t entry) {
  Fate fate;
  fate.dead = entry % 13 == 4;
  fate.filtered = entry % 7 == 2;
  if (fate.dead || fate.filtered) return fate;
  const std::string number = std::to_string(entry);
  for (std::uint64_t i = 0; i < entry % 4; ++i) {
    fate.records +=
        "{\"document\":" + number + ",\"text\":\"" + std::string(entry * 7 % 300, 'a' + entry % 26) + "\"}\n";
  }
  if (entry % 3 == 0) fate.files.emplace_back("one/" + std::to_string(entry % 5) + "/f" + number + ".json", number);
  // Names that several documents write, and a second one for some of them, so that losers free names for others.
  if (entry % 10 == 6) fate.files.emplace_back("clash/a" + std::to_string(entry / 40) + ".json", "a " + number);
  if (entry % 20 == 6 || entry % 20 == 11) {
    fate.files.emplace_back("clash/b" + std::to_string(entry / 80) + ".json", "b " + number);
  }
  if (fate.records.empty() && fate.files.empty()) fate.records = number + "\n";
  return fate;
}

void fill(batch::Batch& batch) {
  for (std::uint32_t index = 0; index < batch.entries().size(); ++index) {
    const std::uint64_t entry = batch.entries()[index].ordinal;
    const std::uint32_t position = batch.add_source_document(index, 0, false, "files");
    const Fate fate = fate_of(entry);
    if (fate.dead) batch.result(kFiles).fail(position, FailureClass::rejected, "broken", std::to_string(entry));
    if (fate.filtered) batch.result(kFiles).drop(position, "short", std::to_string(entry));
    if (!fate.records.empty()) {
      batch::Encoding& encoding = batch.result(kRecords).encoding;
      const std::uint64_t begin = encoding.bytes.size();
      encoding.bytes += fate.records;
      encoding.pieces.push_back({position, begin, encoding.bytes.size(), 1});
    }
    if (!fate.files.empty()) {
      batch::Encoding& encoding = batch.result(kDocuments).encoding;
      for (const auto& [name, bytes] : fate.files) encoding.files.push_back({position, name, bytes});
      encoding.pieces.push_back({position, 0, 0, fate.files.size()});
    }
  }
}

// Holds back whoever submits too much, as tokens do.
class Tokens {
 public:
  std::shared_ptr<void> take() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [this] { return out_ < 16; });
    ++out_;
    return {nullptr, [this](void*) {
              const std::scoped_lock giving_back(mutex_);
              --out_;
              returned_.notify_all();
            }};
  }

 private:
  std::mutex mutex_;
  std::condition_variable returned_;
  int out_ = 0;
};

// Neighbours change places, as they do when several threads run them.
std::vector<store::Batch> pending_in_some_order(const store::ReadStore& reader, std::uint32_t seed) {
  std::vector<store::Batch> batches;
  store::PendingBatches pending = reader.pending_batches();
  while (auto batch = pending.next()) batches.push_back(std::move(*batch));
  if (seed == 0) return batches;
  std::mt19937 random(seed);
  for (std::size_t i = 0; i + 1 < batches.size(); ++i) {
    std::swap(batches[i], batches[std::min(i + random() % 12, batches.size() - 1)]);
  }
  return batches;
}

void submit_all(const SyntheticSettings& settings, commit::Committer& committer) {
  const store::ReadStore reader(settings.run_directory / "store.sqlite");
  const std::vector<store::Batch> batches = pending_in_some_order(reader, settings.seed);
  Tokens tokens;
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < settings.threads; ++thread) {
    threads.emplace_back([&, thread] {
      const store::ReadStore own(settings.run_directory / "store.sqlite");
      for (std::size_t i = thread; i < batches.size(); i += settings.threads) {
        commit::Finished finished = make_finished(own, batches[i]);
        finished.tokens = tokens.take();
        committer.submit(std::move(finished));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  // Tokens may come back until then.
  committer.drained_all();
}

}  // namespace

const batch::Wiring& synthetic_wiring() {
  static const batch::Wiring kWiring = make_wiring();
  return kWiring;
}

commit::Finished make_finished(const store::ReadStore& store, const store::Batch& batch) {
  std::vector<batch::BatchEntry> entries;
  for (store::Entry& entry : store.entries(batch.first_entry, batch.last_entry)) {
    const bool skipped = std::any_of(batch.left_out.begin(), batch.left_out.end(),
                                     [&](const store::DocumentKey& key) { return key.entry == entry.number; });
    if (!skipped) entries.push_back({entry.number, std::move(entry.listed)});
  }
  commit::Finished finished;
  finished.batch = std::make_unique<batch::Batch>(batch.id, kFiles, std::move(entries), synthetic_wiring());
  fill(*finished.batch);
  finished.settlement = batch::settle(synthetic_wiring(), *finished.batch);
  return finished;
}

void begin_synthetic(const SyntheticSettings& settings) {
  fs::create_directories(settings.run_directory);
  const fs::path path = settings.run_directory / "store.sqlite";
  if (!fs::exists(path)) store::Store::create(path, {"synthetic", "", "", "0.1.0"});
  store::Store store(path);
  if (store.state().listed) return;
  store::ListingWriter listing = store.begin_listing();
  for (std::uint64_t batch = 0; batch < settings.batches; ++batch) {
    std::vector<ListedEntry> entries(settings.documents_per_batch);
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i].path = "d" + std::to_string(listing.entries() + i);
    listing.add("files", entries);
  }
  listing.finish();
}

void run_synthetic(const SyntheticSettings& settings) {
  fs::create_directories(settings.run_directory);
  const commit::Lock run_lock = commit::Lock::run(settings.run_directory);
  const commit::Lock output_lock = commit::Lock::output(settings.output_directory);
  begin_synthetic(settings);
  store::Store store(settings.run_directory / "store.sqlite");
  commit::Settings commit_settings;
  commit_settings.run_directory = settings.run_directory;
  commit_settings.output_directory = settings.output_directory;
  commit_settings.most_batches = settings.most_batches;
  commit::Committer committer(store, synthetic_wiring(), commit_settings,
                              {[](const batch::Batch&, const batch::Settlement&) {}, [] {}});
  committer.recover();
  if (store.all_committed() && committer.all_published()) return;
  committer.start();
  do {
    submit_all(settings, committer);
  } while (!committer.drained_all());
  committer.finish();
  committer.publish();
}

void commit_synthetic(const SyntheticSettings& settings, std::size_t batches) {
  const fs::path path = settings.run_directory / "store.sqlite";
  store::Store store(path);
  commit::Settings commit_settings;
  commit_settings.run_directory = settings.run_directory;
  commit_settings.output_directory = settings.output_directory;
  commit_settings.most_batches = settings.most_batches;
  commit::Committer committer(store, synthetic_wiring(), commit_settings,
                              {[](const batch::Batch&, const batch::Settlement&) {}, [] {}});
  committer.recover();
  committer.start();
  {
    const store::ReadStore reader(path);
    store::PendingBatches pending = reader.pending_batches();
    for (std::size_t i = 0; i < batches; ++i) committer.submit(make_finished(reader, pending.next().value()));
  }
  committer.finish();
}

std::map<std::string, std::string> expected_outputs(const SyntheticSettings& settings) {
  std::map<std::string, std::string> outputs;
  std::string& records = outputs["all/segments.jsonl"];
  for (std::uint64_t entry = 0; entry < settings.batches * settings.documents_per_batch; ++entry) {
    const Fate fate = fate_of(entry);
    const bool loses = std::any_of(fate.files.begin(), fate.files.end(),
                                   [&](const auto& file) { return outputs.contains(file.first); });
    if (loses) continue;
    records += fate.records;
    for (const auto& [name, bytes] : fate.files) outputs[name] = bytes;
  }
  return outputs;
}

std::map<std::string, std::string> read_tree(const fs::path& directory) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_directory()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    files[fs::relative(entry.path(), directory).string()] = bytes.str();
  }
  return files;
}

}  // namespace weir::test
