// Calls stages without an engine: binds their parameters, hands them documents, and shows what they answered.
//
//   Segment stage(harness::bind<Segment::Params>({{"min_words", 5}}));
//   const harness::Answer answer = harness::call(stage, harness::blocks({{"A heading", BlockKind::heading, 1}, …}));
//   EXPECT_EQ(answer.documents.size(), 2u);
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/engine_access.h>
#include <weir/params.h>
#include <weir/stage.h>

namespace weir::harness {

inline Table table(std::initializer_list<std::pair<std::string_view, Value>> entries) {
  Table result;
  for (const auto& [key, value] : entries) result.set(key, value);
  return result;
}

// Binds parameters as the engine does. Throws std::invalid_argument with the sentences that a graph author would see.
template <typename Params>
Params bind(const Table& with) {
  Params params;
  {
    ParamList list;
    params.declare(list);
    std::string wrong;
    for (const auto& [key, value] : with) {
      const ParamSpec* spec = list.find(key);
      const auto error = spec ? spec->assign(value) : std::optional<std::string>("is no parameter");
      if (error) wrong += "`" + key + "` " + *error + "\n";
    }
    for (const ParamSpec& spec : list.specs()) {
      if (spec.required() && !with.find(spec.name())) wrong += "`" + spec.name() + "` is required\n";
    }
    if (!wrong.empty()) throw std::invalid_argument(wrong);
  }
  if constexpr (requires { params.check(); }) {
    if (const auto wrong = params.check()) throw std::invalid_argument(*wrong);
  }
  return params;
}
template <typename Params>
Params bind(std::initializer_list<std::pair<std::string_view, Value>> with = {}) {
  return bind<Params>(table(with));
}

// An origin that lives as long as the test program.
inline const Origin& origin(std::string path, std::uint64_t size = 0) {
  static std::deque<Origin> origins;
  Origin& added = origins.emplace_back();
  added.source = "test";
  added.path = std::move(path);
  added.entry = origins.size() - 1;
  added.size = size;
  return added;
}

// A source document with these bytes as its content.
inline Document content(std::string bytes, std::string path = "document.txt") {
  Document document = Document::begin(origin(std::move(path), bytes.size()));
  document.set_content(Content(std::make_shared<MemoryBytes>(std::move(bytes))));
  return document;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// A source document with the bytes of a file.
inline Document file(const std::filesystem::path& path) { return content(read_file(path), path.filename().string()); }

struct BlockText {
  std::string text;
  BlockKind kind = BlockKind::paragraph;
  std::uint8_t level = 0;
  Style style = {};
  std::uint32_t table = 0;
};

// A document that a stage has parsed already: blocks with a line break between them, whose text stands verbatim in the
// content, from `source_begin` on.
inline Document blocks(const std::vector<BlockText>& pieces, std::string path = "document.txt",
                       std::size_t source_begin = 0) {
  std::string text;
  std::vector<Block> blocks;
  for (const BlockText& piece : pieces) {
    if (!blocks.empty()) text += '\n';
    Block block;
    block.begin = text.size();
    text += piece.text;
    block.end = text.size();
    block.kind = piece.kind;
    block.level = piece.level;
    block.style = piece.style;
    block.table = piece.table;
    blocks.push_back(block);
  }
  Document document = content(std::string(source_begin, ' ') + text, std::move(path));
  document.set_text(Text::verbatim(std::move(text), source_begin));
  document.blocks() = std::move(blocks);
  return document;
}

// What one call of a transform answered.
struct Answer {
  std::vector<Document> documents;
  std::vector<std::string> ports;  // for each document
  std::vector<EngineAccess::Drop> drops;
  std::vector<Failure> failures;

  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const Document& document : documents) texts.emplace_back(document.text().view());
    return texts;
  }
  std::vector<std::string> drop_reasons() const {
    std::vector<std::string> reasons;
    for (const auto& drop : drops) reasons.push_back(drop.reason);
    return reasons;
  }
};

inline Answer take_answer(Emitter& emitter, std::span<const std::string> ports) {
  Answer answer;
  for (auto& emission : EngineAccess::emitted(emitter)) {
    answer.ports.push_back(ports[emission.port]);
    answer.documents.push_back(std::move(emission.document));
  }
  answer.drops = std::move(EngineAccess::drops(emitter));
  for (auto& failure : EngineAccess::failures(emitter)) answer.failures.push_back(std::move(failure.failure));
  return answer;
}

inline Answer call(Transform& stage, Document document, const std::vector<std::string>& ports = {"out"},
                   LargeMemory* large_memory = nullptr) {
  Emitter emitter;
  EngineAccess::set_ports(emitter, ports);
  EngineAccess::prepare(emitter, nullptr, 0, nullptr, large_memory);
  stage.process(std::move(document), emitter);
  return take_answer(emitter, ports);
}
inline Answer call(GroupTransform& stage, std::span<Document> documents,
                   const std::vector<std::string>& ports = {"out"}) {
  Emitter emitter;
  EngineAccess::set_ports(emitter, ports);
  stage.process(documents, emitter);
  return take_answer(emitter, ports);
}

// What one call of a sink wrote.
struct Written {
  std::string volume;
  std::vector<EngineAccess::File> files;
  std::uint64_t records = 0;
  std::vector<Failure> failures;
};

inline Written take_written(RecordWriter& writer) {
  return {std::move(EngineAccess::volume_bytes(writer)), std::move(EngineAccess::files(writer)),
          EngineAccess::records(writer), std::move(EngineAccess::failures(writer))};
}

inline Written encode(Sink& sink, const Document& document) {
  RecordWriter writer;
  sink.encode(document, writer);
  return take_written(writer);
}
inline Written encode(GroupSink& sink, std::span<const Document> documents) {
  RecordWriter writer;
  sink.encode(documents, writer);
  return take_written(writer);
}

// Takes what a source lists.
class Listing final : public Lister {
 public:
  explicit Listing(std::string base_directory, std::vector<std::string> inputs = {})
      : base_directory_(std::move(base_directory)), inputs_(std::move(inputs)) {}

  void add(ListedEntry entry) override { entries.push_back(std::move(entry)); }
  const std::vector<std::string>& inputs() const override { return inputs_; }
  const std::string& base_directory() const override { return base_directory_; }

  std::vector<std::string> paths() const {
    std::vector<std::string> paths;
    for (const ListedEntry& entry : entries) paths.push_back(entry.path);
    return paths;
  }

  std::vector<ListedEntry> entries;

 private:
  std::string base_directory_;
  std::vector<std::string> inputs_;
};

// Has a source read one entry.
class Reading final : public SourceEmitter {
 public:
  explicit Reading(const ListedEntry& entry) : entry_(entry), origin_(origin(entry.path, entry.size)) {}

  Content open() override { return Content(std::make_shared<MemoryBytes>(read_file(entry_.location))); }
  Document document() override { return Document::begin(origin_); }
  Emitter& out() override { return emitter_; }

  Answer answer() {
    const std::vector<std::string> ports{"out"};
    return take_answer(emitter_, ports);
  }

 private:
  const ListedEntry& entry_;
  const Origin& origin_;
  Emitter emitter_;
};

// A folder of its own below the system's temporary one, removed with all that is in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "weir_test_XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::filesystem::path& path() const { return path_; }
  // Writes a file, and the folders above it.
  std::filesystem::path write(const std::filesystem::path& name, std::string_view bytes) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }

 private:
  std::filesystem::path path_;
};

// The folder of real test documents; empty where there is none, so that a test can say that it was skipped.
inline std::optional<std::filesystem::path> corpus() {
  const char* given = std::getenv("WEIR_CORPUS");
  std::filesystem::path path = given ? given : std::string(WEIR_SOURCE_DIR) + "/../shared/corpus";
  if (!std::filesystem::is_directory(path)) return std::nullopt;
  return path;
}

}  // namespace weir::harness
