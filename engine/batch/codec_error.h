// What is wrong with bytes that should be a document or a message.
#pragma once

#include <stdexcept>

namespace weir::batch {

// Bytes that nothing was written as, or a document that cannot be written.
class CodecError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// How deep lists and tables may lie in one another, so that reading them cannot exhaust the stack.
inline constexpr int kDeepestValue = 200;
inline constexpr const char* kValuesTooDeep = "values lie too deep in one another";

}  // namespace weir::batch
