// Writes what a commit changes, within a transaction.
#pragma once

#include <span>

#include "store/attempt_writer.h"
#include "store/commit_record.h"
#include "store/database.h"
#include "store/dependents.h"
#include "store/reopening.h"
#include "store/verdict_writer.h"

namespace weir::store {

class CommitWriter {
 public:
  explicit CommitWriter(const Database& database);

  // `session`: whose documents and bytes these are. The caller has a transaction open and commits it.
  CommitResult write(const CommitRecord& record, std::uint64_t session);

 private:
  std::uint64_t next_epoch(bool earlier_files_settled);
  void write_batch(const BatchCommit& batch, std::uint64_t session, std::uint64_t epoch);
  // Whether nothing of the batch is left to record, since its one document runs again.
  bool write_attempts(const BatchCommit& batch);
  void write_extent(const Extent& extent, BatchId batch);
  void write_file(const FileRecord& file, BatchId batch, std::uint64_t epoch);
  void write_header(const Extent& header);
  void write_work(const NodeWork& work);
  void write_work(const SinkWork& work);
  std::vector<std::string> stale_files();

  const Database& database_;
  Reopening reopening_;
  Dependents dependents_;
  VerdictWriter verdicts_;
  AttemptWriter attempts_;
  Statement count_epoch_;
  Statement close_batch_;
  Statement insert_drop_;
  Statement insert_extent_;
  Statement insert_file_;
  Statement set_content_;
  Statement insert_carried_;
  Statement set_part_;
  Statement insert_header_;
  Statement add_work_;
  Statement add_sink_work_;
  Statement delete_file_;
  Statement find_stale_;
  Statement count_documents_;
  Statement count_commit_;
};

}  // namespace weir::store
