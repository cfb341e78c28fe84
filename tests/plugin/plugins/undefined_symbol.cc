#include "mark.h"

void nobody_defines_this();

class Calls final : public weir::Transform {
 public:
  void process(weir::Document, weir::Emitter&) override { nobody_defines_this(); }
};

WEIR_PLUGIN(weir::stage<Calls>("undefined", "Calls what is not there."))
