// The parts of all volumes, in the run directory.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

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

  // Before anything is added: cuts off what was never committed, and refuses what is not as the store says.
  void recover(const store::ReadStore& store);
  // Files that hold nothing committed: what a crash left of publications that the store has, and of first writes.
  std::vector<std::string> find_strays(const store::ReadStore& store) const;
  void remove_strays(const std::vector<std::string>& names) const;

  PartFile& of(store::VolumeKey volume) { return parts_.at(volume); }
  File open(store::VolumeKey volume) const;

  // Writes all that was added and makes it durable.
  void write_and_sync();
  // How long that took for one volume, the last time.
  std::uint64_t write_ns(store::VolumeKey volume) const;
  // The lengths that the next commit is to record.
  std::vector<store::PartLength> new_lengths() const;
  void commit();
  void roll_back() noexcept;
  void remove(store::VolumeKey volume);

 private:
  void check_tail(store::VolumeKey volume, const store::ReadStore& store) const;

  Directory directory_;
  std::map<store::VolumeKey, PartFile> parts_;
  std::map<store::VolumeKey, std::uint64_t> write_ns_;
};

}  // namespace weir::commit
