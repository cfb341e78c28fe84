// Graphs with phases over a folder of small texts, and what the real binary makes of them.
#pragma once

#include <string>
#include <vector>

#include "cli/process.h"

namespace weir::testing {

// source `notes`, `text`, then `nodes`, the last of which is called `end`, then the sink `records` into notes.jsonl.
std::string notes_graph(const std::string& nodes);
// One node: stage, from, and parameters, if any.
std::string node(const std::string& id, const std::string& stage, const std::string& from,
                 const std::string& parameters = "");

class PhasesWorkspace : public Workspace {
 public:
  PhasesWorkspace();

  // Numbered texts, `words` words each, some of which are the same as others.
  void write_notes(int count) const;
  // Runs notes.toml, or another graph, on them.
  Ended run(const std::string& directory, const std::vector<std::string>& more = {},
            const std::string& graph = "notes.toml") const;
  std::vector<std::string> arguments(const std::string& directory, const std::vector<std::string>& more = {},
                                     const std::string& graph = "notes.toml") const;
  std::string output(const std::string& directory) const;
  // The value of `key` on each line of the output, in order; numbers as they are written.
  std::vector<std::string> values(const std::string& directory, const std::string& key) const;
  // What `sqlite3` prints for the query on the run's store.
  std::string ask(const std::string& directory, const std::string& sql) const;
  std::string ask_database(const std::string& file, const std::string& sql) const;
};

}  // namespace weir::testing
