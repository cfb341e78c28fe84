// A stage for tests of retries: it fails for the first few times that it sees a document, as the text of it says.
#include <weir/plugin.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace {

using weir::Document;
using weir::Emitter;
using weir::FailureClass;

namespace fs = std::filesystem;

FailureClass class_named(const std::string& name) {
  for (const FailureClass failure : {FailureClass::transient, FailureClass::timeout, FailureClass::memory,
                                     FailureClass::crash, FailureClass::lost}) {
    if (to_string(failure) == name) return failure;
  }
  return FailureClass::rejected;
}

// "FAIL transient 2" fails twice; "LATER 60" as well, and asks for a minute; "HIDE x" and "SHOW x" take another input
// away, and bring it back. How often a document was seen is the size of a file in `marks`.
class Flaky final : public weir::Transform {
 public:
  struct Params {
    std::string marks;
    void declare(weir::ParamList& list) { list.required("marks", marks, "the folder where documents are counted"); }
  };
  explicit Flaky(Params params) : params_(std::move(params)) {}

  void process(Document document, Emitter& out) override {
    std::istringstream words{std::string(document.text().view())};
    std::string what;
    words >> what;
    if (what == "FAIL") {
      std::string name;
      std::uint64_t times = 0;
      words >> name >> times;
      if (count(document) <= times) return out.fail(class_named(name), "flaky." + name, "as the text says");
    } else if (what == "LATER") {
      std::int64_t seconds = 0;
      words >> seconds;
      if (count(document) == 1) {
        return out.fail(FailureClass::transient, "flaky.later", "as the text says", std::chrono::seconds(seconds));
      }
    } else if (what == "HIDE" || what == "SHOW") {
      std::string name;
      words >> name;
      const fs::path shown = fs::path(params_.marks) / ".." / "notes" / name;
      const fs::path hidden = fs::path(params_.marks) / name;
      std::error_code error;
      fs::rename(what == "HIDE" ? shown : hidden, what == "HIDE" ? hidden : shown, error);
    }
    document.metadata().set("rest", document.origin().path.size() == 1 ? "12" : "2");
    out.emit(std::move(document));
  }

 private:
  // How often it was seen, this time included.
  std::uint64_t count(const Document& document) const {
    const fs::path mark = fs::path(params_.marks) / document.origin().path;
    std::ofstream(mark, std::ios::app) << '.';
    return fs::file_size(mark);
  }

  Params params_;
};

}  // namespace

WEIR_PLUGIN(weir::stage<Flaky>("test.flaky", "Fails as the text says."))
