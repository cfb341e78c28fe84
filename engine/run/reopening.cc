#include "run/reopening.h"

#include <algorithm>

namespace weir::run {
namespace {

std::vector<store::DocumentKey> find_all(const store::ReadStore& store, store::DeadLetterFilter filter) {
  std::vector<store::DocumentKey> found;
  while (true) {
    const auto letters = store.dead_letters(filter);
    for (const store::DeadLetter& letter : letters) found.push_back(letter.verdict.document);
    if (letters.size() < filter.limit) return found;
    filter.after = found.back();
  }
}

// What has gone on below a checkpoint has its fate there.
std::string outcome_of(const store::ReadStore& store, store::DocumentKey key) {
  const store::DocumentState state = store.document_state(key);
  if (state.verdict) return state.verdict->verdict == store::Verdict::dead ? "dead" : "filtered";
  if (!state.committed) return "left";
  if (state.carried) {
    if (const auto below = store.origin_outcome(key)) return below->outcome == "under way" ? "left" : below->outcome;
  }
  return "done";
}

}  // namespace

std::vector<store::DocumentKey> reopen(store::Store& store, const Reopening& what) {
  std::vector<store::DocumentKey> documents;
  if (what.which) documents = find_all(store, *what.which);
  if (!documents.empty()) store.reopen(documents, what.attempts);
  for (const store::DocumentKey& earlier : store.reopened()) documents.push_back(earlier);
  std::sort(documents.begin(), documents.end());
  documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
  return documents;
}

RetryBooks add_up(const store::ReadStore& store, const std::vector<store::DocumentKey>& retried) {
  RetryBooks books;
  books.retried = retried.size();
  for (const store::DocumentKey& key : retried) {
    // What lay below a checkpoint goes where all below it is done anew.
    if (store.entries(key.entry, key.entry).empty()) {
      --books.retried;
      continue;
    }
    const std::string outcome = outcome_of(store, key);
    ++(outcome == "done"       ? books.done
       : outcome == "filtered" ? books.filtered
       : outcome == "dead"     ? books.dead
                               : books.left);
  }
  return books;
}

}  // namespace weir::run
