// The one place that remembers: a run's listing, verdicts and extents, in one SQLite file.
//
// Threads: a Store has the one connection that writes and checkpoints, and is used by one thread at a time: first by
// the one that lists, then by the committer. Others open a ReadStore. Every change is one transaction, written through
// to the disk before its method returns, or it has not happened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/attempts.h"
#include "store/changes.h"
#include "store/commit_writer.h"
#include "store/fold_writer.h"
#include "store/listing_writer.h"
#include "store/log_mark.h"
#include "store/read_store.h"

namespace weir::store {

class Store final : public ReadStore {
 public:
  // Makes the file, which must not exist, with no listing in it. It appears whole or not at all.
  static void create(const std::filesystem::path& path, const RunInfo& info);

  // Opens one, and brings it to this version of weir first where an older one wrote it. The caller holds the lock on
  // the run directory.
  explicit Store(const std::filesystem::path& path);

  // A checkpoint had begun and did not say that it ended, and the log is not the one that it began with: it had ended,
  // or the log was lost, and the file has pages of two states. Only the books can tell.
  bool may_be_mixed() const { return may_be_mixed_; }

  // Begins the recording of the listing, of which a store has one. Nothing else until it is finished.
  ListingWriter begin_listing() { return ListingWriter(database()); }
  // The same for a run that has one already, and begins anew: nothing that was committed counts any more. What is
  // published stays until it is published again, and files until nobody has written them.
  ListingWriter begin_listing_anew(const DecisionRecord& decision, std::string_view fingerprint) {
    return {database(), decision, fingerprint};
  }

  // Keeps what is committed although the graph is another one now. `fingerprint` is what later runs are compared with.
  void accept(const DecisionRecord& decision, std::string_view fingerprint);
  // Makes batches pending again, with all that they produced undone: extents gone, files stale, verdicts and drops
  // taken back; documents that had lost a name to them get another try. A file that had no record in any output becomes
  // a batch of one; any other takes its batch with it, since its bytes lie among those of its neighbours.
  void forget(const Forgetting& what, const DecisionRecord& decision, std::string_view fingerprint);
  // Lists entries with other times of modification; their bytes are known to be the same.
  void retouch(const std::vector<ChangedEntry>& entries);

  // Keeps what the listings of the sources are known by as a whole, by node, where they say other things than before
  // and no entry does.
  void remember_listing(const std::map<std::string, std::string>& digests);

  // A place where documents will wait; the same again is none.
  void add_spool(std::string_view name);
  // Begins the recording of the documents of a spool that is complete. Nothing else until it is finished.
  ListingWriter begin_listing(std::string_view spool) { return ListingWriter(database(), spool); }
  // Begins the recording of what a fold made of the documents of a spool. Nothing else until it is finished.
  FoldWriter begin_fold(std::string_view spool);
  // Forgets everything that came of spools: what they list, what became of it, and what the sinks below wrote, `sinks`,
  // which are to be done anew. Spools are named as such where they are read, and as sinks where they are to be filled
  // anew.
  void forget_below(const std::vector<std::string>& spools, const std::vector<std::string>& sinks);

  // The number of a sink, given when it is first asked for.
  std::uint64_t sink_number(std::string_view node);

  // What a volume is going to be called, below the output directory, and how it is ordered. Where something of a
  // document was committed to it already, the order stays as it is.
  void name_volume(VolumeKey volume, std::string_view name, bool by_completion = false);

  // What sets this run apart from all others in the world, for the databases that it writes to: 32 hexadecimal
  // digits, drawn when the run begins, so that no earlier state of the store lacks it.
  std::string run_identity();

  // From here to end_session, commits count for this session.
  void begin_session(std::uint64_t pid);
  void end_session(std::string_view outcome);

  // Keeps what is used of a quota, and forgets what was recorded of it before.
  void record_quota(const QuotaUse& use);

  CommitResult commit(const CommitRecord& record);

  // Outside of any commit, for a document of a batch that is pending: it failed before its batch could be committed, as
  // when the process died. It leaves its batch and waits for another attempt; without a time, it is dead. The others of
  // its batch stay as they are.
  void set_aside(const Attempt& attempt, std::optional<std::int64_t> not_before_ms);
  // Lets documents that are dead run again, each alone, with `allowed` attempts where that is set. What else they are
  // is an error.
  void reopen(const std::vector<DocumentKey>& dead, std::optional<std::uint64_t> allowed);

  // Lets documents that are dead be, as they are, from now on or no longer; what else they are is an error.
  void ignore(const std::vector<DocumentKey>& dead, std::string_view why);
  void stop_ignoring(const std::vector<DocumentKey>& dead);

  // Publication, step by step: before the rename, and after it. The second makes the extents of the volume those of the
  // published file, in source order, and forgets the part.
  void intend(const Publication& publication);
  void record_published(const Publication& publication);
  // What is about to be published under a name of its own while the run is not complete.
  void record_partial(const Publication& publication);
  // Of a volume that the division does not have any more, and whose file is gone.
  void forget_publication(VolumeKey volume);
  // The rename did not happen, and will not as it was intended.
  void forget_intention(VolumeKey volume);

  // Moves all of the write-ahead log into the file, so that nothing that happens to the log can bring an earlier state
  // back. False where a reader stood in the way.
  bool checkpoint() { return database().checkpoint(); }
  // The same where there is much of it, without waiting for readers; what they keep stays for the next time.
  void checkpoint_if_long() { database().checkpoint_if_long(); }
  // The same for who does it often: where a reader stays in the way, only the first call waits for it.
  bool checkpoint_often() { return database().checkpoint_often(); }

 private:
  Store(const std::filesystem::path& path, LogState log);
  void mark_ignored(const std::vector<DocumentKey>& dead, std::optional<std::int64_t> since_ms,
                    std::optional<std::string_view> why);

  const bool may_be_mixed_;
  CommitWriter commit_writer_;
  std::uint64_t session_ = 0;
};

}  // namespace weir::store
