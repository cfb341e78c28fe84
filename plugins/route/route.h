// The transform `route`: each document leaves by the port of the first rule that holds, else by `rest`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <weir/plugin.h>

#include "route/rule.h"

namespace weir::route {

class Route final : public Transform {
 public:
  struct Params {
    std::vector<Table> rules;

    void declare(ParamList& list);
    std::optional<std::string> check() const;
    // Those of the rules in the order in which they are first named, then `rest`.
    std::vector<std::string> ports() const;
  };

  explicit Route(const Params& params);

  void process(Document document, Emitter& out) override;

 private:
  struct Target {
    Rule rule;
    std::size_t port;
  };

  std::vector<Target> targets_;
  std::size_t rest_;
};

}  // namespace weir::route
