#include "cli/terminal.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace weir::cli {
namespace {

bool colour_wanted() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return !(no_colour && *no_colour) && !(terminal && std::strcmp(terminal, "dumb") == 0);
}

void write_all(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

}  // namespace

bool standard_error_is_terminal() { return isatty(STDERR_FILENO) == 1; }
bool colour_on_error() { return standard_error_is_terminal() && colour_wanted(); }
bool colour_on_output() { return isatty(STDOUT_FILENO) == 1 && colour_wanted(); }

void write_out(std::string_view text) { write_all(stdout, text); }
void write_error(std::string_view text) { write_all(stderr, text); }

}  // namespace weir::cli
