// Names of forms: `10-K405/A`.
#pragma once

#include <string>
#include <string_view>

namespace weir::sec {

// Upper case, without spaces, `FORM` and typographic dashes: `Form 10 – k` becomes `10-K`.
std::string normal_form(std::string_view form);

// 10-K in all its kinds: 10-K405, 10-KSB, 10-KT, with or without /A. A notice of late filing, NT 10-K, is none.
bool is_annual_report(std::string_view form);
// 10-Q in all its kinds: 10-QSB, 10-QT, with or without /A.
bool is_quarterly_report(std::string_view form);

// The form itself or an amendment of it: ends in /A.
bool is_amendment(std::string_view form);

}  // namespace weir::sec
