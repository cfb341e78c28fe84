// Which of the looks that the headings of a section have ranks above which.
//
// A heading that directly follows another, without text between them, lies below it. Where no headings meet so, what is
// larger, in the middle or in capitals ranks above what is not, and titles above sentences. Looks of equal rank that
// never meet share a level; those that do are ranked by who comes first.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <weir/block.h>

namespace weir::sec {

// What distinguishes one kind of heading from another.
struct HeadingLook {
  std::uint8_t tag_level = 0;  // of <h1> to <h6>; 7 for other elements
  std::uint16_t size = 0;      // in tenths of the size of most of the text; 0 where it is no larger
  bool centred = false;
  bool upper_case = false;
  bool bold = false;
  bool underlined = false;
  bool italic = false;

  auto operator<=>(const HeadingLook&) const = default;
};

HeadingLook look_of(const Block& block);

class HeadingLevels {
 public:
  static constexpr std::size_t kMostLooks = 32;

  // Takes the next heading of the section. `follows_heading` says that nothing stands between it and the one before.
  void add(const HeadingLook& look, std::string_view heading, bool follows_heading);

  // Ranks the looks. Levels begin at `first` and end at `last`. More than kMostLooks are none that a reader could tell
  // apart: those that come later are left out.
  std::map<HeadingLook, std::uint8_t> levels(std::uint8_t first, std::uint8_t last) const;

 private:
  struct Seen {
    HeadingLook look;
    int titles = 0;
    int sentences = 0;
  };
  using Rank = std::tuple<int, int, bool, bool, bool>;

  Rank rank(std::size_t look) const;
  bool lies_above(std::size_t a, std::size_t b) const;
  bool meets(std::size_t a, std::size_t b) const { return lies_above(a, b) || lies_above(b, a); }
  std::vector<std::size_t> in_order() const;

  std::vector<Seen> seen_;                                       // in the order in which they come first
  std::map<std::pair<std::size_t, std::size_t>, int> followed_;  // how often the second followed the first
  std::size_t last_ = 0;
};

}  // namespace weir::sec
