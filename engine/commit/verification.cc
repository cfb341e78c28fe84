#include "commit/verification.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include <weir/content.h>

#include "commit/directory.h"
#include "commit/error.h"
#include "commit/extent_reader.h"
#include "commit/ledger_check.h"
#include "commit/parts.h"
#include "commit/sink.h"
#include "commit/staging.h"
#include "commit/whole_file.h"

namespace weir::commit {
namespace {

namespace fs = std::filesystem;

// A directory that may be missing, as a run that wrote nothing leaves it.
std::optional<Directory> open_directory(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error) ? std::optional<Directory>(path) : std::nullopt;
}

class Verifier {
 public:
  Verifier(const store::ReadStore& store, const fs::path& run_directory, const fs::path& output_directory)
      : store_(store),
        parts_path_(run_directory / "parts"),
        output_path_(output_directory),
        parts_(open_directory(parts_path_)),
        output_(open_directory(output_path_)) {}

  Verification verify(const std::vector<DatabaseOutput>* databases) {
    for (const std::string& line : store_.damage()) fault("the store is damaged: " + line);
    for (const store::Totals& source : store_.totals()) {
      if (!source.books_balance()) fault("the books of `" + source.source + "` do not balance");
    }
    verify_databases(databases);
    for (const Sink& output : stored_outputs(store_)) verify_volume(output);
    store_.visit_files([this](const store::FileRecord& file) { verify_file(file); });
    return std::move(found_);
  }

 private:
  // The books of batches come with them: records are in files, or in databases.
  void verify_databases(const std::vector<DatabaseOutput>* databases) {
    LedgerCheck check;
    bool all_read = databases != nullptr;
    if (databases) {
      for (const DatabaseOutput& database : *databases) {
        all_read = check_ledger(store_, database.node, output_path_ / database.name, check) && all_read;
      }
    }
    found_.databases = check.databases;
    found_.rows = check.rows;
    for (std::string& sentence : check.faults) fault(std::move(sentence));
    for (std::string& sentence : store_.book_faults(all_read ? &check.records : nullptr)) fault(std::move(sentence));
  }

  void verify_volume(const Sink& sink) {
    const store::VolumeKey volume = sink.volume;
    const std::string name = part_name(sink.id, volume);
    const auto published = store_.published(volume);
    // Documents that ran again since have left the published file.
    const bool complete = published && !store_.needs_publication(volume);
    std::vector<Range> in_part;
    std::uint64_t published_end = 0;
    const std::optional<File> part = find_part(sink, name);
    const std::optional<File> output = published ? find(output_, published->name) : std::nullopt;
    std::optional<VolumeFile> output_volume, part_volume;
    if (output) output_volume.emplace(*output, compresses_whole(sink));
    if (part) part_volume.emplace(*part, false);
    const fs::path part_path = parts_path_ / name;
    store_.visit_extents(volume, [&](const store::Extent& extent) {
      const bool is_published = extent.file == store::ExtentFile::published;
      std::optional<VolumeFile>& file = is_published ? output_volume : part_volume;
      if (!is_published) in_part.push_back({extent.offset, extent.offset + extent.length});
      if (is_published) {
        if (complete && extent.offset != published_end) fault(output_path_ / published->name, "has a gap or overlaps");
        published_end = extent.offset + extent.length;
      }
      if (file) verify_extent(*file, extent);
    });
    if (!part && !in_part.empty()) fault(part_path, "is missing");
    verify_part(volume, part_path, part, std::move(in_part));
    if (!published) return;
    verify_published(*published, output);
    if (complete && published_end != published->extent_bytes()) {
      fault(output_path_ / published->name, "was published with other bytes than its extents have");
    }
  }

  // A part that becomes the published file has that name before the store has the record of it.
  std::optional<File> find_part(const Sink& sink, const std::string& name) {
    std::optional<File> part = find(parts_, name);
    if (part || !sink.by_completion) return part;
    const auto intended = store_.intended(sink.volume);
    std::optional<File> moved = intended ? find(output_, intended->name) : std::nullopt;
    return moved && has_bytes(*moved, intended->size, intended->hash) ? std::move(moved) : std::nullopt;
  }

  void verify_extent(VolumeFile& file, const store::Extent& extent) {
    try {
      reader_.read(file, extent, [](std::string_view) {});
    } catch (const CommitError& error) {
      fault(error.what());
    }
    ++found_.extents;
    found_.bytes += extent.length;
  }

  // No byte of a part belongs to two extents, and none of them lies behind what was committed.
  void verify_part(store::VolumeKey volume, const fs::path& path, const std::optional<File>& part,
                   std::vector<Range> extents) {
    std::uint64_t committed = 0;
    for (const store::PartLength& each : store_.parts()) {
      if (each.volume == volume) committed = each.length;
    }
    if (part && part->size() < committed) fault(path, "is shorter than what was committed");
    std::sort(extents.begin(), extents.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
    std::uint64_t end = 0;
    for (const Range& extent : extents) {
      if (extent.begin < end) fault(path, "has overlapping extents at " + std::to_string(extent.begin));
      end = extent.end;
    }
    if (end > committed) fault(path, "has an extent behind what was committed");
  }

  void verify_published(const store::Publication& published, const std::optional<File>& file) {
    const fs::path path = output_path_ / published.name;
    ++found_.volumes;
    if (!file) return fault(path, "was published, and is gone");
    if (!has_bytes(*file, published.size, published.hash)) fault(path, "was published, and was changed since");
  }

  // A file waits in the staging folder where the run ended before it got its name.
  void verify_file(const store::FileRecord& record) {
    ++found_.files;
    found_.bytes += record.size;
    const auto is_right = [&](const std::string& name) {
      const std::optional<File> file = find(output_, name);
      return file && has_bytes(*file, record.size, record.hash);
    };
    if (is_right(record.name)) return;
    if (!record.temporary.empty() && is_right(std::string(kStagingDirectory) + "/" + record.temporary)) return;
    const bool there = find(output_, record.name).has_value();
    fault(output_path_ / record.name, there ? "has other bytes than were committed" : "is missing");
  }

  bool has_bytes(const File& file, std::uint64_t size, const std::string& hash) {
    try {
      return is_file(file, size, hash);
    } catch (const CommitError& error) {
      fault(error.what());
      return false;
    }
  }

  static std::optional<File> find(const std::optional<Directory>& directory, const std::string& name) {
    return directory ? directory->find_file(name) : std::nullopt;
  }

  void fault(std::string sentence) { found_.faults.push_back(std::move(sentence)); }
  void fault(const fs::path& path, const std::string& what) { fault(path.string() + ": " + what); }

  const store::ReadStore& store_;
  const fs::path parts_path_;
  const fs::path output_path_;
  const std::optional<Directory> parts_;
  const std::optional<Directory> output_;
  ExtentReader reader_;
  Verification found_;
};

}  // namespace

Verification verify(const store::ReadStore& store, const fs::path& run_directory, const fs::path& output_directory,
                    const std::vector<DatabaseOutput>* databases) {
  return Verifier(store, run_directory, output_directory).verify(databases);
}

}  // namespace weir::commit
