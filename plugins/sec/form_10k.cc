#include <array>

#include "sec/form.h"
#include "sec/section_verdict.h"

namespace weir::sec {
namespace {

constexpr std::array kItemsOf10K{
    Item{0, 1, 0},  Item{0, 1, 'A'}, Item{0, 1, 'B'}, Item{0, 1, 'C'}, Item{0, 2, 0},   Item{0, 3, 0},
    Item{0, 4, 0},  Item{0, 5, 0},   Item{0, 6, 0},   Item{0, 7, 0},   Item{0, 7, 'A'}, Item{0, 8, 0},
    Item{0, 9, 0},  Item{0, 9, 'A'}, Item{0, 9, 'B'}, Item{0, 9, 'C'}, Item{0, 10, 0},  Item{0, 11, 0},
    Item{0, 12, 0}, Item{0, 13, 0},  Item{0, 14, 0},  Item{0, 15, 0},  Item{0, 16, 0},
};

// Titles of 10-K and 10-KSB since 1993, letters only. Numbers that have changed their meaning have several.
constexpr std::array kTitlesOf10K{
    Title{{0, 1, 0}, "business"},
    Title{{0, 1, 0}, "descriptionofbusiness"},
    Title{{0, 1, 0}, "ourbusiness"},
    Title{{0, 1, 0}, "generaldevelopmentofbusiness", true},
    Title{{0, 1, 0}, "businessandproperties"},
    Title{{0, 1, 'A'}, "riskfactors"},
    Title{{0, 1, 'A'}, "riskfactor"},
    Title{{0, 1, 'B'}, "unresolvedstaffcomments"},
    Title{{0, 1, 'B'}, "unresolvedsecstaffcomments"},
    Title{{0, 1, 'C'}, "cybersecurity"},
    Title{{0, 2, 0}, "properties"},
    Title{{0, 2, 0}, "property"},
    Title{{0, 2, 0}, "descriptionofproperties"},
    Title{{0, 2, 0}, "descriptionofproperty"},
    Title{{0, 3, 0}, "legalproceedings"},
    Title{{0, 3, 0}, "legalproceeding"},
    Title{{0, 4, 0}, "minesafetydisclosures"},
    Title{{0, 4, 0}, "minesafetydisclosure"},
    Title{{0, 4, 0}, "submissionofmatters", true},
    Title{{0, 4, 0}, "removedandreserved"},
    Title{{0, 4, 0}, "reserved"},
    Title{{0, 4, 'A'}, "executiveofficers", true},
    Title{{0, 5, 0}, "marketfor", true},
    Title{{0, 5, 0}, "marketprice", true},
    Title{{0, 6, 0}, "selectedfinancialdata"},
    Title{{0, 6, 0}, "selectedconsolidatedfinancialdata"},
    Title{{0, 6, 0}, "selectedfinancialinformation"},
    Title{{0, 6, 0}, "reserved"},
    Title{{0, 6, 0}, "removedandreserved"},
    Title{{0, 6, 0}, "managementsdiscussion", true},
    Title{{0, 7, 0}, "managementsdiscussion", true},
    Title{{0, 7, 0}, "managementdiscussion", true},
    Title{{0, 7, 0}, "financialstatements", true},
    Title{{0, 7, 'A'}, "quantitativeandqualitative", true},
    Title{{0, 7, 'A'}, "qualitativeandquantitative", true},
    Title{{0, 7, 'A'}, "quantitativedisclosures", true},
    Title{{0, 8, 0}, "financialstatements", true},
    Title{{0, 8, 0}, "consolidatedfinancialstatements", true},
    Title{{0, 8, 0}, "changesinanddisagreements", true},
    Title{{0, 8, 'A'}, "controlsandprocedures"},
    Title{{0, 8, 'B'}, "otherinformation"},
    Title{{0, 9, 0}, "changesin", true},
    Title{{0, 9, 0}, "disagreements", true},
    Title{{0, 9, 0}, "directors", true},
    Title{{0, 9, 'A'}, "controlsandprocedures"},
    Title{{0, 9, 'A'}, "controlsandprocedure"},
    Title{{0, 9, 'B'}, "otherinformation"},
    Title{{0, 9, 'C'}, "disclosureregardingforeign", true},
    Title{{0, 9, 'C'}, "disclosuresregardingforeign", true},
    Title{{0, 10, 0}, "directors", true},
    Title{{0, 10, 0}, "executivecompensation"},
    Title{{0, 11, 0}, "executivecompensation"},
    Title{{0, 11, 0}, "securityownership", true},
    Title{{0, 12, 0}, "securityownership", true},
    Title{{0, 12, 0}, "certainrelationships", true},
    Title{{0, 13, 0}, "certainrelationships", true},
    Title{{0, 13, 0}, "exhibits", true},
    Title{{0, 14, 0}, "principalaccount", true},
    Title{{0, 14, 0}, "controlsandprocedures"},
    Title{{0, 14, 0}, "exhibit", true},
    Title{{0, 15, 0}, "exhibit", true},
    Title{{0, 15, 0}, "principalaccount", true},
    Title{{0, 15, 0}, "financialstatementschedules", true},
    Title{{0, 16, 0}, "form10ksummary"},
    Title{{0, 16, 0}, "exhibit", true},
    Title{{0, 16, 0}, "principalaccount", true},
};

}  // namespace

const Form& annual_form() {
  static constexpr Form kForm("10-K", reason::kNot10K, kItemsOf10K, kTitlesOf10K, 4);
  return kForm;
}

}  // namespace weir::sec
