// What a stage sees: content or text, blocks, metadata, and the source document that it was derived from.
//
// A Document is a handle to a body in memory: moving one costs a pointer. It belongs to one batch and is used by one
// thread at a time. New documents are derived from others, so that each knows its origin; only sources begin one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weir/block.h>
#include <weir/content.h>
#include <weir/metadata.h>
#include <weir/text.h>

namespace weir {

// The identity of a source document: one file, one member of an archive, or one record of a record file.
struct Origin {
  std::string source;         // the source node's name in the graph
  std::string path;           // below the input, with '/'
  std::string member;         // within an archive; empty for plain files
  std::uint64_t entry = 0;    // ordinal of the entry in the listing
  std::uint64_t ordinal = 0;  // of the record within its entry
  std::uint64_t size = 0;     // bytes of the entry
  bool is_record = false;     // one of many records of its entry

  // The same in every run over the same input: `path`, `path!member`, `path:ordinal`.
  std::string id() const {
    std::string id = path;
    if (!member.empty()) id += "!" + member;
    if (is_record) id += ":" + std::to_string(ordinal);
    return id;
  }
};

class Document;

// The parts of a document. Only Document and the pool that owns bodies touch it.
struct DocumentBody {
  const Origin* origin = nullptr;
  std::uint32_t position = 0;
  Content content;
  Text text;
  std::vector<Block> blocks;
  Metadata metadata;
};

// Where bodies come from and go back to, so that a steady state allocates none.
class DocumentPool {
 public:
  virtual ~DocumentPool() = default;
  virtual DocumentBody* take() = 0;
  virtual void give_back(DocumentBody* body) noexcept = 0;
};

class Document {
 public:
  Document(Document&& other) noexcept
      : body_(std::exchange(other.body_, nullptr)), pool_(std::exchange(other.pool_, nullptr)) {}
  Document& operator=(Document&& other) noexcept {
    std::swap(body_, other.body_);
    std::swap(pool_, other.pool_);
    return *this;
  }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  ~Document() {
    if (!body_) return;
    if (pool_) {
      pool_->give_back(body_);
    } else {
      delete body_;
    }
  }

  // False for a document that was moved from.
  explicit operator bool() const { return body_ != nullptr; }

  // Begins a document. Stages derive; sources ask their SourceEmitter; tests call this. `origin` must outlive it.
  static Document begin(const Origin& origin, std::uint32_t position = 0, DocumentPool* pool = nullptr) {
    Document document(pool ? pool->take() : new DocumentBody, pool);
    document.body_->origin = &origin;
    document.body_->position = position;
    return document;
  }

  // A document derived from this one: same origin, and metadata that it shares until it sets its own. Content comes
  // along, since it is a handle; text and blocks do not.
  Document derive() {
    Document child = begin(*body_->origin, body_->position, pool_);
    child.body_->content = body_->content;
    child.body_->metadata = body_->metadata.share();
    return child;
  }

  // The same document twice, where an edge of the graph leads to several nodes.
  Document copy() {
    Document twin = derive();
    twin.body_->text = body_->text;
    twin.body_->blocks = body_->blocks;
    return twin;
  }

  const Origin& origin() const { return *body_->origin; }
  // Place of the source document in its batch.
  std::uint32_t position() const { return body_->position; }

  const Content& content() const { return body_->content; }
  void set_content(Content content) { body_->content = std::move(content); }

  const Text& text() const { return body_->text; }
  // Replaces the text as a whole: for stages that make text. Those that change it use TextEdit.
  void set_text(Text text) { body_->text = std::move(text); }

  const std::vector<Block>& blocks() const { return body_->blocks; }
  std::vector<Block>& blocks() { return body_->blocks; }

  const Metadata& metadata() const { return body_->metadata; }
  Metadata& metadata() { return body_->metadata; }

 private:
  Document(DocumentBody* body, DocumentPool* pool) : body_(body), pool_(pool) {}

  DocumentBody* body_;
  DocumentPool* pool_;
};

}  // namespace weir
