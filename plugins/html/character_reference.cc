#include "html/character_reference.h"

#include <algorithm>
#include <utility>

#include "html/bytes.h"

namespace weir::html {
namespace {

struct Definition {
  std::string_view name;
  bool without_semicolon;
  char32_t first;
  char32_t second;
};

constexpr Definition kDefinitions[] = {
#include "html/named_references.inc"
};
constexpr std::size_t kCount = std::size(kDefinitions);
constexpr std::size_t kSlots = 4096;
static_assert(kCount < kSlots * 2 / 3);

constexpr std::size_t kNameBytes = [] {
  std::size_t bytes = 0;
  for (const Definition& definition : kDefinitions) bytes += definition.name.size();
  return bytes;
}();

constexpr std::uint32_t hash(std::string_view name) {
  std::uint32_t value = 2166136261;
  for (const char c : name) value = (value ^ static_cast<unsigned char>(c)) * 16777619;
  return (value ^ value >> 15) % kSlots;
}

constexpr std::size_t encode(char32_t point, char* out) {
  const auto continuation = [&](int shift) { return static_cast<char>(0x80 | (point >> shift & 0x3F)); };
  if (point < 0x80) {
    out[0] = static_cast<char>(point);
    return 1;
  }
  if (point < 0x800) {
    out[0] = static_cast<char>(0xC0 | point >> 6);
    out[1] = continuation(0);
    return 2;
  }
  if (point < 0x10000) {
    out[0] = static_cast<char>(0xE0 | point >> 12);
    out[1] = continuation(6);
    out[2] = continuation(0);
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | point >> 18);
  out[1] = continuation(12);
  out[2] = continuation(6);
  out[3] = continuation(0);
  return 4;
}

// An open-addressed hash table that is built by the compiler: 64 KiB without a single pointer, so that loading the
// plugin relocates nothing.
struct Names {
  std::array<char, kNameBytes> bytes{};
  std::array<std::uint16_t, kCount + 1> begin{};
  std::array<NamedReference, kCount> references{};
  std::array<std::uint16_t, kSlots> slots{};  // index + 1, 0 where free

  constexpr Names() {
    std::size_t at = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
      const Definition& definition = kDefinitions[i];
      begin[i] = static_cast<std::uint16_t>(at);
      for (const char c : definition.name) bytes[at++] = c;
      NamedReference& reference = references[i];
      reference.without_semicolon = definition.without_semicolon;
      std::size_t size = encode(definition.first, reference.bytes.data());
      if (definition.second != 0) size += encode(definition.second, reference.bytes.data() + size);
      reference.size = static_cast<std::uint8_t>(size);
      std::size_t slot = hash(definition.name);
      while (slots[slot] != 0) slot = (slot + 1) % kSlots;
      slots[slot] = static_cast<std::uint16_t>(i + 1);
    }
    begin[kCount] = static_cast<std::uint16_t>(at);
  }

  constexpr std::string_view name(std::size_t i) const {
    return {bytes.data() + begin[i], static_cast<std::size_t>(begin[i + 1] - begin[i])};
  }
};
constexpr Names kNames;

// What the bytes 0x80 to 0x9F are in windows-1252.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

// Reads `#...` from just behind the ampersand. Returns what it takes, 0 where it is no reference.
std::size_t append_numeric(std::string_view rest, std::string& out) {
  std::size_t at = 1;
  const bool hexadecimal = at < rest.size() && to_lower(rest[at]) == 'x';
  if (hexadecimal) ++at;
  const std::size_t digits = at;
  std::uint32_t number = 0;
  for (; at < rest.size(); ++at) {
    const int digit = digit_value(rest[at], hexadecimal);
    if (digit < 0) break;
    number = add_digit(number, digit, hexadecimal);
  }
  if (at == digits) return 0;
  append_utf8(numeric_reference(number), out);
  return at < rest.size() && rest[at] == ';' ? at + 1 : at;
}

// The same for a name. In an attribute a name without a semicolon counts only where no letter, digit or `=` follows.
std::size_t append_named(std::string_view rest, std::string& out) {
  std::size_t end = 0;
  while (end < rest.size() && end < kMaxReferenceName && is_alphanumeric(rest[end])) ++end;
  if (end < rest.size() && rest[end] == ';') ++end;
  const NamedMatch match = match_named_reference(rest.substr(0, end));
  if (match.reference == nullptr) return 0;
  if (rest[match.length - 1] != ';' && match.length < rest.size() &&
      (rest[match.length] == '=' || is_alphanumeric(rest[match.length]))) {
    return 0;
  }
  out.append(match.reference->text());
  return match.length;
}

}  // namespace

const NamedReference* find_named_reference(std::string_view name) {
  for (std::size_t slot = hash(name); kNames.slots[slot] != 0; slot = (slot + 1) % kSlots) {
    const std::size_t i = kNames.slots[slot] - 1;
    if (kNames.name(i) == name) return &kNames.references[i];
  }
  return nullptr;
}

NamedMatch match_named_reference(std::string_view run) {
  const bool semicolon = !run.empty() && run.back() == ';';
  if (semicolon) {
    if (const NamedReference* exact = find_named_reference(run.substr(0, run.size() - 1))) return {exact, run.size()};
  }
  const std::size_t name = run.size() - (semicolon ? 1 : 0);
  for (std::size_t length = std::min(name, kMaxReferenceNameWithoutSemicolon); length >= 2; --length) {
    const NamedReference* prefix = find_named_reference(run.substr(0, length));
    if (prefix != nullptr && prefix->without_semicolon) return {prefix, length};
  }
  return {};
}

char32_t windows_1252(unsigned char byte) { return byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte; }

char32_t numeric_reference(std::uint32_t number) {
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)) return 0xFFFD;
  return number < 0x100 ? windows_1252(static_cast<unsigned char>(number)) : number;
}

std::size_t append_utf8(char32_t code_point, std::string& out) {
  char bytes[4];
  const std::size_t size = encode(code_point, bytes);
  out.append(bytes, size);
  return size;
}

WholeReference::WholeReference(std::string_view text) {
  if (text.size() < 4) return;
  if (text.starts_with("&nbsp;")) {  // most references are this one
    size_ = std::string_view("\xC2\xA0").copy(bytes_, sizeof bytes_);
    length_ = 6;
    return;
  }
  text[1] == '#' ? read_number(text) : read_name(text);
}

void WholeReference::read_number(std::string_view text) {
  std::uint32_t number = 0;
  std::size_t at = 2;
  for (; at < text.size() && is_digit(text[at]); ++at) number = add_digit(number, text[at] - '0', false);
  if (at == 2 || at == text.size() || text[at] != ';') return;
  size_ = encode(numeric_reference(number), bytes_);
  length_ = at + 1;
}

void WholeReference::read_name(std::string_view text) {
  std::size_t at = 1;
  while (at < text.size() && at <= kMaxReferenceName && is_alphanumeric(text[at])) ++at;
  if (at == text.size() || text[at] != ';') return;
  const NamedReference* const named = find_named_reference(text.substr(1, at - 1));
  if (named == nullptr) return;
  size_ = named->text().copy(bytes_, sizeof bytes_);
  length_ = at + 1;
}

void replace_nul(std::string& text) {
  std::string replaced;
  for (const char c : text) {
    if (c == '\0') {
      append_utf8(0xFFFD, replaced);
    } else {
      replaced.push_back(c);
    }
  }
  text = std::move(replaced);
}

std::string_view attribute_value(std::string_view raw, std::string& scratch) {
  const char* const end = raw.data() + raw.size();
  const char* at = find_any<'&', '\r', '\0'>(raw.data(), end);
  if (at == end) return raw;
  scratch.clear();
  for (const char* copied = raw.data();; at = find_any<'&', '\r', '\0'>(at, end)) {
    scratch.append(copied, at);
    if (at == end) return scratch;
    std::size_t taken = 1;
    if (*at == '\r') {
      if (at + 1 == end || at[1] != '\n') scratch.push_back('\n');
    } else if (*at == '\0') {
      append_utf8(0xFFFD, scratch);
    } else {
      const std::string_view rest(at + 1, static_cast<std::size_t>(end - at - 1));
      const std::size_t reference = rest.starts_with('#') ? append_numeric(rest, scratch) : append_named(rest, scratch);
      if (reference == 0) scratch.push_back('&');
      taken += reference;
    }
    at += taken;
    copied = at;
  }
}

}  // namespace weir::html
