// The file format of a cost model (docs/run-directory.md).
#include <array>
#include <charconv>
#include <sstream>
#include <utility>

#include "schedule/cost_model.h"

namespace weir::schedule {
namespace {

constexpr std::string_view kTitle = "weir cost model 1";

std::string line_of(const Record& record) {
  return std::to_string(record.batches) + "\t" + std::to_string(record.exceeded) + "\t" +
         std::to_string(record.reserved) + "\t" + std::to_string(record.used);
}

std::string line_of(const Sample& sample) {
  return "sample\t" + std::to_string(sample.size) + "\t" + std::to_string(sample.used) + "\t" +
         std::to_string(sample.reserved) + "\t" + (sample.learned ? "1" : "0") + "\t" + std::to_string(sample.cpu_ns) +
         "\t" + std::to_string(sample.wall_ns) + "\t" + std::to_string(sample.written) + "\n";
}

std::string line_of(const Pace& pace) {
  return "pace\t" + std::to_string(pace.sessions) + "\t" + std::to_string(pace.foreseen_ns) + "\t" +
         std::to_string(pace.taken_ns) + "\t" + std::to_string(pace.beside_ns) + "\t" +
         std::to_string(pace.memory_beside) + "\n";
}

// The numbers of a line, behind its tabs; nothing unless there are exactly so many.
template <std::size_t kCount>
std::optional<std::array<std::uint64_t, kCount>> numbers(std::string_view text) {
  std::array<std::uint64_t, kCount> values{};
  for (std::size_t i = 0; i < kCount; ++i) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), values[i]);
    if (error != std::errc() || end == text.data()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (i + 1 == kCount) break;
    if (text.empty() || text.front() != '\t') return std::nullopt;
    text.remove_prefix(1);
  }
  return text.empty() ? std::optional(values) : std::nullopt;
}

// Takes "word\t" off the front.
bool take(std::string_view word, std::string_view& line) {
  if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != '\t') return false;
  line.remove_prefix(word.size() + 1);
  return true;
}

// "NUMBER\tREST"
std::optional<std::pair<std::uint64_t, std::string_view>> number_and_rest(std::string_view text) {
  const std::size_t tab = text.find('\t');
  if (tab == std::string_view::npos) return std::nullopt;
  const auto values = numbers<1>(text.substr(0, tab));
  if (!values) return std::nullopt;
  return std::pair((*values)[0], text.substr(tab + 1));
}

}  // namespace

std::string CostModel::text() const {
  const std::scoped_lock lock(mutex_);
  std::string text = std::string(kTitle) + "\n";
  for (const auto& [key, entry] : entries_) {
    text += "class\t" + std::to_string(key.size.number) + "\t" + (key.size.several ? "1" : "0") + "\t" +
            line_of(entry.declared) + "\t" + line_of(entry.model) + "\nsource\t" + key.source + "\n";
    for (const Sample& sample : entry.need.samples()) text += line_of(sample);
  }
  if (pace_.sessions > 0) text += line_of(pace_);
  for (const auto& [node, busy] : busy_ns_) text += "node\t" + std::to_string(busy) + "\t" + node + "\n";
  return text;
}

// Reads into parts of its own, so that half of a text changes nothing.
class CostModel::Reader {
 public:
  // False where it is no line of a model, or not one that may come here.
  bool read(std::string_view line) {
    if (take("class", line)) return read_class(line);
    if (take("source", line)) return read_source(line);
    if (take("sample", line)) return read_sample(line);
    if (take("pace", line)) return read_pace(line);
    return take("node", line) && read_node(line);
  }

  std::map<Key, Entry> entries;
  Pace pace;
  std::map<std::string, std::uint64_t> busy_ns;

 private:
  bool read_class(std::string_view fields) {
    const auto values = numbers<10>(fields);
    if (!values || next_ || (*values)[0] >= SizeClass::kClasses) return false;
    const auto& [number, several, a, b, c, d, e, f, g, h] = *values;
    next_ = Key{"", {static_cast<unsigned>(number), several != 0}};
    records_ = Entry{{}, {a, b, c, d}, {e, f, g, h}};
    return true;
  }

  bool read_source(std::string_view name) {
    if (!next_) return false;
    next_->source = name;
    entry_ = &(entries[std::move(*next_)] = std::move(records_));
    next_.reset();
    return true;
  }

  bool read_sample(std::string_view fields) {
    const auto values = numbers<7>(fields);
    if (!values || !entry_ || next_) return false;
    const auto& [size, used, reserved, learned, cpu, wall, written] = *values;
    entry_->need.add({size, used, reserved, learned != 0, cpu, wall, written});
    return true;
  }

  bool read_pace(std::string_view fields) {
    const auto values = numbers<5>(fields);
    if (!values || next_) return false;
    const auto& [sessions, foreseen, taken, beside, memory] = *values;
    pace = {sessions, foreseen, taken, beside, memory};
    return true;
  }

  bool read_node(std::string_view fields) {
    const auto values = number_and_rest(fields);
    if (!values || next_) return false;
    busy_ns[std::string(values->second)] = values->first;
    return true;
  }

  std::optional<Key> next_;  // its source is still to come
  Entry records_;
  Entry* entry_ = nullptr;
};

bool CostModel::read(std::string_view text) {
  Reader reader;
  std::istringstream lines{std::string(text)};
  std::string line;
  if (!std::getline(lines, line) || line != kTitle) return false;
  while (std::getline(lines, line)) {
    if (!reader.read(line)) return false;
  }
  const std::scoped_lock lock(mutex_);
  entries_ = std::move(reader.entries);
  pace_ = reader.pace;
  busy_ns_ = std::move(reader.busy_ns);
  ++version_;
  return true;
}

}  // namespace weir::schedule
