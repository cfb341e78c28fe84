#include "commit/group_commit.h"

#include <algorithm>
#include <map>
#include <utility>

#include "checksum/checksum.h"
#include "commit/compression.h"
#include "commit/error.h"
#include "commit/stopwatch.h"
#include "commit/stretch.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

using store::DocumentKey;

bool is_gap(const std::vector<DocumentKey>& gaps, DocumentKey key) {
  return std::binary_search(gaps.begin(), gaps.end(), key);
}

std::vector<store::EntryHash> hashes_of(const batch::Batch& batch) {
  std::vector<store::EntryHash> hashes;
  for (std::uint32_t entry = 0; entry < batch.entries().size(); ++entry) {
    std::string hash = batch.content_hash_value(entry);
    if (!hash.empty()) hashes.push_back({batch.entries()[entry].ordinal, std::move(hash)});
  }
  return hashes;
}

// Batches of one that lost their document: nothing of them runs again.
std::vector<store::BatchId> given_up(const store::CommitRecord& record, const store::CommitResult& result) {
  std::vector<store::BatchId> batches;
  for (const store::Eviction& eviction : record.evictions) {
    if (!std::binary_search(result.reopened.begin(), result.reopened.end(), eviction.batch)) {
      batches.push_back(eviction.batch);
    }
  }
  return batches;
}

// Of a batch without entries nothing is written.
std::uint64_t first_entry(const batch::Batch& batch) {
  return batch.entries().empty() ? 0 : batch.entries().front().ordinal;
}

std::uint64_t checksum_of(const std::vector<std::string_view>& pieces) {
  checksum::ExtentChecksum checksum;
  for (const std::string_view piece : pieces) checksum.add(piece);
  return checksum.value();
}

std::uint64_t length_of(const std::vector<std::string_view>& pieces) {
  std::uint64_t length = 0;
  for (const std::string_view piece : pieces) length += piece.size();
  return length;
}

}  // namespace

GroupCommit::GroupCommit(store::Store& store, const batch::Wiring& wiring, const std::vector<Sink>& sinks, Parts& parts,
                         OutputTree& tree, Databases& databases, Ballast& ballast, Retries& retries, bool overwrite)
    : store_(store),
      wiring_(wiring),
      sinks_(sinks),
      parts_(parts),
      tree_(tree),
      databases_(databases),
      ballast_(ballast),
      retries_(retries),
      overwrite_(overwrite),
      run_(store.run_identity()),
      names_(store, sinks) {}

// Does a step, and where the disk is full, once more with the room of the ballast.
template <typename Step>
auto GroupCommit::in_any_room(const Step& step) {
  try {
    return step();
  } catch (const CommitError& error) {
    if (error.kind() != CommitError::Kind::disk_full) throw;
    use_ballast();
  } catch (const store::StoreError& error) {
    if (!error.is_disk_full()) throw;
    use_ballast();
  }
  return step();
}

void GroupCommit::commit(std::span<Finished> group) {
  for (Finished& finished : group) retries_.decide(finished);
  names_.resolve(group);
  const store::CommitRecord record = in_any_room([&] { return prepare(group); });
  // From here on nothing is taken back: the transaction may have happened even where its end could not be seen.
  const store::CommitResult result = in_any_room([&] { return store_.commit(record); });
  if (mutant("store_before_data")) parts_.write_and_sync();
  parts_.commit();
  in_any_room([&] {
    if (gives_or_takes_names(record, result) && !mutant("names_given_early")) {
      store_.checkpoint_often();
    } else {
      store_.checkpoint_if_long();
    }
  });
  finish(record, result);
}

// Within a handler: its error goes on where there is no ballast.
void GroupCommit::use_ballast() {
  if (!ballast_.drop()) throw;
  shortage_ = std::current_exception();
}

void GroupCommit::begin() {
  divisions_ = Divisions(store_);
  begun_.clear();
  frames_.clear();
  store::CommitRecord record;
  for (const Sink& sink : sinks_) {
    if (sink.kind != SinkOutput::volume) continue;
    const store::StoredVolume* volume = divisions_.find(sink, 0);
    if (volume && !volume->first_entry) begin_volume(sink, volume->key, record);
  }
  if (record.headers.empty()) return;
  try {
    record.parts = parts_.new_lengths();
    parts_.write_and_sync();
  } catch (...) {
    parts_.roll_back();
    throw;
  }
  store_.commit(record);
  parts_.commit();
}

std::vector<Sink> GroupCommit::volumes_of(std::span<const Finished> group) const {
  std::map<store::VolumeKey, Sink> volumes;
  for (const Sink& sink : sinks_) {
    if (sink.kind != SinkOutput::volume) continue;
    for (const Finished& finished : group) {
      const store::StoredVolume* stored = divisions_.find(sink, first_entry(*finished.batch));
      if (!stored || !stored->first_entry) continue;
      Sink& volume = volumes.try_emplace(stored->key, sink).first->second;
      volume.volume = stored->key;
      volume.name = stored->name;
      volume.divided = true;
      volume.by_completion = stored->by_completion;
    }
  }
  std::vector<Sink> listed;
  listed.reserve(volumes.size());
  for (auto& [key, volume] : volumes) listed.push_back(std::move(volume));
  return listed;
}

void GroupCommit::settle() {
  if (!tree_.has_unsynced_names() && !names_given_ && removed_.empty()) return;
  tree_.sync_names();
  names_given_ = false;
  store::CommitRecord record;
  record.earlier_files_settled = true;
  record.removed_files = std::move(removed_);
  removed_.clear();
  store_.commit(record);
}

store::CommitRecord GroupCommit::prepare(std::span<Finished> group) {
  try {
    store::CommitRecord record;
    write(group, record);
    return record;
  } catch (...) {
    parts_.roll_back();
    begun_.clear();
    throw;
  }
}

void GroupCommit::write(std::span<Finished> group, store::CommitRecord& record) {
  staging_ns_ = 0;
  frames_.clear();
  record.evictions = names_.evictions();
  begin_volumes(group, record);
  std::vector<std::vector<DocumentKey>> gaps;
  for (const Finished& finished : group) {
    gaps.push_back(find_gaps(*finished.batch, finished.settlement, store_.left_out(finished.batch->id())));
    record.batches.push_back(describe(finished, gaps.back()));
  }
  add_work(group, record);

  record.parts = parts_.new_lengths();
  if (!mutant("store_before_data")) parts_.write_and_sync();
  const Stopwatch stopwatch;
  tree_.sync_staged();
  staging_ns_ += stopwatch.elapsed_ns();
  tree_.sync_names();
  names_given_ = false;
  record.earlier_files_settled = true;
  record.removed_files = removed_;
  // Last, so that as little as can be has to be known again by its ledger.
  databases_.apply(group, gaps);
  for (const Sink& sink : sinks_) record.sinks.push_back(work_of(sink, group, gaps));
}

void GroupCommit::begin_volumes(std::span<Finished> group, store::CommitRecord& record) {
  for (const Sink& sink : sinks_) {
    if (sink.kind != SinkOutput::volume) continue;
    for (const Finished& finished : group) {
      const store::VolumeKey volume = volume_of(sink, finished);
      if (begun_.insert(volume).second) begin_volume(sink, volume, record);
    }
  }
}

void GroupCommit::begin_volume(const Sink& sink, store::VolumeKey volume, store::CommitRecord& record) {
  begun_.insert(volume);
  const std::vector<std::string_view> pieces =
      sink.header.empty() ? std::vector<std::string_view>() : as_committed(sink, volume, {sink.header});
  store::Extent header;
  header.volume = volume;
  header.length = length_of(pieces);
  header.checksum = checksum_of(pieces);
  const auto before = store_.header_checksum(volume);
  if (before ? *before == header.checksum : pieces.empty()) return;
  header.offset = parts_.of(volume).add(pieces);
  record.headers.push_back(header);
}

// The bytes that a part gets: these, or frames of them, which last until the group is committed.
std::vector<std::string_view> GroupCommit::as_committed(const Sink& sink, store::VolumeKey volume,
                                                        std::vector<std::string_view> pieces) {
  if (!divisions_.by_completion(volume) || !is_compressed(sink.name)) return pieces;
  return {frames_.emplace_back(compress(pieces))};
}

store::VolumeKey GroupCommit::volume_of(const Sink& sink, const Finished& finished) const {
  const batch::Batch& batch = *finished.batch;
  std::uint64_t entry = first_entry(batch);
  if (mutant("volume_recomputed")) entry = std::max(entry, batch.id() - 1);
  const store::StoredVolume* volume = divisions_.find(sink, entry);
  return volume ? volume->key : sink.volume;
}

store::BatchCommit GroupCommit::describe(const Finished& finished, const std::vector<DocumentKey>& gaps) {
  const batch::Settlement& settlement = finished.settlement;
  store::BatchCommit batch;
  batch.batch = finished.batch->id();
  batch.read = settlement.read;
  batch.done = settlement.done;
  for (const batch::NotDone& not_done : settlement.not_done) batch.verdicts.push_back(verdict_of(finished, not_done));
  describe_failures(finished, batch);
  for (const batch::DropCount& drop : settlement.drops) {
    batch.drops.push_back({wiring_.nodes[drop.node].id, drop.reason, drop.count});
  }
  batch.contents = hashes_of(*finished.batch);
  for (const Sink& sink : sinks_) {
    if (sink.kind == SinkOutput::volume || sink.kind == SinkOutput::spool) lay_out(finished, sink, gaps, batch);
    if (sink.kind == SinkOutput::files) write_files(finished, sink, gaps, batch);
  }
  const auto is_spool = [](const Sink& sink) { return sink.kind == SinkOutput::spool; };
  if (std::any_of(sinks_.begin(), sinks_.end(), is_spool)) batch.carried = find_carried(finished);
  return batch;
}

// Documents whose only records went into spools.
std::vector<DocumentKey> GroupCommit::find_carried(const Finished& finished) const {
  std::vector<bool> in_spool(finished.batch->source_documents().size());
  std::vector<bool> decided(in_spool.size());
  for (const batch::NotDone& not_done : finished.settlement.not_done) decided[not_done.position] = true;
  for (const batch::RunAgain& again : finished.settlement.again) decided[again.failure.position] = true;
  for (const Sink& sink : sinks_) {
    for (const batch::Encoding::Piece& piece : finished.batch->result(sink.node).encoding.pieces) {
      (sink.kind == SinkOutput::spool ? in_spool : decided)[piece.position] = true;
    }
  }
  std::vector<DocumentKey> carried;
  for (std::uint32_t position = 0; position < in_spool.size(); ++position) {
    if (in_spool[position] && !decided[position]) carried.push_back(key_of(*finished.batch, position));
  }
  return carried;
}

store::DocumentVerdict GroupCommit::verdict_of(const Finished& finished, const batch::NotDone& not_done) const {
  store::DocumentVerdict verdict;
  verdict.document = key_of(*finished.batch, not_done.position);
  verdict.verdict = not_done.dead ? store::Verdict::dead : store::Verdict::filtered;
  verdict.node = wiring_.nodes[not_done.node].id;
  verdict.reason = not_done.reason;
  verdict.message = not_done.message;
  verdict.attempts = store_.attempt_history(verdict.document).total() + 1;
  if (not_done.dead) {
    verdict.failure_class = not_done.failure_class;
    verdict.environment = store::depends_on_environment(not_done.failure_class);
    verdict.rival = names_.rival_of(verdict.document);
  }
  return verdict;
}

void GroupCommit::describe_failures(const Finished& finished, store::BatchCommit& batch) const {
  for (const batch::NotDone& not_done : finished.settlement.not_done) {
    if (not_done.dead) batch.failed.push_back({attempt_of(finished, not_done), {}});
  }
  for (const batch::RunAgain& again : finished.settlement.again) {
    batch.failed.push_back({attempt_of(finished, again.failure), again.not_before_ms});
  }
}

store::Attempt GroupCommit::attempt_of(const Finished& finished, const batch::NotDone& failure) const {
  const batch::Batch& batch = *finished.batch;
  store::Attempt attempt;
  attempt.document = key_of(batch, failure.position);
  attempt.batch = batch.id();
  attempt.failure_class = failure.failure_class;
  attempt.node = wiring_.nodes[failure.node].id;
  attempt.reason = failure.reason;
  attempt.message = failure.message;
  if (batch.started_ms() > 0) attempt.started_ms = batch.started_ms();
  attempt.isolated = batch.surroundings().elsewhere != nullptr;
  attempt.deadline_ms = batch.surroundings().deadline_ms;
  if (failure.ending) {
    attempt.exit = failure.ending->exit;
    attempt.error_output = failure.ending->error_output;
  }
  // What a batch took is what its document took only where there is no other.
  if (batch.source_documents().size() > 1) return attempt;
  if (batch.granted_bytes() > 0) attempt.granted_bytes = batch.granted_bytes();
  std::uint64_t wall = 0, cpu = 0;
  for (std::size_t node = 0; node < wiring_.nodes.size(); ++node) {
    wall += batch.result(node).wall_ns;
    cpu += batch.result(node).cpu_ns;
  }
  attempt.wall_ns = wall;
  attempt.cpu_ns = cpu;
  const std::uint64_t peak = batch.memory().peak() + batch.memory_elsewhere();
  if (peak > 0) attempt.peak_bytes = peak;
  return attempt;
}

void GroupCommit::lay_out(const Finished& finished, const Sink& sink, const std::vector<DocumentKey>& gaps,
                          store::BatchCommit& batch) {
  const store::VolumeKey volume = volume_of(sink, finished);
  for (const Stretch& stretch : make_stretches(*finished.batch, finished.batch->result(sink.node).encoding, gaps)) {
    store::Extent extent;
    extent.volume = volume;
    extent.first = stretch.first;
    const std::vector<std::string_view> pieces = as_committed(sink, volume, stretch.pieces);
    extent.offset = parts_.of(volume).add(pieces);
    extent.length = length_of(pieces);
    extent.records = stretch.records;
    extent.checksum = checksum_of(pieces);
    batch.extents.push_back(extent);
  }
}

void GroupCommit::write_files(const Finished& finished, const Sink& sink, const std::vector<DocumentKey>& gaps,
                              store::BatchCommit& batch) {
  const Stopwatch stopwatch;
  for (const batch::Encoding::File& file : finished.batch->result(sink.node).encoding.files) {
    const DocumentKey key = key_of(*finished.batch, file.position);
    if (is_gap(gaps, key)) continue;
    store::FileRecord record{file.name, sink.volume.sink, key, {}, file.bytes.size(), checksum::file_hash(file.bytes)};
    tree_.make_folders(file.name);
    // Replacing a file costs a hundred times as much as reading it; one that is right already stays untouched.
    if (!tree_.holds(file.name, file.bytes)) {
      refuse_to_replace(file.name);
      record.temporary = tree_.stage(file.bytes, run_);
    }
    batch.files.push_back(std::move(record));
  }
  staging_ns_ += stopwatch.elapsed_ns();
}

// What has the name, and is no file that this run has written, belongs to somebody. A store that was taken from a
// backup does not know all that the run has written; the files do.
void GroupCommit::refuse_to_replace(const std::string& name) {
  if (overwrite_ || !tree_.has(name) || store_.has_file(name)) return;
  const std::optional<File> there = tree_.find(name);
  if (there && there->is_of(run_)) return;
  throw CommitError(CommitError::Kind::cannot_write,
                    "would replace what this run has not written: " + tree_.path_of(name).string() +
                        ": move it away, or resume with --overwrite");
}

bool GroupCommit::gives_or_takes_names(const store::CommitRecord& record, const store::CommitResult& result) const {
  const auto gives = [](const store::BatchCommit& batch) {
    return std::any_of(batch.files.begin(), batch.files.end(),
                       [](const store::FileRecord& file) { return !file.temporary.empty(); });
  };
  return !result.stale_files.empty() || std::any_of(record.batches.begin(), record.batches.end(), gives);
}

void GroupCommit::add_work(std::span<Finished> group, store::CommitRecord& record) const {
  for (std::size_t node = 0; node < wiring_.nodes.size(); ++node) {
    store::NodeWork work;
    work.node = wiring_.nodes[node].id;
    for (const Finished& finished : group) {
      const batch::NodeResult& result = finished.batch->result(node);
      work.calls += result.call_ns.count();
      work.documents_in += result.documents_in;
      work.documents_out += result.documents_out;
      work.dropped += result.drops.size();
      work.failed += result.failures.size();
      work.wall_ns += result.wall_ns;
      work.cpu_ns += result.cpu_ns;
    }
    record.work.push_back(std::move(work));
  }
}

// What shares its time with other sinks counts for each.
store::SinkWork GroupCommit::work_of(const Sink& sink, std::span<Finished> group,
                                     std::span<const std::vector<DocumentKey>> gaps) const {
  store::SinkWork work;
  work.sink = sink.volume.sink;
  for (std::size_t i = 0; i < group.size(); ++i) {
    const batch::NodeResult& result = group[i].batch->result(sink.node);
    work.failed += result.failures.size();
    for (const batch::Encoding::Piece& piece : result.encoding.pieces) {
      if (is_gap(gaps[i], key_of(*group[i].batch, piece.position))) continue;
      work.records += piece.records;
      work.bytes += piece.end - piece.begin;
    }
    for (const batch::Encoding::File& file : result.encoding.files) {
      if (!is_gap(gaps[i], key_of(*group[i].batch, file.position))) work.bytes += file.bytes.size();
    }
  }
  if (sink.kind == SinkOutput::volume) work.wall_ns = parts_.write_ns(sink.volume.sink);
  if (sink.kind == SinkOutput::files) work.wall_ns = staging_ns_;
  if (sink.kind == SinkOutput::database) work.wall_ns = databases_.apply_ns(sink.node);
  return work;
}

void GroupCommit::finish(const store::CommitRecord& record, const store::CommitResult& result) {
  for (const store::BatchCommit& batch : record.batches) {
    for (const store::FileRecord& file : batch.files) {
      if (file.temporary.empty()) continue;
      tree_.place(file.temporary, file.name);
      names_given_ = true;
    }
  }
  for (const std::string& name : result.stale_files) {
    if (!mutant("stale_file_kept")) tree_.remove(name);
  }
  removed_ = result.stale_files;
  databases_.withdraw(given_up(record, result));
}

}  // namespace weir::commit
