#include "sec/section_document.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sec/ascii.h"
#include "sec/squeezed_text.h"
#include "sec/sub_headings.h"

namespace weir::sec {
namespace {

// The end of a heading whose text follows in the same block, with the punctuation between.
std::size_t end_of_heading(std::string_view text, const SectionPlace& place) {
  std::size_t end = place.body_begin;
  while (end > place.heading_end && is_space(text[end - 1])) --end;
  return end;
}

// The blocks that overlap the section, cut at its borders; the one in which the heading and the text meet is divided.
std::vector<Block> blocks_of(const Document& report, const SectionPlace& place) {
  std::vector<Block> blocks;
  const auto add = [&](Block block, std::size_t begin, std::size_t end) {
    begin = std::max(begin, block.begin);
    end = std::min(end, block.end);
    if (block.kind != BlockKind::page_break && begin >= end) return;
    block.begin = std::min(begin, end) - place.begin;
    block.end = end - place.begin;
    blocks.push_back(block);
  };
  for (const Block& block : report.blocks()) {
    if (block.end <= place.begin && block.begin < place.begin) continue;
    if (block.begin >= place.end) break;
    if (block.kind == BlockKind::page_break) {
      if (block.begin > place.begin) add(block, block.begin, block.end);
      continue;
    }
    if (block.begin < place.heading_end) {
      Block heading = block;
      heading.kind = BlockKind::heading;
      heading.level = 1;
      heading.table = 0;
      const bool divided = place.body_begin > block.begin && place.body_begin < block.end;
      add(heading, place.begin, divided ? end_of_heading(report.text().view(), place) : block.end);
      if (divided) {
        Block rest = block;
        if (rest.kind == BlockKind::heading) rest.kind = BlockKind::paragraph;
        rest.style = {};  // how it looks is known of both parts together only
        add(rest, place.body_begin, place.end);
      }
      continue;
    }
    add(block, place.begin, place.end);
  }
  return blocks;
}

// Without the number, white space collapsed, no punctuation at the end.
std::string title_of(std::string_view text, const SectionPlace& place) {
  std::string title;
  const std::string_view printed = text.substr(place.title_begin, place.heading_end - place.title_begin);
  for (std::size_t at = 0; at < printed.size();) {
    if (const std::size_t length = space_length(printed, at); length > 0) {
      at += length;
      if (!title.empty() && title.back() != ' ') title += ' ';
    } else {
      title += printed[at++];
    }
  }
  while (!title.empty() && std::string_view(" .:;,-").find(title.back()) != std::string_view::npos) title.pop_back();
  return title;
}

std::size_t count_tables(const std::vector<Block>& blocks) {
  std::set<std::uint32_t> tables;
  for (const Block& block : blocks) {
    if (block.table != 0) tables.insert(block.table);
  }
  return tables.size();
}

}  // namespace

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Document section_document(Document& report, const SectionPlace& place, Item item, const PageFurniture& furniture) {
  Document section = report.derive();
  std::vector<Block> blocks = blocks_of(report, place);
  Text text = report.text().slice(place.begin, place.end);

  Table stats;
  stats.set("tables", count_tables(blocks));
  stats.set("raw_chars", count_characters(text.view()));
  List running;
  for (std::string& line : furniture.running_lines(text.view(), blocks)) running.emplace_back(std::move(line));
  stats.set("running_lines", std::move(running));

  const auto first = std::find_if(blocks.begin(), blocks.end(),
                                  [&](const Block& block) { return block.begin >= place.heading_end - place.begin; });
  promote_sub_headings(text.view(), blocks, static_cast<std::size_t>(first - blocks.begin()), furniture);

  const std::string title = title_of(report.text().view(), place);
  section.metadata().set("section", item.name());
  section.metadata().set("section_title", title.empty() ? Value() : Value(title));
  section.metadata().set("stats", std::move(stats));
  section.set_text(std::move(text));
  section.blocks() = std::move(blocks);
  return section;
}

}  // namespace weir::sec
