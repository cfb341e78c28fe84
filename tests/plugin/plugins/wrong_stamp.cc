// A plugin of another SDK and compiler, as far as its stamp says.
#include "mark.h"

extern "C" __attribute__((visibility("default"))) const weir::PluginInfo* weir_plugin_v1_gcc13_cxx11() {
  static const weir::PluginInfo kInfo{{weir::stage<Pass>("foreign", "Passes documents on.")}};
  return &kInfo;
}
