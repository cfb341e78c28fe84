#include "html/tag_reader.h"

#include <algorithm>
#include <string>

#include "html/bytes.h"
#include "html/character_reference.h"
#include "html/element_traits.h"
#include "html/tokenizer.h"

namespace weir::html {
namespace {

std::uint32_t name_of(Element element, std::string_view name) {
  if (element != Element::other) return 0;
  std::uint32_t value = 2166136261;
  for (const char c : name) value = (value ^ static_cast<unsigned char>(c)) * 16777619;
  return value;
}

// The sizes 1 to 7 of old, absolute or counted from 3.
void read_font(const Attributes& attributes, LookChange& change) {
  constexpr std::uint16_t kSizes[] = {150, 200, 240, 270, 360, 480, 720};
  const auto size = attributes.find("size");
  if (!size || size->empty() || !is_digit(size->back())) return;
  const int digit = size->back() - '0';
  const int number = size->front() == '+' ? 3 + digit : size->front() == '-' ? 3 - digit : digit;
  change.size_kind = LookChange::Size::absolute;
  change.size = kSizes[std::clamp(number, 1, 7) - 1];
}

void read_link(const Attributes& attributes, LookChange& change) {
  std::string scratch;
  const auto target = attributes.find("href");
  if (target && attribute_value(*target, scratch).starts_with('#')) change.turn(Look::link, true);
}

void read_alignment(const StartTag& tag, LookChange& change) {
  const auto align = tag.attributes.find("align");
  if (!align || tag.element == Element::table) return;
  change.turn(Look::centred, equals_lower(*align, "center") || equals_lower(*align, "middle"));
}

// What a style says counts more than what the other attributes say.
void apply(const LookChange& styled, LookChange& change) {
  change.set = static_cast<std::uint16_t>((change.set & ~styled.clear) | styled.set);
  change.clear = static_cast<std::uint16_t>((change.clear & ~styled.set) | styled.clear);
  change.display = styled.display;
  change.page_break_before = styled.page_break_before;
  change.page_break_after = styled.page_break_after;
  if (styled.size_kind != LookChange::Size::inherited) {
    change.size_kind = styled.size_kind;
    change.size = styled.size;
  }
}

}  // namespace

TagMeaning TagReader::read(const StartTag& tag) {
  TagMeaning meaning;
  meaning.element = tag.element;
  meaning.self_closing = tag.self_closing;
  meaning.name = name_of(tag.element, tag.name);
  meaning.change = change_of(tag);
  meaning.block = meaning.change.display == LookChange::Display::unset
                      ? traits_of(tag.element).block
                      : meaning.change.display == LookChange::Display::block;
  if (tag.bytes.size() == tag.length && text_mode_of(tag.element) == TextMode::data)
    known_.remember(tag.bytes, meaning);
  return meaning;
}

TagMeaning TagReader::read(const EndTag& tag) {
  TagMeaning meaning;
  meaning.element = tag.element;
  meaning.is_end = true;
  meaning.name = name_of(tag.element, tag.name);
  if (tag.bytes.size() == tag.length) known_.remember(tag.bytes, meaning);
  return meaning;
}

LookChange TagReader::change_of(const StartTag& tag) {
  const ElementTraits& traits = traits_of(tag.element);
  LookChange change = traits.change;
  if (tag.attributes.empty()) return change;
  if (tag.element == Element::font) {
    read_font(tag.attributes, change);
  } else if (tag.element == Element::a) {
    read_link(tag.attributes, change);
  } else if (traits.block) {
    read_alignment(tag, change);
  }
  const auto style = tag.attributes.find("style");
  if (style && !style->empty()) apply(styles_.read(*style), change);
  return change;
}

}  // namespace weir::html
