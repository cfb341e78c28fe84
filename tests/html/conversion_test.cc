// Pages in encodings that are converted: their text, and the way from it to their bytes.

#include <gtest/gtest.h>

#include <random>

#include "html/converter.h"
#include "html/gumbo_text.h"
#include "html/page_bytes.h"
#include "html/page_reader.h"
#include "html/pages.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

struct EncodedSample {
  const char* label;
  const char* bytes;
  const char* text;
};

const EncodedSample kEncodedSamples[] = {
    {"windows-1251", "\xD0\xE8\xF1\xEA\xE8\x20\xE8\x20\xE2\xEE\xE7\xEC\xEE\xE6\xED\xEE\xF1\xF2\xE8",
     "Риски и возможности"},
    {"koi8-r", "\xF2\xC9\xD3\xCB\xC9", "Риски"},
    {"shift_jis", "\x83\x8A\x83\x58\x83\x4E\x97\x76\x88\xF6\x81\x41\x83\x5C\x95\x5C", "リスク要因、ソ表"},
    {"euc-jp", "\xA5\xEA\xA5\xB9\xA5\xAF\xCD\xD7\xB0\xF8", "リスク要因"},
    {"gbk", "\xB7\xE7\xCF\xD5\xD2\xF2\xCB\xD8", "风险因素"},
    {"gb18030", "\xB7\xE7\xCF\xD5\x95\x32\x82\x36\xA8\xA6", "风险𠀀é"},
    {"big5", "\xAD\xB7\xC0\x49\xA6\x5D\xAF\xC0", "風險因素"},
    {"euc-kr", "\xC0\xA7\xC7\xE8\x20\xBF\xE4\xBC\xD2", "위험 요소"},
    {"windows-1253", "\xCA\xDF\xED\xE4\xF5\xED\xEF\xE9", "Κίνδυνοι"},
    {"windows-1255", "\xF1\xE9\xEB\xE5\xF0\xE9\xED", "סיכונים"},
    {"windows-874", "\xA4\xC7\xD2\xC1\xE0\xCA\xD5\xE8\xC2\xA7", "ความเสี่ยง"},
};

// A page that declares its encoding, and in which words of it stand among markup, references and ASCII.
std::string page_of(const EncodedSample& sample) {
  const std::string word = sample.bytes;
  return "<html><head><meta charset=" + std::string(sample.label) + "></head><!-- " + word + " --><h1>" + word +
         "</h1>\n<p title='" + word + "'>some " + word + "  <b>" + word + "</b>&amp;&nbsp;" + word +
         "<table><tr><td>1<td>" + word + "</table>" + word + "<br>" + word + "&gt;";
}

std::string text_of_sample(const EncodedSample& sample) {
  const std::string word = sample.text;
  return word + "\nsome " + word + " " + word + "&\u00A0" + word + "\n1\t" + word + "\n" + word + "\n" + word + ">";
}

// The text of bytes that are known to be in an encoding.
std::string text_in(PageEncoding encoding, const Content& content) {
  TagReader tags;
  BlockWriter writer;
  PageBytes page(content, encoding);
  PageReader reader(page.encoding(), Layout::markup, tags, writer);
  Tokenizer<PageReader> tokenizer(reader, page.origin());
  for (std::string_view piece = page.next(); !piece.empty(); piece = page.next()) tokenizer.feed(piece);
  tokenizer.finish();
  reader.finish();
  return std::string(writer.take_text().view());
}

// Whether the source range of [begin, end) of the text gives that text when it is read alone.
void expect_piece(const Document& document, PageEncoding encoding, std::size_t begin, std::size_t end) {
  const Range range = document.text().source_range(begin, end);
  const std::string alone = text_in({encoding.charset}, document.content().slice(range.begin, range.end));
  const std::string_view piece = document.text().view().substr(begin, end - begin);
  ASSERT_EQ(without_space(alone), without_space(piece)) << encoding.charset->name << " text " << begin << " to " << end
                                                        << ", source " << range.begin << " to " << range.end;
}

void expect_all_pieces(const std::string& page, std::string_view expected) {
  const Document document = read_page(page, "never");
  const std::string_view text = document.text().view();
  ASSERT_EQ(text, expected);
  const PageEncoding encoding = encoding_of(page);
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (!begins_character(text, begin)) continue;
    for (std::size_t end = begin + 1; end <= text.size(); ++end) {
      if (begins_character(text, end)) expect_piece(document, encoding, begin, end);
    }
  }
}

TEST(Conversion, GivesEachPieceOfTextBackFromItsBytesAlone) {
  for (const EncodedSample& sample : kEncodedSamples) {
    SCOPED_TRACE(sample.label);
    expect_all_pieces(page_of(sample), text_of_sample(sample));
  }
}

std::string utf16(std::u16string_view text) {
  std::string bytes = "\xFF\xFE";
  for (const char16_t unit : text) {
    bytes += static_cast<char>(unit);
    bytes += static_cast<char>(unit >> 8);
  }
  return bytes;
}

TEST(Conversion, ReadsUtf16) {
  expect_all_pieces(utf16(u"<p>a &amp; \u0416\U00020000 b<td>c"), "a & \u0416\U00020000 b\nc");
}

TEST(Conversion, ReplacesHalvesOfSurrogates) {
  EXPECT_EQ(html::text_of(utf16(std::u16string(u"a") + char16_t{0xD800} + u"b" + char16_t{0xDC00})), "a\uFFFDb\uFFFD");
  EXPECT_EQ(html::text_of(utf16(u"ab") + "c"), "ab\uFFFD") << "half of a unit";
}

TEST(Conversion, KeepsTheSourceOfASliceOfAFile) {
  const std::string page = "<meta charset=windows-1251>a \xC6\xC7 b";
  Document document = harness::content("0123456789" + page);
  document.set_content(document.content().slice(10, 1000));
  PageBytes bytes(document.content());
  EXPECT_EQ(bytes.origin(), 0u);
  const Document read = read_document(std::move(document));
  ASSERT_EQ(read.text().view(), "a \u0416\u0417 b");
  EXPECT_EQ(read.text().source_range(4, 6), (Range{10 + 30, 10 + 31}));
}

// A page as it is converted in pieces, with the way from each of its characters to the source.
struct Converted {
  std::string utf8;
  SourceMap map;

  Converted(std::string_view page, const char* label, std::size_t piece_bytes) {
    Converter converter(*charset_of(label));
    const auto convert = [&](std::string_view piece, std::size_t at) {
      utf8 += converter.convert(piece, at, piece.empty());
      const SourceMap added = converter.map();
      map.append(added, 0, added.text_size());
    };
    for (std::size_t at = 0; at < page.size(); at += piece_bytes) convert(page.substr(at, piece_bytes), at);
    convert({}, page.size());
  }
};

TEST(Conversion, NeverDependsOnWherePiecesEnd) {
  for (const EncodedSample& sample : kEncodedSamples) {
    const std::string page = page_of(sample);
    const Converted whole(page, sample.label, page.size());
    for (const std::size_t piece_bytes : {1, 2, 3, 7}) {
      const Converted pieces(page, sample.label, piece_bytes);
      ASSERT_EQ(pieces.utf8, whole.utf8) << sample.label << " " << piece_bytes;
      for (std::size_t at = 0; at < whole.utf8.size(); ++at) {
        ASSERT_EQ(pieces.map.source_range(at, at + 1), whole.map.source_range(at, at + 1))
            << sample.label << " " << piece_bytes << " at " << at;
      }
    }
  }
}

TEST(Conversion, MapsPagesLongerThanItsPieces) {
  for (const EncodedSample& sample : kEncodedSamples) {
    std::string page = "<meta charset=" + std::string(sample.label) + ">";
    while (page.size() < ContentStream::kWindowBytes + 3 * Converter::kMaxPieceBytes) {
      page += sample.bytes + std::string("x, ") + std::to_string(page.size()) + "<p>" + std::string(300, ' ');
    }
    const Document document = read_page(page, "never");
    const std::string_view text = document.text().view();
    const PageEncoding encoding = encoding_of(page);
    std::mt19937 random(1);
    for (int i = 0; i < 2000; ++i) {
      std::size_t begin = random() % text.size();
      std::size_t end = std::min<std::size_t>(begin + 1 + random() % 100, text.size());
      while (!begins_character(text, begin)) --begin;
      while (!begins_character(text, end)) ++end;
      ASSERT_NO_FATAL_FAILURE(expect_piece(document, encoding, begin, end));
    }
    const Range range = document.text().source_range();
    EXPECT_EQ(range.end, page.find_last_of("0123456789") + 1) << sample.label;
  }
}

}  // namespace
}  // namespace weir::html
