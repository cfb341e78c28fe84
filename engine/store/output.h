// Where output lies, as the store keeps it: extents of part files, per-document files, published volumes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/rows.h"

namespace weir::store {

// One published output file of a sink. Sinks are numbered by the store, in the order in which it met them.
struct VolumeKey {
  std::uint64_t sink = 0;
  std::uint64_t number = 0;

  auto operator<=>(const VolumeKey&) const = default;
};

// A node that writes, as the store numbers it.
struct StoredSink {
  std::uint64_t number = 0;
  std::string node;
};

enum class ExtentFile : std::uint8_t { part, published };

// The bytes of an unbroken stretch of a batch: no document between its first and its last was left out.
struct Extent {
  VolumeKey volume;
  DocumentKey first;  // whose bytes it begins with: its place in the output
  ExtentFile file = ExtentFile::part;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint64_t records = 0;
  std::uint64_t checksum = 0;  // XXH3-64 of the bytes
};

// What a sink has written, over all sessions; what is done again counts again.
struct SinkWork {
  std::uint64_t sink = 0;
  std::uint64_t commits = 0;  // of groups; counted by the store
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;    // as the sink encoded them
  std::uint64_t failed = 0;   // source documents that it could not encode
  std::uint64_t wall_ns = 0;  // writing and syncing, on the committer's thread
};

// A volume as it was divided off when the listing was cut, and what it is called.
struct StoredVolume {
  VolumeKey key;
  std::string name;
  bool by_completion = false;  // else in source order
  // Of a divided sink: the entries whose output it has, from the first up to the one that is not in it any more.
  std::optional<std::uint64_t> first_entry = {};
  std::uint64_t end_entry = 0;
};

struct PartLength {
  VolumeKey volume;
  std::uint64_t length = 0;  // committed; what lies behind it belongs to nobody
};

// A file that a sink wrote for one source document.
struct FileRecord {
  std::string name;  // below the output directory
  std::uint64_t sink = 0;
  DocumentKey document;
  std::string temporary;  // name below the staging directory; empty where an identical file was there already
  std::uint64_t size = 0;
  std::string hash;  // XXH3-128, 32 hexadecimal digits
};

// Who has the name of a per-document file.
struct NameClaim {
  DocumentKey document;
  BatchId batch = 0;
  std::string sink;  // node that wrote it
};

struct Publication {
  VolumeKey volume;
  std::string name;  // below the output directory
  std::uint64_t size = 0;
  std::uint64_t records = 0;
  std::string hash;  // XXH3-128, 32 hexadecimal digits
  // Of what the extents hold, where the file is compressed.
  std::optional<std::uint64_t> plain_size = {};

  std::uint64_t extent_bytes() const { return plain_size.value_or(size); }
};

}  // namespace weir::store
