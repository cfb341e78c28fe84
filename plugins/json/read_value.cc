#include "json/read_value.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace weir::json {
namespace {

// Values are destroyed recursively; nobody writes a hundred levels.
constexpr std::size_t kMostLevels = 100;

// Builds the value, with what is open on a stack of its own.
class Builder {
 public:
  // The names are those that RapidJSON calls.
  // NOLINTBEGIN(readability-identifier-naming)
  bool Null() { return add(nullptr); }
  bool Bool(bool value) { return add(value); }
  bool Int(int value) { return add(value); }
  bool Uint(unsigned value) { return add(value); }
  bool Int64(std::int64_t value) { return add(value); }
  bool Uint64(std::uint64_t value) {
    if (std::in_range<std::int64_t>(value)) return add(static_cast<std::int64_t>(value));
    return add(static_cast<double>(value));
  }
  bool Double(double value) { return add(value); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) { return false; }
  bool String(const char* text, rapidjson::SizeType length, bool) { return add(std::string(text, length)); }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    open_.back().key.assign(text, length);
    return true;
  }
  bool StartObject() { return open(true); }
  bool StartArray() { return open(false); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }
  // NOLINTEND(readability-identifier-naming)

  Value take() { return std::move(value_); }

 private:
  struct Open {
    bool is_table = false;
    std::string key;
    Table table;
    List list;
  };

  bool open(bool is_table) {
    if (open_.size() == kMostLevels) return false;
    open_.emplace_back().is_table = is_table;
    return true;
  }

  bool close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    return done.is_table ? add(std::move(done.table)) : add(std::move(done.list));
  }

  bool add(Value value) {
    if (open_.empty()) {
      value_ = std::move(value);
    } else if (open_.back().is_table) {
      open_.back().table.set(open_.back().key, std::move(value));
    } else {
      open_.back().list.push_back(std::move(value));
    }
    return true;
  }

  std::vector<Open> open_;
  Value value_;
};

std::string sentence(const rapidjson::ParseResult& result) {
  const std::string at = ", at byte " + std::to_string(result.Offset() + 1) + " of the line";
  if (result.Code() == rapidjson::kParseErrorTermination) return "nested too deep" + at;
  std::string text = rapidjson::GetParseError_En(result.Code());
  if (text.ends_with('.')) text.pop_back();
  return text + at;
}

}  // namespace

bool read_value(std::string_view json, Value& value, std::string& error) {
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag | rapidjson::kParseValidateEncodingFlag;
  rapidjson::MemoryStream stream(json.data(), json.size());
  rapidjson::Reader reader;
  Builder builder;
  const rapidjson::ParseResult result = reader.Parse<kFlags>(stream, builder);
  if (result.IsError()) {
    error = sentence(result);
    return false;
  }
  value = builder.take();
  return true;
}

}  // namespace weir::json
