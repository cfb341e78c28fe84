#include "shim/plan.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace weir::shim {
namespace {

struct NamedError {
  std::string_view name;
  int number;
};

constexpr std::array<NamedError, 5> kErrors{
    {{"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EINTR", EINTR}, {"EMFILE", EMFILE}, {"SHORT", 0}}};

[[noreturn]] void refuse() {
  constexpr std::string_view kMessage = "the environment variables of the shim make no sense\n";
  static_cast<void>(::write(2, kMessage.data(), kMessage.size()));
  ::_exit(120);
}

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string_view take_word(std::string_view& text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

std::uint64_t take_number(std::string_view& text) {
  const std::string_view word = take_word(text);
  std::uint64_t number = 0;
  if (word.empty()) refuse();
  for (const char digit : word) {
    if (digit < '0' || digit > '9') refuse();
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return number;
}

Deed take_death(std::string_view& text) {
  const std::string_view when = take_word(text);
  if (when == "before") return Deed::die_before;
  if (when == "after") return Deed::die_after;
  if (when == "amid") return Deed::die_amid;
  refuse();
}

void read_failure(std::string_view& text, Plan& plan) {
  const std::string_view name = take_word(text);
  const auto* const error =
      std::find_if(kErrors.begin(), kErrors.end(), [&](const NamedError& each) { return each.name == name; });
  if (error == kErrors.end()) refuse();
  plan.error = error->number;
  plan.is_short = error->number == 0;
  plan.deed = take_word(text) == "once" ? Deed::fail_once : Deed::fail_on;
}

void read_deed(std::string_view text, Plan& plan) {
  if (text.empty()) return;
  const std::string_view word = take_word(text);
  if (word == "die") {
    plan.deed = take_death(text);
  } else if (word == "fail") {
    read_failure(text, plan);
  } else if (word == "stop") {
    plan.deed = Deed::stop;
  } else {
    refuse();
  }
  plan.number = take_number(text);
}

}  // namespace

Plan read_plan() {
  Plan plan;
  plan.below = variable("WEIR_SHIM_BELOW");
  plan.among = variable("WEIR_SHIM_AMONG");
  plan.report = std::getenv("WEIR_SHIM_REPORT");
  plan.journal = std::getenv("WEIR_SHIM_JOURNAL");
  read_deed(variable("WEIR_SHIM_DO"), plan);
  if (std::string_view delay = variable("WEIR_SHIM_DELAY"); !delay.empty()) {
    plan.delay_seed = take_number(delay);
    plan.delay_microseconds = take_number(delay);
  }
  if (std::string_view slow = variable("WEIR_SHIM_SLOW"); !slow.empty()) {
    plan.slow_milliseconds = take_number(slow);
    plan.slow_text = slow;
  }
  return plan;
}

bool is_below(const Plan& plan, std::string_view path) {
  for (std::string_view rest = plan.below; !rest.empty();) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string_view directory = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (path.substr(0, directory.size()) != directory) continue;
    if (path.size() == directory.size() || path[directory.size()] == '/') return true;
  }
  return false;
}

}  // namespace weir::shim
