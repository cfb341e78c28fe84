#include "sec/filer_category.h"

#include <algorithm>
#include <vector>

#include <re2/re2.h>

#include "sec/ascii.h"

namespace weir::sec {
namespace {

struct Label {
  std::size_t begin;
  std::size_t end;
  std::string_view category;
};

std::string_view category_of(char initial) {
  switch (lower(initial)) {
    case 'l':
      return "Large Accelerated Filer";
    case 'n':
      return "Non-accelerated Filer";
    case 's':
      return "Smaller Reporting Company";
    default:
      return "Accelerated Filer";
  }
}

// The labels of the check boxes: capitalised, unlike the sentence above them that names the same categories, and near
// each other.
std::vector<Label> find_labels(std::string_view cover) {
  static const RE2 kLabel(
      "\\b((?:L(?i:arge\\s+accelerated)|N(?i:on-?\\s*accelerated)|A(?i:ccelerated))\\s+(?i:filer)|"
      "S(?i:maller\\s+reporting\\s+company))");
  constexpr std::size_t kFarthest = 120;
  re2::StringPiece rest(cover.data(), cover.size());
  std::vector<Label> labels;
  re2::StringPiece found;
  while (RE2::FindAndConsume(&rest, kLabel, &found)) {
    const auto begin = static_cast<std::size_t>(found.data() - cover.data());
    if (labels.empty() && found[0] != 'L') continue;
    if (!labels.empty() && begin > labels.back().end + kFarthest) break;
    labels.push_back({begin, begin + found.size(), category_of(found[0])});
  }
  return labels.size() < 2 ? std::vector<Label>() : labels;
}

enum class Box { none, empty, ticked };

// The first mark in the text between two labels, or the last one. Letters are what a symbol font shows as boxes.
Box find_box(std::string_view text, bool last) {
  static const RE2 kBox(
      "(?i)(\\[\\s*\\]|\\(\\s*\\)|\\|\\s*\\||/\\s*/|[☐□¨£]|\\bo\\b|_+)|"
      "(\\[\\s*[x✓√]\\s*\\]|\\(\\s*[x✓√]\\s*\\)|\\|\\s*x\\s*\\||/\\s*x\\s*/|[☒☑þý✓✔√■]|\\b[xrt]\\b)");
  Box box = Box::none;
  re2::StringPiece rest(text.data(), text.size());
  re2::StringPiece empty;
  re2::StringPiece ticked;
  while (RE2::FindAndConsume(&rest, kBox, &empty, &ticked)) {
    box = ticked.empty() ? Box::empty : Box::ticked;
    if (!last) break;
  }
  return box;
}

class CheckBoxes {
 public:
  explicit CheckBoxes(std::string_view cover) : cover_(cover), labels_(find_labels(cover)) {
    if (labels_.empty()) return;
    const std::string_view before = before_label(0);
    boxes_follow_ = find_box(before.substr(before.find_last_of(".:") + 1), true) == Box::none;
  }

  std::string ticked() const {
    std::string category;
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      const Box box = boxes_follow_ ? find_box(behind_label(i), false) : find_box(before_label(i), true);
      if (box != Box::ticked) continue;
      // A small company may tick its size beside being accelerated or not.
      if (!category.empty() && labels_[i].category != "Smaller Reporting Company") return {};
      if (category.empty()) category = labels_[i].category;
    }
    return category;
  }

 private:
  static constexpr std::size_t kNear = 24;  // bytes before the first label and behind the last one

  std::string_view before_label(std::size_t i) const {
    const std::size_t end = labels_[i].begin;
    const std::size_t begin = i == 0 ? end - std::min(end, kNear) : labels_[i - 1].end;
    return cover_.substr(begin, end - begin);
  }
  std::string_view behind_label(std::size_t i) const {
    const std::size_t begin = labels_[i].end;
    return cover_.substr(begin, i + 1 < labels_.size() ? labels_[i + 1].begin - begin : kNear);
  }

  std::string_view cover_;
  std::vector<Label> labels_;
  bool boxes_follow_ = true;
};

}  // namespace

std::string ticked_filer_category(std::string_view cover) {
  static const RE2 kAside("(?i)\\(?\\s*do not check if (?:an? )?smaller reporting company\\.?\\s*\\)?");
  std::string text(cover);
  RE2::GlobalReplace(&text, kAside, " ");
  return CheckBoxes(text).ticked();
}

}  // namespace weir::sec
