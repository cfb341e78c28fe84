// The source `files`: one document for each file below a folder, in the byte order of their paths.
//
// What the command line gives takes the place of `root`: a folder keeps `include` and `exclude`; a file is listed by
// its name, whatever the patterns say. Links that are named there, and `root` itself, are followed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <weir/plugin.h>

#include "files/walk.h"

namespace weir::files {

class Files final : public Source {
 public:
  struct Params {
    std::string root;
    std::vector<std::string> include{"**/*"};
    std::vector<std::string> exclude;
    Size max_size;
    bool follow_links = false;

    void declare(ParamList& list);
    std::optional<std::string> check() const;
  };

  explicit Files(const Params& params);

  // Throws ListingError where an input is missing or cannot be read, or where two inputs hold one path.
  void list(Lister& out) override;
  void read(const ListedEntry& entry, SourceEmitter& out) override;

 private:
  std::string root_;
  Selection selection_;
};

}  // namespace weir::files
