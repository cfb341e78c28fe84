#include "run/limiter_file.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>
#include <utility>

#include "batch/byte_reader.h"
#include "batch/byte_writer.h"
#include "commit/directory.h"
#include "commit/error.h"

namespace weir::run {
namespace {

using schedule::LimiterUse;

constexpr const char* kName = "limiters";

struct Header {
  std::array<char, 16> magic;
  std::uint64_t process;
  std::uint64_t count;  // of limiters
};
// What the first bytes of the file are: another layout has another number.
constexpr std::array<char, 16> kMagic{'w', 'e', 'i', 'r', ' ', 'l', 'i', 'm', 'i', 't', 'e', 'r', 's', ' ', '1', '\n'};
// A longer file is none of these: a graph has at most 1 MiB.
constexpr std::uint64_t kMostBytes = std::uint64_t{8} << 20;

void describe(const graph::Specification& specification, std::size_t index, batch::ByteWriter& writer) {
  const graph::CallLimiter& limiter = specification.limiters[index];
  writer.text(limiter.name);
  writer.number(limiter.tokens);
  writer.number(limiter.calls);
  writer.number(static_cast<std::uint64_t>(std::chrono::milliseconds(limiter.per).count()));
  writer.number(limiter.burst);
  for (const graph::Node& node : specification.nodes) {
    for (const graph::Take& take : node.takes) {
      if (take.limiter != index) continue;
      writer.text(node.id);
      writer.number(take.count);
    }
  }
  writer.text("");  // no node has this name: the end of the list
}

// Header, a row of words for each limiter, and what they are.
std::string file_of(const graph::Specification& specification) {
  const Header header{kMagic, static_cast<std::uint64_t>(::getpid()), specification.limiters.size()};
  std::string bytes(sizeof(header) + specification.limiters.size() * sizeof(LimiterUse), '\0');
  std::memcpy(bytes.data(), &header, sizeof(header));
  batch::ByteWriter writer(bytes);
  for (std::size_t i = 0; i < specification.limiters.size(); ++i) describe(specification, i, writer);
  return bytes;
}

LimiterReport read_description(batch::ByteReader& reader) {
  LimiterReport report;
  report.name = reader.string();
  report.tokens = reader.number();
  report.calls = reader.number();
  report.per_ms = reader.number();
  report.burst = reader.number();
  for (std::string node = reader.string(); !node.empty(); node = reader.string()) {
    report.takers.push_back({std::move(node), reader.number()});
  }
  return report;
}

void read_words(std::string_view row, LimiterReport& report) {
  std::array<std::uint64_t, 4> words{};
  std::memcpy(words.data(), row.data(), sizeof(words));
  report.held = words[0];
  report.waiting = words[1];
  report.taken = words[2];
  report.waited_ns = words[3];
}

std::optional<LimiterReports> parse(std::string_view bytes) {
  Header header{};
  if (bytes.size() < sizeof(header)) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof(header));
  const std::string_view rows = bytes.substr(sizeof(header));
  if (header.magic != kMagic || header.count > rows.size() / sizeof(LimiterUse)) return std::nullopt;
  LimiterReports reports{header.process, {}};
  std::string_view left = rows.substr(header.count * sizeof(LimiterUse));
  batch::ByteReader reader(left);
  for (std::size_t i = 0; i < header.count; ++i) {
    reports.limiters.push_back(read_description(reader));
    read_words(rows.substr(i * sizeof(LimiterUse)), reports.limiters.back());
  }
  return reports;
}

}  // namespace

LimiterFile::LimiterFile(const std::filesystem::path& run_directory, const graph::Specification& specification) {
  const std::size_t count = specification.limiters.size();
  try {
    map(run_directory, file_of(specification));
    uses_ = {reinterpret_cast<LimiterUse*>(static_cast<char*>(mapping_) + sizeof(Header)), count};
  } catch (const commit::CommitError& error) {
    if (error.kind() != commit::CommitError::Kind::disk_full) throw;
    own_ = std::vector<LimiterUse>(count);
    uses_ = own_;
  }
}

LimiterFile::~LimiterFile() {
  if (mapping_) ::munmap(mapping_, mapped_);
}

// Written before it is mapped: a store to a mapped page for which the disk has no room would be a signal.
void LimiterFile::map(const std::filesystem::path& run_directory, const std::string& bytes) {
  remove(run_directory);  // a reader of the old one must not see it cut short
  commit::File file = commit::Directory(run_directory).create_file(kName);
  file.write(0, bytes);
  const batch::Descriptor descriptor = std::move(file).release();
  void* const mapping = ::mmap(nullptr, bytes.size(), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.number(), 0);
  if (mapping == MAP_FAILED) commit::throw_system_error("map", run_directory / kName, errno);
  mapping_ = mapping;
  mapped_ = bytes.size();
}

std::optional<LimiterReports> LimiterFile::read(const std::filesystem::path& run_directory) {
  try {
    const std::optional<commit::File> file = commit::Directory(run_directory).find_file(kName);
    if (!file || file->size() > kMostBytes) return std::nullopt;
    std::string bytes(file->size(), '\0');
    bytes.resize(file->read(0, bytes));
    return parse(bytes);
  } catch (const commit::CommitError&) {
    return std::nullopt;
  } catch (const batch::CodecError&) {
    return std::nullopt;
  }
}

void LimiterFile::remove(const std::filesystem::path& run_directory) {
  commit::Directory(run_directory).remove_file(kName);
}

}  // namespace weir::run
