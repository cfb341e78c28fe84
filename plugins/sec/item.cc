#include "sec/item.h"

#include <algorithm>
#include <array>

#include "sec/ascii.h"

namespace weir::sec {
namespace {

struct Title {
  Item item;
  std::string_view squeezed;
  bool is_open = false;
};

// Titles of 10-K and 10-KSB since 1993, letters only. Numbers that have changed their meaning have several.
constexpr std::array kTitles{
    Title{{1, 0}, "business", false},
    Title{{1, 0}, "descriptionofbusiness", false},
    Title{{1, 0}, "ourbusiness", false},
    Title{{1, 0}, "generaldevelopmentofbusiness", true},
    Title{{1, 0}, "businessandproperties", false},
    Title{{1, 'A'}, "riskfactors", false},
    Title{{1, 'A'}, "riskfactor", false},
    Title{{1, 'B'}, "unresolvedstaffcomments", false},
    Title{{1, 'B'}, "unresolvedsecstaffcomments", false},
    Title{{1, 'C'}, "cybersecurity", false},
    Title{{2, 0}, "properties", false},
    Title{{2, 0}, "property", false},
    Title{{2, 0}, "descriptionofproperties", false},
    Title{{2, 0}, "descriptionofproperty", false},
    Title{{3, 0}, "legalproceedings", false},
    Title{{3, 0}, "legalproceeding", false},
    Title{{4, 0}, "minesafetydisclosures", false},
    Title{{4, 0}, "minesafetydisclosure", false},
    Title{{4, 0}, "submissionofmatters", true},
    Title{{4, 0}, "removedandreserved", false},
    Title{{4, 0}, "reserved", false},
    Title{{4, 'A'}, "executiveofficers", true},
    Title{{5, 0}, "marketfor", true},
    Title{{5, 0}, "marketprice", true},
    Title{{6, 0}, "selectedfinancialdata", false},
    Title{{6, 0}, "selectedconsolidatedfinancialdata", false},
    Title{{6, 0}, "selectedfinancialinformation", false},
    Title{{6, 0}, "reserved", false},
    Title{{6, 0}, "removedandreserved", false},
    Title{{6, 0}, "managementsdiscussion", true},
    Title{{7, 0}, "managementsdiscussion", true},
    Title{{7, 0}, "managementdiscussion", true},
    Title{{7, 0}, "financialstatements", true},
    Title{{7, 'A'}, "quantitativeandqualitative", true},
    Title{{7, 'A'}, "qualitativeandquantitative", true},
    Title{{7, 'A'}, "quantitativedisclosures", true},
    Title{{8, 0}, "financialstatements", true},
    Title{{8, 0}, "consolidatedfinancialstatements", true},
    Title{{8, 0}, "changesinanddisagreements", true},
    Title{{8, 'A'}, "controlsandprocedures", false},
    Title{{8, 'B'}, "otherinformation", false},
    Title{{9, 0}, "changesin", true},
    Title{{9, 0}, "disagreements", true},
    Title{{9, 0}, "directors", true},
    Title{{9, 'A'}, "controlsandprocedures", false},
    Title{{9, 'A'}, "controlsandprocedure", false},
    Title{{9, 'B'}, "otherinformation", false},
    Title{{9, 'C'}, "disclosureregardingforeign", true},
    Title{{9, 'C'}, "disclosuresregardingforeign", true},
    Title{{10, 0}, "directors", true},
    Title{{10, 0}, "executivecompensation", false},
    Title{{11, 0}, "executivecompensation", false},
    Title{{11, 0}, "securityownership", true},
    Title{{12, 0}, "securityownership", true},
    Title{{12, 0}, "certainrelationships", true},
    Title{{13, 0}, "certainrelationships", true},
    Title{{13, 0}, "exhibits", true},
    Title{{14, 0}, "principalaccount", true},
    Title{{14, 0}, "controlsandprocedures", false},
    Title{{14, 0}, "exhibit", true},
    Title{{15, 0}, "exhibit", true},
    Title{{15, 0}, "principalaccount", true},
    Title{{15, 0}, "financialstatementschedules", true},
    Title{{16, 0}, "form10ksummary", false},
    Title{{16, 0}, "exhibit", true},
    Title{{16, 0}, "principalaccount", true},
};

constexpr bool is_title_letter(char c) { return (c >= 'a' && c <= 'z') || is_digit(c); }

// How much of `squeezed` the title takes, 0 where it differs.
std::size_t length_of(std::string_view title, std::string_view squeezed) {
  std::size_t at = 0;
  for (const char wanted : title) {
    while (at < squeezed.size() && !is_title_letter(squeezed[at])) ++at;
    if (at == squeezed.size() || squeezed[at] != wanted) return 0;
    ++at;
  }
  return at;
}

}  // namespace

std::string Item::name() const {
  std::string name = std::to_string(number);
  if (letter != 0) name += letter;
  return name;
}

std::optional<Item> parse_item(std::string_view name) {
  Item item;
  std::size_t digits = 0;
  while (digits < name.size() && digits < 2 && is_digit(name[digits])) {
    item.number = static_cast<std::uint8_t>(item.number * 10 + (name[digits] - '0'));
    ++digits;
  }
  if (item.number < 1 || item.number > 16 || name.front() == '0') return std::nullopt;
  if (digits == name.size()) return item;
  item.letter = upper(name[digits]);
  if (name.size() != digits + 1 || item.letter < 'A' || item.letter > 'D') return std::nullopt;
  return item;
}

TitleMatch match_title(Item item, std::string_view squeezed) {
  TitleMatch longest;
  for (const Title& title : kTitles) {
    if (title.item != item) continue;
    const std::size_t length = length_of(title.squeezed, squeezed);
    if (length > longest.length) longest = {length, title.is_open};
  }
  return longest;
}

}  // namespace weir::sec
