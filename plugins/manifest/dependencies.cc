#include "manifest/dependencies.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <string>
#include <unordered_map>

#include "files/name.h"

namespace weir::manifest {
namespace {

using Names = std::unordered_map<std::string, std::size_t>;  // ids and paths, to indices of items

void add_name(const std::string& name, const char* kind, std::size_t index, const std::vector<Item>& items,
              Names& names, Faults& faults) {
  const auto [found, is_new] = names.emplace(name, index);
  if (is_new || found->second == index) return;
  const Place& first = items[found->second].place;
  faults.add(items[index].place,
             std::string("the ") + kind + " `" + name + "` is taken: " + first.file + ":" + std::to_string(first.line));
}

Names names_of(const std::vector<Item>& items, Faults& faults) {
  Names names;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].path.empty()) add_name(items[i].path, "path", i, items, names, faults);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].id.empty()) add_name(items[i].id, "id", i, items, names, faults);
  }
  return names;
}

// Written as paths may be: `./a.txt` is `a.txt`.
Names::const_iterator find(const Names& names, const std::string& written) {
  const auto found = names.find(written);
  if (found != names.end()) return found;
  const std::filesystem::path path = std::filesystem::path(written).lexically_normal();
  return names.find(files::path_text(path.relative_path().string()));
}

void find_needs(std::vector<Item>& items, const Names& names, Faults& faults) {
  for (Item& item : items) {
    for (const std::string& written : item.depends_on) {
      const auto found = find(names, written);
      if (found == names.end()) {
        faults.add(item.place, "`depends_on` names nothing of the manifest, neither id nor path: " + written);
      } else {
        item.needs.push_back(found->second);
      }
    }
    std::sort(item.needs.begin(), item.needs.end());
    item.needs.erase(std::unique(item.needs.begin(), item.needs.end()), item.needs.end());
  }
}

// Walks from each item to what it needs, depth first, and finds ways that lead back to where they are. With a stack of
// its own, since a way may be as long as the manifest.
class CycleSearch {
 public:
  CycleSearch(const std::vector<Item>& items, Faults& faults)
      : items_(items), faults_(faults), states_(items.size(), State::unseen) {}

  void search() {
    for (std::size_t item = 0; item < items_.size(); ++item) {
      if (states_[item] == State::unseen) walk(item);
    }
  }

 private:
  enum class State : std::uint8_t { unseen, on_way, done };
  struct Step {
    std::size_t item = 0;
    std::size_t next = 0;  // index into its needs
  };

  void walk(std::size_t item) {
    enter(item);
    while (!way_.empty()) {
      Step& step = way_.back();
      if (step.next == items_[step.item].needs.size()) {
        states_[step.item] = State::done;
        way_.pop_back();
        continue;
      }
      const std::size_t need = items_[step.item].needs[step.next++];
      if (states_[need] == State::on_way) report(need);
      if (states_[need] == State::unseen) enter(need);
    }
  }

  void enter(std::size_t item) {
    states_[item] = State::on_way;
    way_.push_back({item, 0});
  }

  void report(std::size_t begin) {
    auto step = std::find_if(way_.begin(), way_.end(), [begin](const Step& each) { return each.item == begin; });
    std::string cycle;
    for (; step != way_.end(); ++step) cycle += items_[step->item].path + " -> ";
    faults_.add(items_[begin].place, "documents depend on one another in a circle: " + cycle + items_[begin].path);
  }

  const std::vector<Item>& items_;
  Faults& faults_;
  std::vector<State> states_;
  std::vector<Step> way_;
};

}  // namespace

void resolve(std::vector<Item>& items, Faults& faults) {
  find_needs(items, names_of(items, faults), faults);
  CycleSearch(items, faults).search();
}

}  // namespace weir::manifest
