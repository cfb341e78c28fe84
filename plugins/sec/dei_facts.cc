#include "sec/dei_facts.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>

#include "sec/ascii.h"
#include "sec/dei_value.h"
#include "sec/find_text.h"
#include "sec/form_type.h"
#include "sec/markup_text.h"

namespace weir::sec {
namespace {

constexpr std::string_view kMark = "dei:";
constexpr std::size_t kFactWindowBytes = std::size_t{1} << 20;
constexpr std::size_t kTagBytes = 2048;                  // a start tag is not longer, before and behind its name
constexpr std::size_t kBytesBehind = kTagBytes + 65536;  // what is longer than this is cut
constexpr std::size_t kNameBytes = 128;
constexpr std::size_t kMostFacts = 512;
constexpr std::size_t kMostReads = 4096;  // of what looks like a fact

// The value of an attribute in a start tag; empty where it has none.
std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    if (at == 0 || !is_space(tag[at - 1])) continue;
    std::string_view rest = trimmed(tag.substr(at + name.size()));
    if (!rest.starts_with('=')) continue;
    rest = trimmed(rest.substr(1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) continue;
    const std::size_t end = rest.find(rest.front(), 1);
    if (end != std::string_view::npos) return rest.substr(1, end - 1);
  }
  return {};
}

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// What lies between a start tag and its end tag; elements of the same name may lie within.
std::string_view inner(std::string_view behind_tag, std::string_view name) {
  int depth = 1;
  for (std::size_t at = behind_tag.find('<'); at != std::string_view::npos; at = behind_tag.find('<', at + 1)) {
    std::string_view rest = behind_tag.substr(at + 1);
    const bool closes = rest.starts_with('/');
    if (closes) rest.remove_prefix(1);
    if (!rest.starts_with(name)) continue;
    const std::size_t end = rest.find('>');
    if (end == std::string_view::npos) break;
    if (closes) {
      if (--depth == 0) return behind_tag.substr(0, at);
    } else if (rest[end - 1] != '/') {
      ++depth;
    }
  }
  return behind_tag;
}

// Reads the fact whose start tag holds the byte at `mark` of the view, which lies in its name attribute, and adds it.
void read_fact(std::string_view view, std::size_t mark, Table& facts) {
  const std::size_t open = view.rfind('<', mark);
  if (open == std::string_view::npos) return;
  const std::size_t close = view.find('>', open);
  if (close == std::string_view::npos || close - open > 2 * kTagBytes) return;
  const std::string_view tag = view.substr(open + 1, close - open - 1);
  const std::string_view element = tag.substr(0, tag.find_first_of(" \t\r\n/"));
  const std::string_view kind = without_prefix(element);
  if ((kind != "nonNumeric" && kind != "nonFraction") || tag.ends_with('/')) return;
  const std::string_view name = attribute(tag, "name");
  if (!name.starts_with(kMark)) return;
  const std::string_view key = name.substr(kMark.size());
  if (facts.find(key) || attribute(tag, "xsi:nil") == "true") return;

  int scale = 0;
  const std::string_view written = attribute(tag, "scale");
  std::from_chars(written.data(), written.data() + written.size(), scale);
  const std::string printed = visible_text(inner(view.substr(close + 1), element), "ix:exclude");
  std::string value =
      dei_value(printed, without_prefix(attribute(tag, "format")), scale, attribute(tag, "sign") == "-");
  if (!value.empty()) facts.set(key, std::move(value));
}

// The same for the byte at `mark` of a window that begins at `begin` of the document.
void read_fact(const Content& document, std::uint64_t begin, std::string_view window, std::size_t mark, Table& facts) {
  const std::size_t before = std::min(mark, kTagBytes);
  const bool begins_here = before == kTagBytes || begin == 0;
  const bool ends_here = window.size() - mark >= kBytesBehind || begin + window.size() == document.size();
  if (begins_here && ends_here) return read_fact(window.substr(mark - before, before + kBytesBehind), before, facts);
  const std::uint64_t in_document = begin + mark;
  const auto in_view = static_cast<std::size_t>(std::min<std::uint64_t>(in_document, kTagBytes));
  read_fact(document.read_string(in_document - in_view, in_document + kBytesBehind), in_view, facts);
}

// Facts exist in XHTML that declares their namespace.
bool may_have_facts(std::string_view beginning) {
  constexpr std::size_t kDeclaredBytes = 65536;
  return find_text(beginning.substr(0, kDeclaredBytes), "inlineXBRL") != std::string_view::npos;
}

std::string fact(const Table& dei, std::string_view name) {
  const Value* value = dei.find(name);
  return value && value->string() ? *value->string() : std::string();
}

bool is_no_symbol(std::string_view symbol) {
  for (const std::string_view none : {"N/A", "NA", "None", "-", "—", "–", "Not applicable"}) {
    if (same_letters(symbol, none)) return true;
  }
  return false;
}

}  // namespace

Table read_dei_facts(const Content& document, std::string_view beginning) {
  Table facts;
  if (!may_have_facts(beginning)) return facts;
  const auto window_bytes = static_cast<std::size_t>(std::min<std::uint64_t>(kFactWindowBytes, document.size()));
  const auto window = std::make_unique_for_overwrite<char[]>(window_bytes);
  std::uint64_t begin = 0;
  std::size_t reads = 0;
  for (;;) {
    const std::size_t size = document.read(begin, {window.get(), window_bytes});
    const std::string_view bytes(window.get(), size);
    for (std::size_t at = 0; (at = find_text(bytes, kMark, at)) != std::string_view::npos; at += kMark.size()) {
      if (at == 0 || (bytes[at - 1] != '"' && bytes[at - 1] != '\'')) continue;
      const std::string_view name = bytes.substr(at + kMark.size(), kNameBytes);
      if (facts.find(name.substr(0, name.find(bytes[at - 1])))) continue;
      if (facts.size() >= kMostFacts || ++reads > kMostReads) return facts;
      read_fact(document, begin, bytes, at, facts);
    }
    if (size <= kMark.size() || begin + size >= document.size()) break;
    begin += size - kMark.size();  // a mark may be cut by the window's end, with the quote before it
  }
  return facts;
}

Filing filing_of(const Table& dei) {
  Filing filing;
  filing.company_name = fact(dei, "EntityRegistrantName");
  filing.ticker = fact(dei, "TradingSymbol");
  if (is_no_symbol(filing.ticker)) filing.ticker.clear();
  filing.cik = normal_cik(fact(dei, "EntityCentralIndexKey"));
  filing.form_type = normal_form(fact(dei, "DocumentType"));
  const std::string year = fact(dei, "DocumentFiscalYearFocus");
  int number = 0;
  if (std::from_chars(year.data(), year.data() + year.size(), number).ec == std::errc() && number > 1900) {
    filing.fiscal_year = number;
  }
  const std::string amendment = lower(fact(dei, "AmendmentFlag"));
  if (amendment == "true" || amendment == "false") filing.amendment = amendment == "true";
  filing.entity_filer_category = fact(dei, "EntityFilerCategory");
  filing.ein = normal_ein(fact(dei, "EntityTaxIdentificationNumber"));
  return filing;
}

}  // namespace weir::sec
