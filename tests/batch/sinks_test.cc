// A sink's encoding of a batch: bytes and files kept apart by source document, so that one can be left out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "batch/graph.h"

namespace weir::batch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> pieces(const Encoding& encoding) {
  std::vector<std::string> lines;
  for (const Encoding::Piece& piece : encoding.pieces) {
    lines.push_back(std::to_string(piece.position) + " " + encoding.bytes.substr(piece.begin, piece.end - piece.begin) +
                    " " + std::to_string(piece.records));
  }
  return lines;
}

void letters(Document document, Emitter& out) {
  for (const char letter : text_of(document)) {
    Document part = document.derive();
    set_text(part, std::string(1, letter));
    out.emit(std::move(part));
  }
}

TEST(Sinks, KeepTheBytesOfEachSourceDocumentApart) {
  Graph graph;
  const auto files = graph.source();
  const auto parts = graph.transform("letters", files, letters);
  const auto sink = graph.sink("sink", parts, [](const Document& document, RecordWriter& out) {
    out.append(document.text().view());
    out.append(";");
    out.end_record();
  });
  const auto batch = graph.run({"abc", "d", "ef"});
  EXPECT_THAT(pieces(batch->result(sink).encoding), ElementsAre("0 a;b;c; 3", "1 d; 1", "2 e;f; 2"));
  EXPECT_EQ(batch->result(sink).encoding.bytes, "a;b;c;d;e;f;");
  EXPECT_EQ(batch->result(sink).documents_in, 6U);
  EXPECT_EQ(batch->result(sink).documents_out, 6U);
}

TEST(Sinks, CountRecordsAndNotDocuments) {
  Graph graph;
  const auto files = graph.source();
  const auto sink = graph.sink("sink", files, [](const Document& document, RecordWriter& out) {
    for (int i = 0; i < 3; ++i) write_line(document, out);
  });
  const auto batch = graph.run({"a"});
  EXPECT_EQ(batch->result(sink).encoding.pieces[0].records, 3U);
  EXPECT_EQ(batch->result(sink).documents_out, 3U);
}

TEST(Sinks, KeepFilesWithTheirNames) {
  Graph graph;
  const auto files = graph.source();
  const auto sink = graph.group_sink("sink", files, [](std::span<const Document> documents, RecordWriter& out) {
    const std::string text = text_of(documents.front());
    for (const std::string& ending : {std::string("1"), std::string("2")}) {
      out.begin_file(text + ending + ".json");
      std::string line = "{";
      line.append(text).append(ending).append("}");
      out.append(line);
      out.end_record();
    }
  });
  const auto batch = graph.run({"a", "b"});
  std::vector<std::string> kept;
  for (const Encoding::File& file : batch->result(sink).encoding.files) {
    kept.push_back(std::to_string(file.position) + " " + file.name + " " + file.bytes);
  }
  EXPECT_THAT(kept, ElementsAre("0 a1.json {a1}", "0 a2.json {a2}", "1 b1.json {b1}", "1 b2.json {b2}"));
  EXPECT_EQ(batch->result(sink).encoding.bytes, "");
  EXPECT_EQ(graph.settle(*batch).done, 2U);
}

TEST(Sinks, ThatWriteNothingAndSayNothingLoseTheDocument) {
  Graph graph;
  const auto files = graph.source();
  const auto sink = graph.sink("sink", files, [](const Document& document, RecordWriter& out) {
    if (text_of(document) == "a") write_line(document, out);
  });
  const auto batch = graph.run({"a", "b"});
  EXPECT_THAT(failures(batch->result(sink)), ElementsAre("1 lost lost"));
  EXPECT_EQ(graph.settle(*batch).dead, 1U);
}

TEST(Sinks, ThatFailADocumentWriteNothingOfIt) {
  Graph graph;
  const auto files = graph.source();
  const auto parts = graph.transform("letters", files, letters);
  const auto sink = graph.sink("sink", parts, [](const Document& document, RecordWriter& out) {
    write_line(document, out);
    if (text_of(document) == "b") out.fail(FailureClass::rejected, "json.bad_text", "b is no text");
  });
  const auto batch = graph.run({"abc", "d"});
  EXPECT_EQ(graph.written(*batch, sink), "d\n");
  EXPECT_THAT(failures(batch->result(sink)), ElementsAre("0 rejected json.bad_text"));
  EXPECT_THAT(pieces(batch->result(sink).encoding), ElementsAre("1 d\n 1"));
}

TEST(Sinks, StartEachSourceDocumentWithEmptyHands) {
  Graph graph;
  const auto files = graph.source();
  const auto sink = graph.sink("sink", files, [](const Document& document, RecordWriter& out) {
    EXPECT_TRUE(out.bytes().empty());
    if (text_of(document) == "a") {
      out.begin_file("a.txt");
      out.append("a");
      return out.end_record();
    }
    write_line(document, out);
  });
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(graph.written(*batch, sink), "b\n");
  EXPECT_EQ(batch->result(sink).encoding.files.size(), 1U);
}

TEST(Sinks, EncodeAlikeWhateverStandsBesideThem) {
  Graph graph;
  const auto files = graph.source();
  const auto one = graph.lines("one", files);
  const auto failing = graph.sink("failing", files, [](const Document&, RecordWriter& out) {
    out.fail(FailureClass::rejected, "disk_of_glass", "");
  });
  const auto batch = graph.run({"a", "b"});
  EXPECT_EQ(graph.written(*batch, one), "a\nb\n");  // the committer leaves out what is dead
  EXPECT_THAT(batch->result(failing).encoding.pieces, IsEmpty());
  EXPECT_EQ(graph.settle(*batch).dead, 2U);
}

}  // namespace
}  // namespace weir::batch
