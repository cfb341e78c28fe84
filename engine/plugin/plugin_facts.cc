#include "plugin/plugin_facts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

#include <weir/plugin.h>

#include "plugin/elf_file.h"

#define WEIR_DETAIL_QUOTED(...) WEIR_DETAIL_TEXT(__VA_ARGS__)

namespace weir::plugin {
namespace {

constexpr std::string_view kSymbol = WEIR_DETAIL_QUOTED(WEIR_PLUGIN_SYMBOL);
constexpr std::string_view kSymbolBegin = "weir_plugin_v";

// "weir_plugin_v1_gcc12_cxx11" as a person would say it: "SDK v1, gcc12, cxx11".
std::string stamp_in_words(std::string_view symbol) {
  std::string words = "SDK v" + std::string(symbol.substr(kSymbolBegin.size()));
  for (std::size_t at = words.find('_'); at != std::string::npos; at = words.find('_', at)) words.replace(at, 1, ", ");
  return words;
}

std::string hexadecimal(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

// The names in a stage note: each ended by a zero byte, the rest filled up with zero bytes.
std::vector<std::string> names_in(std::string_view description) {
  std::vector<std::string> names;
  while (!description.empty() && description.front() != '\0') {
    const std::size_t end = std::min(description.find('\0'), description.size());
    names.emplace_back(description.substr(0, end));
    description.remove_prefix(std::min(end + 1, description.size()));
  }
  return names;
}

void read_notes(ElfFile& file, PluginFacts& facts) {
  for (const ElfFile::Note& note : file.notes()) {
    if (note.owner == "GNU" && note.type == NT_GNU_BUILD_ID) facts.build_id = hexadecimal(note.description);
    if (note.owner == "weir" && note.type == kStageNoteType) facts.stages = names_in(note.description);
  }
}

std::string what_is_wrong(ElfFile& file, const PluginFacts& facts) {
  std::optional<std::string> other_stamp;
  bool has_stamp = false;
  for (const std::string& symbol : file.exported_symbols()) {
    has_stamp = has_stamp || symbol == kSymbol;
    if (symbol.starts_with(kSymbolBegin)) other_stamp = symbol;
  }
  if (!has_stamp && other_stamp) {
    return "wrong stamp: built for " + stamp_in_words(*other_stamp) + ", and this weir takes " +
           stamp_in_words(kSymbol) + ": build it again with this weir's headers";
  }
  if (!has_stamp) return "not a plugin: it exports no function " + std::string(kSymbol) + ", which WEIR_PLUGIN makes";
  if (facts.build_id.empty()) return "has no build-id, by which a change is noticed: link it with -Wl,--build-id";
  return {};
}

}  // namespace

std::string plugin_symbol() { return std::string(kSymbol); }

PluginFacts read_facts(const std::string& path) {
  PluginFacts facts;
  try {
    ElfFile file(path);
    read_notes(file, facts);
    facts.wrong = what_is_wrong(file, facts);
  } catch (const ElfError& error) {
    facts.wrong = error.what();
  }
  return facts;
}

}  // namespace weir::plugin
