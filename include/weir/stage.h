// The three kinds of stage. A stage is made once for each instance of its node, and an instance serves one thread at a
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
