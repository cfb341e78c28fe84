#include "commit/parts.h"

#include <algorithm>

#include <weir/name.h>

#include "commit/error.h"
#include "commit/extent_reader.h"
#include "commit/stopwatch.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

// How far back from its end a part is read again when a run resumes. A crash can only have damaged what was being
// written; all of it is checked when it is published.
constexpr std::uint64_t kCheckedTail = std::uint64_t{64} << 20;

bool has_part(SinkOutput kind) { return kind == SinkOutput::volume || kind == SinkOutput::spool; }

std::uint64_t committed_length(const std::vector<store::PartLength>& lengths, store::VolumeKey volume) {
  const auto found =
      std::find_if(lengths.begin(), lengths.end(), [&](const auto& part) { return part.volume == volume; });
  return found == lengths.end() ? 0 : found->length;
}

}  // namespace

std::string part_name(std::string_view node, store::VolumeKey volume) {
  const std::string number = volume.number > 0 ? "." + std::to_string(volume.number) : std::string();
  return safe_name(node) + "." + std::to_string(volume.sink) + number + ".part";
}

Parts::Parts(const std::filesystem::path& run_directory, const std::vector<Sink>& sinks, const store::ReadStore& store)
    : directory_(Directory::make(run_directory / "parts")) {
  add(sinks, store);
}

void Parts::add(const std::vector<Sink>& sinks, const store::ReadStore& store) {
  const std::vector<store::PartLength> lengths = store.parts();
  for (const Sink& sink : sinks) {
    if (!has_part(sink.kind)) continue;
    parts_.try_emplace(sink.volume, directory_, part_name(sink.id, sink.volume),
                       committed_length(lengths, sink.volume));
  }
}

void Parts::recover(const store::ReadStore& store) {
  const std::vector<store::PartLength> lengths = store.parts();
  for (auto& [volume, part] : parts_) {
    // Published since this was made.
    if (committed_length(lengths, volume) == 0) part.forget();
  }
  for (const store::PartLength& part : lengths) {
    const auto found = parts_.find(part.volume);
    if (found == parts_.end()) continue;
    found->second.recover();
    if (!mutant("short_part_accepted")) check_tail(part.volume, store);
  }
}

void Parts::check_tail(store::VolumeKey volume, const store::ReadStore& store) const {
  const File file = open(volume);
  const std::uint64_t length = file.size();
  const std::uint64_t checked_from = length - std::min(length, kCheckedTail);
  ExtentReader reader;
  store.visit_extents(volume, [&](const store::Extent& extent) {
    if (extent.file != store::ExtentFile::part || extent.offset + extent.length <= checked_from) return;
    reader.read(file, extent, [](std::string_view) {});
  });
}

std::vector<std::string> Parts::find_strays(const store::ReadStore& store) const {
  const std::vector<store::PartLength> lengths = store.parts();
  std::vector<std::string> names = directory_.names();
  std::map<std::uint64_t, std::string> nodes;
  for (const store::StoredSink& sink : store.sinks()) nodes[sink.number] = sink.node;
  for (const store::PartLength& part : lengths) {
    if (part.length > 0) std::erase(names, part_name(nodes[part.volume.sink], part.volume));
  }
  return names;
}

void Parts::remove_strays(const std::vector<std::string>& names) const {
  for (const std::string& name : names) directory_.remove_file(name);
}

File Parts::open(store::VolumeKey volume) const {
  const std::string& name = parts_.at(volume).name();
  std::optional<File> file = directory_.find_file(name);
  if (!file) throw_damaged(directory_.path() / name, "is missing");
  return std::move(*file);
}

void Parts::write_and_sync() {
  bool is_new = false;
  write_ns_.clear();
  for (auto& [volume, part] : parts_) {
    if (!part.has_new_bytes()) continue;
    is_new = is_new || part.is_new();
    const Stopwatch stopwatch;
    part.write_and_sync();
    write_ns_[volume] = stopwatch.elapsed_ns();
  }
  if (is_new && !mutant("part_name_not_synced")) directory_.sync();
}

std::uint64_t Parts::write_ns(std::uint64_t sink) const {
  std::uint64_t sum = 0;
  for (auto at = write_ns_.lower_bound({sink, 0}); at != write_ns_.end() && at->first.sink == sink; ++at) {
    sum += at->second;
  }
  return sum;
}

std::vector<store::PartLength> Parts::new_lengths() const {
  std::vector<store::PartLength> lengths;
  for (const auto& [volume, part] : parts_) {
    if (part.has_new_bytes()) lengths.push_back({volume, part.length()});
  }
  return lengths;
}

void Parts::commit() {
  for (auto& [volume, part] : parts_) part.commit();
}

void Parts::roll_back() noexcept {
  for (auto& [volume, part] : parts_) part.roll_back();
}

bool Parts::is_beside(const OutputTree& tree) const { return directory_.device() == tree.device(); }

void Parts::link(store::VolumeKey volume, OutputTree& tree, const std::string& name) const {
  tree.link(directory_, parts_.at(volume).name(), name);
}

bool Parts::any_published(const store::ReadStore& store) const {
  const std::vector<store::PartLength> lengths = store.parts();
  return std::any_of(parts_.begin(), parts_.end(), [&](const auto& part) {
    return part.second.length() > 0 && committed_length(lengths, part.first) == 0;
  });
}

void Parts::remove_published(const store::ReadStore& store) {
  const std::vector<store::PartLength> lengths = store.parts();
  for (auto& [volume, part] : parts_) {
    if (part.length() > 0 && committed_length(lengths, volume) == 0) part.remove();
  }
}

}  // namespace weir::commit
