#include "run/places.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "commit/parts.h"
#include "run/databases.h"
#include "run/phases.h"
#include "store/ledger_reader.h"

namespace weir::run {
namespace {

std::string sink_name(const store::ReadStore& store, std::uint64_t number) {
  for (const store::StoredSink& sink : store.sinks()) {
    if (sink.number == number) return sink.node;
  }
  return {};
}

bool is_spool(const store::ReadStore& store, const std::string& sink) {
  const std::vector<store::Spool> spools = store.spools();
  return std::any_of(spools.begin(), spools.end(), [&](const store::Spool& spool) { return spool.name == sink; });
}

// Whether something of the batch stands between the beginning of an extent and a document, so that it is not its.
bool is_divided(const std::vector<store::DocumentKey>& gaps, store::DocumentKey first, store::DocumentKey document) {
  return std::any_of(gaps.begin(), gaps.end(),
                     [&](const store::DocumentKey& gap) { return first < gap && gap < document; });
}

class Finder {
 public:
  Finder(const store::ReadStore& store, const RunPlace& run, const store::DocumentState& document)
      : store_(store), run_(run), document_(document) {}

  void find_extents() {
    const auto batch = store_.batch(document_.batch);
    if (!batch || is_spool(store_, folded_spool(document_.source))) return;
    std::map<store::VolumeKey, store::Extent> last;  // that begins with the document, or before it
    for (const store::Extent& extent : store_.extents_of(document_.batch)) {
      if (extent.first <= document_.key) last[extent.volume] = extent;
    }
    for (const auto& [volume, extent] : last) {
      if (!is_divided(batch->left_out, extent.first, document_.key)) add(extent);
    }
  }

  void find_files() {
    for (const store::FileRecord& file : store_.files_of(document_.key)) {
      Place& place = places_.emplace_back();
      place.sink = sink_name(store_, file.sink);
      place.kind = PlaceKind::file;
      place.path = (run_.output / file.name).string();
      place.length = file.size;
    }
  }

  void find_rows(const graph::Specification& specification) {
    for (const commit::DatabaseOutput& database : databases_of(specification)) {
      const std::filesystem::path path = run_.output / database.name;
      std::error_code error;
      if (!std::filesystem::is_regular_file(path, error)) continue;
      const store::LedgerReader reader(path, store_.identity(), database.node);
      const std::uint64_t rows = reader.rows_of(document_.key);
      if (rows == 0) continue;
      Place& place = places_.emplace_back();
      place.sink = database.node;
      place.kind = PlaceKind::rows;
      place.path = path.string();
      place.records = rows;
      place.table = reader.table().value_or("");
      place.waiting = reader.rows_waiting(document_.key);
    }
  }

  std::vector<Place> take() { return std::move(places_); }

 private:
  void add(const store::Extent& extent) {
    Place place;
    place.sink = sink_name(store_, extent.volume.sink);
    place.kind = is_spool(store_, place.sink)                  ? PlaceKind::spool
                 : extent.file == store::ExtentFile::published ? PlaceKind::published
                                                               : PlaceKind::part;
    place.path = file_of(store_, run_, extent).string();
    place.offset = extent.offset;
    place.length = extent.length;
    place.records = extent.records;
    place.documents = std::max<std::uint64_t>(1, store_.entries_in(extent).size());
    places_.push_back(std::move(place));
  }

  const store::ReadStore& store_;
  const RunPlace& run_;
  const store::DocumentState& document_;
  std::vector<Place> places_;
};

}  // namespace

std::string_view to_string(PlaceKind kind) {
  switch (kind) {
    case PlaceKind::published:
      return "published";
    case PlaceKind::part:
      return "part";
    case PlaceKind::spool:
      return "spool";
    case PlaceKind::file:
      return "file";
    case PlaceKind::rows:
      return "rows";
  }
  return "";
}

std::filesystem::path file_of(const store::ReadStore& store, const RunPlace& run, const store::Extent& extent) {
  const auto published = store.published(extent.volume);
  if (extent.file == store::ExtentFile::published && published) return run.output / published->name;
  return run.directory / "parts" / commit::part_name(sink_name(store, extent.volume.sink), extent.volume);
}

std::vector<Place> places_of(const store::ReadStore& store, const RunPlace& run,
                             const graph::Specification* specification, const store::DocumentState& document) {
  if (!document.committed || document.verdict) return {};
  Finder finder(store, run, document);
  finder.find_extents();
  finder.find_files();
  if (specification) finder.find_rows(*specification);
  return finder.take();
}

}  // namespace weir::run
