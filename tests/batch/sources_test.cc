// What a source makes of the entries of a batch: source documents, each with its identity, and never one too few.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "batch/graph.h"

namespace weir::batch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ListedEntry named(std::string path) {
  ListedEntry entry;
  entry.path = std::move(path);
  return entry;
}
ListedEntry refused(std::string path, bool is_failure, std::string reason) {
  ListedEntry entry = named(std::move(path));
  entry.refusal = ListedEntry::Refusal{is_failure, std::move(reason), "says the listing"};
  return entry;
}
ListedEntry record_range(std::string path) {
  ListedEntry entry = named(std::move(path));
  entry.records = {100, 200};
  entry.size = 100;
  return entry;
}

// A record for each character of the path, whose text is that character.
void read_records(const ListedEntry& entry, SourceEmitter& out) {
  for (const char c : entry.path) {
    Document document = out.document();
    set_text(document, std::string(1, c));
    out.out().emit(std::move(document));
  }
}

std::vector<std::string> ids(const Batch& batch) {
  std::vector<std::string> ids;
  for (const SourceDocument& document : batch.source_documents()) ids.push_back(document.origin.id());
  return ids;
}

TEST(Sources, ARefusedEntryIsAccountedForAndNeverRead) {
  Graph graph;
  std::vector<std::string> read;
  const auto files = graph.source([&read](const ListedEntry& entry, SourceEmitter& out) {
    read.push_back(entry.path);
    read_path(entry, out);
  });
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run_entries(
      {named("a"), refused("fifo", true, "not_a_file"), refused("big", false, "too_large"), named("b")});
  EXPECT_THAT(read, ElementsAre("a", "b"));
  EXPECT_THAT(ids(*batch), ElementsAre("a", "fifo", "big", "b"));
  EXPECT_EQ(graph.written(*batch, lines), "a\nb\n");
  const Settlement settlement = graph.settle(*batch);
  EXPECT_EQ(settlement.read, 4U);
  EXPECT_EQ(settlement.dead, 1U);
  EXPECT_EQ(settlement.filtered, 1U);
  ASSERT_EQ(settlement.not_done.size(), 2U);
  EXPECT_EQ(settlement.not_done[0].reason, "not_a_file");
  EXPECT_EQ(settlement.not_done[0].failure_class, FailureClass::rejected);
  EXPECT_EQ(settlement.not_done[0].message, "says the listing");
  EXPECT_EQ(settlement.not_done[1].reason, "too_large");
}

TEST(Sources, DocumentsKnowTheirEntry) {
  Graph graph;
  const auto files = graph.source();
  graph.lines("lines", files);
  graph.build();
  ListedEntry member = named("papers.zip");
  member.member = "one.xml";
  member.size = 12;
  Batch batch(7, files, {{40, named("a")}, {42, member}}, graph.wiring);
  run_serially(graph.wiring, graph.instances, batch);
  EXPECT_THAT(ids(batch), ElementsAre("a", "papers.zip!one.xml"));
  const Origin& origin = batch.source_documents()[1].origin;
  EXPECT_EQ(origin.source, "files");
  EXPECT_EQ(origin.entry, 42U);
  EXPECT_EQ(origin.size, 12U);
  EXPECT_FALSE(origin.is_record);
  EXPECT_EQ(batch.source_documents()[1].entry, 1U);
  EXPECT_EQ(batch.largest_entry(), 12U);
  EXPECT_EQ(batch.bytes(), 12U);
}

TEST(Sources, EachRecordIsASourceDocument) {
  Graph graph;
  const auto files = graph.source(read_records);
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run_entries({record_range("abc"), record_range("d")});
  EXPECT_THAT(ids(*batch), ElementsAre("abc:0", "abc:1", "abc:2", "d:0"));
  EXPECT_EQ(graph.written(*batch, lines), "a\nb\nc\nd\n");
  EXPECT_EQ(graph.settle(*batch).done, 4U);
}

TEST(Sources, RecordsStayInOrderHoweverTheyAreEmitted) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry&, SourceEmitter& out) {
    Document first = out.document();
    Document second = out.document();
    set_text(first, "1");
    set_text(second, "2");
    out.out().emit(std::move(second));
    out.out().emit(std::move(first));
  });
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run_entries({record_range("a"), record_range("b")});
  EXPECT_EQ(graph.written(*batch, lines), "1\n2\n1\n2\n");
  EXPECT_EQ(batch->result(lines).encoding.pieces.size(), 4U);
}

TEST(Sources, ARecordMayBeDroppedOrFailAlone) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry& entry, SourceEmitter& out) {
    for (const char c : entry.path) {
      Document document = out.document();
      set_text(document, std::string(1, c));
      if (c == 'x') {
        out.out().drop(document, "empty_line");
      } else if (c == 'f') {
        out.out().fail(document, FailureClass::rejected, "not_json", "no brace");
      } else {
        out.out().emit(std::move(document));
      }
    }
  });
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run_entries({record_range("axfb")});
  EXPECT_EQ(graph.written(*batch, lines), "a\nb\n");
  EXPECT_THAT(drops(batch->result(files)), ElementsAre("1 empty_line"));
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("2 rejected not_json"));
}

TEST(Sources, ARecordWithoutAnAnswerIsLost) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry&, SourceEmitter& out) {
    out.out().emit(out.document());
    out.document();
  });
  graph.lines("lines", files);
  const auto batch = graph.run_entries({record_range("a")});
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("1 lost lost"));
}

// An entry that was not read to its end has an unknown number of records, so it stands for them as a whole, and what
// had been read of it counts for nothing.
TEST(Sources, AnEntryWhoseReadingBreaksOffIsOneDeadDocument) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry& entry, SourceEmitter& out) {
    read_records(entry, out);
    if (entry.path == "bcd") throw SourceError("input/output error");
  });
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run_entries({record_range("a"), record_range("bcd"), record_range("ef")});
  EXPECT_THAT(ids(*batch), ElementsAre("a:0", "bcd", "ef:0", "ef:1"));
  EXPECT_EQ(graph.written(*batch, lines), "a\ne\nf\n");
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("1 transient source.unreadable"));
  EXPECT_EQ(graph.settle(*batch).dead, 1U);
}

TEST(Sources, AFailureThatNamesNoRecordConcernsAllOfTheEntry) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry& entry, SourceEmitter& out) {
    read_records(entry, out);
    if (entry.path == "bc") out.out().fail(FailureClass::rejected, "csv.no_header", "the header is missing");
  });
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run_entries({record_range("a"), record_range("bc"), record_range("d")});
  EXPECT_EQ(graph.written(*batch, lines), "a\nd\n");
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("1 rejected csv.no_header", "2 rejected csv.no_header"));
}

TEST(Sources, AFailureDiscardsWhatWasEmittedOfTheDocument) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry& entry, SourceEmitter& out) {
    read_path(entry, out);
    if (entry.path == "b") out.out().fail(FailureClass::rejected, "bad", "");
  });
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(graph.written(*batch, lines), "a\n");
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("1 rejected bad"));
}

TEST(Sources, AnEntryMayFailBeforeItHasADocument) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry& entry, SourceEmitter& out) {
    if (entry.path == "b") return out.out().fail(FailureClass::rejected, "zip.bad_directory", "");
    read_path(entry, out);
  });
  graph.lines("lines", files);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_THAT(ids(*batch), ElementsAre("a", "b", "c"));
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("1 rejected zip.bad_directory"));
}

TEST(Sources, AnEntryMayBeDroppedAsAWhole) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry&, SourceEmitter& out) { out.out().drop("empty_file"); });
  graph.lines("lines", files);
  const auto batch = graph.run({"a"});
  EXPECT_THAT(drops(batch->result(files)), ElementsAre("0 empty_file"));
  EXPECT_EQ(graph.settle(*batch).filtered, 1U);
}

TEST(Sources, ADropWithoutReasonIsAnErrorOfTheSource) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry&, SourceEmitter& out) { out.out().drop(""); });
  graph.lines("lines", files);
  const auto batch = graph.run({"a"});
  EXPECT_THAT(batch->result(files).drops, IsEmpty());
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("0 lost drop_without_reason"));
}

TEST(Sources, AnEntryThatGetsNoAnswerIsLost) {
  Graph graph;
  const auto files = graph.source([](const ListedEntry&, SourceEmitter&) {});
  graph.lines("lines", files);
  const auto batch = graph.run({"a"});
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("0 lost lost"));
}

// A source that keeps a document and sends it on with a later entry would move it behind its neighbours.
TEST(Sources, ADocumentOfAnotherEntryIsAnErrorOfTheSource) {
  Graph graph;
  std::vector<Document> kept;
  const auto files = graph.source([&kept](const ListedEntry& entry, SourceEmitter& out) {
    Document document = out.document();
    set_text(document, entry.path);
    if (entry.path == "a") kept.push_back(document.copy());
    if (entry.path == "b") out.out().emit(std::move(kept.front()));
    out.out().emit(std::move(document));
  });
  const auto lines = graph.lines("lines", files);
  const auto batch = graph.run({"a", "b", "c"});
  EXPECT_EQ(graph.written(*batch, lines), "a\nc\n");
  EXPECT_THAT(failures(batch->result(files)), ElementsAre("1 lost foreign_document"));
  kept.clear();
}

TEST(Sources, ABatchBelongsToOneSource) {
  Graph graph;
  const auto first = graph.source(read_path, "first");
  std::vector<std::string> read;
  const auto second = graph.source(
      [&read](const ListedEntry& entry, SourceEmitter& out) {
        read.push_back(entry.path);
        read_path(entry, out);
      },
      "second");
  const auto lines = graph.lines("lines", {{first, 0}, {second, 0}});
  const auto of_first = graph.run_entries({named("a")}, {}, first);
  EXPECT_THAT(read, IsEmpty());
  EXPECT_EQ(of_first->source_documents()[0].origin.source, "first");
  EXPECT_EQ(of_first->result(second).documents_in, 0U);
  const auto of_second = graph.run_entries({named("b")}, {}, second);
  EXPECT_THAT(read, ElementsAre("b"));
  EXPECT_EQ(of_second->source_documents()[0].origin.source, "second");
  EXPECT_EQ(graph.written(*of_second, lines), "b\n");
}

}  // namespace
}  // namespace weir::batch
