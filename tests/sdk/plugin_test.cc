#include <weir/plugin.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sdk_harness.h"

namespace weir {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> names_in(std::string_view registration) {
  std::vector<std::string> names;
  detail::for_each_stage_name(registration, [&](std::string_view name) { names.emplace_back(name); });
  return names;
}

TEST(StageNote, ListsTheNamesOfARegistration) {
  EXPECT_THAT(names_in(R"(weir::stage<A>("one", "One."), weir::stage<B>("two.b", "Two.").drops("x", "y"))"),
              ElementsAre("one", "two.b"));
  EXPECT_THAT(names_in(R"(stage<A<int, B<3>>>( "one", "One."))"), ElementsAre("one"));
}

TEST(StageNote, IsNotMisledByTextAndNumbers) {
  EXPECT_THAT(
      names_in(R"(stage<A>("one", "As \"stage<B>(\"two\")\" does.").memory(1.0, 64'000'000), stage<C>("three"))"),
      ElementsAre("one", "three"));
  EXPECT_THAT(names_in(R"(stage<A>("one", text('"')), stage<B>("two"))"), ElementsAre("one", "two"));
  EXPECT_THAT(names_in(R"(my_stage<A>("one"))"), IsEmpty());
}

TEST(StageNote, ListsNothingWhereTheNameIsNoStringInPlace) {
  EXPECT_THAT(names_in(R"(made_elsewhere())"), IsEmpty());
  EXPECT_THAT(names_in(R"(stage<A>(kName, "help"))"), IsEmpty());
}

TEST(StageNote, FillsUpToFourBytes) {
  constexpr auto kNote = detail::stage_note<detail::stage_names_size(R"(stage<A>("upper"))")>(R"(stage<A>("upper"))");
  EXPECT_EQ(kNote.names_size, 8u);
  EXPECT_EQ(std::string(kNote.names.data(), kNote.names.size()), std::string("upper\0\0\0", 8));
  EXPECT_EQ(detail::stage_names_size("nothing()"), 4u);
}

class Resource final : public Resources {
 public:
  const std::string& base_directory() const override { return directory_; }
  Logger& log() const override { return log_; }

 private:
  class Quiet final : public Logger {
   public:
    void write(LogLevel, std::string_view) override {}
  };
  std::string directory_ = "/base";
  mutable Quiet log_;
};

class Counts final : public Transform {
 public:
  struct Params {
    std::int64_t at_most = 3;
    std::vector<std::string> extra;
    void declare(ParamList& list) {
      list.optional("at_most", at_most, "how many").range(1, 9);
      list.optional("extra", extra, "more ports");
    }
    std::optional<std::string> check() const {
      return at_most == 5 ? std::optional<std::string>("five is right out") : std::nullopt;
    }
    std::vector<std::string> ports() const {
      std::vector<std::string> ports{"out"};
      ports.insert(ports.end(), extra.begin(), extra.end());
      return ports;
    }
  };
  static std::shared_ptr<const std::string> load(const Params& params, const Resources& resources) {
    resources.log().write(LogLevel::info, "loading");
    return std::make_shared<const std::string>(resources.base_directory() + std::to_string(params.at_most));
  }
  Counts(const Params& params, std::shared_ptr<const std::string> shared)
      : at_most(params.at_most), shared(std::move(shared)) {}
  void process(Document, Emitter&) override {}

  std::int64_t at_most;
  std::shared_ptr<const std::string> shared;
};

TEST(Stage, IsMadeWithItsParametersAndWhatItsNodeShares) {
  const StageInfo info = stage<Counts>("counts", "Counts.");
  const std::unique_ptr<BoundParams> params = info.make_params();
  {
    ParamList list;
    params->declare(list);
    ASSERT_EQ(list.find("at_most")->assign(4), std::nullopt);
    ASSERT_EQ(list.find("extra")->assign(List{"more"}), std::nullopt);
  }
  EXPECT_EQ(params->check(), std::nullopt);
  EXPECT_THAT(info.ports_with(*params), ElementsAre("out", "more"));
  const std::shared_ptr<const void> shared = info.load(*params, Resource());
  const auto one = info.make(*params, shared);
  const auto two = info.make(*params, shared);
  EXPECT_EQ(dynamic_cast<const Counts&>(*one).at_most, 4);
  EXPECT_EQ(*dynamic_cast<const Counts&>(*one).shared, "/base4");
  EXPECT_EQ(dynamic_cast<const Counts&>(*one).shared, dynamic_cast<const Counts&>(*two).shared);
}

TEST(Stage, SaysWhatIsWrongBetweenParameters) {
  const StageInfo info = stage<Counts>("counts", "Counts.");
  const std::unique_ptr<BoundParams> params = info.make_params();
  ParamList list;
  params->declare(list);
  ASSERT_EQ(list.find("at_most")->assign(5), std::nullopt);
  EXPECT_EQ(params->check(), "five is right out");
}

class Lists final : public Source {
 public:
  void list(Lister&) override {}
  void read(const ListedEntry&, SourceEmitter&) override {}
};
class Groups final : public GroupTransform {
 public:
  void process(std::span<Document>, Emitter&) override {}
};
class Writes final : public Sink {
 public:
  void encode(const Document&, RecordWriter&) override {}
};
class WritesGroups final : public GroupSink {
 public:
  void encode(std::span<const Document>, RecordWriter&) override {}
};

TEST(Stage, IsWhatItsClassDerivesFrom) {
  const auto info = [](StageInfo info) { return info; };
  EXPECT_EQ(info(stage<Lists>("a", "")).kind, StageKind::source);
  EXPECT_EQ(info(stage<Counts>("a", "")).kind, StageKind::transform);
  EXPECT_EQ(info(stage<Counts>("a", "")).grouping, Grouping::document);
  EXPECT_EQ(info(stage<Groups>("a", "")).kind, StageKind::transform);
  EXPECT_EQ(info(stage<Groups>("a", "")).grouping, Grouping::origin);
  EXPECT_EQ(info(stage<Groups>("a", "").in_runs("n")).grouping, Grouping::run);
  EXPECT_EQ(info(stage<Writes>("a", "")).kind, StageKind::sink);
  EXPECT_EQ(info(stage<WritesGroups>("a", "")).grouping, Grouping::origin);
  EXPECT_THAT(info(stage<Counts>("a", "").port("poor")).ports, ElementsAre("out", "poor"));
  EXPECT_THAT(info(stage<Writes>("a", "")).ports, IsEmpty());
  EXPECT_NE(info(stage<Groups>("a", "")).make(*info(stage<Groups>("a", "")).make_params(), nullptr), nullptr);
}

TEST(MemoryNeed, GrowsWithTheSourceDocument) {
  EXPECT_EQ((MemoryNeed{8.0, 1000}.bytes(1000)), 9000u);
  EXPECT_EQ((MemoryNeed{0.5, 0}.bytes(1000)), 500u);
}

}  // namespace
}  // namespace weir
