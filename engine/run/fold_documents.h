// The documents that a fold takes: read from its spool, in order or singly.
//
// Threads: one. A document refers to its origin, which is kept as long as any document is in use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <weir/document.h>

#include "batch/body_pool.h"
#include "batch/file_bytes.h"
#include "commit/spool_file.h"
#include "store/read_store.h"

namespace weir::run {

class FoldDocuments {
 public:
  // Of a spool that is listed. All must outlive it.
  FoldDocuments(const store::ReadStore& store, const commit::SpoolFile& file, const std::string& spool);

  std::uint64_t count() const { return range_ ? range_->second - range_->first + 1 : 0; }
  std::uint64_t entry_of(std::uint64_t number) const { return range_->first + number; }

  // Throws CommitError where the spool cannot be read or is not as it was committed.
  Document read(std::uint32_t number);

  // Lets go of what no document refers to.
  void tidy();

 private:
  // Bodies of documents, and how many of them are in use.
  class CountedBodies final : public DocumentPool {
   public:
    DocumentBody* take() override;
    void give_back(DocumentBody* body) noexcept override;
    std::size_t used() const { return used_; }

   private:
    batch::BodyPool bodies_;
    std::size_t used_ = 0;
  };

  const store::Entry& find(std::uint64_t entry);
  std::string read_bytes(const store::Entry& entry) const;

  const store::ReadStore& store_;
  const commit::SpoolFile& file_;
  const std::optional<std::pair<std::uint64_t, std::uint64_t>> range_;
  std::vector<store::Entry> page_;
  std::shared_ptr<batch::OpenFiles> files_ = std::make_shared<batch::OpenFiles>();
  std::deque<Origin> origins_;
  CountedBodies bodies_;
};

}  // namespace weir::run
