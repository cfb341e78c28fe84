// What is known about a filing, whoever said so: EDGAR's header, inline-XBRL facts, or the cover page.
//
// An empty string is an unknown value. Whoever is asked first has precedence: `adopt` fills in only what is unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <weir/metadata.h>

namespace weir::sec {

struct Filing {
  std::string company_name;
  std::string ticker;
  std::string cik;  // ten digits
  std::string sic_code;
  std::string sic_name;
  std::string form_type;
  std::optional<int> fiscal_year;
  std::string accession_number;   // 0000320193-24-000123
  std::string filed_as_of_date;   // 2024-11-01
  std::optional<bool> amendment;  // where nobody says, the form's name does
  std::string entity_filer_category;
  std::string ein;  // 94-2404110

  // Takes what is not known yet from another.
  void adopt(const Filing& other);
  // Sets every field, null where it is unknown, in the order of this struct.
  void write_to(Metadata& metadata) const;
};

// Ten digits: "320193" becomes "0000320193". Empty for what is not a number.
std::string normal_cik(std::string_view cik);

// "942404110" and "94-2404110" become "94-2404110". Empty for what does not have nine digits, or only zeros.
std::string normal_ein(std::string_view ein);

// "320193-24-123"-like names as EDGAR gives them: ten digits, two, six; with the dashes or without. Empty otherwise.
std::string normal_accession_number(std::string_view text);

}  // namespace weir::sec
