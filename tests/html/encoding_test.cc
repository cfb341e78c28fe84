#include "html/encoding.h"

#include <gtest/gtest.h>

#include <sstream>

#include "html/declared_charset.h"
#include "html/pages.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

using namespace std::string_view_literals;

std::string encoding_name(std::string_view page) { return std::string(encoding_of(page).charset->name); }

std::string declared_name(std::string_view page) {
  const Charset* const charset = declared_charset(page);
  return charset == nullptr ? "none" : std::string(charset->name);
}

// The bytes of a text in UTF-16.
std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

TEST(Charset, IsFoundByAnyOfItsLabels) {
  EXPECT_EQ(charset_of(" Latin1\n"), &windows_1252_charset());
  EXPECT_EQ(charset_of("UTF8"), &utf8_charset());
  EXPECT_EQ(charset_of("ks_c_5601-1987")->name, "EUC-KR");
  EXPECT_EQ(charset_of("TIS-620")->name, "windows-874");
  EXPECT_EQ(charset_of("sjis")->name, "Shift_JIS");
  EXPECT_EQ(charset_of(""), nullptr);
  EXPECT_EQ(charset_of("utf-7"), nullptr);
  EXPECT_EQ(charset_of("latin1 l1"), nullptr) << "labels are matched as a whole";
}

TEST(DeclaredCharset, ComesFromMeta) {
  EXPECT_EQ(declared_name("<!doctype html><html><head><meta charset=koi8-r>"), "KOI8-R");
  EXPECT_EQ(declared_name("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; Charset = \"gb2312\"'>"), "GBK");
  EXPECT_EQ(declared_name("<meta content='text/html;charset=big5;x' http-equiv=content-type>"), "Big5");
  EXPECT_EQ(declared_name("<meta/charset='euc-jp'/>"), "EUC-JP");
  EXPECT_EQ(declared_name("<meta charset=sjis charset=koi8-r>"), "Shift_JIS") << "of two attributes the first counts";
  EXPECT_EQ(declared_name("<meta charset=nonsense><meta charset=koi8-r>"), "KOI8-R");
}

TEST(DeclaredCharset, IsNotFoundWhereNothingIsDeclared) {
  EXPECT_EQ(declared_name(""), "none");
  EXPECT_EQ(declared_name("<meta content='text/html; charset=koi8-r'>"), "none") << "of no header";
  EXPECT_EQ(declared_name("<metacharset=koi8-r>"), "none");
  EXPECT_EQ(declared_name("<!-- > <meta charset=koi8-r> -->"), "none");
  EXPECT_EQ(declared_name("<p title='<meta charset=koi8-r>'>"), "none");
  EXPECT_EQ(declared_name("<meta charset='koi8-r"), "none") << "unfinished";
  EXPECT_EQ(declared_name("</meta charset=koi8-r>"), "none");
}

TEST(DeclaredCharset, IsSoughtInTheWholeHeadAndNoFurther) {
  const std::string styles = "<html><head><style>" + std::string(5000, ' ') + "</style>";
  EXPECT_EQ(declared_name(styles + "<meta charset=koi8-r>"), "KOI8-R");
  EXPECT_EQ(declared_name(styles + "</head><meta charset=koi8-r>"), "none");
  EXPECT_EQ(declared_name(styles + "<p><meta charset=koi8-r>"), "none");
  EXPECT_EQ(declared_name("<p><meta charset=koi8-r>"), "KOI8-R")
      << "the first 1,024 bytes are searched whatever they are";
}

TEST(DeclaredCharset, ComesFromXmlDeclarationsWhereNoMetaSays) {
  EXPECT_EQ(declared_name("<?xml version='1.0' encoding='Shift_JIS'?><html>"), "Shift_JIS");
  EXPECT_EQ(declared_name("<?xml version='1.0' encoding='Shift_JIS'?><meta charset=koi8-r>"), "KOI8-R");
  EXPECT_EQ(declared_name("<?xml version='1.0'?><html encoding='Shift_JIS'>"), "none");
  EXPECT_EQ(declared_name("<\0?\0x\0"sv), "UTF-16LE");
  EXPECT_EQ(declared_name("\0<\0?\0x"sv), "UTF-16BE");
}

TEST(DeclaredCharset, NeverMeansUtf16InBytesThatAreAscii) {
  EXPECT_EQ(declared_name("<meta charset=utf-16>"), "UTF-8");
  EXPECT_EQ(declared_name("<?xml encoding='utf-16be'?>"), "UTF-8");
  EXPECT_EQ(declared_name("<meta charset=x-user-defined>"), "windows-1252");
}

TEST(Encoding, IsWhatTheByteOrderMarkSays) {
  EXPECT_EQ(encoding_of("\xEF\xBB\xBF<meta charset=koi8-r>"), (PageEncoding{&utf8_charset(), 3}));
  EXPECT_EQ(encoding_of("\xFE\xFF\0a"sv), (PageEncoding{charset_of("utf-16be"), 2}));
  EXPECT_EQ(encoding_of("\xFF\xFE"
                        "a\0"sv),
            (PageEncoding{charset_of("utf-16le"), 2}));
}

TEST(Encoding, OfUtf16IsSeenWithoutAMark) {
  EXPECT_EQ(encoding_name(utf16(u"<html>", false)), "UTF-16LE");
  EXPECT_EQ(encoding_name(utf16(u"<html>", true)), "UTF-16BE");
  EXPECT_EQ(encoding_name("a\0b\0c"sv), "UTF-8") << "too little to be sure";
}

TEST(Encoding, OfBytesThatSayNothingIsUtf8OrElseWindows1252) {
  EXPECT_EQ(encoding_name(""), "UTF-8");
  EXPECT_EQ(encoding_name("plain"), "UTF-8");
  EXPECT_EQ(encoding_name("caf\xC3\xA9"), "UTF-8");
  EXPECT_EQ(encoding_name("caf\xC3"), "UTF-8") << "cut off inside of a character";
  EXPECT_EQ(encoding_name("caf\xE9 \x93x\x94"), "windows-1252");
}

TEST(Encoding, IsGuessedWhereItIsLikely) {
  const std::string russian =  // windows-1251
      "\xCD\xE0\xF7\xE0\xEB\xFC\xED\xE8\xEA \xEE\xF2\xE4\xE5\xEB\xE0 \xF1\xEA\xE0\xE7\xE0\xEB, \xF7\xF2\xEE "
      "\xEA\xEE\xEC\xEF\xE0\xED\xE8\xFF \xF0\xE0\xE1\xEE\xF2\xE0\xE5\xF2 \xE2 \xEC\xEE\xF1\xEA\xE2\xE5 \xE8 "
      "\xE2 \xE4\xF0\xF3\xE3\xE8\xF5 \xE3\xEE\xF0\xEE\xE4\xE0\xF5 \xF1\xF2\xF0\xE0\xED\xFB.";
  EXPECT_EQ(encoding_name("<p>" + russian), "windows-1251");
}

TEST(Encoding, OfAsciiWithEscapesIsWhatTheyAreOf) {
  EXPECT_EQ(encoding_name("<p>\x1B$B4A;z$+$J\x1B(B and \x1B$B4A;z$+$J\x1B(B"), "ISO-2022-JP");
  EXPECT_EQ(encoding_name("<p>\x1B[1mterminal\x1B[0m"), "UTF-8");
}

TEST(Encoding, OfPagesThatDeclareWindows1252IsUtf8WhereTheyAre) {
  EXPECT_EQ(text_of("<meta charset=iso-8859-1>caf\xC3\xA9"), "caf\u00E9");
  EXPECT_EQ(text_of("<meta charset=iso-8859-1>caf\xE9"), "caf\u00E9");
}

TEST(Encoding, SurvivesDeclarationsThatAreWrong) {
  EXPECT_EQ(text_of("<meta charset=utf-8>caf\xE9 \xC3\xA9 x"), "caf\u00E9 \u00E9 x");
  EXPECT_EQ(text_of("<meta charset=utf-16>caf\xC3\xA9"), "caf\u00E9");
  EXPECT_EQ(text_of("<meta charset=shift_jis>a\x82 b\xFF<p>c"), "a\uFFFD b\uFFFD\nc");
  EXPECT_EQ(text_of("<meta charset=iso-2022-jp>a\xE9"
                    "b"),
            "a\uFFFDb");
}

// The encoding that a folder of samples is named for, with or without the language behind it; null for those that the
// standard does not have, and for names that leave it open which of several it is.
const Charset* charset_of_folder(const std::string& name) {
  if (name == "ascii" || name == "UTF-16") return nullptr;
  const Charset* const charset = charset_of(name);
  return charset == nullptr ? charset_of(name.substr(0, name.find_last_of('-'))) : charset;
}

TEST(Encoding, OfSamplesIsTheirs) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "the corpus is absent: set WEIR_CORPUS";
  int read = 0;
  for (const auto& folder : std::filesystem::directory_iterator(*corpus / "encodings")) {
    const Charset* const charset = charset_of_folder(folder.path().filename());
    if (charset == nullptr) continue;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      EXPECT_EQ(encoding_name(harness::read_file(file.path())), charset->name) << file.path();
      ++read;
    }
  }
  EXPECT_GT(read, 45);
}

// The public tests give pages and the encoding that a browser ends up with, windows-1252 where nothing says any.
std::string encoding_in_a_browser(const std::string& page) {
  const PageEncoding encoding = encoding_of(page);
  if (encoding.mark_bytes != 0) return std::string(encoding.charset->name);
  const Charset* const declared = declared_charset(page);
  return std::string((declared == nullptr ? windows_1252_charset() : *declared).name);
}

TEST(Html5lib, EncodingTestsPass) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "the corpus is absent: set WEIR_CORPUS";
  int run = 0;
  for (const char* const name : {"tests1.dat", "tests2.dat", "test-yahoo-jp.dat"}) {
    std::istringstream file(harness::read_file(*corpus / "html5lib/encoding" / name));
    std::string page;
    std::string* part = nullptr;
    for (std::string line; std::getline(file, line);) {
      if (line == "#data") {
        page.clear();
        part = &page;
      } else if (line == "#encoding" && std::getline(file, line)) {
        ++run;
        const Charset* const expected = charset_of(line);
        ASSERT_NE(expected, nullptr) << line;
        EXPECT_EQ(encoding_in_a_browser(page), expected->name) << name << "\n" << page.substr(0, 2000);
        part = nullptr;
      } else if (part != nullptr) {
        *part += line + "\n";
      }
    }
  }
  EXPECT_EQ(run, 82);
}

}  // namespace
}  // namespace weir::html
