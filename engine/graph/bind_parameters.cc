#include "graph/bind_parameters.h"

#include <weir/params.h>
#include <weir/units.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "graph/amounts.h"
#include "graph/specification.h"
#include "graph/suggestion.h"
#include "graph/table_reader.h"

namespace weir::graph {

namespace {

// Null where something in it can be no value of a parameter; that is reported.
std::optional<Value> value_of(const Element& element, const std::string& name, Diagnostics& diagnostics) {
  if (element.boolean()) return Value(*element.boolean());
  if (element.integer()) return Value(*element.integer());
  if (element.string()) return Value(*element.string());
  if (element.number()) {
    if (std::isfinite(*element.number())) return Value(*element.number());
    diagnostics.add({"E013", "`" + name + "` must be finite", element.at, "", {}, {}});
    return std::nullopt;
  }
  if (element.list()) {
    List list;
    bool complete = true;
    for (const Element& inner : *element.list()) {
      if (auto value = value_of(inner, name, diagnostics))
        list.push_back(std::move(*value));
      else
        complete = false;
    }
    return complete ? std::optional(Value(std::move(list))) : std::nullopt;
  }
  if (element.table()) {
    Table table;
    bool complete = true;
    for (const Member& member : *element.table()) {
      if (auto value = value_of(member.value, member.key, diagnostics))
        table.set(member.key, std::move(*value));
      else
        complete = false;
    }
    return complete ? std::optional(Value(std::move(table))) : std::nullopt;
  }
  diagnostics.add(wrong_type(name, element, "cannot be a date or time: write it as a string"));
  return std::nullopt;
}

// Two ways to write a value become one.
Value normalised(const ParamSpec& spec, const Value& value) {
  if (spec.type() == ParamType::size) return written_size(parse_size(*value.string()).value_or(0));
  if (spec.type() == ParamType::duration) {
    return written_duration(parse_duration(*value.string()).value_or(Duration(0)));
  }
  if (spec.type() == ParamType::number && value.integer()) return static_cast<double>(*value.integer());
  return value;
}

class Binder {
 public:
  Binder(const StageInfo& stage, const Location& at, Diagnostics& diagnostics)
      : stage_(stage), at_(at), diagnostics_(diagnostics), params_(stage.make_params()) {
    params_->declare(list_);
    for (const ParamSpec& spec : list_.specs()) names_.push_back(spec.name());
  }

  std::optional<Bound> bind(const Element* with) {
    const std::size_t before = diagnostics_.size();
    if (with) {
      for (const Member& member : *with->table()) bind_one(member, *with);
    }
    for (const ParamSpec& spec : list_.specs()) {
      if (spec.required() && !(with && with->find(spec.name())) && !meant(spec.name())) report_missing(spec);
    }
    if (diagnostics_.size() > before) return std::nullopt;

    if (const std::optional<std::string> wrong = params_->check()) {
      diagnostics_.add({"E016", *wrong, at_, "`" + stage_.name + "` does not take these parameters together", {}, {}});
      return std::nullopt;
    }
    std::vector<std::string> ports = stage_.ports_with(*params_);
    if (std::find(ports.begin(), ports.end(), kFailedPort) != ports.end()) {
      diagnostics_.add({"E016", "a port cannot be called `failed`", at_, "every transform has one already", {}, {}});
      return std::nullopt;
    }
    return Bound{params_, complete_table(), std::move(ports)};
  }

 private:
  void bind_one(const Member& member, const Element& with) {
    const ParamSpec* spec = list_.find(member.key);
    if (!spec) return report_unknown(member, with);
    if (spec->type() == ParamType::secret) diagnostics_.hide(member.value.at);
    const std::optional<Value> value = value_of(member.value, member.key, diagnostics_);
    if (!value) return;
    if (const std::optional<std::string> wrong = spec->assign(*value)) return report_value(*spec, member.value, *wrong);
    if (spec->required() && spec->type() != ParamType::secret) given_.set(spec->name(), normalised(*spec, *value));
  }

  void report_unknown(const Member& member, const Element& with) {
    std::vector<std::string> free = names_;
    std::erase_if(free, [&](const std::string& name) { return with.find(name); });
    const std::optional<std::string> meant = nearest(member.key, free);
    const std::string list = "`weir inspect " + stage_.name + "` lists all";
    diagnostics_.add({"E012",
                      "unknown key `" + member.key + "`",
                      member.key_at,
                      "`" + stage_.name + "` has no such parameter",
                      {},
                      {meant ? did_you_mean(*meant) + "   (" + list + ")" : list}});
    if (!meant) return;
    meant_.push_back(*meant);
    if (list_.find(*meant)->type() == ParamType::secret) diagnostics_.hide(member.value.at);
  }

  // Of a list whose elements are wrong, each is reported at its own place.
  void report_value(const ParamSpec& spec, const Element& value, const std::string& wrong) {
    const std::size_t before = diagnostics_.size();
    if (value.list()) {
      for (const Element& element : *value.list()) {
        const std::optional<Value> one = value_of(element, spec.name(), diagnostics_);
        if (!one) continue;
        if (const auto wrong_one = spec.assign(List{*one})) add_value_error(spec, element, *wrong_one);
      }
    }
    if (diagnostics_.size() == before) add_value_error(spec, value, wrong);
  }

  void add_value_error(const ParamSpec& spec, const Element& value, const std::string& wrong) {
    Diagnostic diagnostic = value_error(spec, value, wrong);
    diagnostic.notes.push_back("`" + spec.name() + "`: " + spec.help());
    diagnostics_.add(std::move(diagnostic));
  }

  static Diagnostic value_error(const ParamSpec& spec, const Element& value, const std::string& wrong) {
    if (wrong != detail::expected(spec.type())) {
      return {"E013", "`" + spec.name() + "` " + wrong, value.at, "", {}, choice_meant(spec, value)};
    }
    const bool is_size = spec.type() == ParamType::size;
    if (value.string() && (is_size || spec.type() == ParamType::duration)) {
      return wrong_unit(spec.name(), value, is_size ? Quantity::size : Quantity::duration);
    }
    return wrong_type(spec.name(), value, wrong);
  }

  static std::vector<std::string> choice_meant(const ParamSpec& spec, const Element& value) {
    const std::optional<std::string> meant = value.string() ? nearest(*value.string(), spec.choices()) : std::nullopt;
    return meant ? std::vector{"did you mean \"" + *meant + "\"?"} : std::vector<std::string>();
  }

  void report_missing(const ParamSpec& spec) {
    diagnostics_.add({"E010",
                      "missing parameter `" + spec.name() + "`",
                      at_,
                      "`" + stage_.name + "` needs it",
                      {"`" + spec.name() + "`: " + spec.help()},
                      {}});
  }

  bool meant(const std::string& name) const {
    for (const std::string& other : meant_) {
      if (other == name) return true;
    }
    return false;
  }

  // Declared again, the parameters describe the values that they were bound to.
  Table complete_table() const {
    ParamList bound;
    params_->declare(bound);
    Table table;
    for (const ParamSpec& spec : bound.specs()) {
      if (spec.type() == ParamType::secret) continue;
      const Value* given = given_.find(spec.name());
      table.set(spec.name(), given ? *given : spec.default_value());
    }
    return table;
  }

  const StageInfo& stage_;
  const Location& at_;
  Diagnostics& diagnostics_;
  std::shared_ptr<BoundParams> params_;
  ParamList list_;
  std::vector<std::string> names_;
  std::vector<std::string> meant_;  // parameters that unknown keys were probably meant to be
  Table given_;                     // required ones: they have no default that would tell their value
};

}  // namespace

std::optional<Bound> bind_parameters(const StageInfo& stage, const Element* with, const Location& at,
                                     Diagnostics& diagnostics) {
  const auto stage_failed = [&](const std::string& why) {
    diagnostics.add(
        {"E022", "the stage `" + stage.name + "` failed while its parameters were checked", at, why, {}, {}});
  };
  try {
    return Binder(stage, at, diagnostics).bind(with);
  } catch (const std::exception& failed) {
    stage_failed(failed.what());
  } catch (...) {
    stage_failed("it threw something that is not a std::exception");
  }
  return std::nullopt;
}

}  // namespace weir::graph
