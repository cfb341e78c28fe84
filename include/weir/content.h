// The bytes of a source document, read where they lie.
//
// Content is a cheap handle to a range of a source file. It is read, never mapped: a mapped file that is truncated
// kills the process, and an input/output error would be a signal. Reading the same Content from several threads is
// allowed; a ContentStream belongs to one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace weir {

// A half-open range of bytes, [begin, end).
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool operator==(const Range&) const = default;
};

// Reading a source failed: an input/output error, or the file changed while it was read. A failure of class transient.
class SourceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A regular file as it was when it was listed: how the same bytes are opened again.
struct FileIdentity {
  std::string location;  // absolute
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;  // since the epoch
};

// Where bytes come from. Implemented by sources; used through Content.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  virtual std::uint64_t size() const = 0;
  // Reads up to into.size() bytes at `offset`; fewer only at the end. Throws SourceError. Safe from any thread.
  virtual std::size_t read(std::uint64_t offset, std::span<char> into) const = 0;
  // All of the bytes, where they lie in memory anyway, so that none need be copied; else nothing. Valid as long as
  // this.
  virtual std::string_view in_memory() const { return {}; }
  // The file that these are the bytes of; null where they are not those of one file. Valid as long as this.
  virtual const FileIdentity* file() const { return nullptr; }
};

class Content {
 public:
  Content() = default;
  explicit Content(std::shared_ptr<const ByteSource> source)
      : source_(std::move(source)), range_{0, source_ ? source_->size() : 0} {}

  explicit operator bool() const { return source_ != nullptr; }
  std::uint64_t size() const { return range_.size(); }

  // Where this content lies in its source file. Source maps count from the beginning of the file.
  Range source_range() const { return range_; }

  // The file that source_range() is about; null where there is none. Valid as long as a handle to it.
  const FileIdentity* file() const { return source_ ? source_->file() : nullptr; }

  // Reads at `offset` within this content; returns the number of bytes read, fewer than asked only at the end.
  std::size_t read(std::uint64_t offset, std::span<char> into) const {
    if (!source_ || offset >= size()) return 0;
    const std::uint64_t length = std::min<std::uint64_t>(into.size(), size() - offset);
    return source_->read(range_.begin + offset, into.first(static_cast<std::size_t>(length)));
  }

  // All of this content, where it lies in memory; else nothing. Valid as long as a handle to it.
  std::string_view in_memory() const {
    const std::string_view bytes = source_ ? source_->in_memory() : std::string_view();
    return bytes.empty() ? bytes
                         : bytes.substr(static_cast<std::size_t>(range_.begin), static_cast<std::size_t>(size()));
  }

  // Reads [begin, end) of this content into a string; for small ranges.
  std::string read_string(std::uint64_t begin, std::uint64_t end) const {
    end = std::min(end, size());
    std::string bytes(begin < end ? end - begin : 0, '\0');
    bytes.resize(read(begin, bytes));
    return bytes;
  }

  // The part [begin, end) of this content, without copying. Bounds beyond the end are cut.
  Content slice(std::uint64_t begin, std::uint64_t end) const {
    Content part = *this;
    end = std::min(end, size());
    begin = std::min(begin, end);
    part.range_ = {range_.begin + begin, range_.begin + end};
    return part;
  }

 private:
  std::shared_ptr<const ByteSource> source_;
  Range range_;
};

// Reads content from its beginning to its end through one window of bounded size.
class ContentStream {
 public:
  static constexpr std::size_t kWindowBytes = std::size_t{1} << 20;

  explicit ContentStream(const Content& content, std::size_t window = kWindowBytes)
      : content_(content),
        in_memory_(content.in_memory()),
        window_bytes_(static_cast<std::size_t>(std::min<std::uint64_t>(window, content.size()))),
        window_(in_memory_.empty() ? std::make_unique_for_overwrite<char[]>(window_bytes_) : nullptr) {}

  // The next piece, valid until the next call; empty at the end. Throws SourceError.
  std::string_view next() {
    offset_ += piece_;
    if (!in_memory_.empty()) {
      const std::string_view piece = in_memory_.substr(static_cast<std::size_t>(offset_), window_bytes_);
      piece_ = piece.size();
      return piece;
    }
    piece_ = content_.read(offset_, {window_.get(), window_bytes_});
    return {window_.get(), piece_};
  }

  // The offset of the current piece within the content.
  std::uint64_t offset() const { return offset_; }

 private:
  Content content_;
  std::string_view in_memory_;
  std::size_t window_bytes_;
  std::unique_ptr<char[]> window_;
  std::uint64_t offset_ = 0;
  std::size_t piece_ = 0;
};

// Bytes that lie in memory: for tests, and for sources whose documents are small.
class MemoryBytes final : public ByteSource {
 public:
  explicit MemoryBytes(std::string bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  std::size_t read(std::uint64_t offset, std::span<char> into) const override {
    return offset < bytes_.size() ? bytes_.copy(into.data(), into.size(), static_cast<std::size_t>(offset)) : 0;
  }
  std::string_view in_memory() const override { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace weir
