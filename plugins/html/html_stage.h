// The stage `html`: a document with content becomes one with text, blocks and source map.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

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

  // What a call takes at most: while a page is read, its text, blocks and map (BlockWriter), and the same text once
  // more while it moves; beside these the window, what is remembered of tags and styles, and lines laid out by hand.
  static constexpr double kMemoryPerByte = 4.0;
  static constexpr std::uint64_t kMemoryBeside = std::uint64_t{4} << 20;

  explicit Html(const Params& params) : params_(params) {}

  void process(Document document, Emitter& out) override;

 private:
  Layout layout_of(std::string_view beginning) const;

  Params params_;
  TagReader tags_;
};

}  // namespace weir::html
