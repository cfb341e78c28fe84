#include "phases/graphs.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace weir::testing {

std::string node(const std::string& id, const std::string& stage, const std::string& from,
                 const std::string& parameters) {
  std::string text = "[nodes." + id + "]\nstage = \"" + stage + "\"\nfrom = \"" + from + "\"\n";
  if (!parameters.empty()) text += "with = { " + parameters + " }\n";
  return text;
}

std::string notes_graph(const std::string& nodes) {
  return "[graph]\nname = \"notes\"\n[run]\nbatch = \"2KiB\"\n"
         "[nodes.notes]\nstage = \"files\"\nwith = { root = \"notes\", include = [\"**/*.txt\"] }\n" +
         node("text", "text", "notes") + nodes + node("records", "jsonl", "end", "path = \"notes.jsonl\"");
}

PhasesWorkspace::PhasesWorkspace() { ::setenv("WEIR_PLUGIN_PATH", WEIR_TEST_FOLDS, 1); }

void PhasesWorkspace::write_notes(int count) const {
  for (int i = 0; i < count; ++i) {
    std::array<char, 32> name{};
    std::snprintf(name.data(), name.size(), "notes/n%04d.txt", i);
    std::string text = "Note " + std::to_string(i % 3 == 0 ? i / 2 : i) + " tells of";
    for (int word = 0; word < 20 + i % 17; ++word) text += " word" + std::to_string(word);
    write(name.data(), text + "\n");
  }
}

std::vector<std::string> PhasesWorkspace::arguments(const std::string& directory, const std::vector<std::string>& more,
                                                    const std::string& graph) const {
  std::vector<std::string> all{"run", graph, "--directory", directory, "--quiet"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

Ended PhasesWorkspace::run(const std::string& directory, const std::vector<std::string>& more,
                           const std::string& graph) const {
  return weir(arguments(directory, more, graph), path());
}

std::string PhasesWorkspace::output(const std::string& directory) const {
  return read_file(*this / (directory + "/out/notes.jsonl"));
}

std::vector<std::string> PhasesWorkspace::values(const std::string& directory, const std::string& key) const {
  std::vector<std::string> values;
  std::istringstream lines(output(directory));
  const std::string quoted = "\"" + key + "\":";
  for (std::string line; std::getline(lines, line);) {
    const std::size_t at = line.find(quoted);
    if (at == std::string::npos) {
      values.emplace_back();
      continue;
    }
    std::string value = line.substr(at + quoted.size());
    const bool text = value.front() == '"';
    value = text ? value.substr(1, value.find('"', 1) - 1) : value.substr(0, value.find_first_of(",}"));
    values.push_back(value);
  }
  return values;
}

std::string PhasesWorkspace::ask(const std::string& directory, const std::string& sql) const {
  return ask_database(directory + "/store.sqlite", sql);
}

std::string PhasesWorkspace::ask_database(const std::string& file, const std::string& sql) const {
  const std::string command = "sqlite3 -readonly '" + (*this / file).string() + "' \"" + sql + "\"";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  if (!pipe) throw std::runtime_error("cannot start sqlite3");
  std::string answer;
  for (std::array<char, 256> piece{}; std::fgets(piece.data(), piece.size(), pipe.get());) answer += piece.data();
  if (!answer.empty() && answer.back() == '\n') answer.pop_back();
  return answer;
}

}  // namespace weir::testing
