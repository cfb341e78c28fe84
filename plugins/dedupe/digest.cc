#include "dedupe/digest.h"

#include <xxhash.h>

#include <bit>
#include <memory>
#include <new>
#include <string_view>
#include <variant>

namespace weir::dedupe {
namespace {

constexpr std::string_view kText = "text";

struct FreeState {
  void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

class Hasher {
 public:
  Hasher() : state_(XXH3_createState()) {
    if (!state_) throw std::bad_alloc();
    XXH3_128bits_reset(state_.get());
  }

  void add(std::string_view text) {
    add(static_cast<std::uint64_t>(text.size()));
    XXH3_128bits_update(state_.get(), text.data(), text.size());
  }
  void add(std::uint64_t number) {
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> 8 * i);
    XXH3_128bits_update(state_.get(), bytes, sizeof bytes);
  }
  void add(const Value& value) {
    add(static_cast<std::uint64_t>(value.data().index()));
    std::visit([this](const auto& held) { add_held(held); }, value.data());
  }
  Digest value() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return {hash.high64, hash.low64};
  }

 private:
  void add_held(std::monostate) {}
  void add_held(bool held) { add(std::uint64_t{held}); }
  void add_held(std::int64_t held) { add(static_cast<std::uint64_t>(held)); }
  void add_held(double held) { add(std::bit_cast<std::uint64_t>(held)); }
  void add_held(const std::string& held) { add(std::string_view(held)); }
  void add_held(const List& held) {
    add(static_cast<std::uint64_t>(held.size()));
    for (const Value& each : held) add(each);
  }
  void add_held(const Table& held) {
    add(static_cast<std::uint64_t>(held.size()));
    for (const auto& [key, each] : held) {
      add(std::string_view(key));
      add(each);
    }
  }

  std::unique_ptr<XXH3_state_t, FreeState> state_;
};

}  // namespace

Digest digest_of(const Document& document, const std::vector<std::string>& fields) {
  Hasher hasher;
  for (const std::string& field : fields) {
    if (field == kText) {
      hasher.add(document.text().view());
      continue;
    }
    const Value* value = document.metadata().find(field);
    hasher.add(value ? *value : Value());
  }
  return hasher.value();
}

}  // namespace weir::dedupe
