#include "command/program.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace weir::command {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUsualPath = "/usr/local/bin:/usr/bin:/bin";
constexpr std::string_view kOwnVariables = "WEIR_";

// Why a file cannot be run; empty where it can.
std::string why_not(const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (!fs::exists(status)) return error ? error.message() : std::generic_category().message(ENOENT);
  if (!fs::is_regular_file(status)) return "it is no file";
  return ::access(file.c_str(), X_OK) == 0 ? "" : "it may not be executed (chmod +x)";
}

std::string find_beside_graph(const std::string& name, const fs::path& base_directory) {
  const fs::path file = (base_directory / name).lexically_normal();
  const std::string why = why_not(file);
  if (why.empty()) return file.string();
  throw std::runtime_error("cannot run the program `" + name + "`, that is " + file.string() + ": " + why +
                           "; a name with a slash begins at the folder of the graph file");
}

// Folders that are not absolute are passed by: what runs must not depend on where weir was started.
std::string find_in_path(const std::string& name, std::string_view path) {
  std::string refused;
  while (!path.empty()) {
    const std::size_t colon = std::min(path.find(':'), path.size());
    const fs::path folder = path.substr(0, colon);
    path.remove_prefix(std::min(colon + 1, path.size()));
    if (!folder.is_absolute()) continue;
    const fs::path file = folder / name;
    const std::string why = why_not(file);
    if (why.empty()) return file.string();
    std::error_code ignored;
    if (refused.empty() && fs::exists(file, ignored)) refused = "; " + file.string() + " is passed by: " + why;
  }
  throw std::runtime_error("no program `" + name + "` is in the folders of PATH" + refused +
                           "; install it, correct its name in `command`, or give its path there");
}

std::vector<std::string> environment_without_own() {
  std::vector<std::string> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!std::string_view(*variable).starts_with(kOwnVariables)) environment.emplace_back(*variable);
  }
  return environment;
}

}  // namespace

Program find_program(const std::vector<std::string>& words, const std::string& base_directory) {
  const std::string& name = words.front();
  const char* path = std::getenv("PATH");
  std::string file = name.find('/') != std::string::npos ? find_beside_graph(name, fs::absolute(base_directory))
                                                         : find_in_path(name, path ? path : kUsualPath);
  return {std::move(file), words, environment_without_own()};
}

}  // namespace weir::command
