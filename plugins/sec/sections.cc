#include "sec/sections.h"

#include <algorithm>
#include <set>
#include <utility>

#include "sec/ascii.h"
#include "sec/block_text.h"
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

// "which form 10-K does not have"; "which form 10-Q has as I-2 and II-2".
std::string why_no_item(const Form& form, const std::string& name) {
  std::string found;
  for (const Item item : form.items()) {
    if (Item{0, item.number, item.letter}.name() == name) found += (found.empty() ? "" : " and ") + item.name();
  }
  const std::string which = "which form " + std::string(form.name());
  return found.empty() ? which + " does not have" : which + " has as " + found;
}

std::string detail_of(Item item, std::string_view what) { return item.full_name() + ": " + std::string(what); }

}  // namespace

void Sections::Params::declare(ParamList& list) {
  std::vector<std::string> names;
  for (const Form* each : {&annual_form(), &quarterly_form()}) {
    for (const Item item : each->items()) names.push_back(item.name());
  }
  list.optional("form", form, "form whose items are meant, with all of its kinds and amendments")
      .one_of({"10-K", "10-Q"});
  list.optional("sections", sections,
                "items to extract; of form 10-Q with their part, which 1A, 5 and 6 do not need: no other part has them")
      .one_of(std::move(names));
}

std::optional<std::string> Sections::Params::check() const {
  if (sections.empty()) return "`sections` names no item";
  const Form& items = *find_form(form);
  std::set<Item> named;
  for (const std::string& name : sections) {
    const auto item = items.find(name);
    if (!item) return "`sections` names " + name + ", " + why_no_item(items, name);
    if (!named.insert(*item).second) return "`sections` names an item twice";
  }
  return std::nullopt;
}

Sections::Sections(const Params& params) : form_(*find_form(params.form)) {
  for (const std::string& name : params.sections) wanted_.push_back(*form_.find(name));
  std::sort(wanted_.begin(), wanted_.end());
}

void Sections::process(Document document, Emitter& out) {
  const std::string_view form = document.metadata().string("form_type");
  if (!form.empty() && !form_.includes(form)) return out.drop(form_.reason_for_others(), "form " + std::string(form));

  const std::string_view text = document.text().view();
  const PageFurniture furniture(text, document.blocks());
  const Outline outline(form_, text, document.blocks(), furniture);
  std::set<std::size_t> emitted;  // where sections begin: items that are joined share one
  for (const Item item : wanted_) {
    const auto place = outline.section(item);
    if (!place) {
      const bool listed = outline.is_listed(item);
      if (form.empty() && !listed && outline.size() == 0) {
        return out.drop(form_.reason_for_others(), "neither a form nor items");
      };
      out.drop(listed ? reason::kIndexOnly : reason::kNoSuchSection,
               detail_of(item, listed ? "has an entry in an index only" : "has no heading"));
      continue;
    }
    if (!emitted.insert(place->begin).second) {
      out.drop(reason::kCombined, detail_of(item, "stands in the section of " + place->items.front().full_name()));
      continue;
    }
    const std::string body = body_without_furniture(document, *place, furniture);
    const std::string_view title = text.substr(place->title_begin, place->heading_end - place->title_begin);
    if (const std::string_view why = reason_to_drop(title, body); !why.empty()) {
      out.drop(why, detail_of(item, trimmed(std::string_view(body).substr(0, 160))));
      continue;
    }
    out.emit(section_document(document, *place, item, furniture));
  }
}

}  // namespace weir::sec
