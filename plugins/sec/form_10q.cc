#include <array>

#include "sec/form.h"
#include "sec/section_verdict.h"

namespace weir::sec {
namespace {

constexpr std::array kItemsOf10Q{
    Item{1, 1, 0}, Item{1, 2, 0}, Item{1, 3, 0}, Item{1, 4, 0}, Item{2, 1, 0}, Item{2, 1, 'A'},
    Item{2, 2, 0}, Item{2, 3, 0}, Item{2, 4, 0}, Item{2, 5, 0}, Item{2, 6, 0},
};

// Titles of 10-Q and 10-QSB since 1993, letters only. No title stands in both parts under one number: where a report
// does not say the part, the title does.
constexpr std::array kTitlesOf10Q{
    Title{{1, 1, 0}, "financialstatements", true},
    Title{{1, 1, 0}, "financialinformation", true},
    Title{{1, 1, 0}, "interimfinancialstatements", true},
    Title{{1, 1, 0}, "interimcon", true},
    Title{{1, 1, 0}, "condensed", true},
    Title{{1, 1, 0}, "consolidated", true},
    Title{{1, 1, 0}, "unaudited", true},
    Title{{1, 2, 0}, "managementsdiscussion", true},
    Title{{1, 2, 0}, "managementdiscussion", true},
    Title{{1, 2, 0}, "managementsanalysis", true},
    Title{{1, 2, 0}, "managementsplanofoperation", true},
    Title{{1, 2, 0}, "planofoperation", true},
    Title{{1, 2, 0}, "trusteesdiscussion", true},
    Title{{1, 3, 0}, "quantitativeandqualitative", true},
    Title{{1, 3, 0}, "qualitativeandquantitative", true},
    Title{{1, 3, 0}, "quantitativedisclosures", true},
    Title{{1, 3, 0}, "marketrisk"},
    Title{{1, 3, 0}, "controlsandprocedures"},
    Title{{1, 3, 'A'}, "controlsandprocedures"},
    Title{{1, 4, 0}, "controlsandprocedures"},
    Title{{1, 4, 0}, "controlsandprocedure"},
    Title{{1, 4, 0}, "disclosurecontrolsandprocedures"},
    Title{{1, 4, 0}, "evaluationofdisclosurecontrols", true},
    Title{{2, 1, 0}, "legalproceedings"},
    Title{{2, 1, 0}, "legalproceeding"},
    Title{{2, 1, 0}, "litigation"},
    Title{{2, 1, 'A'}, "riskfactors"},
    Title{{2, 1, 'A'}, "riskfactor"},
    Title{{2, 1, 'A'}, "risksfactors"},
    Title{{2, 2, 0}, "unregisteredsale", true},
    Title{{2, 2, 0}, "changesinsecurities", true},
    Title{{2, 2, 0}, "changeinsecurities", true},
    Title{{2, 2, 0}, "changesintherightsof", true},
    Title{{2, 2, 0}, "issuerpurchases", true},
    Title{{2, 2, 0}, "purchasesofequitysecurities", true},
    Title{{2, 2, 0}, "repurchasesofequitysecurities", true},
    Title{{2, 2, 0}, "recentsales", true},
    Title{{2, 2, 0}, "salesofunregistered", true},
    Title{{2, 2, 0}, "saleofunregistered", true},
    Title{{2, 3, 0}, "defaultsuponseniorsecurities"},
    Title{{2, 3, 0}, "defaultuponseniorsecurities"},
    Title{{2, 3, 0}, "defaultsonseniorsecurities"},
    Title{{2, 3, 0}, "defaultsinseniorsecurities"},
    Title{{2, 4, 0}, "submissionof", true},
    Title{{2, 4, 0}, "minesafetydisclosures"},
    Title{{2, 4, 0}, "minesafetydisclosure"},
    Title{{2, 4, 0}, "removedandreserved"},
    Title{{2, 4, 0}, "reserved"},
    Title{{2, 5, 0}, "otherinformation"},
    Title{{2, 5, 0}, "othermatters"},
    Title{{2, 5, 0}, "otherevents"},
    Title{{2, 6, 0}, "exhibitsandreportsonform8k"},
    Title{{2, 6, 0}, "exhibitsandreportsonform8ks"},
    Title{{2, 6, 0}, "exhibits", true},
    Title{{2, 6, 0}, "exhibitindex"},
};

}  // namespace

const Form& quarterly_form() {
  static constexpr Form kForm("10-Q", reason::kNot10Q, kItemsOf10Q, kTitlesOf10Q);
  return kForm;
}

}  // namespace weir::sec
