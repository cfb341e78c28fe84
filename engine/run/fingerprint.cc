#include "run/fingerprint.h"

#include <algorithm>
#include <vector>

#include "graph/canonical.h"

namespace weir::run {
namespace {

// A fingerprint has one line for each node: its id, the build of its plugin, what it is.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string_view field(std::string_view line, int number) {
  for (; number > 0; --number) line.remove_prefix(std::min(line.size(), line.find('\t') + 1));
  return line.substr(0, line.find('\t'));
}

}  // namespace

std::string fingerprint(const graph::Specification& specification,
                        const std::function<std::string(std::string_view stage)>& build_id) {
  std::string text;
  for (std::size_t i = 0; i < specification.nodes.size(); ++i) {
    const graph::Node& node = specification.nodes[i];
    text += node.id + '\t' + build_id(node.stage->name) + '\t' + graph::canonical(specification, i) + '\n';
  }
  return text;
}

std::string difference(std::string_view before, std::string_view now) {
  const auto old_lines = lines_of(before);
  const auto new_lines = lines_of(now);
  for (std::size_t i = 0; i < std::max(old_lines.size(), new_lines.size()); ++i) {
    if (i >= new_lines.size()) return "the node `" + std::string(field(old_lines[i], 0)) + "` is gone";
    const std::string name(field(new_lines[i], 0));
    if (i >= old_lines.size()) return "the node `" + name + "` is new";
    if (old_lines[i] == new_lines[i]) continue;
    if (field(old_lines[i], 0) != name) {
      return "where `" + std::string(field(old_lines[i], 0)) + "` stood, there is now `" + name + "`";
    }
    if (field(old_lines[i], 2) == field(new_lines[i], 2)) return "the plugin of `" + name + "` was built anew";
    return "the node `" + name + "` has other parameters, inputs or versions";
  }
  return "nothing";
}

}  // namespace weir::run
