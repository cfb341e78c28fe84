// Real processes of the real binary, for tests.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace weir::testing {

struct Ended {
  int code = -1;    // exit code, or 128 + signal
  std::string out;  // standard output
  std::string err;  // standard error
};

// Runs `weir` with these arguments to its end, in `directory`.
Ended weir(const std::vector<std::string>& arguments, const std::filesystem::path& directory);

// One that goes on while the test does something else. Its output is thrown away, but for what it says to `errors`.
class Running {
 public:
  Running(const std::vector<std::string>& arguments, const std::filesystem::path& directory,
          const std::filesystem::path& errors = "/dev/null");
  ~Running();
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void send(int signal) const;
  // Waits for the end; the exit code, or 128 + signal.
  int wait();
  bool ended();
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_;
  int status_ = 0;
  bool reaped_ = false;
};

// A directory of the test's own, removed at its end.
class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  // Writes a file, with its folders.
  std::filesystem::path write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

// Reads the files *.txt of the folder `notes`, and writes their text, a record for each, to notes.jsonl.
inline constexpr const char* kNotesGraph = R"([graph]
name = "notes"
[nodes.notes]
stage = "files"
with = { root = "notes", include = ["**/*.txt"] }
[nodes.text]
stage = "text"
from = "notes"
[nodes.records]
stage = "jsonl"
from = "text"
with = { path = "notes.jsonl" }
)";

std::string read_file(const std::filesystem::path& path);

// Every file below a directory with its bytes, by path.
std::vector<std::pair<std::string, std::string>> tree(const std::filesystem::path& directory);

std::filesystem::path graphs();   // the project's
std::filesystem::path samples();  // the project's

}  // namespace weir::testing
