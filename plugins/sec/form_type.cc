#include "sec/form_type.h"

#include "sec/ascii.h"

namespace weir::sec {

std::string normal_form(std::string_view form) {
  std::string normal;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (is_space(form[i])) continue;
    // The hyphens and dashes U+2010 to U+2015, and the minus sign U+2212.
    const std::string_view rest = form.substr(i, 3);
    if (rest.size() == 3 && ((rest[0] == '\xE2' && rest[1] == '\x80' && rest[2] >= '\x90' && rest[2] <= '\x95') ||
                             rest == "\xE2\x88\x92")) {
      normal += '-';
      i += 2;
    } else {
      normal += upper(form[i]);
    }
  }
  if (normal.starts_with("FORM")) normal.erase(0, 4);
  if (normal.starts_with("10K") || normal.starts_with("10Q")) normal.insert(2, 1, '-');
  return normal;
}

bool is_annual_report(std::string_view form) { return normal_form(form).starts_with("10-K"); }

bool is_quarterly_report(std::string_view form) { return normal_form(form).starts_with("10-Q"); }

bool is_amendment(std::string_view form) { return form.size() > 2 && form.substr(form.size() - 2) == "/A"; }

}  // namespace weir::sec
