#include "graph/environment.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace weir::graph {

namespace {

constexpr std::string_view kBegin = "${env:";

class Substitution {
 public:
  Substitution(std::span<const std::string> allowed, Diagnostics& diagnostics)
      : allowed_(allowed), diagnostics_(diagnostics) {}

  void apply(Element& element) {
    if (auto* text = std::get_if<std::string>(&element.data)) {
      *text = replaced(*text, element.at);
    } else if (auto* list = std::get_if<Elements>(&element.data)) {
      for (Element& inner : *list) apply(inner);
    } else if (auto* members = std::get_if<Members>(&element.data)) {
      for (Member& member : *members) apply(member.value);
    }
  }

 private:
  std::string replaced(std::string_view text, const Location& at) {
    std::string result;
    for (std::size_t begin = text.find(kBegin); begin != std::string_view::npos; begin = text.find(kBegin)) {
      const std::size_t end = text.find('}', begin);
      if (end == std::string_view::npos) {
        report("`${env:` is not closed", "a `}` is missing", at, {});
        break;
      }
      const std::size_t name = begin + kBegin.size();
      result += text.substr(0, begin);
      result += value_of(std::string(text.substr(name, end - name)), at);
      text.remove_prefix(end + 1);
    }
    return result.append(text);
  }

  std::string value_of(const std::string& name, const Location& at) {
    if (std::find(allowed_.begin(), allowed_.end(), name) == allowed_.end()) {
      report("the environment variable `" + name + "` is not allowed",
             "a graph sees only variables that the command line names", at, {"to allow it: --env " + name});
      return {};
    }
    const char* value = std::getenv(name.c_str());
    if (!value) report("the environment variable `" + name + "` is not set", "", at, {});
    return value ? value : "";
  }

  void report(std::string message, std::string label, const Location& at, std::vector<std::string> helps) {
    diagnostics_.add({"E003", std::move(message), at, std::move(label), {}, std::move(helps)});
  }

  std::span<const std::string> allowed_;
  Diagnostics& diagnostics_;
};

}  // namespace

void substitute_environment(Element& element, std::span<const std::string> allowed, Diagnostics& diagnostics) {
  Substitution(allowed, diagnostics).apply(element);
}

}  // namespace weir::graph
