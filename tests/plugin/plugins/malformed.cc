// Two stages that make no sense, and one that does.
#include "mark.h"

class Loud final : public weir::Transform {
 public:
  struct Params {
    std::string word = "x";
    void declare(weir::ParamList& list) {
      list.optional("word", word, "the word");
      list.optional("word", word, "the word again");
    }
  };
  void process(weir::Document document, weir::Emitter& out) override { out.emit(std::move(document)); }
};

class Throws final : public weir::Transform {
 public:
  struct Params {
    void declare(weir::ParamList&) { throw 7; }
  };
  void process(weir::Document document, weir::Emitter& out) override { out.emit(std::move(document)); }
};

WEIR_PLUGIN(weir::stage<Loud>("loud", "Declares a parameter twice."), weir::stage<Throws>("throws", "Throws."),
            weir::stage<Pass>("sound", "Is all right."))
