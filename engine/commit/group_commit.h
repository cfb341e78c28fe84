// Makes a group of batches durable: output first, then the record of it, then the names of files.
//
//   1. decide which documents that failed run again, and who gets which file name; lay out what each sink wrote,
//   without the documents that are left out
//   2. append to the parts and write files under temporary names; sync them, and the directories they are in
//   3. one transaction of each sink's database, then one of the store; before names are given, the store's log is moved
//      into its file, so that no damage to it can give a store that does not know whose file has a name
//   4. give files their names; remove those that nobody produces any more
//
// A crash before 3 is as if the group had not been there, after 3 the next start does 4 again. The names of step 4 are
// made durable by the next group, and that is recorded with it.
//
// Threads: one at a time.
#pragma once

#include <deque>
#include <exception>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commit/ballast.h"
#include "commit/databases.h"
#include "commit/divisions.h"
#include "commit/file_names.h"
#include "commit/finished.h"
#include "commit/output_tree.h"
#include "commit/parts.h"
#include "commit/retries.h"
#include "commit/sink.h"
#include "store/store.h"

namespace weir::commit {

class GroupCommit {
 public:
  GroupCommit(store::Store& store, const batch::Wiring& wiring, const std::vector<Sink>& sinks, Parts& parts,
              OutputTree& tree, Databases& databases, Ballast& ballast, Retries& retries, bool overwrite);

  // Settlements change where documents lose their file names. After an error nothing may be committed any more; nor
  // after a shortage.
  void commit(std::span<Finished> group);

  // The error of a disk that was full, where the ballast has let the last group through all the same; else null.
  std::exception_ptr shortage() const { return shortage_; }

  // Before the first group, and whenever something was listed since: takes on the division into volumes. Begins each
  // volume that has a header with it, unless that was done before with the same one; those of a sink that has several
  // begin with their first batch.
  void begin();

  // The volumes that batches write to, of sinks that have several; each once.
  std::vector<Sink> volumes_of(std::span<const Finished> group) const;

  // Makes the names of the last group durable and records it, if there is something to record.
  void settle();

 private:
  store::CommitRecord prepare(std::span<Finished> group);
  void write(std::span<Finished> group, store::CommitRecord& record);
  template <typename Step>
  auto in_any_room(const Step& step);
  void use_ballast();
  void begin_volumes(std::span<Finished> group, store::CommitRecord& record);
  void begin_volume(const Sink& sink, store::VolumeKey volume, store::CommitRecord& record);
  std::vector<std::string_view> as_committed(const Sink& sink, store::VolumeKey volume,
                                             std::vector<std::string_view> pieces);
  store::VolumeKey volume_of(const Sink& sink, const Finished& finished) const;
  store::BatchCommit describe(const Finished& finished, const std::vector<store::DocumentKey>& gaps);
  std::vector<store::DocumentKey> find_carried(const Finished& finished) const;
  // The attempts of documents that failed; those that are dead have their verdicts in `batch`.
  void describe_failures(const Finished& finished, store::BatchCommit& batch) const;
  store::Attempt attempt_of(const Finished& finished, const batch::NotDone& failure) const;
  store::DocumentVerdict verdict_of(const Finished& finished, const batch::NotDone& not_done) const;
  void lay_out(const Finished& finished, const Sink& sink, const std::vector<store::DocumentKey>& gaps,
               store::BatchCommit& batch);
  void write_files(const Finished& finished, const Sink& sink, const std::vector<store::DocumentKey>& gaps,
                   store::BatchCommit& batch);
  void refuse_to_replace(const std::string& name);
  bool gives_or_takes_names(const store::CommitRecord& record, const store::CommitResult& result) const;
  void add_work(std::span<Finished> group, store::CommitRecord& record) const;
  store::SinkWork work_of(const Sink& sink, std::span<Finished> group,
                          std::span<const std::vector<store::DocumentKey>> gaps) const;
  void finish(const store::CommitRecord& record, const store::CommitResult& result);

  store::Store& store_;
  const batch::Wiring& wiring_;
  const std::vector<Sink>& sinks_;
  Parts& parts_;
  OutputTree& tree_;
  Databases& databases_;
  Ballast& ballast_;
  Retries& retries_;
  const bool overwrite_;
  const std::string run_;  // its identity
  std::exception_ptr shortage_;
  FileNames names_;
  Divisions divisions_;
  std::set<store::VolumeKey> begun_;
  std::deque<std::string> frames_;    // of the group that is being committed
  bool names_given_ = false;          // by the last group, and not recorded as durable
  std::uint64_t staging_ns_ = 0;      // of the group that is being committed
  std::vector<std::string> removed_;  // stale files that are gone, as the next commit will record
};

}  // namespace weir::commit
