#include <weir/plugin.h>

#include "command/command.h"

// A text in, one as long out, which is in two places while it grows.
WEIR_PLUGIN(weir::stage<weir::command::Command>(
                "command", "Runs a program for each document: its text goes in, what comes out is the text.")
                .waits()
                .needs({.network = false, .exec = true, .shared = false})
                .fails("command.busy", "the program ended with exit code 75: another attempt may do (transient)")
                .fails("command.failed", "the program ended with another exit code than 0")
                .fails("command.died", "a signal ended the program (crash)")
                .fails("command.output", "the program wrote more than max_output")
                .fails("command.not_started", "the system could not start the program (transient, as a rule)")
                .fails("not_utf8", "the program wrote bytes that are not UTF-8")
                .memory(4.0, std::uint64_t{128} << 10))
