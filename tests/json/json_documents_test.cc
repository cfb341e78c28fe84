#include "json_documents/json_documents.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "sdk_harness.h"

namespace weir::json {
namespace {

using ::testing::HasSubstr;

// A filing with two segments of Item 1A and one of Item 7.
std::vector<Document> segments(const std::string& path = "2023/harbor_10k.htm") {
  Document filing = harness::content(std::string(500, 'x'), path);
  filing.metadata().set("filing", "harbor_10k");
  filing.metadata().set("source_path", path);
  filing.metadata().set("company_name", "Harbor Lantern Corp");
  filing.metadata().set("fiscal_year", 2023);
  filing.metadata().set("dei", harness::table({{"EntityRegistrantName", "Harbor Lantern Corp"}}));
  std::vector<Document> segments;
  for (const auto& [section, index, text] :
       {std::tuple("1A", 0, "First risk."), {"7", 0, "A discussion."}, {"1A", 1, "Second risk."}}) {
    Document& segment = segments.emplace_back(filing.derive());
    segment.set_text(Text::verbatim(text, 0));
    segment.metadata().set("section", section);
    segment.metadata().set("section_title", nullptr);
    segment.metadata().set("stats", harness::table({{"segments", 2}}));
    segment.metadata().set("segment_index", index);
    segment.metadata().set("source_range", List{0, 11});
    segment.metadata().set("source_ranges", List{List{0, 5}, List{8, 11}});
  }
  return segments;
}

JsonDocuments sink(std::string path, std::string group_by) {
  return JsonDocuments(harness::bind<JsonDocuments::Params>({{"path", path}, {"group_by", group_by}}));
}

TEST(JsonDocuments, WritesOneFileForEachValueInOrderOfAppearance) {
  JsonDocuments documents = sink("{path}_{section}_segmented.json", "section");
  const harness::Written written = harness::encode(documents, segments());
  ASSERT_EQ(written.files.size(), 2u);
  EXPECT_EQ(written.files[0].name, "2023/harbor_10k_1A_segmented.json");
  EXPECT_EQ(written.files[1].name, "2023/harbor_10k_7_segmented.json");
  EXPECT_EQ(written.records, 3u);
  EXPECT_EQ(written.volume, "");
}

TEST(JsonDocuments, GroupsWhatIsKnownAboutFilingSectionAndSegment) {
  JsonDocuments documents = sink("{path}_{section}.json", "section");
  EXPECT_EQ(harness::encode(documents, segments()).files.at(1).bytes, R"({
  "version": "1.0",
  "filing_name": "harbor_10k",
  "document_info": {
    "company_name": "Harbor Lantern Corp",
    "ticker": null,
    "cik": null,
    "sic_code": null,
    "sic_name": null,
    "form_type": null,
    "fiscal_year": 2023,
    "accession_number": null,
    "filed_as_of_date": null,
    "amendment_flag": null,
    "entity_filer_category": null,
    "ein": null,
    "dei": {
      "EntityRegistrantName": "Harbor Lantern Corp"
    }
  },
  "processing_metadata": {
    "source_path": "2023/harbor_10k.htm",
    "suspicious": null,
    "source_bytes": 500
  },
  "section_metadata": {
    "section": "7",
    "section_title": null,
    "stats": {
      "segments": 2
    }
  },
  "num_segments": 1,
  "segments": [
    {
      "id": null,
      "source_range": [0, 11],
      "source_ranges": [[0, 5], [8, 11]],
      "segment_index": 0,
      "ancestors": null,
      "text": "A discussion.",
      "word_count": null,
      "char_count": null
    }
  ]
}
)");
}

TEST(JsonDocuments, SegmentsStandInTheirOrder) {
  JsonDocuments documents = sink("{path}_{section}.json", "section");
  const harness::Written written = harness::encode(documents, segments());
  simdjson::dom::parser parser;
  const simdjson::dom::element read = parser.parse(written.files.at(0).bytes);
  EXPECT_EQ(std::int64_t(read["num_segments"]), 2);
  EXPECT_EQ(std::string_view(read["segments"].at(0)["text"]), "First risk.");
  EXPECT_EQ(std::string_view(read["segments"].at(1)["text"]), "Second risk.");
}

TEST(JsonDocuments, WithoutGroupingAFilingIsOneFile) {
  JsonDocuments documents = sink("{stem}.json", "");
  const harness::Written written = harness::encode(documents, segments());
  ASSERT_EQ(written.files.size(), 1u);
  EXPECT_EQ(written.files[0].name, "harbor_10k.json");
  EXPECT_THAT(written.files[0].bytes, HasSubstr("\"num_segments\": 3"));
}

TEST(JsonDocuments, TakesTheNameOfTheFileWhereNoFilingIsNamed) {
  std::vector<Document> one;
  one.push_back(harness::content("x", "folder/some.note.txt"));
  JsonDocuments documents = sink("{path}.json", "");
  EXPECT_THAT(harness::encode(documents, one).files.at(0).bytes, HasSubstr("\"filing_name\": \"some.note\""));
}

TEST(JsonDocuments, WritesNothingWhereNothingIsLeft) {
  JsonDocuments documents = sink("{path}.json", "");
  EXPECT_TRUE(harness::encode(documents, std::span<const Document>()).files.empty());
}

TEST(JsonDocuments, TwoValuesThatGiveOneNameFailTheDocument) {
  std::vector<Document> filing = segments();
  filing[0].metadata().set("section", "1/A");
  filing[1].metadata().set("section", "1:A");
  JsonDocuments documents = sink("{path}_{section}.json", "section");
  const harness::Written written = harness::encode(documents, filing);
  ASSERT_EQ(written.failures.size(), 1u);
  EXPECT_EQ(written.failures[0].reason, "name_taken");
  EXPECT_EQ(written.failures[0].message, "two values of section give the file 2023/harbor_10k_1_A.json");
}

TEST(JsonDocuments, RefusesAPatternThatCannotTellItsFilesApart) {
  EXPECT_THROW(sink("{path}.json", "section"), std::invalid_argument);
  EXPECT_THROW(sink("{path", ""), std::invalid_argument);
}

}  // namespace
}  // namespace weir::json
