#include "run/output_origin.h"

#include <algorithm>
#include <limits>
#include <set>

#include "commit/directory.h"
#include "commit/parts.h"
#include "commit/sink.h"
#include "commit/volume_file.h"
#include "run/exit_code.h"
#include "run/fingerprint.h"
#include "run/phases.h"

namespace weir::run {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostDocuments = 1000;
constexpr std::uint64_t kMostText = std::uint64_t{1} << 20;
constexpr std::uint64_t kHeaderEntry = std::numeric_limits<std::uint64_t>::max();

bool is_same(const fs::path& a, const fs::path& b) { return fs::weakly_canonical(a) == fs::weakly_canonical(b); }

// The file of a volume, and what its extents call it.
struct Volume {
  store::StoredSink sink;
  store::VolumeKey key;
  store::ExtentFile file = store::ExtentFile::published;
  bool in_frames = false;  // extents are compressed one by one
};

std::optional<Volume> find_volume(const store::ReadStore& store, const RunPlace& run, const fs::path& file) {
  for (const commit::Sink& output : commit::stored_outputs(store)) {
    const store::VolumeKey key = output.volume;
    const store::StoredSink sink{key.sink, output.id};
    const bool in_frames = commit::commits_frames(output);
    const auto published = store.published(key);
    if (published && is_same(file, run.output / published->name)) {
      return Volume{sink, key, store::ExtentFile::published, in_frames};
    }
    if (is_same(file, run.directory / "parts" / commit::part_name(sink.node, key))) {
      return Volume{sink, key, store::ExtentFile::part, in_frames};
    }
    const auto partial = store.partial(key);
    if (partial && is_same(file, run.output / partial->name)) {
      throw RunError(ExitCode::usage, "published while the run was not complete: " + file.string() +
                                          ": ask for the same line of the volume when it is published, or of the part");
    }
  }
  return std::nullopt;
}

class Tracer {
 public:
  Tracer(const store::ReadStore& store, const RunPlace& run, const fs::path& file) : store_(store), run_(run) {
    origin_.path = file.string();
  }

  OutputOrigin trace(std::optional<std::uint64_t> line) {
    const fs::path file = origin_.path;
    if (const auto volume = find_volume(store_, run_, file)) {
      name_sink(volume->sink.node);
      if (line) find_line(*line, file.filename().string());
      trace_volume(*volume);
    } else if (const auto claim = store_.name_claim(
                   fs::weakly_canonical(file).lexically_relative(fs::weakly_canonical(run_.output)).string())) {
      name_sink(claim->sink);
      if (line) find_line(*line, {});
      add(store_.document_state(claim->document).entry);
    } else {
      throw RunError(ExitCode::usage, "no output of the run: " + file.string() +
                                          " (RUN names another run, --out where "
                                          "it published)");
    }
    std::set<std::string> ends{node_of_spool(origin_.sink)};
    for (const std::string& source : sources_) {
      for (StagePassed& stage : stages_between(store_.state().info.fingerprint, source, ends)) {
        const auto same = [&](const StagePassed& each) { return each.node == stage.node; };
        if (std::none_of(origin_.stages.begin(), origin_.stages.end(), same))
          origin_.stages.push_back(std::move(stage));
      }
    }
    return std::move(origin_);
  }

 private:
  void name_sink(const std::string& sink) {
    origin_.sink = sink;
    for (const NodeFacts& node : read_fingerprint(store_.state().info.fingerprint)) {
      if (node.id != node_of_spool(sink)) continue;
      if (const std::string* stage = node.find("stage")) origin_.stage = *stage;
      if (const std::string* fields = node.find("with.fields")) origin_.fields = *fields;
      const std::string* separator = node.find("with.separator");
      if (separator && separator->size() > 2) origin_.separator = *separator == "\"\\u0009\"" ? '\t' : (*separator)[1];
    }
  }

  void find_line(std::uint64_t line, const std::string& name) {
    const fs::path path = origin_.path;
    const auto file = commit::Directory(fs::absolute(path).parent_path()).find_file(path.filename().string());
    if (!file) throw RunError(ExitCode::usage, "no file: " + origin_.path);
    commit::VolumeFile plain(*file, commit::is_compressed(name));
    origin_.record = find_record([&](std::uint64_t offset, std::span<char> into) { return plain.read(offset, into); },
                                 origin_.stage == "csv", line);
    if (!origin_.record) {
      throw RunError(ExitCode::usage, "no line " + std::to_string(line) + " in " + origin_.path);
    }
    origin_.text.resize(static_cast<std::size_t>(std::min(kMostText, origin_.record->end - origin_.record->begin)));
    origin_.text.resize(plain.read(origin_.record->begin, origin_.text));
  }

  void trace_volume(const Volume& volume) {
    if (volume.in_frames && origin_.record) {
      throw RunError(ExitCode::usage, "was compressed batch by batch, in the order of completion: " + origin_.path +
                                          ": its lines cannot be traced, only the file as a whole");
    }
    std::vector<store::Extent> extents;
    store_.visit_extents(volume.key, [&](const store::Extent& extent) {
      const bool wanted = !origin_.record || (extent.offset <= origin_.record->begin &&
                                              origin_.record->begin < extent.offset + extent.length);
      if (extent.file == volume.file && wanted) extents.push_back(extent);
    });
    if (origin_.record && extents.empty()) {
      throw RunError(ExitCode::usage, "nobody's any more: " + origin_.path +
                                          ": these bytes were committed once, and the "
                                          "documents that wrote them ran again since");
    }
    const bool is_folded = node_of_spool(volume.sink.node) != volume.sink.node;
    for (const store::Extent& extent : extents) {
      const bool is_header = extent.first.entry == kHeaderEntry;
      origin_.is_header = is_header && origin_.record;
      if (is_header || is_folded) continue;
      for (const store::Entry& entry : store_.entries_in(extent)) add(entry);
    }
  }

  // A document of a spool is followed back to where it came from.
  void add(const store::Entry& entry) {
    const store::DocumentKey key = entry.spooled ? entry.spooled->origin : store::DocumentKey{entry.number, 0};
    if (!seen_.insert(key.entry).second) return;
    ++origin_.document_count;
    const store::DocumentState document = store_.document_state(key);
    sources_.insert(document.source);
    if (origin_.documents.size() < kMostDocuments) origin_.documents.push_back(document.entry);
  }

  const store::ReadStore& store_;
  const RunPlace& run_;
  OutputOrigin origin_;
  std::set<std::uint64_t> seen_;
  std::set<std::string> sources_;
};

}  // namespace

OutputOrigin origin_of(const store::ReadStore& store, const RunPlace& run, const fs::path& file,
                       std::optional<std::uint64_t> line) {
  return Tracer(store, run, file).trace(line);
}

}  // namespace weir::run
