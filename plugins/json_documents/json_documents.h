// The sink `json_documents`: all that a source document has become in one JSON file, or in one for each value of a
// metadata field.
//
//   {
//     "version": "1.0",
//     "filing_name": …,
//     "document_info": { what the file says about itself },
//     "processing_metadata": { what was read, "source_bytes" },
//     "section_metadata": { the field that divides, its title, "stats" },
//     "num_segments": 2,
//     "segments": [ { what one segment has, "text" }, … ]
//   }
//
// What is known about all segments of a file is taken from its first.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <rapidjson/stringbuffer.h>

#include <weir/plugin.h>

namespace weir::json {

class JsonDocuments final : public GroupSink {
 public:
  struct Params {
    std::string path;
    std::string group_by;
    std::vector<std::string> document_fields{"company_name",
                                             "ticker",
                                             "cik",
                                             "sic_code",
                                             "sic_name",
                                             "form_type",
                                             "fiscal_year",
                                             "accession_number",
                                             "filed_as_of_date",
                                             "amendment_flag",
                                             "entity_filer_category",
                                             "ein",
                                             "dei"};
    std::vector<std::string> processing_fields{"source_path", "suspicious"};
    std::vector<std::string> section_fields{"section", "section_title", "stats"};
    std::vector<std::string> segment_fields{"id",        "source_range", "source_ranges", "segment_index",
                                            "ancestors", "text",         "word_count",    "char_count"};

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  explicit JsonDocuments(const Params& params) : params_(params) {}

  void encode(std::span<const Document> documents, RecordWriter& out) override;

 private:
  using Group = std::vector<const Document*>;

  std::vector<Group> groups(std::span<const Document> documents) const;
  void write_group(const Group& group);

  Params params_;
  rapidjson::StringBuffer buffer_;  // kept, so that a steady state allocates nothing
};

}  // namespace weir::json
