// Where words go: data on standard output, everything else on standard error; colour only on a terminal, and not where
// NO_COLOR is set.
#pragma once

#include <string_view>

namespace weir::cli {

bool standard_error_is_terminal();
// Colour on standard error, or on standard output.
bool colour_on_error();
bool colour_on_output();

void write_out(std::string_view text);
void write_error(std::string_view text);

}  // namespace weir::cli
