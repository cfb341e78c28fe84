#include <stdexcept>

#include "mark.h"

static weir::StageInfo broken() { throw std::runtime_error("no licence key"); }

WEIR_PLUGIN(weir::stage<Pass>("never", "Is never seen."), broken())
