#include "batch/spool.h"

#include <new>
#include <utility>

#include <weir/plugin.h>

#include "batch/codec.h"
#include "batch/spooled_entry.h"

namespace weir::batch {
namespace {

class SpoolSink final : public Sink {
 public:
  void encode(const Document& document, RecordWriter& out) override {
    append_frame(document, out.bytes());
    out.end_record();
  }
};

class SpoolSource final : public Source {
 public:
  explicit SpoolSource(std::shared_ptr<const SpoolReader> reader) : reader_(std::move(reader)) {}

  // The engine lists a spool itself, when it is complete.
  void list(Lister&) override {}

  void read(const ListedEntry& entry, SourceEmitter& out) override {
    auto& spooled = static_cast<SpooledEntry&>(out);
    const std::string bytes = bytes_of(entry.records, spooled.checksum());
    DocumentDecoder decoder(bytes);
    Document document = spooled.document(decoder.origin());
    decoder.fill(document, spooled.files(), out.out().large_memory());
    out.out().emit(std::move(document));
  }

 private:
  // Throws SpoolError.
  std::string bytes_of(Range range, std::uint64_t checksum) const {
    try {
      return reader_->read(range, checksum);
    } catch (const std::bad_alloc&) {
      throw;  // of a large document: that one's
    } catch (...) {
      throw SpoolError{std::current_exception()};
    }
  }

  std::shared_ptr<const SpoolReader> reader_;
};

StageInfo make_spool_sink() {
  StageInfo info = stage<SpoolSink>("checkpoint", "Makes documents durable.").operator StageInfo();
  info.output = SinkOutput::spool;
  info.memory = {3.0, std::uint64_t{64} << 10};
  return info;
}

}  // namespace

std::uint64_t frame_length(std::string_view header) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < kFrameHeaderBytes; ++i) {
    length |= std::uint64_t{static_cast<unsigned char>(header[i])} << 8 * i;
  }
  return length;
}

void append_frame(const Document& document, std::string& bytes) {
  const std::size_t begin = bytes.size();
  bytes.append(kFrameHeaderBytes, '\0');
  encode_document(document, bytes);
  const std::uint64_t length = bytes.size() - begin - kFrameHeaderBytes;
  for (std::size_t i = 0; i < kFrameHeaderBytes; ++i) bytes[begin + i] = static_cast<char>(length >> 8 * i);
}

const StageInfo& spool_sink() {
  static const StageInfo kInfo = make_spool_sink();
  return kInfo;
}

StageInfo spool_source(std::shared_ptr<const SpoolReader> reader) {
  StageInfo info;
  info.name = "checkpoint";
  info.help = "Reads documents that were made durable.";
  info.kind = StageKind::source;
  info.ports = {"out"};
  // The bytes as they lie in the spool, and the document that is made of them.
  info.memory = {2.5, std::uint64_t{64} << 10};
  info.make_params = [] { return std::make_unique<detail::Holder<detail::NoParams>>(); };
  info.make = [reader = std::move(reader)](const BoundParams&, const std::shared_ptr<const void>&) {
    return std::make_unique<SpoolSource>(reader);
  };
  return info;
}

}  // namespace weir::batch
