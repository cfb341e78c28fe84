#include "commit/databases.h"

#include <algorithm>
#include <array>
#include <utility>

#include "checksum/checksum.h"
#include "commit/error.h"
#include "commit/stopwatch.h"
#include "commit/stretch.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

using store::DocumentKey;

CommitError::Kind kind_of(DatabaseError::Kind kind) {
  switch (kind) {
    case DatabaseError::Kind::busy:
      return CommitError::Kind::busy;
    case DatabaseError::Kind::full:
      return CommitError::Kind::disk_full;
    case DatabaseError::Kind::refused:
      return CommitError::Kind::cannot_write;
    case DatabaseError::Kind::failed:
      break;
  }
  return CommitError::Kind::input_output;
}

bool is_gap(const std::vector<DocumentKey>& gaps, DocumentKey key) {
  return std::binary_search(gaps.begin(), gaps.end(), key);
}

// What a sink wrote for the documents that are not left out, in source order; it lies in the encoding.
std::vector<DocumentRecords> records_of(const batch::Batch& batch, const batch::Encoding& encoding,
                                        const std::vector<DocumentKey>& gaps) {
  std::vector<DocumentRecords> documents;
  for (const batch::Encoding::Piece& piece : encoding.pieces) {
    const DocumentKey key = key_of(batch, piece.position);
    if (piece.records == 0 || is_gap(gaps, key)) continue;
    const std::string_view bytes = std::string_view(encoding.bytes).substr(piece.begin, piece.end - piece.begin);
    documents.push_back({key.entry, key.ordinal, piece.records, bytes});
  }
  return documents;
}

std::string list(const std::vector<DocumentKey>& documents) {
  std::string text;
  for (const DocumentKey& key : documents) {
    if (!text.empty()) text += ' ';
    text += std::to_string(key.entry) + '/' + std::to_string(key.ordinal);
  }
  return text;
}

// Lengths and identities go in too: the same bytes divided otherwise are other records.
std::string checksum_of(std::span<const DocumentRecords> documents) {
  checksum::FileHash hash;
  for (const DocumentRecords& each : documents) {
    const std::array<std::uint64_t, 4> head{each.entry, each.ordinal, each.records, each.bytes.size()};
    hash.add({reinterpret_cast<const char*>(head.data()), sizeof(head)});
    hash.add(each.bytes);
  }
  return hash.value();
}

std::string path_of(OutputTree& tree, const std::string& name) {
  if (name.empty()) return {};
  tree.make_folders(name);
  // Databases are opened by path. No link leads out of the output directory: its own path is resolved here, and what
  // is below was made, or found, without following one.
  return (std::filesystem::canonical(tree.path_of("")) / name).string();
}

}  // namespace

// Calls the plugin; what it throws becomes an error of committing.
template <typename Step>
auto Databases::guarded(const Open& open, Step&& step) {
  try {
    return step();
  } catch (const DatabaseError& error) {
    throw CommitError(kind_of(error.kind()), error.what());
  } catch (const CommitError&) {
    throw;
  } catch (const std::exception& error) {
    throw CommitError(CommitError::Kind::input_output,
                      "cannot write to the database of node " + open.sink->id + ": " + error.what());
  }
}

template <typename Change>
void Databases::in_transaction(const Open& open, Change&& change) {
  guarded(open, [&] {
    open.database->begin();
    try {
      change();
      open.database->commit();
    } catch (...) {
      open.database->roll_back();
      throw;
    }
  });
}

Databases::Databases(const batch::Wiring& wiring, const std::vector<Sink>& sinks, store::Store& store, OutputTree& tree,
                     bool overwrite)
    : store_(store) {
  for (const Sink& sink : sinks) {
    if (sink.kind != SinkOutput::database) continue;
    if (open_.empty()) fingerprint_ = checksum::file_hash(store.state().info.fingerprint);
    const batch::Node& node = wiring.nodes[sink.node];
    Open& open = open_.emplace_back(Open{&sink, nullptr, 0});
    const DatabaseSite site{path_of(tree, sink.name), store.run_identity(), sink.id, overwrite};
    open.database = guarded(open, [&] { return node.stage->open_database(*node.params, site); });
  }
}

void Databases::recover() {
  for (const Open& open : open_) {
    const std::vector<std::uint64_t> strays = guarded(open, [&] { return find_strays(open); });
    if (!strays.empty() && !mutant("stray_rows_kept")) withdraw(open, strays);
  }
}

// Goes through the batches of the store and those of the ledger side by side; both ascend.
std::vector<std::uint64_t> Databases::find_strays(const Open& open) const {
  const std::vector<std::uint64_t> known = open.database->batches();
  std::vector<std::uint64_t> strays;
  auto at = known.begin();
  store_.visit_batches([&](const store::BatchState& batch) {
    for (; at != known.end() && *at < batch.batch; ++at) strays.push_back(*at);
    const bool there = at != known.end() && *at == batch.batch;
    if (there) ++at;
    if (there && batch.given_up) strays.push_back(batch.batch);
    if (!there && batch.committed && !batch.given_up) {
      throw CommitError(CommitError::Kind::input_output, "database is not as the store says: node " + open.sink->id +
                                                             ": " + open.sink->name + ": it lacks batch " +
                                                             std::to_string(batch.batch) + ", which was committed");
    }
  });
  strays.insert(strays.end(), at, known.end());
  return strays;
}

void Databases::apply(std::span<const Finished> group, std::span<const std::vector<DocumentKey>> gaps) {
  for (Open& open : open_) {
    const Stopwatch stopwatch;
    in_transaction(open, [&] {
      for (std::size_t i = 0; i < group.size(); ++i) {
        const batch::Batch& batch = *group[i].batch;
        const auto documents = records_of(batch, batch.result(open.sink->node).encoding, gaps[i]);
        apply(*open.database, ledger_row(batch, gaps[i], documents), documents);
      }
    });
    open.apply_ns = stopwatch.elapsed_ns();
  }
}

void Databases::apply(Database& database, const LedgerRow& row, std::span<const DocumentRecords> documents) const {
  const std::optional<LedgerRow> before = database.find(row.batch);
  if (before == row) return;
  if (before) database.erase(*before);
  if (mutant("ledger_outside_transaction")) {
    database.apply(row, {});
    database.commit();
    database.begin();
    database.erase(row);
  }
  database.apply(row, documents);
}

LedgerRow Databases::ledger_row(const batch::Batch& batch, const std::vector<DocumentKey>& gaps,
                                std::span<const DocumentRecords> documents) const {
  LedgerRow row;
  row.batch = batch.id();
  if (!batch.entries().empty()) {
    row.first_entry = batch.entries().front().ordinal;
    row.last_entry = batch.entries().back().ordinal;
  }
  row.fingerprint = fingerprint_;
  row.excluded = list(gaps);
  row.checksum = checksum_of(documents);
  for (const DocumentRecords& each : documents) row.records += each.records;
  return row;
}

std::uint64_t Databases::apply_ns(std::size_t node) const {
  const auto found =
      std::find_if(open_.begin(), open_.end(), [&](const Open& open) { return open.sink->node == node; });
  return found == open_.end() ? 0 : found->apply_ns;
}

void Databases::withdraw(std::span<const store::BatchId> batches) {
  if (batches.empty()) return;
  for (const Open& open : open_) withdraw(open, batches);
}

void Databases::withdraw(const Open& open, std::span<const store::BatchId> batches) {
  in_transaction(open, [&] {
    for (const store::BatchId batch : batches) {
      if (const auto row = open.database->find(batch)) open.database->erase(*row);
    }
  });
}

void Databases::finish() {
  for (const Open& open : open_) {
    guarded(open, [&] {
      if (!open.database->finished()) open.database->finish();
    });
  }
}

bool Databases::finished() const {
  return std::all_of(open_.begin(), open_.end(),
                     [](const Open& open) { return guarded(open, [&] { return open.database->finished(); }); });
}

}  // namespace weir::commit
