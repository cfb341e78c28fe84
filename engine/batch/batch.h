// A batch: neighbours in the listing that are admitted, run and committed together, with everything that becomes of
// them on the way. It is the one kind of message that travels on every edge.
//
// Threads: a node touches only its own inputs and its own result, and the inputs of nodes below it that it alone feeds
// (one list for each edge). Nodes of one batch that do not depend on each other may therefore run side by side.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include <weir/call.h>
#include <weir/document.h>
#include <weir/listing.h>

#include "batch/body_pool.h"
#include "batch/call_watch.h"
#include "batch/content_hash.h"
#include "batch/elsewhere.h"
#include "batch/file_bytes.h"
#include "batch/memory_use.h"
#include "batch/node.h"
#include "batch/node_result.h"
#include "batch/slot.h"

namespace weir::batch {

class CallGate;

// A listed entry with its place in the listing.
struct BatchEntry {
  std::uint64_t ordinal = 0;
  ListedEntry listed;
  // The entry has a verdict already, or a batch of its own: it is not read, but keeps its place among its neighbours,
  // so that none of them moves into another run of a stage that takes runs.
  bool left_out = false;
  std::uint64_t checksum = 0;  // of an entry that lies in a spool: of its bytes
  // What became of the entry when it was read before, in a process that died of it: it is not read again.
  std::shared_ptr<const Failure> failed = nullptr;
};

// What a run gives to each batch: may be null where there is none.
struct Surroundings {
  const std::atomic<bool>* stop = nullptr;  // set: calls should end early, and their batches are abandoned
  Logger* logger = nullptr;
  bool time_calls = true;  // false: NodeResult::call_ns stays empty, and a call costs one reading of the clock less
  LargeMemory* large_memory = nullptr;  // outlives the batch
  // Takes an error that is the run's and no document's, after which the run has to end; any thread. Outlives the batch.
  const std::function<void(std::exception_ptr)>* end_run = nullptr;
  Slots* slots = nullptr;                         // where threads say what they run; outlives the batch
  Elsewhere* elsewhere = nullptr;                 // runs some of the nodes; outlives the batch
  double memory_factor = 1.0;                     // it is to have so many times what batches like it ask for
  std::optional<std::uint64_t> deadline_ms = {};  // that each document has; to be written down where it fails
  CallGate* gate = nullptr;                       // holds back calls of some nodes; outlives the batch
  std::shared_ptr<CallWatch> calls = nullptr;     // is told of each call before it is made; `stop` is its affair then
};

// A source document of the batch: where it came from. A document that was read from a spool has the origin that it had
// above it; its place in this phase is its entry.
struct SourceDocument {
  Origin origin;
  std::uint32_t entry = 0;    // index into entries()
  std::uint64_t ordinal = 0;  // within the entry
  bool left_out = false;      // keeps the place of an entry that is left out, and has no verdict in this batch
};

class Batch {
 public:
  // `source` is the index of the source node whose entries these are; entries are in listing order.
  Batch(std::uint64_t id, std::size_t source, std::vector<BatchEntry> entries, const Wiring& wiring,
        Surroundings surroundings = {});

  // A part of this batch, for some of a node's calls where instances share them: with inputs and results of its own, no
  // entries, and the source documents of this batch, which must outlive it.
  std::unique_ptr<Batch> part(const Wiring& wiring) const;

  std::uint64_t id() const { return id_; }
  std::size_t source() const { return source_; }
  const std::vector<BatchEntry>& entries() const { return entries_; }
  // Sum of the sizes of the entries that are not left out.
  std::uint64_t bytes() const { return bytes_; }
  // Size of the largest of them: what stages' memory declarations are about.
  std::uint64_t largest_entry() const { return largest_entry_; }

  // Bytes of memory that stages are told they may take; set at admission.
  std::uint64_t granted_bytes() const { return granted_bytes_; }
  void set_granted_bytes(std::uint64_t bytes) { granted_bytes_ = bytes; }

  // Among those that could be let in.
  Priority priority() const { return priority_; }
  void set_priority(Priority priority) { priority_ = priority; }

  // The tokens that it was admitted with, and whether they were asked for by what was learned.
  struct Reservation {
    std::uint64_t tokens = 0;
    bool learned = false;
  };
  const Reservation& reservation() const { return reservation_; }
  void set_reservation(const Reservation& reservation) { reservation_ = reservation; }

  // What it takes of memory, over all nodes that it has passed.
  MemoryUse& memory() { return memory_; }
  const MemoryUse& memory() const { return memory_; }

  // Bytes of the process beside this one in which it ran, at the end of that; 0 where it ran here.
  std::uint64_t memory_elsewhere() const { return memory_elsewhere_; }
  void set_memory_elsewhere(std::uint64_t bytes) { memory_elsewhere_ = bytes; }

  // When its source began to read it, in milliseconds since 1970; 0 before that.
  std::int64_t started_ms() const { return started_ms_; }
  void set_started_ms(std::int64_t time) { started_ms_ = time; }

  const Surroundings& surroundings() const { return surroundings_; }
  // A call saw the stop request: what the batch holds is incomplete and must not be committed.
  bool abandoned() const { return abandoned_.load(std::memory_order_relaxed); }
  void abandon() { abandoned_.store(true, std::memory_order_relaxed); }

  // Source documents by position. Grows only while the source node runs.
  std::uint32_t add_source_document(std::uint32_t entry, std::uint64_t ordinal, bool is_record,
                                    const std::string& source_id);
  // The one document of an entry that lies in a spool.
  std::uint32_t add_spooled_document(std::uint32_t entry, const Origin& origin);
  void remove_source_documents_from(std::uint32_t position) { source_documents_.resize(position); }
  const std::deque<SourceDocument>& source_documents() const {
    return whole_ ? whole_->source_documents_ : source_documents_;
  }

  // The documents on one edge.
  std::vector<Document>& input(std::size_t node, std::size_t input) { return inputs_[node][input]; }
  // Takes all inputs of a node, merged by (position, order of `from`, order of emission).
  std::vector<Document> take_inputs(std::size_t node);

  NodeResult& result(std::size_t node) { return results_[node]; }
  const NodeResult& result(std::size_t node) const { return results_[node]; }

  // Of the source document at a position.
  Place place(std::uint32_t position) const {
    const SourceDocument& document = source_documents()[position];
    return {document.entry, static_cast<std::uint32_t>(document.ordinal)};
  }

  BodyPool& bodies() { return *bodies_; }
  const std::shared_ptr<OpenFiles>& files() { return files_; }

  // What the bytes of an entry add up to; made when the source opens it.
  const std::shared_ptr<ContentHash>& content_hash(std::uint32_t entry);
  // Empty where the entry was not read, or not all of it. When nothing reads any more.
  std::string content_hash_value(std::uint32_t entry) const;
  // For an entry that was read elsewhere.
  void set_content_hash(std::uint32_t entry, std::string value);

 private:
  std::uint64_t id_;
  std::size_t source_;
  const Batch* whole_ = nullptr;  // of which this is a part
  std::vector<BatchEntry> entries_;
  Surroundings surroundings_;
  std::uint64_t bytes_ = 0;
  std::uint64_t largest_entry_ = 0;
  std::uint64_t granted_bytes_ = 0;
  std::uint64_t memory_elsewhere_ = 0;
  Priority priority_ = Priority::normal;
  Reservation reservation_;
  MemoryUse memory_;
  std::int64_t started_ms_ = 0;
  std::atomic<bool> abandoned_ = false;
  std::shared_ptr<OpenFiles> files_ = std::make_shared<OpenFiles>();
  std::unique_ptr<BodyPool> bodies_ = std::make_unique<BodyPool>();
  std::vector<std::shared_ptr<ContentHash>> content_hashes_;  // by entry; as long as entries_, or empty
  std::deque<SourceDocument> source_documents_;               // addresses stay: documents point to their origin
  std::vector<std::vector<std::vector<Document>>> inputs_;    // by node, by input
  std::vector<NodeResult> results_;
};

}  // namespace weir::batch
