#include "cli/why_output.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "cli/record_words.h"
#include "cli/why_document.h"
#include "observe/numbers.h"
#include "run/document_name.h"
#include "run/exit_code.h"

namespace weir::cli {
namespace {

using observe::printable;
using observe::with_commas;

constexpr std::size_t kMostShown = 10;  // documents

bool is_named(const ListedEntry& listed, const RecordWords& words) {
  if (!words.path.empty()) return listed.path == words.path;
  const std::string name = run::name_of(listed);
  const bool begins = !words.id.empty() && words.id.starts_with(name);
  return begins &&
         (words.id.size() == name.size() || std::string("/#:").find(words.id[name.size()]) != std::string::npos);
}

// Those that it may come from; where the record itself names one of them, that one.
std::vector<store::Entry> documents_of(const run::OutputOrigin& origin, const RecordWords& words) {
  std::vector<store::Entry> named;
  for (const store::Entry& document : origin.documents) {
    if (is_named(document.listed, words)) named.push_back(document);
  }
  return named.empty() ? origin.documents : named;
}

std::string ranges_text(const std::vector<Range>& ranges) {
  std::string text = "bytes      ";
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    text += (i == 0 ? "" : ", ") + with_commas(ranges[i].begin) + " to " + with_commas(ranges[i].end);
  }
  return text + " of the source, as the record says\n";
}

std::string record_text(const run::OutputOrigin& origin) {
  const run::RecordLines& record = *origin.record;
  std::string text = "record     line " + with_commas(record.first_line);
  if (record.last_line > record.first_line) text += " to " + with_commas(record.last_line);
  return text + ", " + with_commas(record.end - record.begin) + " bytes at " + with_commas(record.begin) +
         (origin.is_header ? ": the header, which comes from no document" : "") + "\n";
}

std::string document_text(const store::Entry& document) {
  return "document   " + printable(run::name_of(document.listed)) + "  (" + printable(document.listed.location) + ")\n";
}

}  // namespace

std::pair<std::string, std::optional<std::uint64_t>> split_line(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  std::error_code error;
  if (colon == std::string::npos || std::filesystem::exists(text, error)) return {text, std::nullopt};
  const std::string digits = text.substr(colon + 1);
  const bool is_line =
      !digits.empty() && digits.size() < 19 && digits.find_first_not_of("0123456789") == std::string::npos;
  if (!is_line) return {text, std::nullopt};
  const std::uint64_t line = std::stoull(digits);
  if (line == 0) throw run::RunError(run::ExitCode::usage, "lines count from 1: " + text);
  return {text.substr(0, colon), line};
}

std::string origin_text(const run::OutputOrigin& origin) {
  const RecordWords words = words_of(origin);
  const std::vector<store::Entry> documents = documents_of(origin, words);
  std::string text = "output     " + printable(origin.path) + ", written by " + origin.sink + "\n";
  if (origin.record) text += record_text(origin);
  if (origin.is_header) return text;
  const bool is_certain = documents.size() == 1;
  const std::uint64_t count = is_certain ? 1 : origin.document_count;
  if (origin.record && !is_certain && count > 0) {
    text += "           comes from one of " + with_commas(count) +
            " documents that were committed together; the record does not name it\n";
  } else if (!is_certain) {
    text += "           comes from " + with_commas(count) + " documents\n";
  }
  for (std::size_t i = 0; i < std::min(documents.size(), kMostShown); ++i) text += document_text(documents[i]);
  if (count > kMostShown) text += "           … and " + with_commas(count - kMostShown) + " more\n";
  if (origin.record && is_certain) {
    text +=
        words.ranges.empty() ? "bytes      not told: the record holds no source_range\n" : ranges_text(words.ranges);
  }
  return text + stages_text(origin.stages);
}

Table origin_table(const run::OutputOrigin& origin) {
  const RecordWords words = words_of(origin);
  Table table;
  table.set("file", origin.path);
  table.set("sink", origin.sink);
  if (origin.record) {
    table.set("first_line", origin.record->first_line);
    table.set("last_line", origin.record->last_line);
    table.set("offset", origin.record->begin);
    table.set("length", origin.record->end - origin.record->begin);
    table.set("header", origin.is_header);
  }
  const std::vector<store::Entry> entries = documents_of(origin, words);
  List documents, ranges;
  for (const store::Entry& entry : entries) {
    Table document;
    document.set("path", entry.listed.path);
    document.set("member", entry.listed.member);
    document.set("location", entry.listed.location);
    document.set("entry", entry.number);
    documents.emplace_back(std::move(document));
  }
  for (const Range& range : words.ranges) ranges.emplace_back(List{Value(range.begin), Value(range.end)});
  table.set("document_count", entries.size() == 1 ? 1 : origin.document_count);
  table.set("documents", std::move(documents));
  table.set("source_ranges", words.ranges.empty() ? Value() : Value(std::move(ranges)));
  table.set("stages", stages_list(origin.stages));
  return table;
}

}  // namespace weir::cli
