#include "plugin/check_stage_info.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <weir/plugin.h>

namespace weir::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Passes final : public Transform {
 public:
  void process(Document document, Emitter& out) override { out.emit(std::move(document)); }
};

class Groups final : public GroupTransform {
 public:
  struct Params {
    std::int64_t size = 15;
    std::string name = "x";
    void declare(ParamList& list) {
      list.optional("size", size, "documents to a call").range(1, 100);
      list.optional("name", name, "a name");
    }
  };
  void process(std::span<Document>, Emitter&) override {}
};

class Writes final : public Sink {
 public:
  struct Params {
    std::string path = "out.txt";
    void declare(ParamList& list) { list.optional("path", path, "output file"); }
  };
  void encode(const Document&, RecordWriter&) override {}
};

template <typename Declare>
class Declares final : public Transform {
 public:
  struct Params {
    std::int64_t number = 0;
    std::string text;
    void declare(ParamList& list) { Declare()(list, *this); }
  };
  void process(Document, Emitter&) override {}
};

// What is wrong with a stage whose parameters are declared by this function.
template <typename Declare>
std::vector<std::string> wrong_parameters(Declare) {
  return check_stage_info(stage<Declares<Declare>>("declares", "Declares."));
}

TEST(CheckStageInfo, FindsNothingWrongWithSoundStages) {
  EXPECT_THAT(check_stage_info(stage<Passes>("passes", "Passes.").port("other").drops("a", "b").fails("c", "d")),
              IsEmpty());
  EXPECT_THAT(check_stage_info(stage<Groups>("a.group_1", "Groups.")), IsEmpty());
  EXPECT_THAT(check_stage_info(stage<Groups>("runs", "Runs.").in_runs("size")), IsEmpty());
  EXPECT_THAT(check_stage_info(stage<Writes>("writes", "Writes.").writes_volume("path")), IsEmpty());
}

TEST(CheckStageInfo, RefusesNamesThatAGraphCannotWrite) {
  for (const char* name : {"", ".", "a.", ".a", "A", "a b", "a-b", "1a", "a..b", "a/b", "ä"}) {
    EXPECT_THAT(check_stage_info(stage<Passes>(name, "Passes.")), ElementsAre(HasSubstr("must be named"))) << name;
  }
}

TEST(CheckStageInfo, RefusesTheEnginesOwnName) {
  EXPECT_THAT(check_stage_info(stage<Passes>("checkpoint", "Passes.")), ElementsAre(HasSubstr("the engine keeps")));
}

TEST(CheckStageInfo, RefusesPortsThatClash) {
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").port("x").port("x")), ElementsAre("has two ports `x`"));
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").port("out")), ElementsAre("has two ports `out`"));
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").port("failed")), ElementsAre(HasSubstr("has already")));
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").port("")), ElementsAre(HasSubstr("a port named ``")));
  EXPECT_THAT(check_stage_info(stage<Writes>("a", "").writes_volume("path").port("x")),
              ElementsAre("is a sink, and has a port"));
}

TEST(CheckStageInfo, RefusesReasonsDeclaredTwiceOrWithoutName) {
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").drops("x", "1").drops("x", "2")),
              ElementsAre("declares the drop reason `x` twice"));
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").fails("", "1")),
              ElementsAre("has a failure reason without a name"));
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").drops("x", "1").fails("x", "2")), IsEmpty());
}

TEST(CheckStageInfo, RefusesSinksWithoutOutputAndOutputsWithoutSink) {
  EXPECT_THAT(check_stage_info(stage<Writes>("a", "")), ElementsAre(HasSubstr("is a sink without output")));
  EXPECT_THAT(check_stage_info(stage<Groups>("a", "").writes_files("name")), ElementsAre(HasSubstr("but is no sink")));
  EXPECT_THAT(check_stage_info(stage<Writes>("a", "").writes_files("pth")),
              ElementsAre("names `pth` for its output, which is no parameter of type string"));
}

TEST(CheckStageInfo, RefusesRunsWhereTheyCannotBe) {
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").in_runs("size")), ElementsAre(HasSubstr("GroupTransform")));
  EXPECT_THAT(check_stage_info(stage<Groups>("a", "").in_runs("name")),
              ElementsAre("names `name` for its run length, which is no parameter of type integer"));
}

TEST(CheckStageInfo, RefusesNumbersThatMeanNothing) {
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").version(0)), ElementsAre("has version 0: versions begin at 1"));
  EXPECT_THAT(check_stage_info(stage<Passes>("a", "").memory(-1.0, 0)), ElementsAre(HasSubstr("memory need")));
}

TEST(CheckStageInfo, RefusesAStageThatCannotBeMade) {
  StageInfo info;
  info.name = "a";
  info.ports = {"out"};
  EXPECT_THAT(check_stage_info(info), ElementsAre(HasSubstr("cannot be made")));
}

TEST(CheckStageInfo, RefusesParametersThatContradictThemselves) {
  EXPECT_THAT(wrong_parameters([](ParamList& list, auto& params) {
                list.optional("number", params.number, "n");
                list.optional("number", params.number, "n");
              }),
              ElementsAre("declares `number` twice"));
  EXPECT_THAT(
      wrong_parameters([](ParamList& list, auto& params) { list.optional("number", params.number, "n").range(1, 5); }),
      ElementsAre("has a default for parameter `number` that must be between 1 and 5"));
  EXPECT_THAT(
      wrong_parameters([](ParamList& list, auto& params) { list.required("number", params.number, "n").range(5, 1); }),
      ElementsAre("has an empty range for parameter `number`"));
  EXPECT_THAT(wrong_parameters(
                  [](ParamList& list, auto& params) { list.required("number", params.number, "n").one_of({"1"}); }),
              ElementsAre("has choices for parameter `number`, which is no string"));
  EXPECT_THAT(wrong_parameters([](ParamList& list, auto& params) {
                list.optional("text", params.text, "t").one_of({"a", "b"});
              }),
              ElementsAre("has a default for parameter `text` that must be one of \"a\", \"b\""));
  EXPECT_THAT(wrong_parameters([](ParamList& list, auto& params) { list.required("Te xt", params.text, "t"); }),
              ElementsAre(HasSubstr("lower-case")));
}

}  // namespace
}  // namespace weir::plugin
