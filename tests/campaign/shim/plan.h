// What the shim does, as the environment says:
//
//   WEIR_SHIM_BELOW    the directories whose files it looks at, absolute, divided by colons
//   WEIR_SHIM_DO       "die before N", "die after N", "die amid N": at the N-th call that changes something (or syncs
//   it)
//                      "stop N": send SIGTERM to the process before that call
//                      "fail ERROR once N", "fail ERROR on N": the N-th call that can end so does, or each from there
//                      on; ERROR is EIO, ENOSPC, EINTR, EMFILE or SHORT, a write or read of half of what was asked.
//                      EINTR and SHORT then hit every second call, since for ever no system does that.
//   WEIR_SHIM_AMONG    a text: only calls on files whose path holds it are counted, and done something to
//   WEIR_SHIM_REPORT   a file that gets one line when that happens: number, call, path
//   WEIR_SHIM_JOURNAL  a file to which every change is appended, with its bytes (journal.h)
//   WEIR_SHIM_DELAY    "SEED MICROSECONDS": each call on those files waits for a random time of at most that
//   WEIR_SHIM_SLOW     "MILLISECONDS TEXT": opening a file to read whose path holds the text takes so long
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace weir::shim {

enum class Deed : std::uint8_t { nothing, die_before, die_after, die_amid, stop, fail_once, fail_on };

struct Plan {
  std::string_view below;
  Deed deed = Deed::nothing;
  std::uint64_t number = 0;
  std::string_view among;
  int error = 0;          // errno; 0 for SHORT
  bool is_short = false;  // SHORT
  const char* report = nullptr;
  const char* journal = nullptr;
  std::uint64_t delay_seed = 0;
  std::uint64_t delay_microseconds = 0;
  std::uint64_t slow_milliseconds = 0;
  std::string_view slow_text;
};

// Reads the environment. Ends the process where it makes no sense.
Plan read_plan();

// Whether a path lies below one of the directories.
bool is_below(const Plan& plan, std::string_view path);

}  // namespace weir::shim
