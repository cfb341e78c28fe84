// How a sink answers: bytes. The engine keeps them apart by source document and decides when they are durable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/call.h>
#include <weir/failure.h>

namespace weir {

class RecordWriter final : public Call {
 public:
  RecordWriter() = default;

  // The bytes being written: those of the volume, or of the file begun last. Append to them.
  std::string& bytes() { return files_.empty() ? bytes_ : files_.back().bytes; }
  void append(std::string_view bytes) { this->bytes().append(bytes); }

  // Says that a record is complete. Records are counted, and a source document with a record is done.
  void end_record() {
    note_progress();
    ++records_;
  }

  // For sinks that write files: begins one. The name is relative to the output directory; characters outside the safe
  // set must be replaced already (see name.h).
  void begin_file(std::string name) { files_.push_back({std::move(name), {}}); }

  // Gives up the source document that is being encoded; nothing of it is written.
  void fail(FailureClass failure_class, std::string_view reason, std::string_view message) {
    failures_.push_back({failure_class, std::string(reason), std::string(message), {}});
  }

 private:
  friend struct EngineAccess;

  struct File {
    std::string name;
    std::string bytes;
  };

  std::string bytes_;
  std::vector<File> files_;
  std::uint64_t records_ = 0;
  std::vector<Failure> failures_;
};

}  // namespace weir
