// A process that writes is killed, again and again: what it had committed is there, whole, and nothing else is.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <optional>
#include <random>
#include <thread>

#include "store/store_fixture.h"

namespace weir::store {
namespace {

constexpr std::uint64_t kBatches = 30'000;

class StoreCrash : public StoreFixture {
 protected:
  // Commits three batches at a time, the middle one with a dead document, and says so through the pipe.
  [[noreturn]] void write_until_killed(int pipe) {
    Store writer(path());
    PendingBatches pending = writer.pending_batches();
    while (true) {
      CommitRecord record;
      for (int i = 0; i < 3; ++i) {
        const std::optional<Batch> next = pending.next();
        if (!next) wait_to_be_killed();  // a fast machine commits all that is listed before the last kill
        const Batch& batch = *next;
        record.batches.push_back({batch.id, 2, 2, {}, {}, {{{1, 0}, {batch.first_entry, 0}}}, {}});
        if (i == 1) record.batches.back().verdicts.push_back(dead({batch.first_entry, 0}, "broken"));
        if (i == 1) record.batches.back().done = 1;
      }
      const std::uint64_t epoch = writer.commit(record).epoch;
      if (::write(pipe, &epoch, sizeof epoch) != sizeof epoch) ::_exit(1);
      if (epoch % 50 == 0) writer.checkpoint();
    }
  }

  [[noreturn]] static void wait_to_be_killed() {
    while (true) ::pause();
  }

  // Gives the last epoch that the child knew to be durable.
  std::uint64_t run_and_kill(std::chrono::microseconds after) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      try {
        write_until_killed(ends[1]);
      } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        ::_exit(2);
      }
    }
    ::close(ends[1]);
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
    std::uint64_t epoch = 0, last = 0;
    while (::read(ends[0], &epoch, sizeof epoch) == sizeof epoch) last = epoch;
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    return last;
  }

  std::string integrity() {
    sqlite3* database = nullptr;
    sqlite3_open_v2(path().c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
    std::string answer;
    sqlite3_exec(
        database, "PRAGMA integrity_check",
        [](void* into, int, char** values, char**) {
          static_cast<std::string*>(into)->append(values[0]);
          return 0;
        },
        &answer, nullptr);
    sqlite3_close(database);
    return answer;
  }
};

TEST_F(StoreCrash, KeepsEveryCommitAndNoHalves) {
  list_files(store(), kBatches, 2);
  close();
  std::mt19937 random(20'260'101);
  std::uint64_t known = 0;
  for (int kill = 0; kill < 25; ++kill) {
    const std::uint64_t last = run_and_kill(std::chrono::microseconds(random() % 40'000));
    known = std::max(known, last);
    EXPECT_EQ(integrity(), "ok");
    ReadStore reader(path());
    const std::uint64_t epoch = reader.state().epoch;
    EXPECT_GE(epoch, known);
    EXPECT_LE(epoch, known + 1) << "a commit of which nobody knew";
    const Totals totals = sum(reader);
    EXPECT_EQ(totals.read, epoch * 6);
    EXPECT_EQ(totals.dead, epoch);
    EXPECT_TRUE(totals.books_balance());
    std::uint64_t extents = 0;
    reader.visit_extents({1, 0}, [&](const Extent&) { ++extents; });
    EXPECT_EQ(extents, epoch * 3);
    known = epoch;
  }
  EXPECT_GT(known, 0U);
}

}  // namespace
}  // namespace weir::store
