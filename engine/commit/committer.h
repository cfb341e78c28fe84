// The committer: takes finished batches from any thread and makes them durable, in groups, on one thread of its own.
//
// Batching is natural: when one group is durable, whatever has queued up meanwhile is the next, up to a bound. There is
// no timer. A batch gives its tokens back when its group is durable, and only then.
//
// A volume that is one of several is published when the last of its batches is durable: after that group, before the
// next.
//
// The first error ends it: nothing more is committed, what comes is let go without being committed, and finish() throws
// the error. What was committed before stays.
//
// Threads: submit() and write_down() may be called from any thread; all other methods from the one that made the
// committer. The store belongs to the committer from start() until finish() returns.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "commit/ballast.h"
#include "commit/databases.h"
#include "commit/error.h"
#include "commit/finished.h"
#include "commit/group_commit.h"
#include "commit/output_tree.h"
#include "commit/parts.h"
#include "commit/publisher.h"
#include "commit/retries.h"
#include "commit/sink.h"
#include "store/store.h"

namespace weir::commit {

struct Settings {
  std::filesystem::path run_directory;
  std::filesystem::path output_directory;
  // Bounds of a group; one batch is always taken.
  std::size_t most_batches = 256;
  std::uint64_t most_bytes = std::uint64_t{8} << 20;  // of output
  // Which documents that failed run again.
  schedule::RetryRules retry = {};
  // Whether outputs may take the place of what the run did not write.
  bool overwrite = false;
};

struct Callbacks {
  // A batch is durable; on the committer's thread, before its tokens return. Settlements may have changed since they
  // were submitted: a document that lost its file name is dead. Must not throw.
  std::function<void(const batch::Batch&, const batch::Settlement&)> committed;
  // There was an error: the run should stop. On the committer's thread, once. Must not throw.
  std::function<void()> failed;
};

class Committer {
 public:
  // The caller holds the locks on both directories. Makes what is missing in them.
  Committer(store::Store& store, const batch::Wiring& wiring, Settings settings, Callbacks callbacks);
  // Lets go of what was not committed.
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // Before start(): brings files to what the store says, or refuses them. Throws CommitError, StoreError.
  void recover();
  void start();

  void submit(Finished finished);

  // Has something written to the store, between two groups, and returns when it is durable. False where there was an
  // error, before it or of it. Between start() and finish(), from any thread but the committer's.
  bool write_down(const std::function<void(store::Store&)>& write);

  // Waits until nothing is queued, and says whether that was all: false means that batches are pending, because they
  // were never submitted, because a document that lost its file name undid its batch, or because documents that failed
  // run again. True also after an error.
  bool drained_all();

  // Waits until nothing is queued and makes the last names durable. Throws the first error. The committer may be
  // started again after it.
  void finish();

  // Publishes every volume that is not published yet, and finishes every database. After finish(), and only when all
  // batches are committed. Throws CommitError, StoreError.
  void publish();
  bool all_published();

 private:
  // What a thread waits for that it has asked to be written.
  struct Errand {
    const std::function<void(store::Store&)>& write;
    bool over = false;
    bool written = false;
  };

  void work();
  void run_errands(std::unique_lock<std::mutex>& lock);
  std::vector<Finished> take_group();
  void publish_complete(const std::vector<Sink>& volumes);
  void fail(std::exception_ptr error);
  void wait_until_idle(std::unique_lock<std::mutex>& lock);
  void stop();

  store::Store& store_;
  const Settings settings_;
  const Callbacks callbacks_;
  const std::vector<Sink> sinks_;
  std::vector<Sink> volumes_;  // of the sinks, as far as the listing is cut
  Parts parts_;
  OutputTree tree_;
  Databases databases_;
  Ballast ballast_;
  Retries retries_;
  GroupCommit group_commit_;

  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::deque<Finished> queue_;
  std::deque<Errand*> errands_;
  bool busy_ = false;
  bool stopping_ = false;
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace weir::commit
