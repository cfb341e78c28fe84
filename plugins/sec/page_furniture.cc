#include "sec/page_furniture.h"

#include <set>
#include <unordered_map>
#include <utility>

#include "sec/ascii.h"
#include "sec/block_text.h"
#include "sec/squeezed_text.h"

namespace weir::sec {
namespace {

constexpr std::size_t kRunningBytes = 120;  // bytes of a line that may run
constexpr std::size_t kMostLines = 4;       // of a header or footer
constexpr std::size_t kLeastTimes = 3;

// What a line has in common with its like on other pages: all but its numbers; but sentences run only as they are.
std::string key_of(std::string_view line) {
  std::string key = squeeze(line);
  if (!is_prose(line)) std::erase_if(key, is_digit);
  return key;
}

bool may_run(std::string_view line) { return !line.empty() && line.size() <= kRunningBytes && !is_void(line); }

// A number in a row of a table is a page's only beside a page break.
bool is_border(std::string_view text, std::span<const Block> blocks, std::size_t i) {
  if (blocks[i].kind == BlockKind::page_break) return true;
  if (!is_page_number(text_of(text, blocks[i]))) return false;
  const auto breaks = [&](std::size_t k) { return k < blocks.size() && blocks[k].kind == BlockKind::page_break; };
  return blocks[i].kind != BlockKind::table_row || breaks(i + 1) || (i > 0 && breaks(i - 1));
}

struct Count {
  std::size_t at_borders = 0;
  std::size_t in_all = 0;
};

}  // namespace

std::vector<bool> lines_at_borders(std::string_view text, std::span<const Block> blocks) {
  std::vector<bool> near(blocks.size(), false);
  const auto mark = [&](std::size_t border, bool forward) {
    std::size_t lines = 0;
    for (std::size_t i = border; lines < kMostLines;) {
      if (forward ? ++i >= blocks.size() : i-- == 0) return;
      if (is_border(text, blocks, i)) continue;
      if (blocks[i].size() > kRunningBytes) return;
      near[i] = true;
      ++lines;
    }
  };
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (!is_border(text, blocks, i)) continue;
    mark(i, true);
    mark(i, false);
  }
  return near;
}

unsigned char LineBeginnings::beginning_of(std::string_view line) {
  for (const char c : line) {
    if (is_space(c) || is_digit(c)) continue;
    const auto byte = static_cast<unsigned char>(lower(c));
    return byte < 0x80 ? byte : kOther;
  }
  return kOther;
}

PageFurniture::PageFurniture(std::string_view text, std::span<const Block> blocks) {
  const std::vector<bool> near = lines_at_borders(text, blocks);
  // Few lines are at borders, so that those are counted first.
  std::unordered_map<std::string, Count> counts;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (near[i] && may_run(text_of(text, blocks[i]))) ++counts[key_of(text_of(text, blocks[i]))].at_borders;
  }
  std::erase_if(counts, [](const auto& entry) { return entry.second.at_borders < kLeastTimes; });
  if (counts.empty()) return;
  LineBeginnings beginnings;
  for (const auto& entry : counts) beginnings.add(entry.first);
  for (const Block& block : blocks) {
    const std::string_view line = text_of(text, block);
    if (line.empty() || line.size() > kRunningBytes || !beginnings.may_hold(line)) continue;
    if (const auto found = counts.find(key_of(line)); found != counts.end()) ++found->second.in_all;
  }
  for (const auto& [key, count] : counts) {
    if (!key.empty() && count.at_borders * 2 > count.in_all) add_running(key);
  }
}

PageFurniture::PageFurniture(std::vector<std::string> running_lines) {
  for (std::string& line : running_lines) add_running(std::move(line));
}

void PageFurniture::add_running(std::string key) {
  beginnings_.add(key);
  running_.insert(std::move(key));
}

bool PageFurniture::is_running(std::string_view line) const {
  if (running_.empty() || line.size() > kRunningBytes || !beginnings_.may_hold(line)) return false;
  return running_.contains(key_of(line));
}

bool PageFurniture::holds(std::string_view text, std::span<const Block> blocks, std::size_t i) const {
  return is_border(text, blocks, i) || is_running(text_of(text, blocks[i]));
}

std::vector<std::string> PageFurniture::running_lines(std::string_view text, std::span<const Block> blocks) const {
  std::set<std::string> lines;
  for (const Block& block : blocks) {
    const std::string_view line = text_of(text, block);
    if (is_running(line)) lines.insert(key_of(line));
  }
  return {lines.begin(), lines.end()};
}

}  // namespace weir::sec
