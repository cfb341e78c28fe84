#include "plugin/node_to_paste.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "plugin/toml_text.h"

namespace weir::plugin {
namespace {

// A value of the right type, for a parameter that has no default.
Value of_type(const ParamSpec& spec) {
  const double lowest = std::max(spec.lowest().value_or(0.0), spec.highest().value_or(1.0) < 1.0 ? -1e18 : 1.0);
  const double number = std::min(lowest, spec.highest().value_or(lowest));
  const std::string text = spec.choices().empty() ? "..." : spec.choices().front();
  switch (spec.type()) {
    case ParamType::boolean:
      return true;
    case ParamType::integer:
      return static_cast<std::int64_t>(number);
    case ParamType::number:
      return number;
    case ParamType::size:
      return written_size(static_cast<std::uint64_t>(number));
    case ParamType::duration:
      return written_duration(Duration(static_cast<std::int64_t>(number)));
    case ParamType::string_list:
      return List{text};
    case ParamType::integer_list:
      return List{static_cast<std::int64_t>(number)};
    case ParamType::table_list:
      return List{};
    case ParamType::string:
    case ParamType::secret:
      break;
  }
  return text;
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

struct Line {
  std::string setting;
  std::string help;
};

// The lines with their comments one below the other.
std::string aligned(const std::vector<Line>& lines) {
  static constexpr std::size_t kWidest = 40;
  std::size_t width = 0;
  for (const Line& line : lines) {
    if (line.setting.size() <= kWidest) width = std::max(width, line.setting.size());
  }
  std::string text;
  for (const Line& line : lines) {
    text += line.setting;
    if (!line.help.empty()) {
      text.append(std::max(width, line.setting.size()) - line.setting.size() + 2, ' ');
      text += "# " + one_line(line.help);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string node_to_paste(const StageInfo& info) {
  const std::string id = info.name.substr(info.name.rfind('.') + 1);
  std::vector<Line> lines{{"[nodes." + id + "]", ""}, {"stage = " + toml_text(info.name), ""}};
  if (info.kind != StageKind::source) lines.push_back({"from = \"...\"", "the node that it takes its documents from"});
  const std::unique_ptr<BoundParams> params = info.make_params();
  ParamList list;
  params->declare(list);
  if (list.specs().empty()) return aligned(lines);
  std::vector<Line> settings;
  for (const ParamSpec& spec : list.specs()) {
    const bool has_default = !spec.required() && !spec.default_value().is_null();
    const Value value = has_default ? spec.default_value() : of_type(spec);
    settings.push_back({(spec.required() ? "" : "# ") + spec.name() + " = " + toml_text(value), spec.help()});
  }
  return aligned(lines) + "\n[nodes." + id + ".with]\n" + aligned(settings);
}

}  // namespace weir::plugin
