// Registers a stage in a way that its note cannot list.
#include "mark.h"

static weir::StageInfo made_elsewhere() { return weir::stage<Pass>("unlisted", "Passes documents on."); }

WEIR_PLUGIN(made_elsewhere())
