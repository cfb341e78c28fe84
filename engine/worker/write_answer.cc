#include "batch/byte_writer.h"
#include "batch/codec.h"
#include "worker/answer.h"
#include "worker/failure_codec.h"

namespace weir::worker {
namespace {

class AnswerWriter {
 public:
  AnswerWriter(const batch::Wiring& wiring, const std::vector<bool>& isolated, batch::Batch& batch,
               SharedMemory& memory)
      : wiring_(wiring), isolated_(isolated), batch_(batch), memory_(memory), writer_(bytes_) {}

  void write(const std::vector<LogLine>& log) {
    write_log(log);
    write_source_documents();
    write_content_hashes();
    for (std::size_t node = 0; node < isolated_.size(); ++node) {
      if (isolated_[node]) write_result(batch_.result(node));
    }
    for (std::size_t node = 0; node < isolated_.size(); ++node) {
      if (isolated_[node]) write_edges(wiring_.nodes[node]);
    }
    flush();
  }

 private:
  static constexpr std::size_t kFlushBytes = std::size_t{64} << 10;

  void flush() {
    memory_.append(bytes_);
    bytes_.clear();
  }
  void flush_if_long() {
    if (bytes_.size() >= kFlushBytes) flush();
  }
  // Not copied on the way to the memory.
  void write_long(std::string_view text) {
    writer_.number(text.size());
    flush();
    memory_.append(text);
  }

  void write_log(const std::vector<LogLine>& log) {
    writer_.number(log.size());
    for (const LogLine& line : log) {
      writer_.number(static_cast<std::uint64_t>(line.level));
      writer_.text(line.text);
    }
  }

  void write_source_documents() {
    const bool spooled = !wiring_.nodes[batch_.source()].spool.empty();
    writer_.number(batch_.source_documents().size());
    for (const batch::SourceDocument& document : batch_.source_documents()) {
      writer_.number(document.entry);
      writer_.number(document.ordinal);
      writer_.number(document.origin.is_record ? 1 : 0);
      if (spooled) write_origin(document.origin);
      flush_if_long();
    }
  }

  void write_origin(const Origin& origin) {
    writer_.text(origin.source);
    writer_.text(origin.path);
    writer_.text(origin.member);
    writer_.number(origin.entry);
    writer_.number(origin.ordinal);
    writer_.number(origin.size);
  }

  void write_content_hashes() {
    for (std::uint32_t entry = 0; entry < batch_.entries().size(); ++entry) {
      writer_.text(batch_.content_hash_value(entry));
      flush_if_long();
    }
  }

  void write_result(const batch::NodeResult& result) {
    writer_.number(result.documents_in);
    writer_.number(result.documents_out);
    writer_.number(result.wall_ns);
    writer_.number(result.cpu_ns);
    for (const std::uint64_t count : result.call_ns.counts()) writer_.number(count);
    writer_.number(result.drops.size());
    for (const batch::DropAt& drop : result.drops) {
      writer_.number(drop.position);
      writer_.text(drop.reason);
      writer_.text(drop.detail);
      flush_if_long();
    }
    writer_.number(result.failures.size());
    for (const batch::FailureAt& failed : result.failures) {
      writer_.number(failed.position);
      write_failure(writer_, failed.failure);
      flush_if_long();
    }
    write_encoding(result.encoding);
  }

  void write_encoding(const batch::Encoding& encoding) {
    write_long(encoding.bytes);
    writer_.number(encoding.pieces.size());
    for (const batch::Encoding::Piece& piece : encoding.pieces) {
      writer_.number(piece.position);
      writer_.number(piece.begin);
      writer_.number(piece.end);
      writer_.number(piece.records);
    }
    writer_.number(encoding.files.size());
    for (const batch::Encoding::File& file : encoding.files) {
      writer_.number(file.position);
      writer_.text(file.name);
      write_long(file.bytes);
    }
  }

  void write_edges(const batch::Node& node) {
    for (const auto& targets : node.targets) {
      for (const batch::Target& target : targets) {
        if (!isolated_[target.node]) write_documents(batch_.input(target.node, target.input));
      }
    }
  }

  void write_documents(const std::vector<Document>& documents) {
    writer_.number(documents.size());
    flush();
    for (const Document& document : documents) {
      std::string encoded;
      batch::encode_document(document, encoded);
      writer_.number(document.position());
      write_long(encoded);
    }
  }

  const batch::Wiring& wiring_;
  const std::vector<bool>& isolated_;
  batch::Batch& batch_;
  SharedMemory& memory_;
  std::string bytes_;
  batch::ByteWriter writer_;
};

}  // namespace

void write_answer(const batch::Wiring& wiring, const std::vector<bool>& isolated, batch::Batch& batch,
                  const std::vector<LogLine>& log, SharedMemory& memory) {
  memory.clear();
  AnswerWriter(wiring, isolated, batch, memory).write(log);
}

}  // namespace weir::worker
