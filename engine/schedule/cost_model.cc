#include "schedule/cost_model.h"

#include <utility>

namespace weir::schedule {
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

void CostModel::add(const Session& session, const std::map<std::string, std::uint64_t>& busy_ns) {
  const std::scoped_lock lock(mutex_);
  schedule::learn(pace_, session);
  for (const auto& [node, busy] : busy_ns) busy_ns_[node] += busy;
  ++version_;
}

Outlook CostModel::outlook() const {
  Outlook outlook;
  const std::scoped_lock lock(mutex_);
  for (const auto& [key, entry] : entries_) {
    const auto& samples = entry.need.samples();
    outlook.learn(key.source, key.size, std::vector<Sample>(samples.begin(), samples.end()));
  }
  return outlook;
}

Pace CostModel::pace() const {
  const std::scoped_lock lock(mutex_);
  return pace_;
}

std::map<std::string, std::uint64_t> CostModel::busy_ns() const {
  const std::scoped_lock lock(mutex_);
  return busy_ns_;
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

}  // namespace weir::schedule
