// The public tokenizer tests of HTML parsers, each in every state it names, with the input in pieces of several sizes.

#include <gtest/gtest.h>
#include <simdjson.h>

#include <iostream>

#include "html/tokens.h"
#include "sdk_harness.h"

namespace weir::html {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

void append_utf16_unit(unsigned unit, unsigned& high, std::string& out) {
  if (high != 0 && unit >= 0xDC00 && unit < 0xE000) {
    append_utf8(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), out);
    high = 0;
    return;
  }
  if (high != 0) append_utf8(high, out);
  high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
  if (high == 0) append_utf8(unit, out);
}

// A string of the test file; with `twice`, \uHHHH in it is decoded once more. Halves of surrogates stay as they are.
std::string decoded(std::string_view text, bool twice) {
  if (!twice) return std::string(text);
  std::string out;
  unsigned high = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i, 2) == "\\u") {
      append_utf16_unit(static_cast<unsigned>(std::stoul(std::string(text.substr(i + 2, 4)), nullptr, 16)), high, out);
      i += 6;
      continue;
    }
    if (high != 0) append_utf8(high, out);
    high = 0;
    out += text[i++];
  }
  if (high != 0) append_utf8(high, out);
  return out;
}

std::vector<std::string> expected_tokens(const simdjson::dom::array& output, bool twice) {
  std::vector<std::string> tokens;
  for (const element token : output) {
    const std::string_view kind = token.at(0);
    const auto string_at = [&](std::size_t i) { return decoded(std::string_view(token.at(i)), twice); };
    if (kind == "Character") {
      tokens.push_back("text [" + string_at(1) + "]");
    } else if (kind == "Comment") {
      tokens.push_back("<!--" + string_at(1) + "-->");
    } else if (kind == "EndTag") {
      tokens.push_back("</" + string_at(1) + ">");
    } else if (kind == "StartTag") {
      std::vector<std::pair<std::string, std::string>> attributes;
      for (const auto& [key, value] : object(token.at(2))) {
        attributes.emplace_back(decoded(key, twice), decoded(std::string_view(value), twice));
      }
      tokens.push_back(start_tag_token(string_at(1), std::move(attributes), token.get_array().size() == 4));
    } else {
      std::string ids[2];
      const std::string* given[2] = {nullptr, nullptr};
      for (std::size_t i = 0; i < 2; ++i) {
        if (token.at(i + 2).is_null()) continue;
        ids[i] = string_at(i + 2);
        given[i] = &ids[i];
      }
      const std::string name = token.at(1).is_null() ? "" : string_at(1);
      tokens.push_back(doctype_token(name, given[0], given[1], bool(token.at(4))));
    }
  }
  return tokens;
}

TextMode mode_named(std::string_view state) {
  if (state == "PLAINTEXT state") return TextMode::plaintext;
  if (state == "RCDATA state") return TextMode::rcdata;
  if (state == "RAWTEXT state") return TextMode::rawtext;
  if (state == "Script data state") return TextMode::script;
  if (state == "CDATA section state") return TextMode::cdata;
  return TextMode::data;
}

class Html5libFile {
 public:
  int run = 0;

  void check(const std::filesystem::path& path) {
    simdjson::dom::parser parser;
    const element file = parser.load(path.string());
    simdjson::dom::array tests;
    // xmlViolation.test expects what a converter to XML makes of the tokens, so it has no list of this name.
    if (file["tests"].get(tests) != simdjson::SUCCESS) return;
    for (const element test : tests) check_test(test);
  }

 private:
  void check_test(const element& test) {
    bool twice = false;
    if (test["doubleEscaped"].get(twice) != simdjson::SUCCESS) twice = false;
    std::string_view element_name;
    if (test["lastStartTag"].get(element_name) != simdjson::SUCCESS) element_name = {};
    simdjson::dom::array states;
    if (test["initialStates"].get(states) != simdjson::SUCCESS) {
      check_state(test, twice, element_name, "Data state");
      return;
    }
    for (const element state : states) check_state(test, twice, element_name, state);
  }

  void check_state(const element& test, bool twice, std::string_view element_name, std::string_view state) {
    ++run;
    const std::string input = decoded(std::string_view(test["input"]), twice);
    const std::vector<std::string> expected = expected_tokens(test["output"], twice);
    for (const std::size_t piece : {1, 2, 7, 65536}) {
      Tokens tokens;
      Tokenizer<Tokens> tokenizer(tokens, 0, mode_named(state), element_name);
      feed_in_pieces(tokenizer, input, piece);
      EXPECT_EQ(tokens.list(), expected) << std::string_view(test["description"]) << "\ninput: " << input << "\n"
                                         << state << ", pieces of " << piece;
    }
  }
};

TEST(Html5lib, TokenizerTestsPassInEveryState) {
  const auto corpus = harness::corpus();
  if (!corpus) GTEST_SKIP() << "the corpus is absent: set WEIR_CORPUS";
  Html5libFile tests;
  for (const auto& file : std::filesystem::directory_iterator(*corpus / "html5lib/tokenizer")) {
    if (file.path().extension() == ".test") tests.check(file.path());
  }
  EXPECT_GT(tests.run, 6000);
  std::cout << tests.run << " tests\n";
}

}  // namespace
}  // namespace weir::html
