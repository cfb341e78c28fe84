// Which document is in which node on which thread can be read while it runs, and nothing is left of it afterwards.
#include "batch/slot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "batch/graph.h"

namespace weir::batch {
namespace {

using ::testing::ElementsAre;

class Slotted : public ::testing::Test {
 protected:
  Surroundings surroundings() { return {.slots = &slots_}; }

  // What the slots say: node, entry and ordinal of each that is occupied.
  std::vector<std::string> occupants() const {
    std::vector<std::string> found;
    for (const Slot& slot : memory_) {
      if (const auto occupant = occupant_of(slot)) {
        found.push_back(std::to_string(occupant->node) + " " + std::to_string(occupant->place.entry) + "." +
                        std::to_string(occupant->place.ordinal));
      }
    }
    return found;
  }

  std::array<Slot, 4> memory_{};
  Slots slots_{memory_};
  Graph graph_;
  std::vector<std::string> seen_;
};

TEST_F(Slotted, NameTheDocumentThatASourceATransformAndASinkAreGiven) {
  const auto look = [this] {
    for (const std::string& each : occupants()) seen_.push_back(each);
  };
  const auto files = graph_.source([&](const ListedEntry& entry, SourceEmitter& out) {
    look();
    read_path(entry, out);
  });
  const auto middle = graph_.transform("middle", files, [&](Document document, Emitter& out) {
    look();
    out.emit(std::move(document));
  });
  graph_.sink("sink", middle, [&](const Document& document, RecordWriter& out) {
    look();
    write_line(document, out);
  });
  graph_.run({"a", "b"}, surroundings());
  EXPECT_THAT(seen_, ElementsAre("0 0.0", "0 1.0", "1 0.0", "1 1.0", "2 0.0", "2 1.0"));
  EXPECT_THAT(occupants(), ElementsAre());
}

TEST_F(Slotted, SayNothingWhileTheirThreadWaitsForWhatIsNoAffairOfADocument) {
  const auto files = graph_.source(read_path);
  graph_.sink("sink", files, [&](const Document& document, RecordWriter& out) {
    {
      const Absence absence;
      EXPECT_THAT(occupants(), ElementsAre());
    }
    EXPECT_EQ(occupants().size(), 1U);
    write_line(document, out);
  });
  graph_.run({"a"}, surroundings());
}

TEST_F(Slotted, NameTheRecordOfAnEntryThatHasSeveral) {
  const auto files = graph_.source([](const ListedEntry& entry, SourceEmitter& out) {
    for (int i = 0; i < 2; ++i) {
      Document document = out.document();
      set_text(document, entry.path);
      out.out().emit(std::move(document));
    }
  });
  graph_.sink("sink", files, [&](const Document& document, RecordWriter& out) {
    for (const std::string& each : occupants()) seen_.push_back(each);
    write_line(document, out);
  });
  graph_.run({"a", "b"}, surroundings());
  EXPECT_THAT(seen_, ElementsAre("1 0.0", "1 0.1", "1 1.0", "1 1.1"));
}

TEST_F(Slotted, AreEmptyAfterAnException) {
  const auto files = graph_.source();
  graph_.sink("sink", files, [](const Document&, RecordWriter&) { throw std::runtime_error("no"); });
  graph_.run({"a"}, surroundings());
  EXPECT_THAT(occupants(), ElementsAre());
  EXPECT_EQ(current_slot(), nullptr);
}

TEST_F(Slotted, BelongToOneThreadEachAsLongAsThereAreEnough) {
  std::array<Slot*, 6> lent{};
  for (Slot*& slot : lent) {
    std::thread([&] {
      slot = slots_.of_this_thread();
      EXPECT_EQ(slots_.of_this_thread(), slot);
    }).join();
  }
  EXPECT_THAT(lent, ElementsAre(&memory_[0], &memory_[1], &memory_[2], &memory_[3], nullptr, nullptr));
}

TEST_F(Slotted, OfAnotherRunAreOthers) {
  std::array<Slot, 1> memory{};
  Slots others(memory);
  EXPECT_EQ(slots_.of_this_thread(), memory_.data());
  EXPECT_EQ(others.of_this_thread(), memory.data());
}

}  // namespace
}  // namespace weir::batch
