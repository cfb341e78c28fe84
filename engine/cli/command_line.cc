#include "cli/command_line.h"

namespace weir::cli {

std::string same_command(const std::vector<std::string>& words) {
  std::string command = "weir";
  for (const std::string& word : words) {
    const bool plain =
        word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=-+:,%@") ==
        std::string::npos;
    command += plain && !word.empty() ? " " + word : " '" + word + "'";
  }
  return command;
}

}  // namespace weir::cli
