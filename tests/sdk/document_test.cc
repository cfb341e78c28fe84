#include <weir/document.h>

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk_harness.h"

namespace weir {
namespace {

TEST(Document, DerivesWithOriginContentAndMetadataButWithoutText) {
  Document parent = harness::blocks({{"some text"}});
  parent.metadata().set("company", "Acme");
  const Document child = parent.derive();
  EXPECT_EQ(&child.origin(), &parent.origin());
  EXPECT_EQ(child.position(), parent.position());
  EXPECT_EQ(child.content().size(), parent.content().size());
  EXPECT_EQ(child.metadata().string("company"), "Acme");
  EXPECT_TRUE(child.text().empty());
  EXPECT_TRUE(child.blocks().empty());
}

TEST(Document, CopiesTextAndBlocksForAnotherBranch) {
  Document original = harness::blocks({{"one"}, {"two"}});
  Document twin = original.copy();
  twin.metadata().set("branch", 2);
  twin.blocks().pop_back();
  EXPECT_EQ(twin.text().view(), "one\ntwo");
  EXPECT_EQ(original.blocks().size(), 2u);
  EXPECT_EQ(original.metadata().find("branch"), nullptr);
}

TEST(Document, GoesBackToThePoolItCameFrom) {
  class Pool final : public DocumentPool {
   public:
    DocumentBody* take() override {
      ++taken;
      return new DocumentBody;
    }
    void give_back(DocumentBody* body) noexcept override {
      ++returned;
      delete body;
    }
    int taken = 0;
    int returned = 0;
  };
  Pool pool;
  {
    Document document = Document::begin(harness::origin("a"), 0, &pool);
    Document child = document.derive();
    Document moved = std::move(child);
    moved = document.copy();
    EXPECT_EQ(pool.taken, 3);
  }
  EXPECT_EQ(pool.returned, 3);
}

TEST(Text, RefusesAMapThatDoesNotCoverIt) {
  SourceMap map;
  map.append_verbatim(3, 0);
  EXPECT_THROW(Text("four", map), std::invalid_argument);
}

TEST(Text, ASliceKeepsItsWayToTheSource) {
  const Text text = Text::verbatim("0123456789", 50);
  const Text slice = text.slice(3, 7);
  EXPECT_EQ(slice.view(), "3456");
  EXPECT_EQ(slice.source_range(), (Range{53, 57}));
  EXPECT_EQ(slice.source_range(1, 2), (Range{54, 55}));
}

TEST(Content, ReadsAndSlicesWithinItsBounds) {
  const Content content(std::make_shared<MemoryBytes>("0123456789"));
  const Content slice = content.slice(2, 8);
  EXPECT_EQ(slice.size(), 6u);
  EXPECT_EQ(slice.source_range(), (Range{2, 8}));
  EXPECT_EQ(slice.read_string(0, 100), "234567");
  EXPECT_EQ(slice.read_string(4, 5), "6");
  EXPECT_EQ(slice.slice(1, 3).read_string(0, 2), "34");
  EXPECT_EQ(slice.slice(5, 100).read_string(0, 9), "7");
  EXPECT_EQ(slice.slice(9, 7).size(), 0u);
  EXPECT_EQ(slice.read_string(6, 7), "");
  EXPECT_FALSE(Content());
  EXPECT_EQ(Content().read_string(0, 5), "");
}

TEST(ContentStream, DoesNotCopyBytesThatLieInMemory) {
  const auto bytes = std::make_shared<MemoryBytes>("bytes of a document");
  ContentStream stream(Content(bytes).slice(6, 8), 1);
  EXPECT_EQ(stream.next().data(), bytes->in_memory().data() + 6);
  EXPECT_EQ(stream.next(), "f");
  EXPECT_EQ(stream.offset(), 1u);
  EXPECT_TRUE(stream.next().empty());
}

TEST(ContentStream, ReadsEverythingThroughItsWindow) {
  std::string bytes;
  for (int i = 0; i < 10000; ++i) bytes += static_cast<char>('a' + i % 26);
  const Content content = Content(std::make_shared<MemoryBytes>(bytes)).slice(3, 9999);
  for (const std::size_t window : {1UL, 7UL, 4096UL, 1UL << 20}) {
    ContentStream stream(content, window);
    std::string read;
    for (std::string_view piece = stream.next(); !piece.empty(); piece = stream.next()) {
      EXPECT_EQ(stream.offset(), read.size());
      EXPECT_LE(piece.size(), window);
      read += piece;
    }
    EXPECT_EQ(read, bytes.substr(3, 9996));
    EXPECT_TRUE(stream.next().empty());
  }
  EXPECT_TRUE(ContentStream(Content()).next().empty());
}

}  // namespace
}  // namespace weir
