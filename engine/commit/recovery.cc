#include "commit/recovery.h"

#include "commit/error.h"
#include "commit/whole_file.h"
#include "mutant/mutant.h"

namespace weir::commit {
namespace {

// Gives a committed file its name, unless it has it already.
void redo_rename(const store::FileRecord& record, OutputTree& tree) {
  const std::optional<File> staged = tree.find_staged(record.temporary);
  const std::optional<File> placed = staged ? std::nullopt : tree.find(record.name);
  if (!staged && !placed) throw_damaged(tree.path_of(record.name), "is missing");
  const File& file = staged ? *staged : *placed;
  if (!mutant("staged_file_trusted") && !is_file(file, record.size, record.hash))
    throw_damaged(file.path(), "has other bytes than were committed");
  tree.make_folders(record.name);
  if (staged) tree.place(record.temporary, record.name);
  tree.distrust(record.name);
}

// Whoever resumes with another output directory would have one half of the outputs here and one there.
void check_place(const store::ReadStore& store, OutputTree& tree) {
  for (const std::string& name : store.some_settled_files()) {
    if (tree.has(name)) continue;
    throw CommitError(CommitError::Kind::input_output,
                      "the output of this run is not all here: " + tree.path_of(name).string() +
                          ": was committed, and is missing: resume with the --out that the run has had, or, where the "
                          "file was removed, with --rerun all");
  }
}

void settle_files(store::Store& store, OutputTree& tree) {
  const std::vector<store::FileRecord> unsettled = store.unsettled_files();
  store::CommitRecord record;
  record.removed_files = store.stale_files();
  if (unsettled.empty() && record.removed_files.empty()) return;
  if (!mutant("names_given_early")) store.checkpoint();
  for (const store::FileRecord& file : unsettled) {
    if (!mutant("rename_not_redone")) redo_rename(file, tree);
  }
  for (const std::string& name : record.removed_files) {
    if (!mutant("stale_file_forgotten")) tree.remove(name);
  }
  tree.sync_names();
  record.earlier_files_settled = true;
  store.commit(record);
}

// A publication that was under way has happened if the file has its name; it has not if anything else has it.
void settle_publication(const Sink& sink, store::Store& store, Parts& parts, OutputTree& tree) {
  const auto intended = store.intended(sink.volume);
  if (!intended) return;
  const std::optional<File> file = tree.find(intended->name);
  // A part that was given the name is nowhere else.
  if (file && sink.by_completion && !parts.is_there(sink.volume) && !is_file(*file, intended->size, intended->hash)) {
    throw_damaged(file->path(), "has other bytes than were committed");
  }
  if (!file || !is_file(*file, intended->size, intended->hash)) return store.forget_intention(sink.volume);
  tree.distrust(intended->name);
  tree.sync_names();
  store.record_published(*intended);
  // It may be the same file, to which nothing may be added any more.
  if (sink.by_completion) parts.remove(sink.volume);
}

}  // namespace

void settle_outputs(store::Store& store, const std::vector<Sink>& sinks, Parts& parts, OutputTree& tree) {
  check_place(store, tree);
  settle_files(store, tree);
  for (const Sink& sink : sinks) settle_publication(sink, store, parts, tree);
}

void recover(store::Store& store, const std::vector<Sink>& sinks, Parts& parts, OutputTree& tree) {
  settle_outputs(store, sinks, parts, tree);
  parts.recover(store);
  tree.clear_staging();
  // A part whose publication is recorded may go only when no damage to the log can take that record back.
  const std::vector<std::string> strays = parts.find_strays(store);
  if (!strays.empty() && store.checkpoint()) parts.remove_strays(strays);
}

}  // namespace weir::commit
