// For the engine: the side of Call, Emitter and RecordWriter that stage authors do not see.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <weir/emitter.h>
#include <weir/record_writer.h>

namespace weir {

struct EngineAccess {
  using Emission = Emitter::Emission;
  using Drop = Emitter::Drop;
  using FailureAt = Emitter::FailureAt;
  using File = RecordWriter::File;
  static constexpr std::uint32_t kWholeCall = Emitter::kWholeCall;

  static void prepare(Call& call, const std::atomic<bool>* stop, std::uint64_t granted_bytes, Logger* logger,
                      LargeMemory* large_memory = nullptr, std::atomic<std::uint64_t>* progress = nullptr) {
    call.stop_ = stop;
    call.progress_ = progress;
    call.granted_bytes_ = granted_bytes;
    call.logger_ = logger;
    call.large_memory_ = large_memory;
  }
  static bool stop_observed(const Call& call) { return call.stop_observed_; }

  static void set_ports(Emitter& emitter, std::span<const std::string> ports) { emitter.ports_ = ports; }
  static std::vector<Emission>& emitted(Emitter& emitter) { return emitter.emitted_; }
  static std::vector<Drop>& drops(Emitter& emitter) { return emitter.drops_; }
  static std::vector<FailureAt>& failures(Emitter& emitter) { return emitter.failures_; }
  static void reset(Emitter& emitter) {
    emitter.emitted_.clear();
    emitter.drops_.clear();
    emitter.failures_.clear();
    emitter.stop_observed_ = false;
    emitter.scratch_.reset();
  }

  static std::string& volume_bytes(RecordWriter& writer) { return writer.bytes_; }
  static std::vector<File>& files(RecordWriter& writer) { return writer.files_; }
  static std::vector<Failure>& failures(RecordWriter& writer) { return writer.failures_; }
  static std::uint64_t records(const RecordWriter& writer) { return writer.records_; }
  static void reset(RecordWriter& writer) {
    writer.bytes_.clear();
    writer.files_.clear();
    writer.records_ = 0;
    writer.failures_.clear();
    writer.stop_observed_ = false;
    writer.scratch_.reset();
  }
};

}  // namespace weir
