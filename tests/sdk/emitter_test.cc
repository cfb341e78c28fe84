#include <weir/emitter.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <weir/engine_access.h>
#include <weir/record_writer.h>

#include "sdk_harness.h"

namespace weir {
namespace {

using ::testing::ElementsAre;

Document a_document() { return harness::blocks({{"text"}}); }

TEST(Emitter, KeepsTheOrderOfEmissionAndThePorts) {
  const std::vector<std::string> ports{"out", "poor"};
  Emitter emitter;
  EngineAccess::set_ports(emitter, ports);
  emitter.emit(a_document());
  emitter.emit("poor", a_document());
  emitter.emit("out", a_document());
  emitter.emit(1, a_document());
  const harness::Answer answer = harness::take_answer(emitter, ports);
  EXPECT_THAT(answer.ports, ElementsAre("out", "poor", "out", "poor"));
}

TEST(Emitter, RefusesPortsThatTheStageDoesNotHave) {
  const std::vector<std::string> ports{"out"};
  Emitter emitter;
  EngineAccess::set_ports(emitter, ports);
  EXPECT_THROW(emitter.emit("poor", a_document()), std::invalid_argument);
  EXPECT_THROW(emitter.emit(1, a_document()), std::invalid_argument);
  EXPECT_TRUE(EngineAccess::emitted(emitter).empty());
}

TEST(Emitter, TellsTheWholeCallFromOneDocumentOfIt) {
  const Document second = Document::begin(harness::origin("b.txt"), 5);
  Emitter emitter;
  emitter.drop("all");
  emitter.drop(second, "one", "because");
  emitter.fail(second, FailureClass::transient, "busy", "HTTP 429", std::chrono::milliseconds(50));
  const auto& drops = EngineAccess::drops(emitter);
  ASSERT_EQ(drops.size(), 2u);
  EXPECT_EQ(drops[0].position, EngineAccess::kWholeCall);
  EXPECT_EQ(drops[1].position, 5u);
  EXPECT_EQ(drops[1].detail, "because");
  const auto& failures = EngineAccess::failures(emitter);
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures[0].position, 5u);
  EXPECT_EQ(failures[0].failure.retry_after, std::chrono::milliseconds(50));
}

TEST(Emitter, ForgetsACallForTheNext) {
  const std::vector<std::string> ports{"out"};
  std::atomic<bool> stop = true;
  Emitter emitter;
  EngineAccess::set_ports(emitter, ports);
  EngineAccess::prepare(emitter, &stop, 1024, nullptr);
  emitter.emit(a_document());
  emitter.drop("a");
  emitter.fail(FailureClass::rejected, "a", "b");
  EXPECT_TRUE(emitter.stop_requested());
  EngineAccess::reset(emitter);
  EXPECT_TRUE(EngineAccess::emitted(emitter).empty());
  EXPECT_TRUE(EngineAccess::drops(emitter).empty());
  EXPECT_TRUE(EngineAccess::failures(emitter).empty());
  EXPECT_FALSE(EngineAccess::stop_observed(emitter));
  EXPECT_NO_THROW(emitter.emit("out", a_document()));
}

TEST(Call, RemembersAStopRequestOnlyOnceTheStageHasSeenIt) {
  std::atomic<bool> stop = false;
  Emitter emitter;
  EngineAccess::prepare(emitter, &stop, 0, nullptr);
  EXPECT_FALSE(emitter.stop_requested());
  stop = true;
  EXPECT_FALSE(EngineAccess::stop_observed(emitter));
  EXPECT_TRUE(emitter.stop_requested());
  stop = false;
  EXPECT_FALSE(emitter.stop_requested());
  EXPECT_TRUE(EngineAccess::stop_observed(emitter));  // the stage may have acted on it
}

TEST(Call, WorksWithoutAnEngine) {
  Emitter emitter;
  EXPECT_FALSE(emitter.stop_requested());
  EXPECT_EQ(emitter.granted_bytes(), 0u);
  emitter.log(LogLevel::info, "nobody listens");
  EXPECT_NE(emitter.scratch().allocate(10), nullptr);
}

TEST(Call, HandsMessagesToTheEnginesLogger) {
  class Lines final : public Logger {
   public:
    void write(LogLevel level, std::string_view message) override {
      lines.push_back((level == LogLevel::warning ? "warning: " : "") + std::string(message));
    }
    std::vector<std::string> lines;
  };
  Lines lines;
  Emitter emitter;
  EngineAccess::prepare(emitter, nullptr, 77, &lines);
  emitter.log(LogLevel::warning, "odd");
  EXPECT_EQ(emitter.granted_bytes(), 77u);
  EXPECT_THAT(lines.lines, ElementsAre("warning: odd"));
}

TEST(RecordWriter, WritesToTheVolumeUntilAFileIsBegun) {
  RecordWriter writer;
  writer.append("volume");
  writer.end_record();
  writer.begin_file("a.json");
  writer.append("{}");
  writer.bytes() += "\n";
  writer.end_record();
  const harness::Written written = harness::take_written(writer);
  EXPECT_EQ(written.volume, "volume");
  ASSERT_EQ(written.files.size(), 1u);
  EXPECT_EQ(written.files[0].name, "a.json");
  EXPECT_EQ(written.files[0].bytes, "{}\n");
  EXPECT_EQ(written.records, 2u);
}

TEST(RecordWriter, ForgetsACallForTheNext) {
  RecordWriter writer;
  writer.begin_file("a");
  writer.end_record();
  writer.fail(FailureClass::rejected, "a", "b");
  EngineAccess::reset(writer);
  writer.append("x");
  const harness::Written written = harness::take_written(writer);
  EXPECT_EQ(written.volume, "x");
  EXPECT_TRUE(written.files.empty());
  EXPECT_TRUE(written.failures.empty());
  EXPECT_EQ(written.records, 0u);
}

}  // namespace
}  // namespace weir
