#include "graph/amounts.h"

#include <weir/units.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "graph/suggestion.h"

namespace weir::graph {

namespace {

struct Spelling {
  std::string_view written;  // in lower case
  std::string_view unit;
};

// What people write and what they probably mean.
constexpr std::array<Spelling, 16> kSizeSpellings{{{"b", "B"},
                                                   {"byte", "B"},
                                                   {"bytes", "B"},
                                                   {"k", "KiB"},
                                                   {"kb", "kB"},
                                                   {"kib", "KiB"},
                                                   {"m", "MiB"},
                                                   {"mb", "MB"},
                                                   {"mib", "MiB"},
                                                   {"g", "GiB"},
                                                   {"gb", "GB"},
                                                   {"gib", "GiB"},
                                                   {"t", "TiB"},
                                                   {"tb", "TB"},
                                                   {"tib", "TiB"},
                                                   {"", "B"}}};
constexpr std::array<Spelling, 18> kDurationSpellings{{{"ms", "ms"},
                                                       {"msec", "ms"},
                                                       {"s", "s"},
                                                       {"sec", "s"},
                                                       {"secs", "s"},
                                                       {"second", "s"},
                                                       {"seconds", "s"},
                                                       {"m", "min"},
                                                       {"min", "min"},
                                                       {"mins", "min"},
                                                       {"minute", "min"},
                                                       {"minutes", "min"},
                                                       {"h", "h"},
                                                       {"hr", "h"},
                                                       {"hour", "h"},
                                                       {"hours", "h"},
                                                       {"day", "d"},
                                                       {"days", "d"}}};

struct Written {
  std::string number;
  std::string unit;
};

// "1.5 gib" is 1.5 and "gib". Null where it does not begin with a number.
std::optional<Written> take_apart(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  if (end == 0) return std::nullopt;
  std::string_view unit = text.substr(end);
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  return Written{std::string(text.substr(0, end)), std::string(unit)};
}

template <std::size_t n>
std::optional<std::string> meant_unit(const std::string& unit, const std::array<Spelling, n>& spellings) {
  std::string lower = unit;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  const auto found = std::find_if(spellings.begin(), spellings.end(),
                                  [&](const Spelling& spelling) { return spelling.written == lower; });
  return found == spellings.end() ? std::nullopt : std::optional(std::string(found->unit));
}

std::string_view expected(Quantity quantity) {
  switch (quantity) {
    case Quantity::size:
      return "must be a size such as \"64MiB\"";
    case Quantity::duration:
      return "must be a duration such as \"10min\"";
    case Quantity::amount:
      return "must be a size such as \"64MiB\" or a share such as \"75%\"";
  }
  return "has a wrong unit";
}

}  // namespace

std::optional<Amount> parse_amount(std::string_view text) {
  if (!text.ends_with('%')) {
    const std::optional<std::uint64_t> bytes = parse_size(text);
    return bytes ? std::optional(Amount{*bytes, 0.0}) : std::nullopt;
  }
  text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  double percent = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, percent, std::chars_format::fixed);
  if (error != std::errc() || end != last) return std::nullopt;
  return Amount{0, percent / 100.0};
}

Diagnostic wrong_unit(std::string_view key, const Element& value, Quantity quantity) {
  Diagnostic wrong{"E014", "`" + std::string(key) + "` " + std::string(expected(quantity)), value.at, "", {}, {}};
  const std::optional<Written> written = take_apart(*value.string());
  if (!written) return wrong;

  const bool is_time = quantity == Quantity::duration;
  const std::optional<std::string> meant =
      is_time ? meant_unit(written->unit, kDurationSpellings) : meant_unit(written->unit, kSizeSpellings);
  if (written->unit.empty()) {
    wrong.label = "a unit is missing";
  } else if (is_time ? parse_size(*value.string()).has_value() : parse_duration(*value.string()).has_value()) {
    wrong.label = is_time ? "this is a size" : "this is a duration";
  } else {
    wrong.label = "`" + written->unit + "` is not a unit here";
  }
  if (meant && (is_time || parse_size(written->number + *meant))) {
    wrong.helps.push_back("did you mean \"" + written->number + *meant + "\"?");
  }
  return wrong;
}

}  // namespace weir::graph
