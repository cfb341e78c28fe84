#include <algorithm>
#include <utility>

#include "batch/byte_reader.h"
#include "batch/codec.h"
#include "worker/answer.h"
#include "worker/failure_codec.h"

namespace weir::worker {
namespace {

using batch::CodecError;

[[noreturn]] void garbage(const char* what) { throw CodecError(what); }

bool is_hash(std::string_view text) {
  return text.empty() || (text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos);
}

bool same_origin(const Origin& a, const Origin& b) {
  return a.source == b.source && a.path == b.path && a.member == b.member && a.entry == b.entry &&
         a.ordinal == b.ordinal && a.size == b.size && a.is_record == b.is_record;
}

class AnswerReader {
 public:
  AnswerReader(std::string_view bytes, const batch::Wiring& wiring, const std::vector<bool>& isolated,
               batch::Batch& batch)
      : left_(bytes), reader_(left_), wiring_(wiring), isolated_(isolated), batch_(batch) {}

  void read(std::vector<LogLine>& log) {
    std::vector<LogLine> lines = read_log();
    read_source_documents();
    const std::vector<std::string> hashes = read_content_hashes();
    std::vector<std::pair<std::size_t, batch::NodeResult>> results;
    for (std::size_t node = 0; node < isolated_.size(); ++node) {
      if (isolated_[node]) results.emplace_back(node, read_result(wiring_.nodes[node]));
    }
    for (std::size_t node = 0; node < isolated_.size(); ++node) {
      if (isolated_[node]) read_edges(wiring_.nodes[node]);
    }
    if (!left_.empty()) garbage("bytes are left over");
    // Nothing can be wrong any more.
    for (auto& [node, result] : results) batch_.result(node) = std::move(result);
    for (auto& [target, documents] : edges_) batch_.input(target.node, target.input) = std::move(documents);
    for (std::uint32_t entry = 0; entry < hashes.size(); ++entry) {
      if (!hashes[entry].empty()) batch_.set_content_hash(entry, hashes[entry]);
    }
    log = std::move(lines);
  }

 private:
  std::uint32_t below(std::uint64_t bound) { return static_cast<std::uint32_t>(reader_.below(bound)); }

  // Where something may have happened: a source document that has a verdict in this batch.
  std::uint32_t position() {
    const std::uint32_t position = below(batch_.source_documents().size());
    if (batch_.source_documents()[position].left_out) garbage("a document is left out");
    return position;
  }

  std::vector<LogLine> read_log() {
    std::vector<LogLine> lines;
    for (std::uint64_t left = reader_.count(); left > 0; --left) {
      if (lines.size() == kMostLogLines) garbage("there are too many lines for the log");
      const auto level = static_cast<LogLevel>(reader_.below(static_cast<std::uint64_t>(LogLevel::error) + 1));
      const std::string_view text = reader_.text();
      if (text.size() > LogLine::kLongest) garbage("a line for the log is too long");
      lines.push_back({level, std::string(text)});
    }
    return lines;
  }

  // Each entry has at least one; they are in the order of entries, and numbered within each.
  void read_source_documents() {
    const batch::Node& source = wiring_.nodes[batch_.source()];
    const std::uint64_t entries = batch_.entries().size();
    std::uint64_t next_entry = 0;
    std::uint64_t next_ordinal = 0;
    for (std::uint64_t left = reader_.count(); left > 0; --left) {
      const std::uint32_t entry = below(entries);
      const std::uint64_t ordinal = reader_.number();
      const bool is_record = reader_.flag();
      if (entry == next_entry && ordinal == 0) {
        ++next_entry;
        next_ordinal = 1;
      } else if (entry + std::uint64_t{1} == next_entry && ordinal == next_ordinal && source.spool.empty() &&
                 !batch_.entries()[entry].left_out) {
        ++next_ordinal;
      } else {
        garbage("source documents are out of order");
      }
      add_source_document(source, entry, ordinal, is_record);
    }
    if (next_entry != entries) garbage("an entry has no source document");
  }

  void add_source_document(const batch::Node& source, std::uint32_t entry, std::uint64_t ordinal, bool is_record) {
    if (is_record && source.spool.empty() && batch_.entries()[entry].listed.records.empty()) {
      garbage("a file is no record");
    }
    if (source.spool.empty()) {
      batch_.add_source_document(entry, ordinal, is_record, source.id);
    } else {
      batch_.add_spooled_document(entry, read_origin(is_record));
    }
  }

  Origin read_origin(bool is_record) {
    Origin origin;
    origin.source = reader_.string();
    origin.path = reader_.string();
    origin.member = reader_.string();
    origin.entry = reader_.number();
    origin.ordinal = reader_.number();
    origin.size = reader_.number();
    origin.is_record = is_record;
    return origin;
  }

  std::vector<std::string> read_content_hashes() {
    std::vector<std::string> hashes(batch_.entries().size());
    for (std::string& hash : hashes) {
      hash = reader_.string();
      if (!is_hash(hash)) garbage("a hash is none");
    }
    return hashes;
  }

  batch::NodeResult read_result(const batch::Node& node) {
    batch::NodeResult result;
    result.documents_in = reader_.number();
    result.documents_out = reader_.number();
    result.wall_ns = reader_.number();
    result.cpu_ns = reader_.number();
    for (std::size_t bucket = 0; bucket < batch::Histogram::kBuckets; ++bucket) {
      result.call_ns.add_to_bucket(bucket, reader_.number());
    }
    for (std::uint64_t left = reader_.count(); left > 0; --left) {
      const std::uint32_t at = position();
      std::string reason = read_reason(reader_);
      if (reason.empty()) garbage("a drop has no reason");
      result.drops.push_back({at, std::move(reason), reader_.string()});
    }
    for (std::uint64_t left = reader_.count(); left > 0; --left) {
      const std::uint32_t at = position();
      result.failures.push_back({at, read_failure(reader_)});
    }
    read_encoding(node, result.encoding);
    return result;
  }

  // Pieces are in the order of their source documents, and cover the bytes without a gap.
  void read_encoding(const batch::Node& node, batch::Encoding& encoding) {
    encoding.bytes = reader_.string();
    std::uint64_t end = 0;
    for (std::uint64_t left = reader_.count(); left > 0; --left) {
      batch::Encoding::Piece piece{position(), 0, 0, 0};
      piece.begin = reader_.number();
      piece.end = reader_.number();
      piece.records = reader_.number();
      const bool in_order = encoding.pieces.empty() || encoding.pieces.back().position < piece.position;
      if (!in_order || piece.begin != end || piece.end < piece.begin || piece.end > encoding.bytes.size()) {
        garbage("a sink's pieces are out of order");
      }
      end = piece.end;
      encoding.pieces.push_back(piece);
    }
    if (end != encoding.bytes.size()) garbage("bytes of a sink belong to no document");
    for (std::uint64_t left = reader_.count(); left > 0; --left) {
      const std::uint32_t at = position();
      if (!encoding.files.empty() && at < encoding.files.back().position) garbage("files are out of order");
      std::string name = reader_.string();
      encoding.files.push_back({at, std::move(name), reader_.string()});
    }
    if (node.stage->kind != StageKind::sink && !encoding.pieces.empty()) garbage("only sinks encode");
  }

  void read_edges(const batch::Node& node) {
    for (const auto& targets : node.targets) {
      for (const batch::Target& target : targets) {
        if (!isolated_[target.node]) edges_.emplace_back(target, read_documents());
      }
    }
  }

  std::vector<Document> read_documents() {
    std::vector<Document> documents;
    for (std::uint64_t left = reader_.count(); left > 0; --left) {
      const std::uint32_t at = position();
      if (!documents.empty() && at < documents.back().position()) garbage("documents are out of order");
      documents.push_back(read_document(at, reader_.text()));
    }
    return documents;
  }

  Document read_document(std::uint32_t position, std::string_view bytes) {
    const batch::SourceDocument& source = batch_.source_documents()[position];
    batch::DocumentDecoder decoder(bytes);
    if (!same_origin(decoder.origin(), source.origin)) garbage("a document has another origin");
    Document document = Document::begin(source.origin, position, &batch_.bodies());
    decoder.fill(document, batch_.files(), batch_.surroundings().large_memory);
    check_file(document.content().file(), batch_.entries()[source.entry].listed);
    return document;
  }

  // What is read in the parent is what was listed, and no file of the worker's choice. What a spool's document is read
  // from was not listed in this phase.
  void check_file(const FileIdentity* file, const ListedEntry& listed) const {
    if (!file || !wiring_.nodes[batch_.source()].spool.empty()) return;
    if (file->location != listed.location || file->size != listed.size || file->modified_ns != listed.modified_ns) {
      garbage("content lies in another file");
    }
  }

  std::string_view left_;
  batch::ByteReader reader_;
  const batch::Wiring& wiring_;
  const std::vector<bool>& isolated_;
  batch::Batch& batch_;
  std::vector<std::pair<batch::Target, std::vector<Document>>> edges_;
};

}  // namespace

void read_answer(std::string_view bytes, const batch::Wiring& wiring, const std::vector<bool>& isolated,
                 batch::Batch& batch, std::vector<LogLine>& log) {
  try {
    AnswerReader(bytes, wiring, isolated, batch).read(log);
  } catch (...) {
    batch.remove_source_documents_from(0);
    throw;
  }
}

}  // namespace weir::worker
