#include "store/read_store.h"

#include <bit>

#include "mutant/mutant.h"
#include "store/entry_columns.h"
#include "store/schema.h"
#include "store/stale_files.h"

namespace weir::store {
namespace {

Database open_checked(const std::filesystem::path& path, Database::Mode mode) {
  Database database(path, mode);
  check_schema(database);
  return database;
}

const std::string kFileColumns = "name, sink, entry, ordinal, temporary, size, hash";

FileRecord read_file(const Statement& row) {
  return {row.text(0), row.number(1), {row.number(2), row.number(3)}, row.text(4), row.number(5), row.text(6)};
}

}  // namespace

ReadStore::ReadStore(const std::filesystem::path& path, Database::Mode mode)
    : database_(open_checked(path, mode)),
      entries_(database_.prepare(
          "SELECT " + kEntryColumns + " FROM entries e WHERE e.entry BETWEEN ? AND ? ORDER BY e.entry",
          "read the listing")),
      claim_(database_.prepare("SELECT f.entry, f.ordinal, f.batch, s.node FROM files f JOIN sinks s ON s.id = f.sink "
                               "WHERE f.name = ? AND f.state = 'wanted'",
                               "look up a file name")),
      dead_dependencies_(database_.prepare(
          "SELECT p.entry, e.path || coalesce('!' || nullif(e.member, ''), ''), d.reason FROM dependencies p "
          "JOIN documents d ON d.entry = p.depends_on AND d.verdict = 'dead' JOIN entries e ON e.entry = p.depends_on "
          "WHERE p.entry BETWEEN ? AND ? AND p.on_dead = 'dead' ORDER BY p.entry, p.depends_on, d.ordinal",
          "read what depends on what")),
      left_out_(database_) {}

RunState ReadStore::state() const {
  Statement read =
      database_.prepare("SELECT graph, fingerprint, options, weir, listed, epoch FROM run", "read the run");
  read.start();
  if (!read.next()) {
    throw StoreError(StoreError::Kind::failed, "cannot read the run: " + database_.path().string() + ": no row");
  }
  return {{read.text(0), read.text(1), read.text(2), read.text(3)}, read.number(4) != 0, read.number(5)};
}

std::string ReadStore::identity() const {
  Statement read = database_.prepare("SELECT id FROM run_identity", "read the run");
  read.start();
  return read.next() ? read.text(0) : std::string();
}

bool ReadStore::all_committed() const {
  Statement any = database_.prepare("SELECT NOT EXISTS (SELECT 1 FROM batches WHERE state = 'pending')",
                                    "read the batches that are left");
  any.start();
  return any.next() && any.number(0) != 0;
}

void ReadStore::visit_batches(const std::function<void(const BatchState&)>& visit) const {
  Statement read = database_.prepare(
      "SELECT b.batch, b.state = 'committed', b.ordinal IS NOT NULL AND EXISTS (SELECT 1 FROM documents d "
      "WHERE d.entry = b.first_entry AND d.ordinal = b.ordinal AND d.verdict = 'dead') FROM batches b "
      "WHERE b.source NOT IN (SELECT s.id FROM sources s JOIN spools f ON f.spool = s.node || '.folded') "
      "ORDER BY b.batch",
      "read the batches");
  read.start();
  while (read.next()) visit({read.number(0), read.number(1) != 0, read.number(2) != 0});
}

std::vector<Entry> ReadStore::entries(std::uint64_t first, std::uint64_t last) const {
  std::vector<Entry> entries;
  entries.reserve(last - first + 1);
  entries_.start(first, last);
  while (entries_.next()) entries.push_back(read_entry(entries_, 0));
  return entries;
}

std::map<std::string, std::string> ReadStore::listing_digests() const {
  Statement read =
      database_.prepare("SELECT node, listing FROM sources WHERE listing IS NOT NULL", "read what was listed");
  std::map<std::string, std::string> digests;
  read.start();
  while (read.next()) digests[read.text(0)] = read.text(1);
  return digests;
}

void ReadStore::visit_listing(std::string_view source, const std::function<void(const Entry&)>& visit) const {
  // Batches of one come after those of the cut, and list nothing. CROSS keeps SQLite from going through all batches for
  // each entry.
  Statement read = database_.prepare(
      "SELECT e.entry, e.path, e.member, e.size, e.mtime_ns, e.range_begin, e.range_end, e.refusal = 'dead', "
      "e.attached "
      "FROM sources s CROSS JOIN batches b ON b.source = s.id AND b.ordinal IS NULL "
      "CROSS JOIN entries e ON e.entry BETWEEN b.first_entry AND b.last_entry WHERE s.node = ? ORDER BY b.batch, "
      "e.entry",
      "read the listing");
  Entry entry;
  read.start(source);
  while (read.next()) {
    entry.number = read.number(0);
    entry.listed.path = read.text(1);
    entry.listed.member = read.text(2);
    entry.listed.size = read.number(3);
    entry.listed.modified_ns = read.integer(4);
    entry.listed.records = {read.number(5), read.number(6)};
    entry.listed.refusal.reset();
    if (!read.is_null(7)) entry.listed.refusal = {read.number(7) != 0, {}, {}};
    entry.listed.attached = read.text(8);
    visit(entry);
  }
}

std::string ReadStore::content_hash(std::uint64_t entry) const {
  Statement read = database_.prepare("SELECT hash FROM contents WHERE entry = ?", "read what the input was");
  read.start(entry);
  return read.next() ? read.text(0) : std::string();
}

bool ReadStore::has_pending(std::string_view source) const {
  Statement any = database_.prepare(
      "SELECT EXISTS (SELECT 1 FROM batches WHERE state = 'pending' AND source = (SELECT id FROM sources "
      "WHERE node = ?))",
      "read the batches that are left");
  any.start(source);
  return any.next() && any.number(0) != 0;
}

std::optional<std::pair<std::uint64_t, std::uint64_t>> ReadStore::entry_range(std::string_view source) const {
  Statement range = database_.prepare(
      "SELECT min(first_entry), max(last_entry) FROM batches WHERE source = (SELECT id FROM sources WHERE node = ?)",
      "read the listing");
  range.start(source);
  if (!range.next() || range.is_null(0)) return std::nullopt;
  return std::pair(range.number(0), range.number(1));
}

std::vector<Spool> ReadStore::spools() const {
  std::vector<Spool> spools;
  Statement read = database_.prepare("SELECT spool, listed FROM spools ORDER BY spool", "read the spools");
  read.start();
  while (read.next()) spools.push_back({read.text(0), read.number(1) != 0});
  return spools;
}

std::vector<DocumentKey> ReadStore::left_out(BatchId batch) const { return left_out_.of(batch); }

std::optional<std::uint64_t> ReadStore::find_sink(std::string_view node) const {
  Statement find = database_.prepare("SELECT id FROM sinks WHERE node = ?", "look up a sink");
  find.start(node);
  if (!find.next()) return std::nullopt;
  return find.number(0);
}

std::vector<StoredSink> ReadStore::sinks() const {
  std::vector<StoredSink> sinks;
  Statement read = database_.prepare("SELECT id, node FROM sinks ORDER BY id", "read the sinks");
  read.start();
  while (read.next()) sinks.push_back({read.number(0), read.text(1)});
  return sinks;
}

std::vector<SinkWork> ReadStore::sink_work() const {
  std::vector<SinkWork> work;
  Statement read =
      database_.prepare("SELECT sink, commits, records, bytes, failed, wall_ns FROM sink_work ORDER BY sink",
                        "read the work of the sinks");
  read.start();
  while (read.next()) {
    work.push_back({read.number(0), read.number(1), read.number(2), read.number(3), read.number(4), read.number(5)});
  }
  return work;
}

std::optional<std::uint64_t> ReadStore::header_checksum(VolumeKey volume) const {
  Statement find = database_.prepare("SELECT checksum FROM extents WHERE sink = ? AND volume = ? AND first_entry = -1",
                                     "read the extents");
  find.start(volume.sink, volume.number);
  if (!find.next()) return std::nullopt;
  return std::bit_cast<std::uint64_t>(find.integer(0));
}

std::vector<PartLength> ReadStore::parts() const {
  std::vector<PartLength> parts;
  Statement read = database_.prepare("SELECT sink, volume, length FROM parts", "read the parts");
  read.start();
  while (read.next()) parts.push_back({{read.number(0), read.number(1)}, read.number(2)});
  return parts;
}

void ReadStore::visit_extents(VolumeKey volume, const std::function<void(const Extent&)>& visit) const {
  Statement read = database_.prepare(
      "SELECT first_entry, first_ordinal, file = 'published', offset, length, records, checksum "
      "FROM extents WHERE sink = ? AND volume = ? ORDER BY " +
          order_in_file(volume),
      "read the extents");
  read.start(volume.sink, volume.number);
  while (read.next()) {
    visit({volume,
           {read.number(0), read.number(1)},
           read.number(2) != 0 ? ExtentFile::published : ExtentFile::part,
           read.number(3),
           read.number(4),
           read.number(5),
           std::bit_cast<std::uint64_t>(read.integer(6))});
  }
}

std::string ReadStore::order_in_file(VolumeKey volume) const {
  Statement read = database_.prepare("SELECT 1 FROM volumes WHERE sink = ? AND volume = ? AND ordering = 'completion'",
                                     "read the volumes");
  read.start(volume.sink, volume.number);
  if (mutant("order_of_completion")) return "offset";
  return read.next() ? "first_entry >= 0, file = 'part', offset" : "first_entry, first_ordinal";
}

bool ReadStore::needs_publication(VolumeKey volume) const {
  const auto before = published(volume);
  if (!before) return true;
  Statement read = database_.prepare(
      "SELECT count(*) FILTER (WHERE file = 'part'), total(length) FROM extents WHERE sink = ? AND volume = ?",
      "read the extents");
  read.start(volume.sink, volume.number);
  return !read.next() || read.number(0) > 0 || read.number(1) != before->extent_bytes();
}

std::optional<Publication> ReadStore::intended(VolumeKey volume) const { return publication(volume, "intended"); }

std::optional<Publication> ReadStore::published(VolumeKey volume) const { return publication(volume, "published"); }

std::optional<Publication> ReadStore::partial(VolumeKey volume) const { return publication(volume, "partial"); }

std::optional<std::string> ReadStore::volume_name(VolumeKey volume) const {
  Statement read =
      database_.prepare("SELECT name FROM volumes WHERE sink = ? AND volume = ?", "read the names of volumes");
  read.start(volume.sink, volume.number);
  return read.next() ? std::optional<std::string>(read.text(0)) : std::nullopt;
}

std::vector<StoredVolume> ReadStore::volumes() const {
  std::vector<StoredVolume> volumes;
  Statement read = database_.prepare(
      "SELECT sink, volume, name, ordering = 'completion', first_entry, end_entry FROM volumes ORDER BY sink, volume",
      "read the volumes");
  read.start();
  while (read.next()) {
    volumes.push_back({{read.number(0), read.number(1)},
                       read.text(2),
                       read.number(3) != 0,
                       read.optional_number(4),
                       read.is_null(5) ? 0 : read.number(5)});
  }
  return volumes;
}

bool ReadStore::is_complete(VolumeKey volume) const {
  // Batches of the cut are numbered as entries are, so those of a volume are looked up as a range.
  Statement read = database_.prepare(
      "SELECT (SELECT count(*) FROM (SELECT 1 FROM batches b WHERE b.state = 'pending' "
      "AND b.batch BETWEEN (SELECT batch FROM entries WHERE entry = v.first_entry) "
      "AND (SELECT batch FROM entries WHERE entry = v.end_entry - 1) LIMIT 2)) + "
      "(SELECT count(*) FROM left_out l JOIN batches o ON o.batch = l.own_batch "
      "WHERE l.entry >= v.first_entry AND l.entry < v.end_entry AND o.state = 'pending') "
      "FROM volumes v WHERE v.sink = ? AND v.volume = ? AND v.end_entry > v.first_entry",
      "read what is left of a volume");
  read.start(volume.sink, volume.number);
  return read.next() && read.number(0) <= (mutant("volume_published_early") ? 1U : 0U);
}

std::vector<Publication> ReadStore::surplus_publications() const {
  std::vector<Publication> surplus;
  Statement read = database_.prepare(
      "SELECT p.sink, p.volume, p.name, p.size, p.records, p.hash, p.plain_size FROM publications p "
      "WHERE p.volume > 0 AND p.state = 'published' AND NOT EXISTS (SELECT 1 FROM volumes v WHERE v.sink = p.sink "
      "AND v.volume = p.volume)",
      "read the publications");
  read.start();
  while (read.next()) {
    surplus.push_back({{read.number(0), read.number(1)},
                       read.text(2),
                       read.number(3),
                       read.number(4),
                       read.text(5),
                       read.optional_number(6)});
  }
  return surplus;
}

std::optional<Publication> ReadStore::publication(VolumeKey volume, std::string_view state) const {
  Statement read = database_.prepare(
      "SELECT name, size, records, hash, plain_size FROM publications WHERE sink = ? AND volume = ? "
      "AND state = ?",
      "read the publications");
  read.start(volume.sink, volume.number, state);
  if (!read.next()) return std::nullopt;
  return Publication{volume, read.text(0), read.number(1), read.number(2), read.text(3), read.optional_number(4)};
}

std::optional<NameClaim> ReadStore::name_claim(std::string_view name) const {
  std::optional<NameClaim> claim;
  claim_.start(name);
  if (claim_.next()) claim = {{claim_.number(0), claim_.number(1)}, claim_.number(2), claim_.text(3)};
  claim_.reset();
  return claim;
}

bool ReadStore::has_outputs() const {
  Statement read = database_.prepare(
      "SELECT 1 FROM files WHERE state = 'wanted' UNION ALL SELECT 1 FROM publications WHERE state = 'published' LIMIT "
      "1",
      "look for outputs");
  read.start();
  return read.next();
}

bool ReadStore::has_file(std::string_view name) const {
  Statement read = database_.prepare("SELECT 1 FROM files WHERE name = ?", "look up a file name");
  read.start(name);
  return read.next();
}

std::vector<std::string> ReadStore::some_settled_files() const {
  std::vector<std::string> names;
  for (const char* direction : {"ASC", "DESC"}) {
    const std::string sql =
        "SELECT name FROM files WHERE state = 'wanted' AND (temporary IS NULL OR epoch <= (SELECT settled_epoch FROM "
        "run)) ORDER BY name ";
    Statement read = database_.prepare((sql + direction + " LIMIT 1").c_str(), "read the files");
    read.start();
    if (read.next()) names.push_back(read.text(0));
  }
  return names;
}

void ReadStore::visit_files(const std::function<void(const FileRecord&)>& visit) const {
  Statement read = database_.prepare("SELECT " + kFileColumns + " FROM files WHERE state = 'wanted' ORDER BY name",
                                     "read the files");
  read.start();
  while (read.next()) visit(read_file(read));
}

std::vector<FileRecord> ReadStore::unsettled_files() const {
  std::vector<FileRecord> files;
  Statement read = database_.prepare("SELECT " + kFileColumns +
                                         " FROM files WHERE temporary IS NOT NULL AND "
                                         "epoch > (SELECT settled_epoch FROM run) ORDER BY epoch, name",
                                     "read the files to rename");
  read.start();
  while (read.next()) files.push_back(read_file(read));
  return files;
}

std::vector<std::string> ReadStore::damage() const {
  std::vector<std::string> lines;
  Statement read = database_.prepare("PRAGMA integrity_check", "check the store");
  read.start();
  while (read.next()) {
    if (read.text(0) != "ok") lines.push_back(read.text(0));
  }
  return lines;
}

std::vector<std::string> ReadStore::stale_files() const {
  std::vector<std::string> names;
  Statement read = database_.prepare(kFindStaleFiles, "read the stale files");
  read.start();
  while (read.next()) names.push_back(read.text(0));
  return names;
}

}  // namespace weir::store
