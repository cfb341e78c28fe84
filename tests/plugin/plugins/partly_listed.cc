#include "mark.h"

static weir::StageInfo made_elsewhere() { return weir::stage<Pass>("hidden", "Passes documents on."); }

WEIR_PLUGIN(weir::stage<Pass>("shown", "Passes documents on."), made_elsewhere())
