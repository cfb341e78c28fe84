#include "graph/check_output_names.h"

#include <weir/name.h>
#include <weir/volume_name.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "graph/output_name.h"

namespace weir::graph {

namespace {

// Calls visit(part) for each part between slashes, the empty ones too.
template <typename Visit>
void for_each_part(std::string_view path, Visit&& visit) {
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    visit(path.substr(begin, end - begin));
    begin = end + 1;
  }
}

// What keeps a path from being a plain one below the output folder, if anything.
std::optional<std::string> unsafe(std::string_view path) {
  if (path.empty()) return "it is empty";
  if (path.front() == '/') return "it is absolute; outputs lie below the output folder";
  std::optional<std::string> wrong;
  for_each_part(path, [&](std::string_view part) {
    if (wrong) return;
    if (part == "..")
      wrong = "`..` would lead out of the output folder";
    else if (part.empty())
      wrong = "a part of it is empty";
    else if (part.front() == '.')
      wrong = "a part of it begins with a dot";
    else if (safe_name(part) != part)
      wrong = "only letters, digits, `.`, `_`, `-` and `/` are safe";
  });
  return wrong;
}

// A pattern with its fields replaced by something safe; null with the reason in `wrong` where its braces are.
std::optional<std::string> without_fields(std::string_view pattern, std::string& wrong) {
  std::string plain;
  while (!pattern.empty()) {
    const std::size_t brace = pattern.find_first_of("{}");
    plain += pattern.substr(0, brace);
    if (brace == std::string_view::npos) break;
    const std::size_t close = pattern.find_first_of("{}", brace + 1);
    if (pattern[brace] == '}' || close == std::string_view::npos || pattern[close] == '{') {
      wrong = "a brace is not closed, or not opened";
      return std::nullopt;
    }
    if (close == brace + 1) {
      wrong = "`{}` names no field";
      return std::nullopt;
    }
    plain += 'x';
    pattern.remove_prefix(close + 1);
  }
  return plain;
}

std::optional<std::string> unsafe_volumes(const std::string& pattern) {
  const std::string name = volume_name(pattern, 0);
  if (name.find_first_of("{}") != std::string::npos) return "names of volumes have no field but one {volume}";
  return unsafe(name);
}

std::optional<std::string> unsafe_output(SinkOutput output, const std::string& name, bool divided) {
  if (divided) return unsafe_volumes(name);
  if (output != SinkOutput::files) {
    if (has_volume_field(name)) return "{volume} is for a sink with the key `volume`";
    if (name.find_first_of("{}") != std::string::npos) return "this sink writes one file: its name has no fields";
    return unsafe(name);
  }
  std::string wrong;
  const std::optional<std::string> plain = without_fields(name, wrong);
  return plain ? unsafe(*plain) : wrong;
}

// Whether some name of one is below a name of the other. Of volumes, the first stands for all.
bool lies_below(const std::string& name, const std::string& folder) {
  return volume_name(name, 0).starts_with(volume_name(folder, 0) + "/");
}

bool may_be_same(const std::string& a, const std::string& b) {
  return is_volume_name(a, volume_name(b, 0)) || is_volume_name(b, volume_name(a, 0));
}

}  // namespace

Location output_location(const NodeDraft& node) {
  const Member* with = node.table->find("with");
  const Member* value = with && node.stage ? with->value.find(node.stage->output_parameter) : nullptr;
  return value ? value->value.at : node.at;
}

void check_output_names(const std::vector<NodeDraft>& nodes, Diagnostics& diagnostics) {
  struct Output {
    std::string name;
    const NodeDraft* sink;
  };
  std::vector<Output> outputs;
  for (const NodeDraft& node : nodes) {
    if (!node.bound || node.stage->output == SinkOutput::none || node.stage->output_parameter.empty()) continue;
    const bool divided = node.volume_bytes > 0;
    const std::string written = output_name(*node.stage, node.bound->with);
    const std::string name = divided ? volume_pattern(written) : written;
    const Location at = output_location(node);
    if (const auto wrong = unsafe_output(node.stage->output, name, divided)) {
      diagnostics.add({"E040", "`" + written + "` cannot name an output", at, *wrong, {}, {}});
      continue;
    }
    const auto clashing = std::find_if(outputs.begin(), outputs.end(), [&](const Output& other) {
      return may_be_same(other.name, name) || lies_below(other.name, name) || lies_below(name, other.name);
    });
    if (clashing == outputs.end()) {
      outputs.push_back({name, &node});
      continue;
    }
    diagnostics.add({"E041",
                     "two sinks write `" + name + "`",
                     at,
                     clashing->name == name ? "`" + clashing->sink->id + "` writes it too"
                                            : "`" + clashing->sink->id + "` writes `" + clashing->name + "`",
                     {},
                     {"give each sink a name of its own"}});
  }
}

}  // namespace weir::graph
