#include "observe/log.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace weir::observe {
namespace {

constexpr std::size_t kLargestFile = std::size_t{16} << 20;
constexpr std::size_t kFilesKept = 4;

std::string_view name(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "unknown";
}

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      safe += '\\';
      safe += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(byte));
      safe += code.data();
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto fraction = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> date{};
  std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%s.%03dZ", date.data(), static_cast<int>(fraction));
  return text.data();
}

class FileLog final : public Logger {
 public:
  explicit FileLog(const std::string& path)
      : log_("run", std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, kLargestFile, kFilesKept)) {
    log_.set_pattern("%v");  // the line is complete: spdlog's own patterns do not escape
    log_.flush_on(spdlog::level::info);
  }

  void write(LogLevel level, std::string_view message) override { log_.info(log_line(utc_now(), level, message)); }

 private:
  spdlog::logger log_;
};

}  // namespace

std::string log_line(const std::string& time, LogLevel level, std::string_view message) {
  return "{\"time\":\"" + time + "\",\"level\":\"" + std::string(name(level)) + "\",\"message\":\"" + escaped(message) +
         "\"}";
}

std::unique_ptr<Logger> open_log(const std::string& path) { return std::make_unique<FileLog>(path); }

}  // namespace weir::observe
