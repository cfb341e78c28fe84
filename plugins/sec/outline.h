// The outline of a periodic report: which candidates are the headings of its items.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <weir/block.h>

#include "sec/form.h"
#include "sec/heading_candidate.h"
#include "sec/item.h"

namespace weir::sec {

// Where the section of an item lies. Offsets are bytes of the document's text.
struct SectionPlace {
  std::vector<Item> items;  // more than one where the report joins them: "Items 1 and 2"
  std::size_t begin = 0;    // of the heading
  std::size_t heading_end = 0;
  std::size_t title_begin = 0;
  std::size_t body_begin = 0;
  std::size_t end = 0;
};

class Outline {
 public:
  // Chooses among the candidates the sequence of ascending items that has most in its favour.
  Outline(const Form& form, std::string_view text, std::span<const Block> blocks, const PageFurniture& furniture);

  // The section of an item, without what pages and parts of the form add at its end. Nothing where the report has none.
  std::optional<SectionPlace> section(Item item) const;

  // Whether the item has an entry in a table of contents or in an index.
  bool is_listed(Item item) const;
  // The number of items that have a heading in the body.
  std::size_t size() const { return chain_.size(); }

 private:
  void choose();
  std::vector<std::size_t> usable_candidates() const;
  const HeadingCandidate* chosen(Item item) const;
  // A heading that lost its number: the title alone, where the neighbours in the outline expect it.
  const Block* find_title(Item item) const;
  std::size_t first_behind_contents(std::size_t candidate) const;
  std::size_t end_before_title(const SectionPlace& place, Item item) const;
  std::size_t end_behind(std::size_t begin, Item item, const HeadingCandidate* heading) const;
  std::size_t without_furniture_at_end(std::size_t begin, std::size_t end) const;

  const Form& form_;
  std::string_view text_;
  std::span<const Block> blocks_;
  const PageFurniture& furniture_;
  std::vector<HeadingCandidate> candidates_;
  std::vector<std::size_t> chain_;       // indices of candidates, ascending
  std::map<Item, const Block*> titles_;  // of items that have a heading without its number
};

}  // namespace weir::sec
