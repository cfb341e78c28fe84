// A sound plugin. Its stage's name comes from the build, so that several files can be made of it.
#include "mark.h"

WEIR_PLUGIN(weir::stage<Pass>(STAGE, "Passes documents on.").drops("a_reason", "with stage<X>(\"no_stage\") in it"))
