// The kinds of stage. A stage is made once for each instance of its node, and an instance serves one thread at a
// time: authors write plain code. The order of calls: `load` once for a node, the constructor once for an instance,
// then `process` (or `read`, or `encode`) any number of times, then the destructor.
#pragma once

#include <span>

#include <weir/document.h>
#include <weir/emitter.h>
#include <weir/listing.h>
#include <weir/record_writer.h>

namespace weir {

class Stage {
 public:
  virtual ~Stage() = default;
};

// Lists source documents, and reads them.
class Source : public Stage {
 public:
  // Called once, before anything runs.
  virtual void list(Lister& out) = 0;
  // Emits the documents of one entry. Called from any instance, in any order of entries.
  virtual void read(const ListedEntry& entry, SourceEmitter& out) = 0;
};

// Makes documents of documents.
class Transform : public Stage {
 public:
  virtual void process(Document document, Emitter& out) = 0;
};

// The same for several documents at once: all that one source document has become, or runs of at most n
// (StageInfo::grouping says which).
class GroupTransform : public Stage {
 public:
  virtual void process(std::span<Document> documents, Emitter& out) = 0;
};

// What a fold has beside the documents that it takes.
class FoldContext {
 public:
  virtual ~FoldContext() = default;
  // How many documents there are to take.
  virtual std::uint64_t documents() const = 0;
  // A directory on disk, absolute, empty when the fold begins and gone when it has ended: for state that grows with the
  // number of documents. What a fold keeps in memory is to stay within granted_bytes().
  virtual const std::string& directory() const = 0;
  virtual std::uint64_t granted_bytes() const = 0;
  // A document that was taken before, once more; its number is its position(). Throws std::out_of_range, and
  // SourceError where it cannot be read.
  virtual Document again(std::uint32_t number) = 0;
  // Says that a document is neither dropped nor goes on by itself, because it is part of what the fold emits in the
  // end.
  virtual void absorb(const Document& document) = 0;
};

// Sees every document of its phase before any goes on: removes what is there twice, links, clusters, ranks. Documents
// come in the order of the listing, on one thread, each with a position() that is its number among them. The engine
// begins a fold when its last document is durable, and makes durable what it emits, in the order in which it was
// emitted; so the order must depend on nothing but the documents. A fold that was interrupted begins anew, as a new
// object.
//
// Each document must be emitted, dropped, failed or absorbed by the time that finish() returns. What take() emits
// counts when it returns, whatever the fold does later. An exception from take() costs the document that it was given:
// the fold begins anew without it. One from begin() or finish() ends the run, and so does a std::system_error, which is
// about the fold's own files: the run can be resumed.
class Fold : public Stage {
 public:
  // `context` is there until finish() has returned.
  virtual void begin(FoldContext& context) = 0;
  virtual void take(Document document, Emitter& out) = 0;
  // May emit documents that again() gave, and what is derived from them.
  virtual void finish(Emitter& out) = 0;
};

// Turns documents into bytes. It never decides when something is durable.
class Sink : public Stage {
 public:
  virtual void encode(const Document& document, RecordWriter& out) = 0;
};

// The same for all that one source document has become.
class GroupSink : public Stage {
 public:
  virtual void encode(std::span<const Document> documents, RecordWriter& out) = 0;
};

}  // namespace weir
