#include "schedule/cost_model.h"

#include <array>
#include <charconv>
#include <sstream>
#include <utility>

namespace weir::schedule {
namespace {

constexpr std::string_view kTitle = "weir cost model 1";
constexpr std::uint64_t kSmallest = 64 * 1024;

std::string line_of(const Record& record) {
  return std::to_string(record.batches) + "\t" + std::to_string(record.exceeded) + "\t" +
         std::to_string(record.reserved) + "\t" + std::to_string(record.used);
}

std::string line_of(const Sample& sample) {
  return "sample\t" + std::to_string(sample.size) + "\t" + std::to_string(sample.used) + "\t" +
         std::to_string(sample.reserved) + "\t" + (sample.learned ? "1" : "0") + "\t" + std::to_string(sample.cpu_ns) +
         "\t" + std::to_string(sample.wall_ns) + "\n";
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

}  // namespace

SizeClass SizeClass::of(std::uint64_t size, std::uint64_t documents) {
  SizeClass found{0, documents > 1};
  for (std::uint64_t end = kSmallest; size > end && found.number + 1 < kClasses; end *= 4) ++found.number;
  return found;
}

std::optional<std::uint64_t> SizeClass::up_to() const {
  if (number + 1 >= kClasses) return std::nullopt;
  return kSmallest << (2 * number);
}

void Record::add(const Sample& sample) {
  ++batches;
  exceeded += sample.used > sample.reserved ? 1 : 0;
  reserved += sample.reserved;
  used += sample.used;
}

double Record::reserved_to_used() const {
  return used == 0 ? 0.0 : static_cast<double>(reserved) / static_cast<double>(used);
}

std::optional<std::uint64_t> CostModel::need(std::string_view source, std::uint64_t size,
                                             std::uint64_t documents) const {
  const Key key{std::string(source), SizeClass::of(size, documents)};
  const std::scoped_lock lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end() || !found->second.need.learned()) return std::nullopt;
  return found->second.need.bytes(size);
}

void CostModel::add(std::string_view source, std::uint64_t documents, const Sample& sample) {
  Key key{std::string(source), SizeClass::of(sample.size, documents)};
  const std::scoped_lock lock(mutex_);
  Entry& entry = entries_[std::move(key)];
  entry.need.add(sample);
  (sample.learned ? entry.model : entry.declared).add(sample);
  ++version_;
}

std::vector<CostModel::Class> CostModel::classes() const {
  std::vector<Class> all;
  const std::scoped_lock lock(mutex_);
  for (const auto& [key, entry] : entries_) {
    Class each{.source = key.source,
               .size = key.size,
               .learned = entry.need.learned(),
               .declared = entry.declared,
               .model = entry.model};
    for (const Sample& sample : entry.need.samples()) {
      each.bytes += sample.size;
      each.cpu_ns += sample.cpu_ns;
      each.wall_ns += sample.wall_ns;
      each.largest = std::max(each.largest, sample.size);
    }
    if (each.learned) each.need_of_it = entry.need.bytes(each.largest);
    all.push_back(std::move(each));
  }
  return all;
}

namespace {

Record sum(const std::vector<CostModel::Class>& classes, Record CostModel::Class::*which) {
  Record all;
  for (const CostModel::Class& each : classes) {
    all.batches += (each.*which).batches;
    all.exceeded += (each.*which).exceeded;
    all.reserved += (each.*which).reserved;
    all.used += (each.*which).used;
  }
  return all;
}

}  // namespace

Record CostModel::declared() const { return sum(classes(), &Class::declared); }
Record CostModel::model() const { return sum(classes(), &Class::model); }

std::uint64_t CostModel::version() const {
  const std::scoped_lock lock(mutex_);
  return version_;
}

std::string CostModel::text() const {
  const std::scoped_lock lock(mutex_);
  std::string text = std::string(kTitle) + "\n";
  for (const auto& [key, entry] : entries_) {
    text += "class\t" + std::to_string(key.size.number) + "\t" + (key.size.several ? "1" : "0") + "\t" +
            line_of(entry.declared) + "\t" + line_of(entry.model) + "\nsource\t" + key.source + "\n";
    for (const Sample& sample : entry.need.samples()) text += line_of(sample);
  }
  return text;
}

// Reads into entries of its own first, so that half of a text changes nothing.
bool CostModel::read(std::string_view text) {
  std::map<Key, Entry> entries;
  std::optional<Key> next;  // its source is still to come
  Entry records;
  Entry* entry = nullptr;
  std::istringstream lines{std::string(text)};
  std::string line;
  if (!std::getline(lines, line) || line != kTitle) return false;
  while (std::getline(lines, line)) {
    std::string_view rest = line;
    if (take("class", rest)) {
      const auto values = numbers<10>(rest);
      if (!values || next || (*values)[0] >= SizeClass::kClasses) return false;
      const auto& [number, several, a, b, c, d, e, f, g, h] = *values;
      next = Key{"", {static_cast<unsigned>(number), several != 0}};
      records = Entry{{}, {a, b, c, d}, {e, f, g, h}};
    } else if (take("source", rest)) {
      if (!next) return false;
      next->source = rest;
      entry = &(entries[std::move(*next)] = std::move(records));
      next.reset();
    } else if (take("sample", rest)) {
      const auto values = numbers<6>(rest);
      if (!values || !entry || next) return false;
      const auto& [size, used, reserved, learned, cpu, wall] = *values;
      entry->need.add({size, used, reserved, learned != 0, cpu, wall});
    } else {
      return false;
    }
  }
  const std::scoped_lock lock(mutex_);
  entries_ = std::move(entries);
  ++version_;
  return true;
}

}  // namespace weir::schedule
