#include "sec/section_verdict.h"

#include <string>

#include <re2/re2.h>

#include "sec/block_text.h"
#include "sec/squeezed_text.h"

namespace weir::sec {
namespace {

// Bytes. What is longer says something itself, whatever it says besides.
constexpr std::size_t kLongestRelief = 900;
constexpr std::size_t kLongestReference = 1200;

bool contains(const std::string& text, const RE2& pattern) { return RE2::PartialMatch(text, pattern); }

// One space for all white space of each kind, none at the ends.
std::string collapsed(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t length = space_length(text, at); length > 0) {
      at += length;
      if (!result.empty() && result.back() != ' ') result += ' ';
    } else {
      result += text[at++];
    }
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

bool says_not_applicable(const std::string& body) {
  static const RE2 kBegins(
      "(?i)^[^a-z]*(?:this item (?:is |does )?|item [0-9]+[a-d]? (?:is |does )?|the registrant (?:is "
      ")?|(?:are|were|have been) )?"
      "(?:not applicable|n/a\\b|not required|does not apply|not apply|inapplicable|omitted)");
  static const RE2 kSmall("(?i)small(?:er)?\\s+(?:reporting|business)\\s+(?:compan|issuer)");
  static const RE2 kRelief(
      "(?i)not\\s+(?:been\\s+)?(?:required|applicable|obligated|necessary|include|provide|be\\s+required)|need\\s+not|"
      "omit|elect|exempt|no\\s+(?:disclosure|information)|not\\s+\\w+\\s+required");
  static const RE2 kOmitted(
      "(?i)omitted\\s+(?:pursuant|in\\s+accordance|under|as\\s+permitted|by\\s+the\\s+registrant)|"
      "(?:pursuant\\s+to|accordance\\s+with|under)\\s+general\\s+instruction|reduced\\s+disclosure\\s+format");
  if (is_void(body)) return true;
  if (body.size() > kLongestRelief) return false;
  constexpr std::size_t kShortAnswer = 400;
  if (body.size() <= kShortAnswer && contains(body, kBegins)) return true;
  return (contains(body, kSmall) && contains(body, kRelief)) || contains(body, kOmitted);
}

// Cuts the first sentence off: up to a full stop before a capital.
std::string next_sentence(std::string& rest) {
  static const RE2 kEnd("([a-z0-9)”\"’][.!?][”\"’]?\\s+)[A-Z“\"(]");
  re2::StringPiece end;
  std::size_t length = rest.size();
  if (RE2::PartialMatch(rest, kEnd, &end)) length = static_cast<std::size_t>(end.data() + end.size() - rest.data());
  std::string sentence = rest.substr(0, length);
  rest.erase(0, length);
  return sentence;
}

bool is_pointer(const std::string& sentence) {
  static const RE2 kReference(
      "(?i)incorporated\\s+(?:\\w+\\s+){0,5}by\\s+(?:this\\s+)?reference|incorporated\\s+herein");
  static const RE2 kPointer(
      "(?i)\\b(?:see|refer\\s+to|reference\\s+is\\s+(?:hereby\\s+)?made|(?:is|are|can\\s+be|may\\s+be|appears?|begins?|"
      "will\\s+be)\\s+(?:\\w+\\s+){0,3}(?:set\\s+forth|included|contained|presented|provided|described|discussed|found|"
      "listed|"
      "located|filed|reported|on\\s+pages?|in|under))\\b");
  static const RE2 kPlace(
      "(?i)\\b(?:items?\\s+[0-9]|parts?\\s+[iv]+\\b|notes?\\s+[0-9a-z]+\\b|pages?\\s+[f0-9]|annual\\s+report|proxy\\s+"
      "statement|exhibit|caption|heading|captioned|entitled|elsewhere|section|index\\s+to|prospectus|registration\\s+"
      "statement)|[“\"]");
  return contains(sentence, kReference) || (contains(sentence, kPointer) && contains(sentence, kPlace));
}

// "There were no material changes in the risk factors that are described in Item 1A of our annual report."
bool says_unchanged(const std::string& body) {
  static const RE2 kUnchanged(
      "(?i)\\bno\\s+(?:\\w+\\s+){0,3}changes?\\b|\\bnot\\s+(?:been\\s+|had\\s+|experienced\\s+)?(?:any\\s+)?(?:\\w+\\s+"
      ")?"
      "(?:changed|changes?)\\b|\\bunchanged\\b");
  return contains(body, kUnchanged);
}

// Two lines or more that begin with numbers, such as those of exhibits: where each of them was filed is no reference.
bool is_numbered_list(std::string_view body) {
  static const RE2 kNumber("(?m)^[\\s*]*\\(?[0-9]{1,3}(?:\\.[0-9A-Z]{1,4})*\\.?\\)?[*+]*(?:\\s|$)");
  re2::StringPiece rest(body.data(), body.size());
  if (!RE2::FindAndConsume(&rest, kNumber)) return false;
  return RE2::FindAndConsume(&rest, kNumber);
}

// Most of what is said only says where to look; that what is said there has not changed is more.
bool points_elsewhere(const std::string& body) {
  if (body.size() > kLongestReference || says_unchanged(body)) return false;
  std::size_t pointing = 0;
  for (std::string rest = body; !rest.empty();) {
    const std::string sentence = next_sentence(rest);
    if (is_pointer(sentence)) pointing += sentence.size();
  }
  return pointing * 5 >= body.size() * 3;
}

}  // namespace

std::string_view reason_to_drop(std::string_view title, std::string_view body) {
  constexpr std::size_t kMost = kLongestReference * 2;  // white space may be half of it
  if (body.size() > kMost) return {};
  const std::string said = collapsed(body);
  if (said.empty()) return is_void(title) ? reason::kNotApplicable : reason::kEmpty;
  if (says_not_applicable(said)) return reason::kNotApplicable;
  if (!is_numbered_list(body) && points_elsewhere(said)) return reason::kByReference;
  return {};
}

}  // namespace weir::sec
