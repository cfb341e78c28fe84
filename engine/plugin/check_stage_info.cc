#include "plugin/check_stage_info.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <optional>
#include <string_view>

namespace weir::plugin {
namespace {

// Lower-case words of letters, digits and '_', which begin with a letter.
bool is_word(std::string_view text) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_rest = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), is_rest);
}

// One word, or several with dots between them: "sec.sections".
bool is_stage_name(std::string_view text) {
  for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    if (!is_word(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return is_word(text);
}

class Check {
 public:
  explicit Check(const StageInfo& info) : info_(info) {}

  std::vector<std::string> run() {
    check_basics();
    check_ports();
    check_reasons("drop", info_.drops);
    check_reasons("failure", info_.failures);
    if (info_.make_params) check_parameters();
    return std::move(wrong_);
  }

 private:
  void wrong(std::string what) { wrong_.push_back(std::move(what)); }

  void check_basics() {
    if (!is_stage_name(info_.name)) {
      wrong("must be named with lower-case letters, digits and '_', in words divided by dots");
    }
    if (info_.name == "checkpoint") wrong("has a name that the engine keeps for itself");
    if (info_.version < 1) wrong("has version " + std::to_string(info_.version) + ": versions begin at 1");
    if (!info_.make_params || !info_.make) wrong("cannot be made: describe it with weir::stage<T>(name, help)");
    if (!(info_.memory.per_byte >= 0) || !std::isfinite(info_.memory.per_byte)) {
      wrong("declares a memory need that is no number of bytes");
    }
    if (info_.grouping != Grouping::run && !info_.run_parameter.empty()) {
      wrong("asks for runs, but takes single documents: derive it from GroupTransform");
    }
    if (info_.grouping == Grouping::run && info_.kind != StageKind::transform) {
      wrong("asks for runs, which only a GroupTransform can have");
    }
    const bool has_output = info_.output != SinkOutput::none;
    if (info_.kind == StageKind::sink && !has_output) {
      wrong(
          "is a sink without output: add writes_volume(parameter), writes_files(parameter) or "
          "writes_database(parameter)");
    }
    if (info_.kind != StageKind::sink && has_output) wrong("declares an output, but is no sink");
    if (info_.output == SinkOutput::spool) wrong("declares a spool, which only the engine has");
    if (info_.kind == StageKind::checkpoint) wrong("is of a kind that only the engine has");
    if (info_.kind == StageKind::fold && info_.waits) wrong("is a fold, and waits: a fold has a thread of its own");
    if ((info_.output == SinkOutput::database) != (info_.open_database != nullptr)) {
      wrong("is a sink for a database only with both: writes_database(), and a static member open(params, site)");
    }
  }

  void check_ports() {
    if (info_.kind == StageKind::sink) {
      if (!info_.ports.empty()) wrong("is a sink, and has a port");
      return;
    }
    std::vector<std::string_view> seen;
    for (const std::string& port : info_.ports) {
      if (!is_word(port)) wrong("has a port named `" + port + "`: lower-case letters, digits and '_' only");
      if (port == "failed") wrong("has a port `failed`, which every transform has already");
      if (std::find(seen.begin(), seen.end(), port) != seen.end()) wrong("has two ports `" + port + "`");
      seen.emplace_back(port);
    }
    if (info_.kind == StageKind::fold && info_.ports.size() > 1) wrong("is a fold, and has a port beside `out`");
    if (info_.ports.empty() || info_.ports.front() != "out") wrong("has no port `out` in the first place");
  }

  void check_reasons(std::string_view what, const std::vector<Reason>& reasons) {
    for (auto reason = reasons.begin(); reason != reasons.end(); ++reason) {
      const auto same = [&](const Reason& other) { return other.name == reason->name; };
      if (reason->name.empty()) wrong("has a " + std::string(what) + " reason without a name");
      if (std::any_of(reasons.begin(), reason, same)) {
        wrong("declares the " + std::string(what) + " reason `" + reason->name + "` twice");
      }
    }
  }

  void check_parameters() {
    try {
      const std::unique_ptr<BoundParams> params = info_.make_params();
      ParamList list;
      params->declare(list);
      for (auto spec = list.specs().begin(); spec != list.specs().end(); ++spec) {
        const auto same = [&](const ParamSpec& other) { return other.name() == spec->name(); };
        if (std::any_of(list.specs().begin(), spec, same)) wrong("declares `" + spec->name() + "` twice");
        check_parameter(*spec);
      }
      check_refers_to(list, info_.output_parameter, ParamType::string, "output");
      if (info_.grouping == Grouping::run) check_refers_to(list, info_.run_parameter, ParamType::integer, "run length");
    } catch (const std::exception& error) {
      wrong("cannot declare its parameters: " + std::string(error.what()));
    } catch (...) {
      wrong("cannot declare its parameters");
    }
  }

  void check_parameter(const ParamSpec& spec) {
    const std::string name = "parameter `" + spec.name() + "`";
    if (!is_word(spec.name())) wrong("has a " + name + ": lower-case letters, digits and '_' only");
    if (spec.lowest() && spec.highest() && *spec.lowest() > *spec.highest()) wrong("has an empty range for " + name);
    const bool is_text = spec.type() == ParamType::string || spec.type() == ParamType::string_list;
    if (!spec.choices().empty() && !is_text) wrong("has choices for " + name + ", which is no string");
    if (spec.required() || spec.default_value().is_null()) return;
    if (const auto error = spec.assign(spec.default_value())) wrong("has a default for " + name + " that " + *error);
  }

  // A parameter that the description names must be there, with the type that its use asks for.
  void check_refers_to(const ParamList& list, const std::string& name, ParamType type, std::string_view use) {
    const bool names_no_file = info_.output == SinkOutput::none || info_.output == SinkOutput::database;
    if (name.empty() && names_no_file && type == ParamType::string) return;
    const ParamSpec* spec = list.find(name);
    if (!spec || spec->type() != type) {
      wrong("names `" + name + "` for its " + std::string(use) + ", which is no parameter of type " +
            std::string(to_string(type)));
    }
  }

  const StageInfo& info_;
  std::vector<std::string> wrong_;
};

}  // namespace

std::vector<std::string> check_stage_info(const StageInfo& info) { return Check(info).run(); }

}  // namespace weir::plugin
