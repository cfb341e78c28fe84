#include "sec/filing.h"

#include <algorithm>

#include "sec/ascii.h"
#include "sec/form_type.h"

namespace weir::sec {
namespace {

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value(text); }

}  // namespace

void Filing::adopt(const Filing& other) {
  const auto take = [](std::string& mine, const std::string& theirs) {
    if (mine.empty()) mine = theirs;
  };
  take(company_name, other.company_name);
  take(ticker, other.ticker);
  take(cik, other.cik);
  take(sic_code, other.sic_code);
  take(sic_name, other.sic_name);
  take(form_type, other.form_type);
  take(accession_number, other.accession_number);
  take(filed_as_of_date, other.filed_as_of_date);
  take(entity_filer_category, other.entity_filer_category);
  take(ein, other.ein);
  if (!fiscal_year) fiscal_year = other.fiscal_year;
  if (!amendment) amendment = other.amendment;
}

void Filing::write_to(Metadata& metadata) const {
  metadata.set("company_name", text_or_null(company_name));
  metadata.set("ticker", text_or_null(ticker));
  metadata.set("cik", text_or_null(cik));
  metadata.set("sic_code", text_or_null(sic_code));
  metadata.set("sic_name", text_or_null(sic_name));
  metadata.set("form_type", text_or_null(form_type));
  metadata.set("fiscal_year", fiscal_year ? Value(*fiscal_year) : Value());
  metadata.set("accession_number", text_or_null(accession_number));
  metadata.set("filed_as_of_date", text_or_null(filed_as_of_date));
  if (amendment) {
    metadata.set("amendment_flag", *amendment);
  } else {
    metadata.set("amendment_flag", form_type.empty() ? Value() : Value(is_amendment(form_type)));
  }
  metadata.set("entity_filer_category", text_or_null(entity_filer_category));
  metadata.set("ein", text_or_null(ein));
}

std::string normal_cik(std::string_view cik) {
  cik = trimmed(cik);
  if (cik.empty() || cik.size() > 10 || !std::all_of(cik.begin(), cik.end(), is_digit)) return {};
  return std::string(10 - cik.size(), '0') + std::string(cik);
}

std::string normal_ein(std::string_view ein) {
  const std::string digits = digits_of(ein);
  if (digits.size() != 9 || digits == "000000000") return {};
  return digits.substr(0, 2) + "-" + digits.substr(2);
}

std::string normal_accession_number(std::string_view text) {
  text = trimmed(text);
  const bool has_dashes = text.size() == 20 && text[10] == '-' && text[13] == '-';
  const std::string digits = digits_of(text);
  if (digits.size() != 18 || text.size() != (has_dashes ? 20U : 18U)) return {};
  return digits.substr(0, 10) + "-" + digits.substr(10, 2) + "-" + digits.substr(12);
}

}  // namespace weir::sec
