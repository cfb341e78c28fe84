// The only way to change a document's text: edits in ascending order, applied at once, that keep the source map and the
// blocks true.
//
//   weir::TextEdit edit(document);
//   edit.erase(120, 135);
//   edit.replace(400, 403, " ");
//   edit.apply();
//
// What is erased leaves a cut in the map; what is replaced is mapped to the bytes of what it replaces. Blocks shrink
// with their text; a block that loses all of its text is removed. Throws std::logic_error for edits that are out of
// order, overlap, or lie outside of the text.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/document.h>

namespace weir {

class TextEdit {
 public:
  explicit TextEdit(Document& document) : document_(document) {}

  void erase(std::size_t begin, std::size_t end) { add(begin, end, {}); }
  void replace(std::size_t begin, std::size_t end, std::string_view with) { add(begin, end, with); }

  bool empty() const { return edits_.empty(); }

  void apply() {
    if (edits_.empty()) return;
    const Text& old = document_.text();
    TextBytes bytes(old.large_memory());
    SourceMap map;
    std::size_t at = 0;
    for (const Edit& edit : edits_) {
      bytes.append(old.view().substr(at, edit.begin - at));
      map.append(old.map(), at, edit.begin);
      if (edit.begin > at) keep_cuts({edit.begin - 1, edit.begin + 1}, kAnywhere, map);
      const Range source = old.source_range(edit.begin, edit.end);
      keep_cuts({edit.begin, edit.end}, {0, source.begin}, map);
      if (edit.with.empty()) {
        map.append_cut(source.begin, source.size());
      } else {
        bytes.append(edit.with);
        map.append_rewritten(edit.with.size(), source.begin, source.size());
      }
      keep_cuts({edit.begin, edit.end}, {source.end, kAnywhere.end}, map);
      if (edit.end > edit.begin) keep_cuts({edit.end - 1, edit.end + 1}, kAnywhere, map);
      at = edit.end;
    }
    bytes.append(old.view().substr(at));
    map.append(old.map(), at, old.size());
    move_blocks();
    document_.set_text(Text(std::move(bytes), std::move(map)));
    edits_.clear();
  }

 private:
  struct Edit {
    std::size_t begin;
    std::size_t end;
    std::string with;
  };

  void add(std::size_t begin, std::size_t end, std::string_view with) {
    const std::size_t after = edits_.empty() ? 0 : edits_.back().end;
    if (begin < after || end < begin || end > document_.text().size()) {
      throw std::logic_error("text edits must be in order, apart, and within the text");
    }
    if (begin != end || !with.empty()) edits_.push_back({begin, end, std::string(with)});
  }

  static constexpr Range kAnywhere{0, UINT64_MAX};

  // Appends the earlier cuts that lie between two places of the text and begin in that range of the source: those at
  // the border of an edit, and those within it that the source of what it changes does not cover.
  void keep_cuts(Range text, Range source, SourceMap& map) const {
    document_.text().map().for_each(text.begin, text.end, [&](const SourceRun& run) {
      const bool there = run.source_begin >= source.begin && run.source_begin < source.end;
      if (run.kind == SourceRun::Kind::cut && there) map.append_cut(run.source_begin, run.source_length);
    });
  }

  // Walks blocks and edits together. A block's border inside of an edited stretch moves behind what replaces
  // it, so that blocks never overlap.
  void move_blocks() {
    std::vector<Block>& blocks = document_.blocks();
    std::vector<Block> moved;
    moved.reserve(blocks.size());
    std::size_t next = 0;
    std::size_t erased = 0;
    std::size_t added = 0;
    const auto place = [&](std::size_t position, bool is_end) {
      while (next < edits_.size() && edits_[next].end <= position) {
        if (!is_end && edits_[next].begin == position) break;
        erased += edits_[next].end - edits_[next].begin;
        added += edits_[next].with.size();
        ++next;
      }
      if (next < edits_.size() && edits_[next].begin < position) {
        return edits_[next].begin - erased + added + edits_[next].with.size();
      }
      return position - erased + added;
    };
    for (Block block : blocks) {
      const bool had_text = block.size() > 0;
      block.begin = place(block.begin, false);
      block.end = had_text ? std::max(block.begin, place(block.end, true)) : block.begin;
      if (!had_text || block.size() > 0) moved.push_back(block);
    }
    blocks = std::move(moved);
  }

  Document& document_;
  std::vector<Edit> edits_;
};

}  // namespace weir
