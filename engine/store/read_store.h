// Everything that can be asked of a store without changing it.
//
// Threads: one at a time. Any number of readers, in any process, may be open beside the one writer; each call reads one
// consistent state, and none stays in the way of checkpoints after it has returned. Paths and sizes as in rows.h.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/attempts.h"
#include "store/changes.h"
#include "store/database.h"
#include "store/dead_letters.h"
#include "store/dependencies.h"
#include "store/document_state.h"
#include "store/left_out.h"
#include "store/output.h"
#include "store/pending_batches.h"
#include "store/quotas.h"
#include "store/rows.h"
#include "store/totals.h"

namespace weir::store {

class ReadStore {
 public:
  // Throws StoreError where the file is missing, is no store, or belongs to another version.
  explicit ReadStore(const std::filesystem::path& path) : ReadStore(path, Database::Mode::read) {}
  ReadStore(const ReadStore&) = delete;
  ReadStore& operator=(const ReadStore&) = delete;
  virtual ~ReadStore() = default;

  const std::filesystem::path& path() const { return database_.path(); }
  RunState state() const;
  // By which databases know the run again; empty where none was drawn.
  std::string identity() const;

  // The listing.
  PendingBatches pending_batches() const { return PendingBatches(database_); }
  bool all_committed() const;
  // Every batch that passes the nodes of the graph, ascending: all but those that folds take. `visit` must not use this
  // store.
  void visit_batches(const std::function<void(const BatchState&)>& visit) const;
  std::vector<Entry> entries(std::uint64_t first, std::uint64_t last) const;
  // What the listing of each source is known by as a whole, by node; nothing of one that is not known so.
  std::map<std::string, std::string> listing_digests() const;
  // What a source listed, in order; without refusals' reasons. `visit` may ask for content_hash(), and nothing else.
  void visit_listing(std::string_view source, const std::function<void(const Entry&)>& visit) const;
  // XXH3-128 of an entry as it was read; empty where it was not read from end to end.
  std::string content_hash(std::uint64_t entry) const;
  // Batches that are listed and not committed, of one source.
  bool has_pending(std::string_view source) const;
  // The numbers of the first and the last entry of a source; nothing where it has none.
  std::optional<std::pair<std::uint64_t, std::uint64_t>> entry_range(std::string_view source) const;
  std::vector<Spool> spools() const;
  // As Batch::left_out: the documents that do not run with their batch, ascending.
  std::vector<DocumentKey> left_out(BatchId batch) const;

  // What depends on what. Entries by their numbers.
  std::vector<Unmet> unmet_dependencies() const;
  bool has_unmet_dependencies(BatchId batch) const;
  // Of the entries from the first to the last: those of which something that they depend on is dead, ascending; not
  // those that run all the same.
  std::vector<DeadDependency> dead_dependencies(std::uint64_t first, std::uint64_t last) const;
  std::vector<Dependency> dependencies(std::uint64_t entry) const;

  // What wait for another attempt, and when the next batch may start.
  Waiting waiting() const;
  // By name; those of which something was used.
  std::vector<QuotaUse> quotas() const;
  // Of a document, ascending: each time that it ran and failed.
  std::vector<Attempt> attempts(DocumentKey document) const;
  AttemptHistory attempt_history(DocumentKey document) const;
  // Documents that were dead, were reopened, and have not run to their end since.
  std::vector<DocumentKey> reopened() const;

  // The books, by source in the order of the listing.
  std::vector<Totals> totals() const;
  // Source documents by what they ended of.
  std::vector<ReasonCount> filtered() const;
  std::vector<ReasonCount> dead() const;
  // What nodes dropped, derived documents among them: changes no verdict.
  std::vector<ReasonCount> drops() const;
  std::vector<NodeWork> node_work() const;
  std::vector<Session> sessions() const;
  // What was decided about changes, by time.
  std::vector<DecisionRecord> decisions() const;
  std::vector<DeadLetter> dead_letters(const DeadLetterFilter& filter = {}) const;
  std::vector<DeadLetterGroup> dead_letter_groups() const;

  // What is wrong with the books of single batches, a sentence each: whether they balance, and whether the documents
  // that are done have records, and others none, as far as extents and files tell. `elsewhere` counts the records that
  // lie in databases; without it, nothing is said of records that are too few.
  std::vector<std::string> book_faults(const BatchRecords* elsewhere) const;

  // Single documents.
  // Source documents whose path, or `path!member`, ends so, or that lie at `location`. Goes through the listing.
  std::vector<FoundEntry> find_entries(std::string_view ending, std::string_view location) const;
  DocumentState document_state(DocumentKey key) const;
  // What became of a source document that went through a spool; nothing where it went through none.
  std::optional<OriginOutcome> origin_outcome(DocumentKey origin) const;
  // The entries in spools that a source document has become, ascending.
  std::vector<std::uint64_t> entries_from(DocumentKey origin) const;
  // Of a batch, by sink and then in source order.
  std::vector<Extent> extents_of(BatchId batch) const;
  BatchId batch_of(const Extent& extent) const;
  // Entries that may have records in an extent: neither dead nor filtered. Not for what a fold has written.
  std::vector<Entry> entries_in(const Extent& extent) const;
  // With all that has no bytes among those of the batch as left out.
  std::optional<Batch> batch(BatchId id) const;
  // The files that a document wrote, by name.
  std::vector<FileRecord> files_of(DocumentKey document) const;

  // What SQLite finds wrong with the store's own file, a line each; it reads all of it.
  std::vector<std::string> damage() const;

  // The output.
  std::optional<std::uint64_t> find_sink(std::string_view node) const;
  std::vector<StoredSink> sinks() const;
  std::vector<SinkWork> sink_work() const;
  std::vector<PartLength> parts() const;
  // Of what a volume begins with before its first record, if it begins so.
  std::optional<std::uint64_t> header_checksum(VolumeKey volume) const;
  // In the order of the published file, which is that of the source unless the volume says otherwise. `visit` must not
  // use this store.
  void visit_extents(VolumeKey volume, const std::function<void(const Extent&)>& visit) const;
  // Whether what is committed differs from what is published.
  bool needs_publication(VolumeKey volume) const;
  std::optional<Publication> intended(VolumeKey volume) const;
  std::optional<Publication> published(VolumeKey volume) const;
  // What was published last while the run was not complete.
  std::optional<Publication> partial(VolumeKey volume) const;
  // What a volume is going to be called; nothing where it was never named, as for sinks of files.
  std::optional<std::string> volume_name(VolumeKey volume) const;
  // Those that were named, by sink and number.
  std::vector<StoredVolume> volumes() const;
  // Whether the volume is one of several, and no batch of its entries is left, nor any of one document of theirs.
  bool is_complete(VolumeKey volume) const;
  // Volumes that were published and that the division does not have any more.
  std::vector<Publication> surplus_publications() const;
  // Whether any file of the run has its final name: a volume, or the file of a document.
  bool has_outputs() const;
  // Who has a file name, if anybody.
  std::optional<NameClaim> name_claim(std::string_view name) const;
  // Whether the run has written a file of that name, and nobody has recorded since that it is gone.
  bool has_file(std::string_view name) const;
  // Names of files that are to be there and have their names: the first and the last, where there are any.
  std::vector<std::string> some_settled_files() const;
  // Files that are to be there, by name. `visit` must not use this store.
  void visit_files(const std::function<void(const FileRecord&)>& visit) const;
  // Files whose final names may be missing, because the run ended between commit and rename.
  std::vector<FileRecord> unsettled_files() const;
  // Files that nobody produces any more, and that may still be there.
  std::vector<std::string> stale_files() const;

 protected:
  ReadStore(const std::filesystem::path& path, Database::Mode mode);

  const Database& database() const { return database_; }
  // By what the extents of a volume are sorted, as SQL.
  std::string order_in_file(VolumeKey volume) const;

 private:
  std::vector<ReasonCount> reason_counts(const char* sql) const;
  bool has_dependencies() const;
  std::optional<Publication> publication(VolumeKey volume, std::string_view state) const;

  Database database_;
  mutable Statement entries_;
  mutable Statement claim_;
  mutable Statement dead_dependencies_;
  mutable LeftOut left_out_;
};

}  // namespace weir::store
