// A quarterly report for the tests: its items, and how reports lay them out.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace weir::sec {

struct ItemText {
  std::string_view name;  // as sec.sections calls it: "II-1A"
  std::string_view number;
  std::string_view title;
  std::string_view text;
};

// All of the form's, in order.
extern const std::vector<ItemText> kItems;
extern const std::string_view kQuarterlyCover;

std::string join(std::initializer_list<std::string_view> pieces);

// How a report writes the heading of a part, of an item, and what stands before all of them.
struct Layout {
  std::function<std::string(bool second)> part;
  std::function<std::string(const ItemText& item)> heading;
  std::string before;
};

std::string quarterly_report(const Layout& layout);

std::string bold_part(bool second);
std::string no_part(bool second);
std::string bold_heading(const ItemText& item);
// Whether an item stands in the second part.
bool is_second(const ItemText& item);

// A table of contents in which all items stand on one page.
std::string contents(std::string_view page, bool with_parts);

}  // namespace weir::sec
