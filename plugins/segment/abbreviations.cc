#include "segment/abbreviations.h"

#include <algorithm>
#include <string>

#include <weir/utf8.h>

namespace weir::segment {
namespace {

// Never the end of a sentence: a name or a further word follows. Lists are in lower case, without last periods.
constexpr std::string_view kBeforeName =
    " adm approx atty brig capt cf cmdr col dr e.g gen gov hon i.e lt messrs mr mrs ms prof rep rev sen sgt v vs ";

// No end where a number, or a number in parentheses, follows.
constexpr std::string_view kBeforeNumber =
    " apr art arts aug ch cl dec ex exh feb fig figs jan jul jun mar no nos nov oct op p par para pp pt res sec"
    " secs sep sept ser subch subsec tit vol ";

// May end a sentence, and does where a word follows with which many sentences begin.
constexpr std::string_view kMayEnd =
    " acq affil al ann assn assoc ave bhd blvd bros cir co corp cos ct dept dist div est etc ext fed ft hwy inc"
    " int'l intl jr llc lp ltd mfg mt nat'l natl plc pty pub rd reg regs sq sr st stat supp treas univ ";

// A capital after an abbreviation begins a sentence where it is one of these.
constexpr std::string_view kStarters =
    " a accordingly additionally after all also although an and any as at because before both but by certain"
    " consequently despite during each either even every finally for from further furthermore given he hence her"
    " his how however i if in instead it its like likewise many moreover most my neither nevertheless no none nor"
    " not nothing notwithstanding of on once one or our over provided she should similarly since so some subject"
    " such that the their then there therefore these they this those though through thus to under unless until"
    " upon we what when where whether which while with ";

// What a number or letter with a period belongs to: "Item 7. Management's Discussion".
constexpr std::string_view kNumbered =
    " appendix article chapter class clause exhibit figure form item note paragraph part phase release rule"
    " schedule section step table ";

bool holds(std::string_view list, std::string_view word) {
  return !word.empty() && list.find(" " + std::string(word) + " ") != std::string_view::npos;
}

std::string lower_case(std::string_view word) {
  std::string lower(word);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return lower;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view last_word(std::string_view text) { return text.substr(text.find_last_of(" \n\t") + 1); }

// The first word of what follows, without quotation marks and brackets before it and punctuation behind; none where
// that is an abbreviation too.
std::string_view first_word(std::string_view rest) {
  while (!rest.empty() && !is_letter(rest.front()) && !is_digit(rest.front()) && rest.front() != ' ') {
    rest.remove_prefix(code_point_at(rest, 0).length);
  }
  const std::size_t end =
      static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_letter) - rest.begin());
  return end < rest.size() && rest[end] == '.' ? std::string_view() : rest.substr(0, end);
}

// "U.S", "L.L.C", "Ph.D": single letters, or few, with periods between.
bool is_initialism(std::string_view word) {
  if (word.find('.') == std::string_view::npos) return false;
  std::size_t letters = 0;
  for (const char c : word) {
    letters = c == '.' ? 0 : letters + 1;
    if (letters > 2 || (c != '.' && !is_letter(c))) return false;
  }
  return true;
}

// "1", "iv", "A", "(b", "1.2": what stands before an entry of a list.
bool is_enumerator(std::string_view word) {
  if (word.starts_with('(')) word.remove_prefix(1);
  if (word.empty() || word.size() > 5) return false;
  const bool number = std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == '.'; });
  const bool roman = word.find_first_not_of("ivxIVX") == std::string_view::npos;
  return number || roman || (word.size() == 1 && is_letter(word.front()));
}

// "Item 7", "Note 12", "Part II", "Item 1A": the last word of `sentence`, which is `word`, numbers the one before it.
bool is_numbered(std::string_view sentence, std::string_view word) {
  const bool number = is_digit(word.front()) || word.find_first_not_of("IVX") == std::string_view::npos ||
                      (word.size() == 1 && word.front() >= 'A' && word.front() <= 'Z');
  sentence = without_blanks(sentence.substr(0, static_cast<std::size_t>(word.data() - sentence.data())));
  return number && word.size() <= 4 && holds(kNumbered, lower_case(last_word(sentence)));
}

}  // namespace

bool ends_sentence(std::string_view sentence, std::string_view rest) {
  const std::string_view written = without_blanks(sentence);
  if (written.size() == sentence.size()) return false;  // within a word: "2023.The"
  if (!written.ends_with('.')) return true;
  std::string_view word = last_word(written.substr(0, written.size() - 1));
  if (word.data() == written.data() && is_enumerator(word)) return false;
  while (!word.empty() && std::string_view("([\"'").find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  if (word.starts_with("“") || word.starts_with("‘")) word.remove_prefix(3);
  if (word.empty()) return true;

  const std::string lower = lower_case(word);
  if (holds(kBeforeName, lower)) return false;
  const bool number_follows =
      !rest.empty() && (is_digit(rest.front()) || rest.starts_with("(") || rest.starts_with("§"));
  if (holds(kBeforeNumber, lower) && number_follows) return false;
  const bool may_end = holds(kMayEnd, lower) || is_initialism(word) || is_numbered(written, word) ||
                       (word.size() == 1 && word.front() >= 'A' && word.front() <= 'Z');
  return !may_end || holds(kStarters, lower_case(first_word(rest)));
}

}  // namespace weir::segment
