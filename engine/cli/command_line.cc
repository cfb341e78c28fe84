#include "cli/command_line.h"

namespace weir::cli {
namespace {

// Within single quotes a shell reads everything as it stands, but them.
std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

std::string same_command(const std::vector<std::string>& words) {
  std::string command = "weir";
  for (const std::string& word : words) {
    const bool plain =
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=-+:,%@") ==
        std::string::npos;
    command += " " + (plain && !word.empty() ? word : quoted(word));
  }
  return command;
}

}  // namespace weir::cli
