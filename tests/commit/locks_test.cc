#include "commit/locks.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "commit/error.h"
#include "store/temporary_directory.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;

// A process that holds both locks until it is killed.
class Holder {
 public:
  explicit Holder(const fs::path& directory) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    process_ = ::fork();
    if (process_ == 0) {
      [[maybe_unused]] const Lock run = Lock::run(directory);
      [[maybe_unused]] const Lock output = Lock::output(directory);
      if (::write(ends[1], "x", 1) != 1) ::_exit(1);
      while (true) ::pause();
    }
    ::close(ends[1]);
    char ready = 0;
    EXPECT_EQ(::read(ends[0], &ready, 1), 1);
    ::close(ends[0]);
  }
  ~Holder() { kill(); }

  void kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  pid_t process() const { return process_; }

 private:
  pid_t process_ = 0;
};

template <typename Take>
std::string refusal(Take take) {
  try {
    take();
  } catch (const CommitError& error) {
    EXPECT_EQ(error.kind(), CommitError::Kind::cannot_write);
    return error.what();
  }
  return "";
}

TEST(Locks, RefuseASecondRunWithTheFirstOnesProcess) {
  const test::TemporaryDirectory directory;
  Holder holder(directory.path());
  const std::string expected =
      "in use by another run of weir: " + directory.path().string() + ": process " + std::to_string(holder.process());
  EXPECT_EQ(refusal([&] { Lock::run(directory.path()); }), expected);
  EXPECT_EQ(refusal([&] { Lock::output(directory.path()); }), expected);
  EXPECT_EQ(Lock::holder_of_run(directory.path()), holder.process());
}

TEST(Locks, EndWithTheProcessHoweverItEnds) {
  const test::TemporaryDirectory directory;
  Holder holder(directory.path());
  holder.kill();
  EXPECT_EQ(Lock::holder_of_run(directory.path()), std::nullopt);
  const Lock run = Lock::run(directory.path());
  const Lock output = Lock::output(directory.path());
  EXPECT_EQ(Lock::holder_of_run(directory.path()), ::getpid());
}

TEST(Locks, AreNotInheritedByPrograms) {
  const test::TemporaryDirectory directory;
  pid_t program = 0;
  {
    const Lock run = Lock::run(directory.path());
    program = ::fork();
    if (program == 0) ::execlp("sleep", "sleep", "60", nullptr);
    // The program is there when its name is: from then on it has only what it inherited.
    for (std::string name; name != "sleep\n";) {
      std::ifstream comm("/proc/" + std::to_string(program) + "/comm");
      name.assign(std::istreambuf_iterator<char>(comm), {});
    }
  }
  EXPECT_NO_THROW(Lock::run(directory.path()));
  ::kill(program, SIGKILL);
  ::waitpid(program, nullptr, 0);
}

TEST(Locks, OnOutputsLeaveNothingBehind) {
  const test::TemporaryDirectory directory;
  const fs::path output = directory / "new/out";
  {
    const Lock lock = Lock::output(output);
    EXPECT_TRUE(fs::exists(output / ".weir/lock"));
  }
  EXPECT_TRUE(fs::exists(output));
  EXPECT_TRUE(fs::is_empty(output));
}

TEST(Locks, HaveNoHolderWhereThereIsNoRun) {
  const test::TemporaryDirectory directory;
  EXPECT_EQ(Lock::holder_of_run(directory.path()), std::nullopt);
  EXPECT_EQ(Lock::holder_of_run(directory / "missing"), std::nullopt);
}

TEST(Locks, MayBeAskedForWhileARunBegins) {
  const test::TemporaryDirectory directory;
  // Somebody who only looks, as `weir status` does.
  const batch::Descriptor looking(::open((directory / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
  ASSERT_TRUE(looking);
  EXPECT_EQ(Lock::holder_of_run(directory.path()), std::nullopt);
  EXPECT_NO_THROW(Lock::run(directory.path()));
}

}  // namespace
}  // namespace weir::commit
