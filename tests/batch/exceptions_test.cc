// Nothing escapes a node body: an exception from any call of any stage becomes the failure of the documents that the
// call was about, and of no others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <new>
#include <stdexcept>

#include "batch/graph.h"
#include "batch/run.h"
#include "batch/spool.h"

namespace weir::batch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void throw_at_b(std::string_view text) {
  if (text == "b") throw std::runtime_error("b is bad");
}

TEST(Exception, FromProcessFailsTheDocument) {
  Graph graph;
  const auto files = graph.source();
  const auto throwing = graph.transform("throwing", files, [](Document document, Emitter& out) {
    const std::string text = text_of(document);
    out.emit(std::move(document));  // discarded: an answer counts only when the call returns
    throw_at_b(text);
  });
  const auto lines = graph.lines("lines", throwing);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  ASSERT_THAT(failures(batch->result(throwing)), ElementsAre("1 rejected exception"));
  EXPECT_EQ(batch->result(throwing).failures[0].failure.message, "b is bad");
}

TEST(Exception, FromAGroupCallFailsAllDocumentsOfTheCall) {
  Graph graph;
  const auto files = graph.source();
  const auto runs = graph.runs("runs", files, 2, [](std::span<Document> documents, Emitter& out) {
    for (Document& document : documents) {
      throw_at_b(document.text().view());
      out.emit(std::move(document));
    }
  });
  const auto lines = graph.lines("lines", runs);
  const auto batch = graph.run({"a", "b", "c", "d"});
  EXPECT_EQ(graph.written(*batch, lines), "c\nd\n");
  EXPECT_THAT(failures(batch->result(runs)), ElementsAre("0 rejected exception", "1 rejected exception"));
}

TEST(Exception, FromReadFailsTheEntry) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry& entry, SourceEmitter& out) {
    throw_at_b(entry.path);
    read_path(entry, out);
  });
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("1 rejected exception"));
  EXPECT_EQ(batch->source_documents()[1].origin.path, "b");
}

TEST(Exception, FromEncodeFailsTheDocumentAndWritesNothingOfIt) {
  Graph graph;
  const auto files = graph.source();
  const auto lines = graph.sink("lines", files, [](const Document& document, RecordWriter& out) {
    write_line(document, out);
    throw_at_b(document.text().view());
  });
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(failures(batch->result(lines)), ElementsAre("1 rejected exception"));
}

TEST(Exception, FromAGroupSinkFailsTheDocumentAndKeepsNoFileOfIt) {
  Graph graph;
  const auto files = graph.source();
  const auto sink = graph.group_sink("sink", files, [](std::span<const Document> documents, RecordWriter& out) {
    out.begin_file(text_of(documents.front()));
    out.end_record();
    throw_at_b(documents.front().text().view());
  });
  const auto batch = graph.run({"a", "b", "c"});
  const auto& kept = batch->result(sink).encoding.files;
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].name, "a");
  EXPECT_EQ(kept[1].name, "c");
  EXPECT_THAT(failures(batch->result(sink)), ElementsAre("1 rejected exception"));
}

// Where no stage can be made, what came in fails; the batch goes on to its end, and the next one tries again.
TEST(Exception, FromTheConstructorFailsWhatCameIn) {
  Graph graph;
  const auto files = graph.source();
  const auto filter = graph.transform("filter", files, [](Document document, Emitter& out) {
    if (text_of(document) == "a") return out.drop("first");
    out.emit(std::move(document));
  });
  int made = 0;
  const auto made_late =
      graph.add<ActingTransform>("made_late", weir::stage<ActingTransform>("made_late", ""),
                                 {[](Document document, Emitter& out) { out.emit(std::move(document)); },
                                  [&made] {
                                    if (++made == 1) throw std::runtime_error("no dictionary");
                                  }},
                                 {{filter, 0}});
  const auto lines = graph.lines("lines", made_late);
  const auto first = graph.run({"a", "b", "c"});
  EXPECT_THAT(failures(first->result(made_late)),
              ElementsAre("1 rejected stage_not_made", "2 rejected stage_not_made"));
  EXPECT_EQ(first->result(made_late).failures[0].failure.message, "no dictionary");
  EXPECT_EQ(graph.settle(*first).dead, 2U);
  EXPECT_EQ(graph.settle(*first).filtered, 1U);
  const auto second = graph.run({"b"});
  EXPECT_EQ(graph.written(*second, lines), "b\n");
}

TEST(Exception, FromASourceConstructorFailsEveryEntry) {
  Graph graph;
  const auto files = graph.add<ActingSource>("files", weir::stage<ActingSource>("reading", ""),
                                             {read_path, [] { throw std::runtime_error("no client"); }}, {});
  graph.lines("lines", files);
  const auto batch = graph.run({"a", "b"});
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("0 rejected stage_not_made", "1 rejected stage_not_made"));
  ASSERT_EQ(batch->source_documents().size(), 2U);
  EXPECT_EQ(batch->source_documents()[1].origin.source, "files");
  EXPECT_EQ(batch->source_documents()[1].origin.path, "b");
  EXPECT_EQ(graph.settle(*batch).dead, 2U);
}

class Loading final : public Transform {
 public:
  static std::shared_ptr<const int> load(const weir::detail::NoParams&, const Resources&) {
    throw std::runtime_error("no model");
  }
  Loading(const weir::detail::NoParams&, const std::shared_ptr<const int>&) {}
  void process(Document, Emitter&) override {}
};

// Without what its instances share a node cannot run at all: that ends a run before it begins.
TEST(Exception, FromLoadReachesTheCaller) {
  const StageInfo info = weir::stage<Loading>("loading", "");
  Node node;
  node.stage = &info;
  node.params = info.make_params();
  EXPECT_THROW(Instances(node, NoResources()), std::runtime_error);
}

TEST(Exception, BadAllocIsOfClassMemory) {
  Graph graph;
  const auto files = graph.source();
  const auto greedy = graph.transform("greedy", files, [](Document, Emitter&) { throw std::bad_alloc(); });
  graph.lines("lines", greedy);
  const auto batch = graph.run({"a"});
  EXPECT_THAT(failures(batch->result(greedy)), ElementsAre("0 memory out_of_memory"));
}

TEST(Exception, SourceErrorIsOfClassTransient) {
  Graph graph;
  const auto files = graph.source();
  const auto reading = graph.transform("reading", files, [](Document, Emitter&) { throw SourceError("no such disk"); });
  graph.lines("lines", reading);
  const auto batch = graph.run({"a"});
  EXPECT_THAT(failures(batch->result(reading)), ElementsAre("0 transient source.unreadable"));
  EXPECT_EQ(batch->result(reading).failures[0].failure.message, "no such disk");
}

TEST(Exception, OfASpoolEndsTheRunAndCostsNoDocument) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry&, SourceEmitter&) {
    throw SpoolError{std::make_exception_ptr(std::runtime_error("no such disk"))};
  });
  int below = 0;
  graph.sink("sink", files, [&below](const Document&, RecordWriter&) { ++below; });
  std::string ended;
  const std::function<void(std::exception_ptr)> end_run = [&ended](const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::runtime_error& cause) {
      ended += cause.what();
    }
  };
  const auto batch = graph.run({"a", "b"}, {.end_run = &end_run});
  EXPECT_EQ(ended, "no such disk");
  EXPECT_TRUE(batch->abandoned());
  EXPECT_TRUE(batch->result(files).failures.empty());
  EXPECT_EQ(below, 0);
}

TEST(Exception, WhatIsNoStdExceptionIsCaughtToo) {
  Graph graph;
  const auto files = graph.source();
  const auto odd = graph.transform("odd", files, [](Document, Emitter&) { throw 42; });
  graph.lines("lines", odd);
  const auto batch = graph.run({"a"});
  EXPECT_THAT(failures(batch->result(odd)), ElementsAre("0 rejected exception"));
}

// An instance that threw is used again; nothing of the failed call may be left in it.
TEST(Exception, LeavesNothingBehindForTheNextCall) {
  Graph graph;
  const auto files = graph.source();
  const auto throwing = graph.transform("throwing", files, [](Document document, Emitter& out) {
    const std::string text = text_of(document);
    if (text == "b") {
      out.drop("of b");
      out.fail(FailureClass::rejected, "of b", "");
      out.emit(std::move(document));
    } else {
      out.emit(std::move(document));
    }
    throw_at_b(text);
  });
  const auto lines = graph.lines("lines", throwing);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(batch->result(throwing).drops, IsEmpty());
  EXPECT_THAT(failures(batch->result(throwing)), ElementsAre("1 rejected exception"));
}

}  // namespace
}  // namespace weir::batch
