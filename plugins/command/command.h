// The transform `command`: runs a program once for each document, whose text goes to its standard input; what it writes
// to standard output becomes the text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <weir/plugin.h>

#include "command/program.h"

namespace weir::command {

class Command final : public Transform {
 public:
  struct Params {
    std::vector<std::string> command;
    Size max_output{std::uint64_t{64} << 20};
    std::string version;

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  // Finds the program. Throws std::runtime_error where there is none that can be run.
  static std::shared_ptr<const Program> load(const Params& params, const Resources& resources);

  Command(const Params& params, std::shared_ptr<const Program> program)
      : program_(std::move(program)), max_output_(params.max_output) {}

  // Replaces text and blocks: paragraphs, as the stage `text` makes them. Metadata stays. The whole of the new text
  // came from the whole of the old one, as far as the source map can tell.
  void process(Document document, Emitter& out) override;

 private:
  std::shared_ptr<const Program> program_;
  Size max_output_;
};

}  // namespace weir::command
