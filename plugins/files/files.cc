#include "files/files.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <utility>

#include "files/name.h"

namespace weir::files {
namespace {

namespace fs = std::filesystem;

// Whether two locations are one file, reached in two ways.
bool same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  return a == b || (fs::equivalent(a, b, error) && !error);
}

// Puts entries in the order of their paths, and a file that was given twice only once.
std::vector<ListedEntry> in_order(std::vector<ListedEntry> entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const ListedEntry& a, const ListedEntry& b) { return a.path < b.path; });
  std::vector<ListedEntry> ordered;
  for (ListedEntry& entry : entries) {
    if (ordered.empty() || ordered.back().path != entry.path) {
      ordered.push_back(std::move(entry));
    } else if (!same_file(ordered.back().location, entry.location)) {
      throw ListingError("two inputs have the same path `" + entry.path + "`: " + ordered.back().location + " and " +
                         entry.location + "; give the folder above both");
    }
  }
  return ordered;
}

// An input may lie within another one. Which path its files should have then is not for us to guess.
void refuse_overlaps(const std::vector<ListedEntry>& entries) {
  std::vector<const ListedEntry*> by_location;
  by_location.reserve(entries.size());
  for (const ListedEntry& entry : entries) by_location.push_back(&entry);
  std::sort(by_location.begin(), by_location.end(),
            [](const ListedEntry* a, const ListedEntry* b) { return a->location < b->location; });
  const auto twice = std::adjacent_find(
      by_location.begin(), by_location.end(),
      [](const ListedEntry* a, const ListedEntry* b) { return a->location == b->location && a->path != b->path; });
  if (twice == by_location.end()) return;
  throw ListingError("two inputs hold the same file: " + (*twice)->location + " would be read as `" + (*twice)->path +
                     "` and as `" + twice[1]->path + "`");
}

// Gives all that lies below a folder, or the one file, to `take`.
void visit_input(const std::string& input, const Selection& selection, const std::function<void(ListedEntry)>& take) {
  std::error_code error;
  const fs::file_status status = fs::status(input, error);
  if (!fs::exists(status)) {
    throw ListingError("no such file or folder: " + input + (fs::status_known(status) ? "" : ": " + error.message()));
  }
  if (fs::is_directory(status)) return walk(input, selection, take);
  take(entry_for(input, path_text(fs::path(input).filename().native()), selection));
}

}  // namespace

void Files::Params::declare(ParamList& list) {
  list.required("root", root, "folder to read, relative to the graph file; the command line can name others");
  list.optional("include", include,
                "patterns of the paths below root that are read: *, ?, [a-z], {htm,html}, and ** for any folders; "
                "hidden names only where a pattern writes their dot");
  list.optional("exclude", exclude, "patterns of files and folders that are not read");
  list.optional("max_size", max_size, "larger files are filtered as too_large; 0B: no limit");
  list.optional("follow_links", follow_links, "read what symbolic links lead to; otherwise they are passed over");
}

std::optional<std::string> Files::Params::check() const {
  if (root.empty()) return "`root` is empty; \".\" is the folder of the graph file";
  if (include.empty()) return "`include` is empty, so that nothing would be read";
  for (const std::vector<std::string>* patterns : {&include, &exclude}) {
    for (const std::string& pattern : *patterns) {
      if (const auto wrong = glob::error_in(pattern)) {
        return (patterns == &include ? "`include`: " : "`exclude`: ") + *wrong;
      }
    }
  }
  return std::nullopt;
}

Files::Files(const Params& params) : root_(params.root) {
  for (const std::string& pattern : params.include) selection_.include.emplace_back(pattern);
  for (const std::string& pattern : params.exclude) selection_.exclude.emplace_back(pattern);
  selection_.max_size = params.max_size.bytes;
  selection_.follow_links = params.follow_links;
}

void Files::list(Lister& out) {
  std::vector<std::string> inputs = out.inputs();
  if (inputs.empty()) inputs.push_back((fs::path(out.base_directory()) / root_).string());
  for (std::string& input : inputs) {
    input = fs::absolute(input).lexically_normal().string();
    while (input.size() > 1 && input.back() == '/') input.pop_back();
  }
  // One input is in order, and overlaps with nothing.
  if (inputs.size() == 1) {
    return visit_input(inputs.front(), selection_, [&out](ListedEntry entry) { out.add(std::move(entry)); });
  }
  std::vector<ListedEntry> entries;
  for (const std::string& input : inputs) {
    visit_input(input, selection_, [&entries](ListedEntry entry) { entries.push_back(std::move(entry)); });
  }
  refuse_overlaps(entries);
  for (ListedEntry& entry : in_order(std::move(entries))) out.add(std::move(entry));
}

void Files::read(const ListedEntry&, SourceEmitter& out) {
  Document document = out.document();
  document.set_content(out.open());
  out.out().emit(std::move(document));
}

}  // namespace weir::files
