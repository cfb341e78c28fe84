// The stage `html`: a document with content becomes one with text, blocks and source map.
#pragma once

#include <string>

#include <weir/plugin.h>

#include "html/css.h"

namespace weir::html {

class Html final : public Transform {
 public:
  struct Params {
    void declare(ParamList&) {}
  };

  explicit Html(const Params&) {}

  void process(Document document, Emitter& out) override;

 private:
  StyleCache styles_;
};

}  // namespace weir::html
