// Leaves a file behind when the plugin's static constructors run: proof that its code was loaded.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <weir/plugin.h>

struct Mark {
  Mark() {
    if (const char* folder = std::getenv("WEIR_TEST_MARKS")) std::ofstream(std::filesystem::path(folder) / MARK);
  }
};
inline const Mark kMark;

class Pass final : public weir::Transform {
 public:
  void process(weir::Document document, weir::Emitter& out) override { out.emit(std::move(document)); }
};
