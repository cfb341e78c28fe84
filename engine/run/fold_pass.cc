#include "run/fold_pass.h"

#include <ctime>
#include <map>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <weir/name.h>

#include "commit/error.h"
#include "commit/fold_spool.h"
#include "commit/parts.h"
#include "run/exit_code.h"
#include "run/fold_attempt.h"
#include "run/fold_documents.h"
#include "run/state_directory.h"

namespace weir::run {
namespace fs = std::filesystem;
namespace {

// A fold that fails at so many documents is wrong itself.
constexpr std::size_t kMostFailures = 100;
constexpr std::uint32_t kShownEvery = 256;

// Wall and CPU time since it was made, in nanoseconds.
class Stopwatch {
 public:
  std::uint64_t wall() const { return now(CLOCK_MONOTONIC) - wall_; }
  std::uint64_t cpu() const { return now(CLOCK_THREAD_CPUTIME_ID) - cpu_; }

 private:
  static std::uint64_t now(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(time.tv_nsec);
  }

  std::uint64_t wall_ = now(CLOCK_MONOTONIC);
  std::uint64_t cpu_ = now(CLOCK_THREAD_CPUTIME_ID);
};

}  // namespace

FoldPass::FoldPass(const graph::Node& node, const commit::SpoolFile& spool, const fs::path& parts,
                   std::uint64_t granted_bytes, const Resources& resources, const std::atomic<bool>& stopping,
                   std::function<void(std::uint64_t taken, std::uint64_t documents)> show)
    : node_(node),
      spool_(spool),
      parts_(parts),
      granted_bytes_(granted_bytes),
      resources_(resources),
      stopping_(stopping),
      show_(std::move(show)) {}

bool FoldPass::run(store::Store& store, const std::string& folded_spool) const {
  const store::ReadStore reader(store.path());
  if (!reader.has_pending(node_.id) && reader.entry_range(node_.id)) return true;
  Failures failures;
  for (;;) {
    try {
      return attempt(reader, store, folded_spool, failures);
    } catch (const Casualty& casualty) {
      failures.emplace(casualty.number, casualty.failure);
      if (failures.size() > kMostFailures) {
        throw RunError(ExitCode::internal_error, "the fold `" + node_.id + "` failed at " +
                                                     std::to_string(failures.size()) +
                                                     " documents, last: " + casualty.failure.message);
      }
    } catch (const RunError&) {
      throw;
    } catch (const commit::CommitError&) {
      throw;
    } catch (const store::StoreError&) {
      throw;
    } catch (const std::system_error& error) {
      const bool full = error.code() == std::errc::no_space_on_device;
      throw RunError(full ? ExitCode::resumable : ExitCode::input_output,
                     "the fold `" + node_.id + "` failed: " + error.what());
    } catch (const std::exception& error) {
      throw RunError(ExitCode::internal_error, "the fold `" + node_.id + "` failed: " + error.what());
    }
  }
}

bool FoldPass::attempt(const store::ReadStore& reader, store::Store& store, const std::string& folded_spool,
                       const Failures& failures) const {
  const Stopwatch stopwatch;
  const store::VolumeKey volume{store.sink_number(folded_spool), 0};
  const StateDirectory directory(parts_.parent_path() / "folds" / safe_name(node_.id));
  FoldDocuments documents(reader, spool_, node_.id);
  commit::FoldSpool spool(parts_, commit::part_name(folded_spool, volume), volume);
  store::FoldWriter writer = store.begin_fold(node_.id);
  FoldAttempt fold(node_, documents, directory.path().string(), granted_bytes_, resources_, spool, writer);
  fold.begin();
  for (std::uint32_t number = 0; number < documents.count(); ++number) {
    if (stopping_) return false;
    if (number % kShownEvery == 0) show_(number, documents.count());
    const auto failed = failures.find(number);
    if (failed == failures.end()) {
      fold.take(number);
    } else {
      fold.give_up(number, failed->second);
    }
  }
  fold.finish();
  spool.finish();
  store::FoldCommit commit;
  commit.extents = spool.extents();
  commit.parts = {spool.length()};
  commit.drops = fold.drops();
  // What comes in is counted where it is spooled, and what it emits where it is read.
  commit.work = {node_.id, documents.count(), 0, 0, fold.dropped(), fold.failed(), stopwatch.wall(), stopwatch.cpu()};
  writer.finish(commit);
  return true;
}

}  // namespace weir::run
