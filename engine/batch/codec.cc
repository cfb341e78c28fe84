#include "batch/codec.h"

#include <utility>

#include "batch/byte_reader.h"
#include "batch/byte_writer.h"

namespace weir::batch {
namespace {

constexpr char kVersion = 1;

enum class ContentForm : std::uint8_t { none, file, bytes };

void write_origin(ByteWriter& writer, const Origin& origin) {
  writer.text(origin.source);
  writer.text(origin.path);
  writer.text(origin.member);
  writer.number(origin.entry);
  writer.number(origin.ordinal);
  writer.number(origin.size);
  writer.number(origin.is_record ? 1 : 0);
}

Origin read_origin(ByteReader& reader) {
  Origin origin;
  origin.source = reader.string();
  origin.path = reader.string();
  origin.member = reader.string();
  origin.entry = reader.number();
  origin.ordinal = reader.number();
  origin.size = reader.number();
  origin.is_record = reader.flag();
  return origin;
}

void write_content(ByteWriter& writer, const Content& content) {
  const FileIdentity* file = content.file();
  if (!content) return writer.number(static_cast<std::uint64_t>(ContentForm::none));
  if (!file) {
    writer.number(static_cast<std::uint64_t>(ContentForm::bytes));
    return writer.text(content.read_string(0, content.size()));
  }
  writer.number(static_cast<std::uint64_t>(ContentForm::file));
  writer.text(file->location);
  writer.number(file->size);
  writer.signed_number(file->modified_ns);
  writer.number(content.source_range().begin);
  writer.number(content.source_range().size());
}

Content read_content(ByteReader& reader, const std::shared_ptr<OpenFiles>& files) {
  switch (static_cast<ContentForm>(reader.below(3))) {
    case ContentForm::file: {
      std::string location = reader.string();
      const std::uint64_t size = reader.number();
      const std::int64_t modified_ns = reader.signed_number();
      const std::uint64_t begin = reader.number();
      const std::uint64_t length = reader.number();
      if (begin > size || length > size - begin) throw CodecError("content lies beyond its file");
      return Content(std::make_shared<FileBytes>(std::move(location), size, modified_ns, files))
          .slice(begin, begin + length);
    }
    case ContentForm::bytes:
      return Content(std::make_shared<MemoryBytes>(reader.string()));
    default:
      return {};
  }
}

void write_map(ByteWriter& writer, const SourceMap& map) {
  writer.number(map.run_count());
  std::uint64_t source_end = 0;
  map.for_each_run([&](const SourceRun& run) {
    writer.number(run.text_length << 2 | static_cast<std::uint64_t>(run.kind));
    writer.signed_number(static_cast<std::int64_t>(run.source_begin - source_end));
    if (run.kind != SourceRun::Kind::verbatim) writer.number(run.source_length);
    source_end = run.source_end();
  });
}

SourceMap read_map(ByteReader& reader) {
  SourceMap map;
  std::uint64_t source_end = 0;
  for (std::uint64_t left = reader.count(); left > 0; --left) {
    const std::uint64_t head = reader.number();
    const std::uint64_t length = head >> 2;
    const std::uint64_t begin = source_end + static_cast<std::uint64_t>(reader.signed_number());
    switch (head & 3) {
      case static_cast<std::uint64_t>(SourceRun::Kind::verbatim):
        map.append_verbatim(length, begin);
        source_end = begin + length;
        break;
      case static_cast<std::uint64_t>(SourceRun::Kind::rewritten): {
        const std::uint64_t source_length = reader.number();
        map.append_rewritten(length, begin, source_length);
        source_end = begin + source_length;
        break;
      }
      case static_cast<std::uint64_t>(SourceRun::Kind::cut): {
        const std::uint64_t source_length = reader.number();
        map.append_cut(begin, source_length);
        source_end = begin + source_length;
        break;
      }
      default:
        throw CodecError("no such kind of run");
    }
  }
  return map;
}

std::uint64_t flags_of(const Style& style) {
  const bool flags[] = {style.bold, style.italic, style.underlined, style.centred, style.upper_case, style.link};
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < std::size(flags); ++i) bits |= std::uint64_t{flags[i]} << i;
  return bits;
}

Style style_of(std::uint64_t flags) {
  Style style;
  bool* const fields[] = {&style.bold,    &style.italic,     &style.underlined,
                          &style.centred, &style.upper_case, &style.link};
  for (std::size_t i = 0; i < std::size(fields); ++i) *fields[i] = (flags >> i & 1) != 0;
  return style;
}

template <class Blocks>
void write_blocks(ByteWriter& writer, const Blocks& blocks) {
  writer.number(blocks.size());
  std::uint64_t end = 0;
  for (const Block& block : blocks) {
    writer.signed_number(static_cast<std::int64_t>(block.begin - end));
    writer.number(block.size());
    writer.number(static_cast<std::uint64_t>(block.kind));
    writer.number(block.level);
    writer.number(flags_of(block.style));
    writer.number(block.style.size_percent);
    writer.number(block.table);
    end = block.end;
  }
}

template <class Blocks>
void read_blocks(ByteReader& reader, std::uint64_t text_size, Blocks& blocks) {
  std::uint64_t end = 0;
  for (std::uint64_t left = reader.count(); left > 0; --left) {
    Block block;
    block.begin = end + static_cast<std::uint64_t>(reader.signed_number());
    const std::uint64_t size = reader.number();
    if (block.begin > text_size || size > text_size - block.begin) throw CodecError("a block lies beyond the text");
    block.end = block.begin + size;
    block.kind = static_cast<BlockKind>(reader.below(static_cast<std::uint64_t>(BlockKind::page_break) + 1));
    block.level = static_cast<std::uint8_t>(reader.below(256));
    block.style = style_of(reader.number());
    block.style.size_percent = static_cast<std::uint16_t>(reader.below(65536));
    block.table = static_cast<std::uint32_t>(reader.below(std::uint64_t{1} << 32));
    blocks.push_back(block);
    end = block.end;
  }
}

}  // namespace

void encode_document(const Document& document, std::string& bytes) {
  bytes.push_back(kVersion);
  ByteWriter writer(bytes);
  write_origin(writer, document.origin());
  write_content(writer, document.content());
  writer.text(document.text().view());
  write_map(writer, document.text().map());
  write_blocks(writer, document.blocks());
  writer.table(document.metadata().to_table(), 0);
}

DocumentDecoder::DocumentDecoder(std::string_view bytes) : left_(bytes) {
  if (left_.empty() || left_.front() != kVersion) throw CodecError("no document, or one of another version");
  left_.remove_prefix(1);
  ByteReader reader(left_);
  origin_ = read_origin(reader);
}

void DocumentDecoder::fill(Document& document, const std::shared_ptr<OpenFiles>& files, LargeMemory* memory) {
  ByteReader reader(left_);
  document.set_content(read_content(reader, files));
  TextBytes text(reader.text(), memory);
  SourceMap map = read_map(reader);
  if (map.text_size() != text.size()) throw CodecError("the source map does not cover the text");
  const std::uint64_t text_size = text.size();
  document.set_text(Text(std::move(text), std::move(map)));
  document.blocks().clear();
  read_blocks(reader, text_size, document.blocks());
  Table metadata = reader.table(0);
  for (const auto& [key, value] : metadata) document.metadata().set(key, value);
  if (!left_.empty()) throw CodecError("bytes are left over");
}

}  // namespace weir::batch
