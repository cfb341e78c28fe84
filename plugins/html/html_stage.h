// The stage `html`: a document with content becomes one with text, blocks and source map.
#pragma once

#include <string>

#include <weir/plugin.h>

#include "html/page_reader.h"
#include "html/tag_reader.h"

namespace weir::html {

class Html final : public Transform {
 public:
  struct Params {
    std::string plain = "auto";
    void declare(ParamList& list) {
      list.optional("plain", plain,
                    "whether pages are plain text, laid out by hand in lines: as their markup says, or so")
          .one_of({"auto", "never", "always"});
    }
  };

  explicit Html(const Params& params) : params_(params) {}

  void process(Document document, Emitter& out) override;

 private:
  Layout layout_of(std::string_view beginning) const;

  Params params_;
  TagReader tags_;
};

}  // namespace weir::html
