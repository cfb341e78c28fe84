#include "commit/spool_listing.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "batch/codec.h"
#include "batch/spool.h"
#include "checksum/checksum.h"
#include "commit/directory.h"
#include "commit/error.h"
#include "commit/extent_reader.h"

namespace weir::commit {
namespace {

// A document begins with its origin, which takes less than this: a path and a member, and a few numbers.
constexpr std::size_t kOriginBytes = std::size_t{64} << 10;

// Takes the bytes of extents in pieces, and finds the frames in them.
class FrameFinder {
 public:
  FrameFinder(const std::filesystem::path& path, const std::function<void(store::SpooledEntry)>& visit)
      : path_(path), visit_(visit) {}

  void begin_extent(std::uint64_t offset) {
    end_extent();
    offset_ = offset;
  }

  void add(std::string_view bytes) {
    while (!bytes.empty()) {
      if (!left_) {
        take_header(bytes);
      } else {
        take_document(bytes);
      }
    }
  }

  // A frame never reaches from one extent into another.
  void end_extent() const {
    if (left_ || !header_.empty()) throw_damaged(path_, "ends within a document");
  }

 private:
  void take_header(std::string_view& bytes) {
    const std::size_t taken = std::min<std::size_t>(batch::kFrameHeaderBytes - header_.size(), bytes.size());
    header_.append(bytes.substr(0, taken));
    bytes.remove_prefix(taken);
    offset_ += taken;
    if (header_.size() < batch::kFrameHeaderBytes) return;
    left_ = batch::frame_length(header_);
    header_.clear();
    beginning_.clear();
    begin_ = offset_;
    checksum_.emplace();
  }

  void take_document(std::string_view& bytes) {
    const std::string_view taken =
        bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(*left_, bytes.size())));
    checksum_->add(taken);
    beginning_.append(taken.substr(0, kOriginBytes - std::min(kOriginBytes, beginning_.size())));
    bytes.remove_prefix(taken.size());
    offset_ += taken.size();
    *left_ -= taken.size();
    if (*left_ == 0) end_document();
  }

  void end_document() {
    left_.reset();
    store::SpooledEntry entry;
    try {
      const Origin origin = batch::DocumentDecoder(beginning_).origin();
      entry.listed.path = origin.path;
      entry.listed.member = origin.member;
      entry.spooled.origin = {origin.entry, origin.ordinal};
    } catch (const batch::CodecError& error) {
      throw_damaged(path_, "holds no document at " + std::to_string(begin_) + ": " + error.what());
    }
    entry.listed.size = offset_ - begin_;
    entry.listed.records = {begin_, offset_};
    entry.spooled.checksum = checksum_->value();
    visit_(std::move(entry));
  }

  const std::filesystem::path& path_;
  const std::function<void(store::SpooledEntry)>& visit_;
  std::uint64_t offset_ = 0;
  std::string header_;
  std::optional<std::uint64_t> left_;  // of the document that is being taken
  std::uint64_t begin_ = 0;
  std::string beginning_;
  std::optional<checksum::ExtentChecksum> checksum_;
};

void read_extents(const store::ReadStore& store, store::VolumeKey spool, const std::filesystem::path& path,
                  const std::function<void(const store::Extent&)>& begin,
                  const std::function<void(std::string_view)>& take) {
  std::optional<File> file;
  ExtentReader reader;
  store.visit_extents(spool, [&](const store::Extent& extent) {
    if (!file) file = Directory(path.parent_path()).find_file(path.filename().string());
    if (!file) throw_damaged(path, "is missing");
    begin(extent);
    reader.read(*file, extent, take);
  });
}

}  // namespace

void list_spool(const store::ReadStore& store, store::VolumeKey spool, const std::filesystem::path& path,
                const std::function<void(store::SpooledEntry)>& visit) {
  FrameFinder frames(path, visit);
  read_extents(
      store, spool, path, [&](const store::Extent& extent) { frames.begin_extent(extent.offset); },
      [&](std::string_view bytes) { frames.add(bytes); });
  frames.end_extent();
}

void check_spool(const store::ReadStore& store, store::VolumeKey spool, const std::filesystem::path& path) {
  read_extents(
      store, spool, path, [](const store::Extent&) {}, [](std::string_view) {});
}

}  // namespace weir::commit
