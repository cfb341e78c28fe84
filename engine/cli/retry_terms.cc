#include "cli/retry_terms.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <optional>
#include <string_view>

namespace weir::cli {
namespace {

// "x2", "x1.5"
std::optional<double> parse_factor(std::string_view text) {
  constexpr double kMost = 1000.0;
  if (text.empty() || text.front() != 'x') return std::nullopt;
  double factor = 0.0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), factor);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && factor >= 1.0 && factor <= kMost ? std::optional(factor) : std::nullopt;
}

std::string refusal(const std::string& text) {
  return parse_factor(text) ? "" : "must be a factor such as x2, from x1 to x1000, and not " + text;
}

}  // namespace

void RetryTerms::declare(CLI::App& command) {
  const CLI::Validator factor(refusal, "xN");
  command.add_option("--deadline", deadline, "times so much time for each, where its class has a deadline")
      ->check(factor);
  command.add_option("--memory", memory, "times so much memory for each")->check(factor);
  command.add_flag("--isolated", isolated, "each in a process of its own");
}

run::Terms RetryTerms::terms() const {
  return {parse_factor(deadline).value_or(1.0), parse_factor(memory).value_or(1.0), isolated};
}

std::vector<std::string> RetryTerms::words() const {
  std::vector<std::string> words;
  if (!deadline.empty()) words.insert(words.end(), {"--deadline", deadline});
  if (!memory.empty()) words.insert(words.end(), {"--memory", memory});
  if (isolated) words.emplace_back("--isolated");
  return words;
}

}  // namespace weir::cli
