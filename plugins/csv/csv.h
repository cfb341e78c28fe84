// The sink `csv`: a row for each document, as RFC 4180 has them: CRLF ends a row, and a value is in quotes where it
// holds a comma, a quote or a line break, or could be mistaken for null. The names of the columns are the first row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weir/plugin.h>

namespace weir::csv {

class Csv final : public Sink {
 public:
  struct Params {
    std::string path;
    std::vector<std::string> fields;
    std::string separator = ",";
    bool header = true;
    bool harmless = false;

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  explicit Csv(const Params& params) : params_(params) {}

  // The first row of the file.
  static std::string header(const Params& params);

  void encode(const Document& document, RecordWriter& out) override;

 private:
  Params params_;
};

}  // namespace weir::csv
