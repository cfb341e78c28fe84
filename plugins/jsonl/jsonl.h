// The sink `jsonl`: one line of JSON for each document, its metadata in order and its text last.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/stringbuffer.h>

#include <weir/plugin.h>

namespace weir::json {

class Jsonl final : public Sink {
 public:
  struct Params {
    std::string path;
    std::vector<std::string> fields;
    bool nested = false;

    void declare(ParamList& list);
  };

  explicit Jsonl(const Params& params) : params_(params) {}

  void encode(const Document& document, RecordWriter& out) override;

 private:
  Params params_;
  rapidjson::StringBuffer buffer_;  // kept, so that a steady state allocates nothing
};

}  // namespace weir::json
