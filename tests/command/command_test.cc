// What the stage `command` makes of what a program does: text, blocks and source of what it writes, and each failure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "command/called.h"

namespace weir::command {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Command, GivesTheTextToTheProgramAndTakesWhatItWrites) {
  EXPECT_EQ(text(answer(made({"tr", "a-z", "A-Z"}), "one two\n")), "ONE TWO\n");
}

TEST(Command, ItsBlocksAreTheParagraphsOfWhatItWrote) {
  const harness::Answer answered = answer(shell("cat; printf '\\n\\nSecond.\\n'"), "First.");
  const Document& document = answered.documents.at(0);
  ASSERT_EQ(document.blocks().size(), 2u);
  EXPECT_EQ(document.text().view().substr(document.blocks()[1].begin, document.blocks()[1].size()), "Second.");
}

TEST(Command, WhatItWritesCameFromTheWholeTextAndMetadataStays) {
  Command stage = made({"tr", "a-z", "A-Z"});
  Document document = harness::blocks({{"a text"}}, "notes/a.txt", 100);
  document.metadata().set("year", 1998);
  const harness::Answer answered = harness::call(stage, std::move(document));
  const Document& made = answered.documents.at(0);
  EXPECT_EQ(made.text().source_range(0, 1), (Range{100, 106}));
  EXPECT_EQ(made.text().source_range(), (Range{100, 106}));
  EXPECT_EQ(*made.metadata().find("year")->integer(), 1998);
}

TEST(Command, AProgramMayWriteNothing) {
  const harness::Answer answered = answer(made({"true"}), "a text");
  ASSERT_EQ(answered.documents.size(), 1u) << failure(answered);
  EXPECT_EQ(answered.documents[0].text().size(), 0u);
  EXPECT_THAT(answered.documents[0].blocks(), IsEmpty());
}

TEST(Command, ADocumentWithoutTextGivesNoInput) { EXPECT_EQ(text(answer(made({"wc", "-c"}), "")), "0\n"); }

TEST(Command, ItsArgumentsAreReadByNoShell) {
  EXPECT_EQ(text(answer(made({"printf", "%s|", "$HOME", "*", "a b", ""}), "")), "$HOME|*|a b||");
}

TEST(Command, TheEnvironmentIsWithoutTheVariablesThatSpeakToWeir) {
  ::setenv("WEIR_OF_THIS_TEST", "1", 1);
  ::setenv("OTHER_OF_THIS_TEST", "1", 1);
  EXPECT_THAT(text(answer(made({"env"}), "")),
              AllOf(HasSubstr("OTHER_OF_THIS_TEST=1\n"), HasSubstr("PATH="), Not(HasSubstr("WEIR_"))));
}

TEST(Command, ItWorksWhereWeirDoes) {
  EXPECT_EQ(text(answer(made({"pwd", "-P"}), "")), std::filesystem::current_path().string() + "\n");
}

TEST(Command, ExitCode75IsTransient) {
  EXPECT_EQ(failure(answer(shell("echo come back later >&2; exit 75"), "")),
            "transient command.busy: `sh` ended with exit code 75: come back later");
}

TEST(Command, AnyOtherExitCodeIsRejectedWithTheLastLineOfStandardError) {
  EXPECT_EQ(failure(answer(shell("echo first >&2; printf 'page \\033[31m7\\r\\n\\n' >&2; exit 3"), "")),
            "rejected command.failed: `sh` ended with exit code 3: page  [31m7");
  EXPECT_EQ(failure(answer(made({"false"}), "")), "rejected command.failed: `false` ended with exit code 1");
}

TEST(Command, ALastLineWithoutEndIsCutAndWhatIsNotUtf8IsReplaced) {
  const std::string message =
      failure(answer(shell("printf 'caf\\351 ' >&2; yes x | head -c 9999 >&2 | tr -d '\\n' >&2; "
                           "printf 'caf\\351' >&2; exit 1"),
                     ""));
  EXPECT_THAT(message, HasSubstr("caf\uFFFD"));
  const std::string cut = failure(answer(shell("head -c 9999 /dev/zero | tr '\\0' x >&2; exit 1"), ""));
  EXPECT_EQ(cut, "rejected command.failed: `sh` ended with exit code 1: " + std::string(400, 'x'));
}

TEST(Command, ASignalThatEndsTheProgramIsACrash) {
  EXPECT_EQ(failure(answer(shell("kill -SEGV $$"), "")), "crash command.died: `sh` was ended by SIGSEGV");
}

TEST(Command, MoreOutputThanMaxOutputIsRejectedAndEndsTheProgram) {
  EXPECT_EQ(failure(answer(made({"yes"}, harness::table({{"max_output", "100kB"}})), "")),
            "rejected command.output: `yes` wrote more than `max_output`, 100kB");
  const Table ten = harness::table({{"max_output", "10B"}});
  EXPECT_THAT(failure(answer(made({"cat"}, ten), "12345678901")), StartsWith("rejected command.output: "));
  EXPECT_EQ(text(answer(made({"cat"}, ten), "1234567890")), "1234567890");
}

TEST(Command, OutputThatIsNotUtf8IsRejected) {
  EXPECT_EQ(failure(answer(made({"printf", "caf\\351"}), "")),
            "rejected not_utf8: the byte at offset 3 of what `printf` wrote is not UTF-8");
}

TEST(Command, AFileThatIsNoProgramIsRejectedWithItsPath) {
  const harness::TemporaryDirectory folder;
  const std::filesystem::path file = folder.write("no_program", "these words are none\n");
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  EXPECT_THAT(failure(answer(made({file.string()}), "")),
              AllOf(StartsWith("rejected command.not_started: "), HasSubstr(file.string()), HasSubstr("format")));
}

TEST(Command, AProgramThatIsGoneForTheMomentIsTransient) {
  const harness::TemporaryDirectory folder;
  const std::filesystem::path file = folder.write("program", "#!/bin/sh\n");
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  const Command stage = made({file.string()});
  std::filesystem::remove(file);
  EXPECT_THAT(failure(answer(stage, "")), StartsWith("transient command.not_started: "));
}

TEST(Command, NeedsTheNameOfAProgram) {
  EXPECT_THROW(made({}), std::invalid_argument);
  EXPECT_THROW(made({"", "a"}), std::invalid_argument);
  EXPECT_THROW(made({"printf", std::string("a\0b", 3)}), std::invalid_argument);
}

}  // namespace
}  // namespace weir::command
