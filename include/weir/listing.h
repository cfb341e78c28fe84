// What a source finds before anything runs, and how it opens an entry again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/content.h>
#include <weir/document.h>
#include <weir/emitter.h>

namespace weir {

// Which documents go first where several could. What others depend on is critical, whatever was said of it.
enum class Priority : std::uint8_t { critical, high, normal, low };

constexpr std::string_view to_string(Priority priority) {
  switch (priority) {
    case Priority::critical:
      return "critical";
    case Priority::high:
      return "high";
    case Priority::normal:
      return "normal";
    case Priority::low:
      break;
  }
  return "low";
}

// One listed entry: a file, a member of an archive, or a range of a record file.
struct ListedEntry {
  // An entry that is listed so that it is accounted for, but never read.
  struct Refusal {
    bool is_failure = true;  // dead; otherwise filtered
    std::string reason;
    std::string message;
  };

  std::string path;      // below the input, with '/': the identity
  std::string member;    // within an archive
  std::string location;  // how to open it again: an absolute path; shows in no output
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // since the epoch
  Range records;                 // of a record file: the bytes that hold this entry's records; else empty
  std::optional<Refusal> refusal;
  // What the source wants to have again when the entry is read; decides what comes of it, as its bytes do.
  std::string attached = {};
  // In which order entries are read: changes no output.
  std::optional<Priority> priority = {};     // otherwise as the graph says
  std::vector<std::string> depends_on = {};  // paths that the same source lists: these are to have their verdicts first
  std::uint64_t expected_memory = 0;         // bytes, to ask for in place of what stages declare; 0: not known
};

// Takes a source's entries. The order in which they are added is the order of the listing and of the output, so it must
// depend on nothing but the input.
class Lister {
 public:
  virtual ~Lister() = default;
  virtual void add(ListedEntry entry) = 0;
  // What the command line gave in place of the source's own input: absolute paths; empty where nothing was given.
  virtual const std::vector<std::string>& inputs() const = 0;
  // The folder of the graph file: what relative paths in the graph begin at.
  virtual const std::string& base_directory() const = 0;
};

// Thrown by Source::list when there is nothing sensible to list: a missing folder, say. Ends the run before it begins.
class ListingError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Takes the documents of one entry.
class SourceEmitter {
 public:
  virtual ~SourceEmitter() = default;
  // The bytes of the entry, opened by the engine, which notices when the file is not the one that was listed.
  // Throws SourceError.
  virtual Content open() = 0;
  // A new document of this entry, the next in order. Files have one; record ranges have one for each record.
  virtual Document document() = 0;
  virtual Emitter& out() = 0;
};

}  // namespace weir
