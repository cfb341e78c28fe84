// Documents as bytes: whatever was written is read again the same, and what was not written is refused.
#include "batch/codec.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <limits>
#include <random>

#include <sys/stat.h>

namespace weir::batch {
namespace {

Origin origin() { return {"filings", "2021/acme.txt", "main.htm", 812, 7, 61'000'000, true}; }

std::string encoded(const Document& document) {
  std::string bytes;
  encode_document(document, bytes);
  return bytes;
}

struct Decoded {
  explicit Decoded(std::string_view bytes) : decoder(bytes), document(Document::begin(decoder.origin(), 3)) {
    decoder.fill(document, files);
  }
  DocumentDecoder decoder;
  std::shared_ptr<OpenFiles> files = std::make_shared<OpenFiles>();
  Document document;
};

SourceMap random_map(std::mt19937_64& random, std::uint64_t& text_size) {
  SourceMap map;
  std::uint64_t at = random() % 1000;
  for (auto runs = random() % 300; runs > 0; --runs) {
    const std::uint64_t length = 1 + random() % 50;
    switch (random() % 3) {
      case 0:
        map.append_verbatim(length, at);
        break;
      case 1:
        map.append_rewritten(length, at, random() % 70);
        break;
      default:
        map.append_cut(at, 1 + random() % 40);
    }
    at += random() % 100;
  }
  text_size = map.text_size();
  return map;
}

Value random_value(std::mt19937_64& random, int depth) {
  switch (random() % (depth > 3 ? 5 : 7)) {
    case 0:
      return {};
    case 1:
      return random() % 2 == 0;
    case 2:
      return static_cast<std::int64_t>(random());
    case 3:
      return static_cast<double>(random()) / 7.0;
    case 4:
      return std::string(random() % 20, static_cast<char>(random()));
    case 5: {
      List list;
      for (auto left = random() % 4; left > 0; --left) list.push_back(random_value(random, depth + 1));
      return list;
    }
    default: {
      Table table;
      for (auto left = random() % 4; left > 0; --left) {
        table.set("k" + std::to_string(left), random_value(random, depth + 1));
      }
      return table;
    }
  }
}

Document random_document(std::mt19937_64& random, const Origin& origin) {
  Document document = Document::begin(origin, 3);
  std::uint64_t size = 0;
  SourceMap map = random_map(random, size);
  std::string text(size, ' ');
  for (char& c : text) c = static_cast<char>(random());
  document.set_text(Text(std::move(text), std::move(map)));
  for (std::uint64_t at = 0; at < size; at += 1 + random() % 30) {
    Block block;
    block.begin = at;
    at += random() % 20;
    block.end = std::min<std::uint64_t>(at, size);
    block.kind = static_cast<BlockKind>(random() % 5);
    block.level = static_cast<std::uint8_t>(random());
    block.style.bold = random() % 2 == 0;
    block.style.link = random() % 2 == 0;
    block.style.size_percent = static_cast<std::uint16_t>(random());
    block.table = static_cast<std::uint32_t>(random());
    if (block.begin <= block.end) document.blocks().push_back(block);
  }
  for (auto left = random() % 6; left > 0; --left) {
    document.metadata().set("field" + std::to_string(left), random_value(random, 0));
  }
  return document;
}

std::vector<std::uint64_t> flat(const SourceMap& map) {
  std::vector<std::uint64_t> runs;
  map.for_each_run([&](const SourceRun& run) {
    runs.insert(runs.end(), {run.text_begin, run.text_length, run.source_begin, run.source_length,
                             static_cast<std::uint64_t>(run.kind)});
  });
  return runs;
}

TEST(Codec, RandomDocumentsComeBackTheSame) {
  std::mt19937_64 random(20260101);
  for (int round = 0; round < 300; ++round) {
    const Origin from = origin();
    const Document document = random_document(random, from);
    const Decoded decoded(encoded(document));
    ASSERT_EQ(decoded.document.text().view(), document.text().view());
    ASSERT_EQ(flat(decoded.document.text().map()), flat(document.text().map()));
    ASSERT_TRUE(std::equal(decoded.document.blocks().begin(), decoded.document.blocks().end(),
                           document.blocks().begin(), document.blocks().end()));
    ASSERT_EQ(decoded.document.metadata().to_table(), document.metadata().to_table());
    ASSERT_EQ(decoded.document.position(), 3u);
    // The same bytes again: nothing was lost that would be written.
    ASSERT_EQ(encoded(decoded.document), encoded(document));
  }
}

TEST(Codec, TheOriginComesBack) {
  const Origin from = origin();
  const Decoded decoded(encoded(Document::begin(from)));
  const Origin& found = decoded.document.origin();
  EXPECT_EQ(found.source, from.source);
  EXPECT_EQ(found.id(), "2021/acme.txt!main.htm:7");
  EXPECT_EQ(found.entry, 812u);
  EXPECT_EQ(found.size, 61'000'000u);
}

TEST(Codec, InheritedMetadataAndExtremeNumbersComeBack) {
  const Origin from = origin();
  Document document = Document::begin(from);
  document.metadata().set("least", std::numeric_limits<std::int64_t>::min());
  document.metadata().set("most", std::numeric_limits<std::int64_t>::max());
  document.metadata().set("tiny", std::numeric_limits<double>::denorm_min());
  Document child = document.derive();
  child.metadata().set("most", "overruled");
  const Decoded decoded(encoded(child));
  EXPECT_EQ(decoded.document.metadata().to_table(), child.metadata().to_table());
}

TEST(Codec, ContentOfAFileIsReadThereAgain) {
  const std::string path = ::testing::TempDir() + "codec_content_" + std::to_string(::getpid());
  std::ofstream(path) << "0123456789";
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  const std::int64_t modified = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  const Origin from = origin();
  Document document = Document::begin(from);
  document.set_content(
      Content(std::make_shared<FileBytes>(path, 10, modified, std::make_shared<OpenFiles>())).slice(2, 7));
  const std::string bytes = encoded(document);
  EXPECT_EQ(bytes.find("23456"), std::string::npos) << "the file's bytes are in the spool";
  const Decoded decoded(bytes);
  EXPECT_EQ(decoded.document.content().source_range(), (Range{2, 7}));
  EXPECT_EQ(decoded.document.content().read_string(0, 100), "23456");
  std::remove(path.c_str());
  EXPECT_THROW(Decoded(bytes).document.content().read_string(0, 1), SourceGone);
}

TEST(Codec, ContentInMemoryIsKeptWhole) {
  const Origin from = origin();
  Document document = Document::begin(from);
  document.set_content(Content(std::make_shared<MemoryBytes>("an archive's member")));
  EXPECT_EQ(Decoded(encoded(document)).document.content().read_string(0, 100), "an archive's member");
}

TEST(Codec, EveryTornDocumentIsRefused) {
  std::mt19937_64 random(7);
  const Origin from = origin();
  const std::string bytes = encoded(random_document(random, from));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THROW(Decoded(std::string_view(bytes).substr(0, size)), CodecError) << size;
  }
  EXPECT_THROW(Decoded(bytes + "x"), CodecError);
}

// Whatever the bytes are, reading them ends, within memory that they account for.
TEST(Codec, ChangedBytesNeverDoHarm) {
  std::mt19937_64 random(8);
  const Origin from = origin();
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = encoded(random_document(random, from));
    for (auto left = 1 + random() % 4; left > 0; --left) bytes[random() % bytes.size()] = static_cast<char>(random());
    try {
      const Decoded decoded(bytes);
      for (const Block& block : decoded.document.blocks()) ASSERT_LE(block.end, decoded.document.text().size());
    } catch (const CodecError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 0);
}

TEST(Codec, ValuesTooDeepInOneAnotherAreRefused) {
  const Origin from = origin();
  Document document = Document::begin(from);
  Value value = 1;
  for (int i = 0; i < 1000; ++i) value = List{std::move(value)};
  document.metadata().set("deep", std::move(value));
  EXPECT_THROW(encoded(document), CodecError);
}

}  // namespace
}  // namespace weir::batch
