// An auditor's way back: each segment's source range, cut from the file and read as the file was, holds its words.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <weir/utf8.h>

#include "filings/chain.h"

namespace weir {
namespace {

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for_each_word(text, [&](std::size_t begin, std::size_t end) { words.emplace_back(text.substr(begin, end - begin)); });
  return words;
}

// The words of a piece of a file, read by the stage that read the whole.
std::vector<std::string> words_in(const std::string& bytes) {
  html::Html html(harness::bind<html::Html::Params>());
  const harness::Answer answer = harness::call(html, harness::content(bytes));
  return answer.documents.empty() ? std::vector<std::string>() : words_of(answer.documents[0].text().view());
}

std::string bytes_of(const std::string& file, const Value& range) {
  const auto begin = static_cast<std::size_t>(*range.list()->at(0).integer());
  const auto end = static_cast<std::size_t>(*range.list()->at(1).integer());
  return file.substr(begin, end - begin);
}

bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  auto at = whole.begin();
  for (const std::string& word : part) {
    at = std::find(at, whole.end(), word);
    if (at++ == whole.end()) return false;
  }
  return true;
}

// Returns the number of segments.
std::size_t expect_words_in_ranges(const std::filesystem::path& path) {
  const std::string file = harness::read_file(path);
  const Outcome outcome = Chain().run(path);
  for (const Document& segment : outcome.segments) {
    const std::vector<std::string> words = words_of(segment.text().view());
    const std::string range = bytes_of(file, *segment.metadata().find("source_range"));
    EXPECT_TRUE(is_subsequence(words, words_in(range))) << segment.metadata().string("id") << "\n" << range;
    const Value* pieces = segment.metadata().find("source_ranges");
    if (!pieces->list()) continue;
    std::string joined;
    for (const Value& piece : *pieces->list()) joined += bytes_of(file, piece) + "\n";
    EXPECT_LT(joined.size(), range.size() + pieces->list()->size());
    EXPECT_TRUE(is_subsequence(words, words_in(joined))) << segment.metadata().string("id") << "\n" << joined;
  }
  return outcome.segments.size();
}

TEST(SourceRanges, OfSamplesHoldTheWords) {
  std::size_t segments = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(WEIR_SOURCE_DIR) + "/graphs/samples")) {
    segments += expect_words_in_ranges(file.path());
  }
  EXPECT_GT(segments, 30u);
}

TEST(SourceRanges, OfRealFilingsHoldTheWords) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "no test documents: WEIR_CORPUS is not set, and ../shared/corpus is not there";
  std::size_t segments = 0;
  for (const auto& file : std::filesystem::directory_iterator(*corpus / "sec_html")) {
    segments += expect_words_in_ranges(file.path());
  }
  EXPECT_GT(segments, 300u);
}

}  // namespace
}  // namespace weir
