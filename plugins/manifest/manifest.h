// The source `manifest`: the files that a list names, in the order of the list, each with what the list says of it.
//
// The list is a CSV file, JSON lines, or TOML with `[[documents]]`, by the ending of its name. Of each document it has
// a `path`, below the folder of the list or below `root`, and maybe an `id`, a `priority`, what it `depends_on`, and
// its `cost`: the memory to expect. `location` is where its file lies, if not at its path. All else becomes metadata.
//
// What the command line gives takes the place of `file`: lists, one after the other.
#pragma once

#include <string>
#include <vector>

#include <weir/plugin.h>

#include "manifest/item.h"

namespace weir::manifest {

class Manifest final : public Source {
 public:
  struct Params {
    std::string file;
    std::string root;

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  explicit Manifest(const Params& params) : params_(params) {}

  // Throws ListingError with all that is wrong, a line each with its file and line.
  void list(Lister& out) override;
  void read(const ListedEntry& entry, SourceEmitter& out) override;

 private:
  ListedEntry entry_for(const Item& item) const;

  Params params_;
};

}  // namespace weir::manifest
