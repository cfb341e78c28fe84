#include "sec/sections.h"

#include <algorithm>
#include <set>
#include <utility>

#include "sec/ascii.h"
#include "sec/block_text.h"
#include "sec/form_type.h"
#include "sec/page_furniture.h"
#include "sec/section_document.h"
#include "sec/section_verdict.h"

namespace weir::sec {
namespace {

// What a section says besides its heading, as far as is needed to see whether it says anything.
std::string body_without_furniture(const Document& report, const SectionPlace& place, const PageFurniture& furniture) {
  constexpr std::size_t kEnough = 8192;
  const std::string_view text = report.text().view();
  std::string body;
  for (std::size_t i = 0; i < report.blocks().size() && body.size() < kEnough; ++i) {
    const Block& block = report.blocks()[i];
    if (block.end <= place.body_begin) continue;
    if (block.begin >= place.end) break;
    if (block.begin >= place.body_begin && furniture.holds(text, report.blocks(), i)) continue;
    const std::size_t begin = std::max(block.begin, place.body_begin);
    body += text.substr(begin, std::min(block.end, place.end) - begin);
    body += '\n';
  }
  return body;
}

std::string detail_of(Item item, std::string_view what) { return "Item " + item.name() + ": " + std::string(what); }

}  // namespace

void Sections::Params::declare(ParamList& list) {
  list.optional("form", form, "form whose items are meant, with all of its kinds and amendments").one_of({"10-K"});
  list.optional("sections", sections, "items to extract")
      .one_of({"1", "1A", "1B", "1C", "2", "3", "5", "7", "7A", "8", "9A"});
}

std::optional<std::string> Sections::Params::check() const {
  if (sections.empty()) return "`sections` names no item";
  if (std::set<std::string>(sections.begin(), sections.end()).size() != sections.size()) {
    return "`sections` names an item twice";
  }
  return std::nullopt;
}

Sections::Sections(const Params& params) {
  for (const std::string& name : params.sections) wanted_.push_back(*parse_item(name));
  std::sort(wanted_.begin(), wanted_.end());
}

void Sections::process(Document document, Emitter& out) {
  const std::string_view form = document.metadata().string("form_type");
  if (!form.empty() && !is_annual_report(form)) return out.drop(reason::kNot10K, "form " + std::string(form));

  const std::string_view text = document.text().view();
  const PageFurniture furniture(text, document.blocks());
  const Outline outline(text, document.blocks(), furniture);
  std::set<std::size_t> emitted;  // where sections begin: items that are joined share one
  for (const Item item : wanted_) {
    const auto place = outline.section(item);
    if (!place) {
      const bool listed = outline.is_listed(item);
      if (form.empty() && !listed && outline.size() == 0) return out.drop(reason::kNot10K, "neither a form nor items");
      out.drop(listed ? reason::kIndexOnly : reason::kNoSuchSection,
               detail_of(item, listed ? "has an entry in an index only" : "has no heading"));
      continue;
    }
    if (!emitted.insert(place->begin).second) {
      out.drop(reason::kCombined, detail_of(item, "stands in the section of Item " + place->items.front().name()));
      continue;
    }
    const std::string body = body_without_furniture(document, *place, furniture);
    if (const std::string_view why = reason_to_drop(body); !why.empty()) {
      out.drop(why, detail_of(item, trimmed(std::string_view(body).substr(0, 160))));
      continue;
    }
    out.emit(section_document(document, *place, item, furniture));
  }
}

}  // namespace weir::sec
