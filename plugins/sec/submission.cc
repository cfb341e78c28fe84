#include "sec/submission.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "sec/cover_page.h"
#include "sec/dei_facts.h"
#include "sec/embedded_document.h"
#include "sec/filing.h"
#include "sec/find_text.h"
#include "sec/form_type.h"
#include "sec/sgml_header.h"

namespace weir::sec {
namespace {

constexpr std::uint64_t kHeaderBytes = std::uint64_t{1} << 20;
constexpr std::uint64_t kBeginningBytes = std::uint64_t{256} << 10;  // of a submission, and of a cover page

// The report among the documents of a submission: the first one whose type is the form that was filed, else the first
// that is no exhibit, else the first that can be read at all.
std::optional<EmbeddedDocument> find_report(EmbeddedDocuments& documents, const std::string& form) {
  std::optional<EmbeddedDocument> fallback;
  bool fallback_is_exhibit = true;
  while (auto document = documents.next()) {
    if (!document->is_markup) continue;
    const std::string type = normal_form(document->type);
    if (!form.empty() ? type == form : is_annual_report(type) || is_quarterly_report(type)) return document;
    const bool is_exhibit = type.starts_with("EX-");
    if (!fallback || (fallback_is_exhibit && !is_exhibit)) {
      fallback = std::move(document);
      fallback_is_exhibit = is_exhibit;
    }
  }
  return fallback;
}

// What stands above the first document.
Filing read_header(const Content& whole, std::string_view beginning) {
  constexpr std::string_view kDocument = "<DOCUMENT>";
  const std::size_t end = find_text(beginning, kDocument);
  if (end != std::string_view::npos) return read_sgml_header(beginning.substr(0, end));
  const std::string more = whole.read_string(0, kHeaderBytes);
  return read_sgml_header(std::string_view(more).substr(0, find_text(more, kDocument)));
}

// The name of the file without folders and extension.
std::string stem(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

}  // namespace

void Submission::process(Document document, Emitter& out) {
  const Content whole = document.content();
  Filing filing;
  Content report = whole;
  std::string type;
  std::string beginning = whole.read_string(0, kBeginningBytes);
  if (is_submission(beginning)) {
    filing = read_header(whole, beginning);
    EmbeddedDocuments documents(whole);
    if (const auto found = find_report(documents, filing.form_type)) {
      report = whole.slice(found->text.begin, found->text.end);
      type = normal_form(found->type);
      beginning = report.read_string(0, kBeginningBytes);
    }
  }
  const Table dei = read_dei_facts(report, beginning);
  if (filing.form_type.empty()) filing.form_type = type;
  filing.adopt(filing_of(dei));
  filing.adopt(read_cover_page(beginning));
  const std::string name = stem(document.origin().path);
  if (filing.accession_number.empty()) filing.accession_number = normal_accession_number(name);

  Metadata& metadata = document.metadata();
  metadata.set("id", document.origin().id());
  metadata.set("filing", name);
  metadata.set("source_path", document.origin().path);
  metadata.set("source_range", nullptr);
  metadata.set("source_ranges", nullptr);
  filing.write_to(metadata);
  metadata.set("dei", dei);
  document.set_content(std::move(report));
  out.emit(std::move(document));
}

}  // namespace weir::sec
