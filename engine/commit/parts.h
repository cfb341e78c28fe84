// The parts of all volumes, in the run directory.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "commit/output_tree.h"
#include "commit/part_file.h"
#include "commit/sink.h"
#include "store/store.h"

namespace weir::commit {

// What the part of a sink's volume is called: the number keeps apart what safe characters cannot.
std::string part_name(std::string_view node, store::VolumeKey volume);

class Parts {
 public:
  // Makes the folder where it is missing.
  Parts(const std::filesystem::path& run_directory, const std::vector<Sink>& sinks, const store::ReadStore& store);
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;

  // Takes volumes on that have been divided off since.
  void add(const std::vector<Sink>& sinks, const store::ReadStore& store);

  // Before anything is added: cuts off what was never committed, and refuses what is not as the store says.
  void recover(const store::ReadStore& store);
  // Files that hold nothing committed: what a crash left of publications that the store has, and of first writes.
  std::vector<std::string> find_strays(const store::ReadStore& store) const;
  void remove_strays(const std::vector<std::string>& names) const;

  PartFile& of(store::VolumeKey volume) { return parts_.at(volume); }
  File open(store::VolumeKey volume) const;
  bool is_there(store::VolumeKey volume) const { return directory_.find_file(parts_.at(volume).name()).has_value(); }
  std::uint64_t length(store::VolumeKey volume) const { return parts_.at(volume).length(); }
  // Whether a part can be renamed into the tree.
  bool is_beside(const OutputTree& tree) const;
  // Gives a part, all of it committed, a second name in the tree, that nothing has: durable after sync_names() of that.
  void link(store::VolumeKey volume, OutputTree& tree, const std::string& name) const;
  void remove(store::VolumeKey volume) { parts_.at(volume).remove(); }

  // Writes all that was added and makes it durable.
  void write_and_sync();
  // How long that took for the volumes of one sink, the last time.
  std::uint64_t write_ns(std::uint64_t sink) const;
  // The lengths that the next commit is to record.
  std::vector<store::PartLength> new_lengths() const;
  void commit();
  void roll_back() noexcept;
  bool any_published(const store::ReadStore& store) const;
  // Removes those that are published, and hold nothing that was committed since.
  void remove_published(const store::ReadStore& store);

 private:
  void check_tail(store::VolumeKey volume, const store::ReadStore& store) const;

  Directory directory_;
  std::map<store::VolumeKey, PartFile> parts_;
  std::map<store::VolumeKey, std::uint64_t> write_ns_;
};

}  // namespace weir::commit
