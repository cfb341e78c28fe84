// Stages for tests of phases: folds that keep, turn round and refuse documents, and a transform that fails where its
// text says so.
#include <weir/plugin.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "damage_store.h"

namespace {

using weir::Document;
using weir::Emitter;
using weir::FailureClass;

bool says(const Document& document, std::string_view word) {
  return document.text().view().find(word) != std::string_view::npos;
}

// Takes all documents into one, which goes on in the first one's name.
class Summary final : public weir::Fold {
 public:
  void begin(weir::FoldContext& context) override { context_ = &context; }
  void take(Document document, Emitter&) override {
    bytes_ += document.text().size();
    context_->absorb(document);
  }
  void finish(Emitter& out) override {
    if (context_->documents() == 0) return;
    Document all = context_->again(0).derive();
    all.metadata().set("documents", context_->documents());
    all.metadata().set("bytes", bytes_);
    out.emit(std::move(all));
  }

 private:
  weir::FoldContext* context_ = nullptr;
  std::uint64_t bytes_ = 0;
};

// The last one first.
class Reverse final : public weir::Fold {
 public:
  void begin(weir::FoldContext& context) override { context_ = &context; }
  void take(Document, Emitter&) override {}
  void finish(Emitter& out) override {
    for (auto number = static_cast<std::uint32_t>(context_->documents()); number-- > 0;) {
      out.emit(context_->again(number));
    }
  }

 private:
  weir::FoldContext* context_ = nullptr;
};

// Emits what it has dropped before.
class Contrary final : public weir::Fold {
 public:
  void begin(weir::FoldContext& context) override { context_ = &context; }
  void take(Document, Emitter& out) override { out.drop("unwanted"); }
  void finish(Emitter& out) override { out.emit(context_->again(0)); }

 private:
  weir::FoldContext* context_ = nullptr;
};

// Counts what it took, and does with each document what its text says.
class Moody final : public weir::Fold {
 public:
  void begin(weir::FoldContext& context) override { directory_ = context.directory(); }
  void take(Document document, Emitter& out) override {
    ++taken_;
    if (says(document, "DAMAGE")) weir::testing::damage_store(directory_);
    if (says(document, "THROW")) throw std::runtime_error("as the text says");
    if (says(document, "FAIL")) return out.fail(FailureClass::rejected, "refused", "as the text says");
    if (says(document, "DROP")) return out.drop("unwanted", "as the text says");
    if (says(document, "LOSE")) return;
    document.metadata().set("taken", taken_);
    out.emit(std::move(document));
  }
  void finish(Emitter&) override {}

 private:
  int taken_ = 0;
  std::string directory_;
};

class Obedient final : public weir::Transform {
 public:
  void process(Document document, Emitter& out) override {
    if (says(document, "DIE BELOW")) throw std::runtime_error("as the text says");
    if (says(document, "FILTER BELOW")) return out.drop("unwanted", "as the text says");
    out.emit(std::move(document));
  }
};

// Each word a document of its own.
class Words final : public weir::Transform {
 public:
  void process(Document document, Emitter& out) override {
    const std::string_view text = document.text().view();
    std::size_t at = 0;
    while ((at = text.find_first_not_of(" \n", at)) != std::string_view::npos) {
      const std::size_t end = std::min(text.find_first_of(" \n", at), text.size());
      Document word = document.derive();
      word.set_text(document.text().slice(at, end));
      out.emit(std::move(word));
      at = end;
    }
    if (text.find_first_not_of(" \n") == std::string_view::npos) out.drop("empty");
  }
};

}  // namespace

WEIR_PLUGIN(weir::stage<Summary>("test.summary", "One document of all."),
            weir::stage<Reverse>("test.reverse", "The last one first."),
            weir::stage<Contrary>("test.contrary", "Emits what it dropped."),
            weir::stage<Moody>("test.moody", "Does what the text says."),
            weir::stage<Obedient>("test.obedient", "Does what the text says."),
            weir::stage<Words>("test.words", "Each word a document."))
