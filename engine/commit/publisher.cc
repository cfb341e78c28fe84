#include "commit/publisher.h"

#include <algorithm>
#include <optional>
#include <string>

#include "checksum/checksum.h"
#include "commit/compression.h"
#include "commit/error.h"
#include "commit/extent_reader.h"
#include "commit/whole_file.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

// Writes one byte after the other in few calls.
class AppendingWriter {
 public:
  explicit AppendingWriter(File& file) : file_(file) { buffer_.reserve(kBufferBytes); }

  void append(std::string_view bytes) {
    if (buffer_.size() + bytes.size() > kBufferBytes) flush();
    if (bytes.size() > kBufferBytes) {
      file_.write(offset_, bytes);
      offset_ += bytes.size();
    } else {
      buffer_.append(bytes);
    }
  }

  void flush() {
    file_.write(offset_, buffer_);
    offset_ += buffer_.size();
    buffer_.clear();
  }

 private:
  static constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

  File& file_;
  std::string buffer_;
  std::uint64_t offset_ = 0;
};

}  // namespace

void Publisher::publish(const std::vector<Sink>& sinks) {
  for (const Sink& sink : sinks) {
    if (sink.kind != SinkOutput::volume) continue;
    if (store_.needs_publication(sink.volume)) {
      publish(sink);
    } else if (!is_published(sink)) {
      throw_damaged(tree_.path_of(store_.published(sink.volume)->name),
                    "was published, and is gone or was changed since");
    }
  }
  remove_surplus();
  remove_parts();
}

void Publisher::publish_complete(const std::vector<Sink>& volumes) {
  bool any = false;
  for (const Sink& volume : volumes) {
    if (volume.kind != SinkOutput::volume || !store_.is_complete(volume.volume)) continue;
    if (!store_.needs_publication(volume.volume)) continue;
    publish(volume);
    any = true;
  }
  if (any) remove_parts();
}

// A part goes when no damage to the store's log can take back that it is published.
void Publisher::remove_parts() {
  if (!parts_.any_published(store_)) return;
  if (mutant("part_removed_early") || store_.checkpoint()) parts_.remove_published(store_);
}

// A file that was changed since is somebody else's.
void Publisher::remove_surplus() {
  for (const store::Publication& surplus : store_.surplus_publications()) {
    const std::optional<File> file = tree_.find(surplus.name);
    const auto has_name = [&](const store::StoredVolume& volume) { return volume.name == surplus.name; };
    const std::vector<store::StoredVolume> volumes = store_.volumes();
    const bool wanted = store_.name_claim(surplus.name) || std::any_of(volumes.begin(), volumes.end(), has_name);
    if (file && !wanted && is_file(*file, surplus.size, surplus.hash)) tree_.remove(surplus.name);
    tree_.sync_names();
    store_.forget_publication(surplus.volume);
  }
}

std::vector<store::Publication> Publisher::publish_partially(const std::vector<Sink>& sinks) {
  std::vector<store::Publication> done;
  for (const Sink& sink : sinks) {
    if (!store_.needs_publication(sink.volume)) continue;
    // Of a sink with many volumes, those that nothing was committed to yet have no file.
    bool any = false;
    store_.visit_extents(sink.volume, [&](const store::Extent&) { any = true; });
    if (any || !sink.divided) done.push_back(publish_partially(sink));
  }
  return done;
}

store::Publication Publisher::publish_partially(const Sink& sink) {
  const std::string temporary = "partial-" + std::to_string(sink.volume.sink);
  store::Publication publication;
  try {
    publication = stage(sink, temporary);
    publication.name = sink.name + ".partial";
    if (!overwrite_) refuse_to_replace_partial(publication);
  } catch (...) {
    tree_.discard_staged(temporary);
    throw;
  }
  // The former one goes before the store forgets it, and the new one comes when the store cannot forget it any more: so
  // whatever ends this, nothing has the name that the store does not know.
  if (!mutant("former_partial_kept")) tree_.remove(publication.name);
  tree_.sync_names();
  store_.record_partial(publication);
  store_.checkpoint();
  tree_.make_folders(publication.name);
  tree_.place(temporary, publication.name);
  tree_.sync_names();
  return publication;
}

// What has the name, and is neither what was published under it before nor what is going to be, belongs to somebody.
void Publisher::refuse_to_replace_partial(const store::Publication& now) const {
  if (!tree_.has(now.name)) return;
  const std::optional<File> there = tree_.find(now.name);
  const auto before = store_.partial(now.volume);
  if (there && is_file(*there, now.size, now.hash)) return;
  if (there && before && before->name == now.name && is_file(*there, before->size, before->hash)) return;
  throw CommitError(CommitError::Kind::cannot_write,
                    "would replace what this run has not written: " + tree_.path_of(now.name).string() +
                        ": move it away, publish elsewhere with --out, or use --overwrite");
}

bool Publisher::is_published(const Sink& sink) const {
  const auto published = store_.published(sink.volume);
  if (!published || store_.needs_publication(sink.volume)) return false;
  const std::optional<File> file = tree_.find(published->name);
  return file && file->size() == published->size;
}

void Publisher::publish(const Sink& sink) {
  tree_.make_folders(sink.name);
  if (leave_untouched(sink)) return;
  if (!overwrite_) refuse_to_replace(sink);
  write(sink);
}

// What has the name, and is not what this run published under it, belongs to somebody.
void Publisher::refuse_to_replace(const Sink& sink) const {
  if (!tree_.has(sink.name)) return;
  const auto published = store_.published(sink.volume);
  if (!published || published->name != sink.name) {
    throw CommitError(CommitError::Kind::cannot_write,
                      "would replace what this run has not written: " + tree_.path_of(sink.name).string() +
                          ": move it away, " + (store_.has_outputs() ? "" : "publish elsewhere with --out, ") +
                          "or resume with --overwrite");
  }
  const std::optional<File> there = tree_.find(sink.name);
  if (!there || !is_file(*there, published->size, published->hash)) {
    throw_damaged(tree_.path_of(sink.name), "was published, and was changed since");
  }
}

// Gives the plain bytes of the volume, in order.
store::Publication Publisher::merge(const Sink& sink, const Take& take) const {
  store::Publication publication{sink.volume, sink.name, 0, 0, {}, {}};
  std::optional<File> part, published;
  // A node may have been given another name for its output since.
  const auto before = store_.published(sink.volume);
  const std::string& name = before ? before->name : sink.name;
  std::optional<VolumeFile> published_volume;
  ExtentReader reader;
  checksum::FileHash hash;
  store_.visit_extents(sink.volume, [&](const store::Extent& extent) {
    std::optional<File>& file = extent.file == store::ExtentFile::part ? part : published;
    if (!file) file = extent.file == store::ExtentFile::part ? parts_.open(sink.volume) : tree_.find(name);
    if (!file) throw_damaged(tree_.path_of(name), "was published, and is gone");
    const auto add = [&](std::string_view bytes) {
      hash.add(bytes);
      take(bytes);
    };
    if (extent.file == store::ExtentFile::part) {
      reader.read(*file, extent, add);
    } else {
      if (!published_volume) published_volume.emplace(*file, compresses_whole(sink));
      reader.read(*published_volume, extent, add);
    }
    publication.size += extent.length;
    publication.records += extent.records;
  });
  publication.hash = hash.value();
  return publication;
}

// Gives the bytes of the file, and describes it.
store::Publication Publisher::encode(const Sink& sink, const Take& take) const {
  if (!compresses_whole(sink)) return merge(sink, take);
  checksum::FileHash hash;
  std::uint64_t size = 0;
  Compressor compressor([&](std::string_view bytes) {
    hash.add(bytes);
    size += bytes.size();
    take(bytes);
  });
  store::Publication publication = merge(sink, [&](std::string_view plain) { compressor.append(plain); });
  compressor.finish();
  publication.plain_size = publication.size;
  publication.size = size;
  publication.hash = hash.value();
  return publication;
}

// True where the file with the right bytes is there: after a store that was set back, or from an earlier run.
bool Publisher::leave_untouched(const Sink& sink) const {
  std::optional<File> there = tree_.find(sink.name);
  if (!there) return false;
  std::uint64_t size = 0;
  store_.visit_extents(sink.volume, [&](const store::Extent& extent) { size += extent.length; });
  if (!compresses_whole(sink) && there->size() != size) return false;
  const store::Publication publication = encode(sink, [](std::string_view) {});
  if (!mutant("published_file_trusted") && !is_file(*there, publication.size, publication.hash)) return false;
  there->sync();
  tree_.distrust(sink.name);
  tree_.sync_names();
  store_.record_published(publication);
  return true;
}

// Whether the part is the file that is to be published, byte for byte: nothing of it was undone, nothing published
// before, and it can have the name.
bool Publisher::is_whole(const Sink& sink) const {
  if (!sink.by_completion || store_.published(sink.volume)) return false;
  if (tree_.has(sink.name) || !parts_.is_beside(tree_)) return false;
  std::uint64_t end = 0;
  bool whole = true;
  store_.visit_extents(sink.volume, [&](const store::Extent& extent) {
    whole = whole && extent.file == store::ExtentFile::part && extent.offset == end;
    end += extent.length;
  });
  return whole && end > 0 && parts_.length(sink.volume) == end;
}

// The part gets the name beside its own, which it loses when the store has it as published: a name that moves between
// directories could be lost with the power. Nothing may be added to it any more; so the intention is beyond the reach
// of damage to the store's log before that.
bool Publisher::move(const Sink& sink) {
  const store::Publication publication = merge(sink, [](std::string_view) {});
  store_.intend(publication);
  if (!mutant("part_moved_early") && !store_.checkpoint()) return false;
  parts_.link(sink.volume, tree_, sink.name);
  tree_.sync_names();
  store_.record_published(publication);
  parts_.remove(sink.volume);
  return true;
}

void Publisher::write(const Sink& sink) {
  if (is_whole(sink) && move(sink)) return;
  const std::string temporary = "volume-" + std::to_string(sink.volume.sink);
  store::Publication publication;
  try {
    publication = stage(sink, temporary);
  } catch (...) {
    // It may be large, and there may be no space left.
    tree_.discard_staged(temporary);
    throw;
  }
  store_.intend(publication);
  // A volume that is published while the run goes on can have other bytes in the end. No store that was set back should
  // take these for those of somebody else, or describe the file that is about to be replaced.
  if (sink.divided || store_.published(sink.volume)) store_.checkpoint();
  tree_.place(temporary, sink.name);
  tree_.sync_names();
  store_.record_published(publication);
}

store::Publication Publisher::stage(const Sink& sink, const std::string& temporary) {
  File file = tree_.create(temporary);
  AppendingWriter writer(file);
  store::Publication publication = encode(sink, [&](std::string_view bytes) { writer.append(bytes); });
  writer.flush();
  if (!mutant("volume_not_synced")) file.sync();
  return publication;
}

}  // namespace weir::commit
