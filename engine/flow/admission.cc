#include "flow/admission.h"

#include <algorithm>
#include <utility>

#include "allocator/allocator.h"

namespace weir::flow {
namespace {

std::string largest_document(const batch::Batch& batch) {
  const auto& entries = batch.entries();
  const auto largest = std::max_element(entries.begin(), entries.end(),
                                        [](const auto& a, const auto& b) { return a.listed.size < b.listed.size; });
  return largest == entries.end() ? "" : largest->listed.path;
}

}  // namespace

// What a started batch holds: its grant, and the admission that wants to know when it is gone.
class Admission::Tokens {
 public:
  Tokens(std::shared_ptr<Admission> admission, schedule::Grant grant)
      : admission_(std::move(admission)), grant_(std::move(grant)), id_(grant_.request().id) {}
  // Counts only when the grant is back and what that let in has started: until then, the network is in use.
  ~Tokens() {
    grant_.release();
    admission_->token_returned(id_);
  }
  Tokens(const Tokens&) = delete;
  Tokens& operator=(const Tokens&) = delete;

 private:
  std::shared_ptr<Admission> admission_;
  schedule::Grant grant_;
  std::uint64_t id_;
};

Admission::Admission(const schedule::Budget& budget, const Needs& needs, Outlets outlets)
    : budget_(budget.tokens),
      needs_(needs),
      outlets_(std::move(outlets)),
      limiter_(budget, [this](schedule::Grant grant) { start(std::move(grant)); }) {}

void Admission::pull() {
  try {
    while (wants_more()) pull_one();
  } catch (...) {
    end_listing(std::current_exception());
  }
  tell_if_ended();
}

void Admission::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  for (const schedule::Request& request : limiter_.stop()) hand_back(request.id);
  tell_if_ended();
}

Admission::Claims Admission::claims() const {
  Claims claims;
  const std::scoped_lock lock(mutex_);
  for (const auto& [id, parked] : parked_) claims.waiting.push_back({id, parked.document, parked.need.tokens});
  for (const auto& [id, claim] : holding_) {
    if (!claims.holds_most || claim.tokens > claims.holds_most->tokens) claims.holds_most = claim;
  }
  return claims;
}

Admission::Books Admission::books() const {
  const std::scoped_lock lock(mutex_);
  return books_;
}

void Admission::rethrow() const {
  const std::scoped_lock lock(mutex_);
  if (error_) std::rethrow_exception(error_);
}

bool Admission::wants_more() const {
  const std::scoped_lock lock(mutex_);
  return !exhausted_ && !dry_ && !stopped_ && parked_.size() < kAhead;
}

void Admission::pull_one() {
  const std::uint64_t returned_before = books().returned;
  const std::int64_t taken = allocator::taken_by_thread();
  std::unique_ptr<batch::Batch> batch = outlets_.next();
  if (!batch) return note_none(returned_before);
  batch->memory().hold(allocator::taken_by_thread() - taken);
  const Need need = needs_.of(*batch, budget_);
  const bool fits = need.tokens <= budget_;
  schedule::Request request;
  request.tokens = fits ? need.tokens : 0;
  request.priority = batch->priority();
  std::string document = largest_document(*batch);
  {
    const std::scoped_lock lock(mutex_);
    request.id = books_.pulled++;
    parked_.emplace(request.id, Parked{std::move(batch), need, fits, std::move(document)});
  }
  if (limiter_.submit(request) == schedule::Answer::stopped) hand_back(request.id);
}

// Where tokens came back while it was asked, there may be a batch now.
void Admission::note_none(std::uint64_t returned_before) {
  const std::scoped_lock lock(mutex_);
  if (books_.returned != returned_before) return;
  const bool in_flight = books_.returned != books_.started || !parked_.empty();
  (in_flight ? dry_ : exhausted_) = true;
}

void Admission::end_listing(std::exception_ptr error) {
  const std::scoped_lock lock(mutex_);
  exhausted_ = true;
  error_ = std::move(error);
}

void Admission::hand_back(std::uint64_t id) {
  const std::scoped_lock lock(mutex_);
  parked_.erase(id);
  ++books_.handed_back;
}

// The limiter's callback.
void Admission::start(schedule::Grant grant) {
  Parked parked;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = parked_.find(grant.request().id);
    parked = std::move(found->second);
    parked_.erase(found);
    ++books_.started;
    holding_[grant.request().id] = {grant.request().id, std::move(parked.document), grant.request().tokens};
  }
  // What was learned of a stage that takes what it is given would give it less and less.
  parked.batch->set_granted_bytes(parked.fits ? std::max(parked.need.tokens, parked.need.declared) : 0);
  parked.batch->set_reservation({grant.request().tokens, parked.need.learned});
  outlets_.pull_soon();
  outlets_.start(std::move(parked.batch), std::make_shared<Tokens>(shared_from_this(), std::move(grant)), parked.fits);
}

void Admission::token_returned(std::uint64_t id) {
  bool may_have_more = false;
  {
    const std::scoped_lock lock(mutex_);
    holding_.erase(id);
    ++books_.returned;
    may_have_more = std::exchange(dry_, false);
  }
  if (may_have_more) outlets_.pull_soon();
  tell_if_ended();
}

void Admission::tell_if_ended() {
  {
    const std::scoped_lock lock(mutex_);
    const bool over = (exhausted_ || stopped_) && parked_.empty() && books_.returned == books_.started;
    if (!over || ended_) return;
    ended_ = true;
  }
  outlets_.ended();
}

}  // namespace weir::flow
