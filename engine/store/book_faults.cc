// The query of ReadStore that holds the books of each batch against the records that it has.
#include <string>

#include "store/read_store.h"

namespace weir::store {
namespace {

constexpr const char* kBookFaultsPurpose = "check the books of the batches";

// Batches that folds took. What they are done with is another document, which has an entry of its own.
const std::string kFolded =
    "(SELECT b.batch FROM batches b JOIN sources s ON s.id = b.source JOIN spools f ON f.spool = s.node || '.folded')";

// What a batch has in volumes, spools and files. A file counts once, whatever it holds.
const std::string kRecords =
    "coalesce((SELECT sum(x.records) FROM extents x WHERE x.batch = b.batch), 0) + "
    "(SELECT count(*) FROM files f WHERE f.batch = b.batch AND f.state = 'wanted')";

// Documents whose records lie in an output: those whose bytes extents begin with, and those that wrote files.
const std::string kWriters =
    "(SELECT x.batch, x.first_entry AS entry, x.first_ordinal AS ordinal FROM extents x WHERE x.first_entry >= 0 AND "
    "x.batch NOT IN " +
    kFolded + " UNION SELECT f.batch, f.entry, f.ordinal FROM files f WHERE f.state = 'wanted')";

const std::string kUnbalanced =
    "WITH verdicts AS (SELECT batch, count(*) AS documents FROM documents GROUP BY batch) "
    "SELECT b.batch, b.read, b.done, coalesce(v.documents, 0) FROM batches b LEFT JOIN verdicts v ON v.batch = b.batch "
    "WHERE b.read <> b.done + coalesce(v.documents, 0) ORDER BY b.batch";

const std::string kUncommitted =
    "SELECT b.batch FROM batches b WHERE b.state = 'pending' AND " + kRecords + " > 0 ORDER BY b.batch";

const std::string kNobodys =
    "SELECT DISTINCT w.batch FROM " + kWriters + " w WHERE w.batch NOT IN (SELECT batch FROM batches) ORDER BY 1";

const std::string kNotDone = "SELECT e.path, d.verdict FROM " + kWriters +
                             " w JOIN documents d ON d.entry = w.entry AND d.ordinal = w.ordinal "
                             "JOIN entries e ON e.entry = d.entry ORDER BY d.entry, d.ordinal";

const std::string kMisplaced =
    "SELECT e.path, w.batch, coalesce(l.own_batch, e.batch) FROM " + kWriters +
    " w JOIN entries e ON e.entry = w.entry LEFT JOIN left_out l ON l.entry = w.entry AND l.ordinal = w.ordinal "
    "WHERE w.batch IN (SELECT batch FROM batches) AND w.batch <> coalesce(l.own_batch, e.batch) ORDER BY w.entry";

const std::string kCommitted = "SELECT b.batch, b.done, " + kRecords +
                               " FROM batches b WHERE b.state = 'committed' AND b.batch NOT IN " + kFolded +
                               " ORDER BY b.batch";

std::string counted(std::uint64_t number, const char* what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

}  // namespace

std::vector<std::string> ReadStore::book_faults(const BatchRecords* elsewhere) const {
  const ReadTransaction snapshot(database_);
  std::vector<std::string> faults;
  const auto find = [&](const std::string& sql, const auto& sentence) {
    Statement read = database_.prepare(sql, kBookFaultsPurpose);
    read.start();
    while (read.next()) {
      if (std::string fault = sentence(read); !fault.empty()) faults.push_back(std::move(fault));
    }
  };
  find(kUnbalanced, [](const Statement& row) {
    return "the books of batch " + row.text(0) + " do not balance: " + row.text(1) + " read, " + row.text(2) +
           " done, " + row.text(3) + " filtered or dead";
  });
  find(kUncommitted,
       [](const Statement& row) { return "batch " + row.text(0) + " is not committed, and has records in an output"; });
  find(kNobodys, [](const Statement& row) {
    return "batch " + row.text(0) + " has records in an output, and is not in the listing";
  });
  find(kNotDone, [](const Statement& row) {
    return "a document that is " + row.text(1) + " has records in an output: " + row.text(0);
  });
  find(kMisplaced, [](const Statement& row) {
    return "records of a document are those of batch " + row.text(1) + ", and it belongs to batch " + row.text(2) +
           ": " + row.text(0);
  });
  find(kCommitted, [&](const Statement& row) -> std::string {
    const std::uint64_t done = row.number(1);
    std::uint64_t records = row.number(2);
    if (elsewhere) {
      const auto found = elsewhere->find(row.number(0));
      if (found != elsewhere->end()) records += found->second;
    }
    const bool too_few = elsewhere && records < done;
    const bool too_many = done == 0 && records > 0;
    if (!too_few && !too_many) return {};
    return "batch " + row.text(0) + " has " + counted(records, "record") + " of " + counted(done, "document") +
           " that " + (done == 1 ? "is" : "are") + " done";
  });
  return faults;
}

}  // namespace weir::store
