#include "graph/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/parsing.h"

namespace weir::graph::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Diagnostics with_text(const std::string& text) {
  Diagnostics diagnostics;
  diagnostics.set_text("g.toml", text);
  return diagnostics;
}

Location at(int line, int begin, int end) { return {"g.toml", {line, begin}, {line, end}}; }

std::string rendered(const std::string& text, const Location& place, const std::string& label = "") {
  Diagnostics diagnostics = with_text(text);
  diagnostics.add({"E012", "wrong", place, label, {}, {}});
  return render(diagnostics, false);
}

TEST(Render, ShowsNothingWhereNothingIsWrong) { EXPECT_EQ(render(Diagnostics(), false), ""); }

TEST(Render, SortsByPlaceTheCommandLineLast) {
  Diagnostics diagnostics = with_text("a\nb\n");
  diagnostics.add({"E001", "fourth", {kCommandLine, {1, 1}, {1, 2}}, "", {}, {}});
  diagnostics.add({"E001", "third", at(2, 1, 2), "", {}, {}});
  diagnostics.add({"E001", "second", at(1, 2, 3), "", {}, {}});
  diagnostics.add({"E001", "first", at(1, 1, 2), "", {}, {}});
  const std::string text = render(diagnostics, false);
  EXPECT_LT(text.find("first"), text.find("second"));
  EXPECT_LT(text.find("second"), text.find("third"));
  EXPECT_LT(text.find("third"), text.find("fourth"));
  EXPECT_THAT(text, HasSubstr("\n4 errors\n"));
}

TEST(Render, PutsTheCaretBelowTheCharacterWhateverItsBytes) {
  EXPECT_EQ(rendered("name = \"é…\" # x", at(1, 8, 12), "here"),
            "error[E012]: wrong\n"
            "  --> g.toml:1:8\n"
            "   |\n"
            " 1 | name = \"é…\" # x\n"
            "   |        ^^^^ here\n"
            "\n"
            "1 error\n");
}

TEST(Render, KeepsTabsSoThatTheCaretStaysBelow) {
  EXPECT_THAT(rendered("\tx = 1", at(1, 2, 3)), HasSubstr(" 1 | \tx = 1\n   | \t^\n"));
}

TEST(Render, WidensTheMarginWithTheLineNumbers) {
  std::string text;
  for (int i = 0; i < 1233; ++i) text += "\n";
  EXPECT_THAT(rendered(text + "x = 1", at(1234, 1, 2)),
              HasSubstr("    --> g.toml:1234:1\n     |\n1234 | x = 1\n     | ^\n"));
}

TEST(Render, MarksTheFirstLineOfALongPlace) {
  EXPECT_THAT(rendered("x = \"\"\"\nab\"\"\"\n", {"g.toml", {1, 5}, {2, 6}}),
              HasSubstr("| x = \"\"\"\n   |     ^^^\n"));
}

TEST(Render, MarksThePlaceBehindTheEnd) {
  EXPECT_THAT(rendered("x =", at(1, 4, 4)), HasSubstr("| x =\n   |    ^\n"));
  EXPECT_THAT(rendered("", at(1, 1, 1)), HasSubstr(" 1 |\n   | ^\n"));
}

TEST(Render, ShowsAPartOfALongLineWithItsCaret) {
  const std::string line = "a = \"" + std::string(500, 'x') + "\", bad = 1" + std::string(500, ' ') + "# end";
  const std::string text = rendered(line, at(1, 509, 512));
  EXPECT_THAT(text, HasSubstr("xxx\", bad = 1"));
  EXPECT_THAT(text, HasSubstr("…"));
  const std::size_t line_begin = text.find("\n 1 | ") + 1;
  const std::size_t caret_begin = text.find('\n', line_begin) + 1;
  const std::string shown = text.substr(line_begin, caret_begin - line_begin);
  EXPECT_LT(shown.size(), 140u);
  // The ellipsis has three bytes and one column.
  EXPECT_EQ(shown.find("bad") - 2, text.find('^', caret_begin) - caret_begin);
}

TEST(Render, LetsNoControlCharacterThrough) {
  const std::string text = rendered("x = \"\x1b[2J\x7f\xc2\x9b\xff\"", at(1, 5, 8), "\x1b]0;owned\x07");
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\x7f")));
  EXPECT_THAT(text, Not(HasSubstr("\xc2\x9b")));
  EXPECT_THAT(text, HasSubstr("x = \"\xEF\xBF\xBD[2J\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""));
}

TEST(Render, ColoursWithoutChangingTheText) {
  Diagnostics diagnostics = with_text("x = 1");
  diagnostics.add({"E012", "wrong", at(1, 1, 2), "label", {"note"}, {"help"}});
  std::string coloured = render(diagnostics, true);
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31merror[E012]\x1b[0m"));
  for (std::size_t begin = coloured.find('\x1b'); begin != std::string::npos; begin = coloured.find('\x1b')) {
    coloured.erase(begin, coloured.find('m', begin) + 1 - begin);
  }
  EXPECT_EQ(coloured, render(diagnostics, false));
}

TEST(Diagnostics, HideWhatASecretPlaceHolds) {
  Diagnostics diagnostics = with_text("k = \"sécret\" # kept\nm = \"\"\"one\ntwo\"\"\" # kept\n");
  diagnostics.hide(at(1, 5, 13));
  diagnostics.hide({"g.toml", {2, 5}, {3, 7}});
  diagnostics.hide({"other.toml", {1, 1}, {1, 2}});
  EXPECT_EQ(diagnostics.line("g.toml", 1), "k = ******** # kept");
  EXPECT_EQ(diagnostics.line("g.toml", 2), "m = ******");
  EXPECT_EQ(diagnostics.line("g.toml", 3), "****** # kept");
}

TEST(Diagnostics, KeepLinesWithoutTheirEnds) {
  const Diagnostics diagnostics = with_text("a\r\n\nc");
  EXPECT_EQ(diagnostics.line("g.toml", 1), "a");
  EXPECT_EQ(diagnostics.line("g.toml", 2), "");
  EXPECT_EQ(diagnostics.line("g.toml", 3), "c");
  EXPECT_EQ(diagnostics.line("g.toml", 4), "");
  EXPECT_EQ(diagnostics.line("g.toml", 0), "");
  EXPECT_EQ(diagnostics.line("other.toml", 1), "");
}

}  // namespace
}  // namespace weir::graph::testing
