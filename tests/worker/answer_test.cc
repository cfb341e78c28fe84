// What a worker made of a batch arrives whole; and whatever arrives instead, the batch is as it was or the answer is
// one that a worker might have given.
#include "worker/answer.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "batch/codec_error.h"
#include "batch/run.h"
#include "batch/settle.h"
#include "worker/isolated_nodes.h"
#include "worker/small_graph.h"

namespace weir::worker {
namespace {

class AnswerTest : public ::testing::Test {
 protected:
  explicit AnswerTest(bool takes_failed = false) : small_(takes_failed) {}

  std::unique_ptr<batch::Batch> batch() {
    std::vector<ListedEntry> listed;
    for (const char* path : {"a", "drop b", "c c", "fail d", "left e", "f"}) listed.emplace_back().path = path;
    return small_.graph.batch(std::move(listed));
  }

  // The bytes of an answer, as a worker writes them.
  std::string written(const std::vector<LogLine>& log = {}) {
    const std::unique_ptr<batch::Batch> theirs = batch();
    for (std::size_t node = 0; node < isolated_.size(); ++node) {
      if (isolated_[node]) batch::run_with(wiring(), node, *small_.graph.instances[node], *theirs);
    }
    SharedMemory memory;
    write_answer(wiring(), isolated_, *theirs, log, memory);
    return std::string(memory.read(memory.size()));
  }

  const batch::Wiring& wiring() const { return small_.graph.wiring; }

  SmallGraph small_;
  const std::vector<bool> isolated_ = isolated_nodes(small_.graph.wiring, 0);
};

TEST_F(AnswerTest, LeavesTheBatchAsIfItHadRunHere) {
  const std::unique_ptr<batch::Batch> here = small_.graph.run({"a", "drop b", "c c", "fail d", "left e", "f"});
  const std::unique_ptr<batch::Batch> ours = batch();
  std::vector<LogLine> log;
  read_answer(written({{LogLevel::error, "a line"}}), wiring(), isolated_, *ours, log);
  for (std::size_t node = 0; node < isolated_.size(); ++node) {
    if (!isolated_[node]) batch::run_with(wiring(), node, *small_.graph.instances[node], *ours);
  }
  for (const std::size_t sink : {small_.lines, small_.more_lines}) {
    EXPECT_EQ(batch::Graph::written(*ours, sink), batch::Graph::written(*here, sink));
  }
  EXPECT_EQ(batch::drops(ours->result(small_.odd)), batch::drops(here->result(small_.odd)));
  EXPECT_EQ(batch::failures(ours->result(small_.odd)), batch::failures(here->result(small_.odd)));
  EXPECT_EQ(ours->result(small_.odd).documents_out, here->result(small_.odd).documents_out);
  EXPECT_EQ(small_.graph.settle(*ours).done, small_.graph.settle(*here).done);
  ASSERT_EQ(log.size(), 1u);
  EXPECT_EQ(log.front().text, "a line");
}

TEST_F(AnswerTest, WithMoreForTheLogThanAWorkerKeepsIsRefused) {
  const std::vector<LogLine> many(kMostLogLines + 1);
  const std::vector<LogLine> longest{{LogLevel::info, std::string(LogLine::kLongest + 1, 'x')}};
  for (const std::vector<LogLine>& lines : {many, longest}) {
    const std::unique_ptr<batch::Batch> ours = batch();
    std::vector<LogLine> log;
    EXPECT_THROW(read_answer(written(lines), wiring(), isolated_, *ours, log), batch::CodecError);
  }
}

class AnswerByTheFailedPortTest : public AnswerTest {
 protected:
  AnswerByTheFailedPortTest() : AnswerTest(true) {}
};

TEST_F(AnswerByTheFailedPortTest, BringsWhatWasRejectedToTheNodeThatTakesIt) {
  const std::unique_ptr<batch::Batch> ours = batch();
  std::vector<LogLine> log;
  read_answer(written(), wiring(), isolated_, *ours, log);
  EXPECT_TRUE(ours->result(small_.odd).failures.empty());
  const std::vector<Document>& rejected = ours->input(small_.waiting, 2);
  ASSERT_EQ(rejected.size(), 1u);
  EXPECT_EQ(batch::text_of(rejected.front()), "fail d");
  EXPECT_EQ(rejected.front().metadata().string("error_node"), "odd");
  EXPECT_EQ(rejected.front().metadata().string("error_message"), "as it said");
  for (const std::size_t node : {small_.waiting, small_.more_lines}) {
    batch::run_with(wiring(), node, *small_.graph.instances[node], *ours);
  }
  EXPECT_EQ(batch::Graph::written(*ours, small_.more_lines), "a\nc c\nfail d\nleft e\nf\n");
}

TEST_F(AnswerTest, RunsInAWorkerUpToTheFirstNodeThatWaits) {
  EXPECT_EQ(isolated_, (std::vector<bool>{true, true, true, false, false}));
}

TEST_F(AnswerTest, ThatEndsEarlyIsRefusedAndLeavesTheBatchAsItWas) {
  const std::string whole = written();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::unique_ptr<batch::Batch> ours = batch();
    std::vector<LogLine> log;
    EXPECT_THROW(read_answer(std::string_view(whole).substr(0, length), wiring(), isolated_, *ours, log),
                 batch::CodecError);
    EXPECT_TRUE(ours->source_documents().empty());
    EXPECT_TRUE(ours->result(small_.odd).drops.empty());
    EXPECT_TRUE(ours->input(small_.waiting, 0).empty());
  }
}

// Under sanitizers this shows that nothing is read or written where it must not be.
TEST_F(AnswerTest, OfAnyBytesIsRefusedOrCanBeSettled) {
  const std::string whole = written();
  std::mt19937 random(7);
  int taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = whole;
    for (unsigned changes = 1 + random() % 3; changes > 0; --changes) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    const std::unique_ptr<batch::Batch> ours = batch();
    std::vector<LogLine> log;
    try {
      read_answer(bytes, wiring(), isolated_, *ours, log);
    } catch (const batch::CodecError&) {
      continue;
    }
    ++taken;
    batch::run_with(wiring(), small_.waiting, *small_.graph.instances[small_.waiting], *ours);
    batch::run_with(wiring(), small_.more_lines, *small_.graph.instances[small_.more_lines], *ours);
    small_.graph.settle(*ours);
  }
  EXPECT_GT(taken, 0);
}

}  // namespace
}  // namespace weir::worker
