// Which dead letters a command is about, as the command line says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/read_store.h"

namespace CLI {
class App;
}

namespace weir::cli {

struct DeadLetterOptions {
  std::vector<std::string> documents;  // paths, or ends of them
  std::string failure_class;
  std::string reason;
  std::string node;
  std::string larger;  // sizes
  std::string smaller;
  std::uint64_t attempts = 0;
  std::string older;  // durations
  std::string newer;
  bool ignored = false;  // those too that are

  void declare(CLI::App& command);
  void declare_ignored(CLI::App& command);
  bool any() const;
  // As they were given.
  std::vector<std::string> words() const;
  // Throws RunError (2) where a size or a duration is none.
  store::DeadLetterFilter filter() const;
};

// The command `dlq`, to which each of its commands adds itself.
CLI::App& dlq_group(CLI::App& application);

// All that match, in source order, a page at a time.
template <typename Visit>
void for_each_dead_letter(const store::ReadStore& store, store::DeadLetterFilter filter, Visit&& visit) {
  while (true) {
    const auto letters = store.dead_letters(filter);
    for (const store::DeadLetter& letter : letters) visit(letter);
    if (letters.size() < filter.limit) return;
    filter.after = letters.back().verdict.document;
  }
}

// The keys of all that match.
std::vector<store::DocumentKey> find_dead_letters(const store::ReadStore& store, const store::DeadLetterFilter& filter);

// "path", "path!member", fit to be printed.
std::string document_name(const store::DeadLetter& letter);
std::string class_name(const store::DeadLetter& letter);

}  // namespace weir::cli
