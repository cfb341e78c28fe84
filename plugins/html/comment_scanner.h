// Finds the end of a comment, from just behind its `<!--`: the comment states of the HTML standard. What those states
// do about `<!` inside of a comment only reports errors and is left out.
#pragma once

#include <cstdint>
#include <cstring>

namespace weir::html {

class CommentScanner {
 public:
  void begin() { state_ = State::start; }

  // Consumes bytes up to and with the `>` that ends the comment.
  const char* scan(const char* at, const char* end) {
    while (at != end && state_ != State::ended) {
      if (state_ == State::inside) {
        const void* dash = std::memchr(at, '-', static_cast<std::size_t>(end - at));
        if (dash == nullptr) return end;
        at = static_cast<const char*>(dash);
      }
      step(*at++);
    }
    return at;
  }

  bool ended() const { return state_ == State::ended; }

  // How many of the bytes just consumed, `>` left out, close the comment and are not part of it.
  std::uint32_t closing_bytes() const { return closing_bytes_; }

  // The input ends inside the comment.
  void finish() { close(); }

 private:
  enum class State : std::uint8_t { start, start_dash, inside, end_dash, end, end_bang, ended };

  void step(char c) {
    switch (state_) {
      case State::start:
        return c == '>' ? close() : enter(c == '-' ? State::start_dash : State::inside);
      case State::start_dash:
        return c == '>' ? close() : enter(c == '-' ? State::end : State::inside);
      case State::inside:
        return enter(c == '-' ? State::end_dash : State::inside);
      case State::end_dash:
        return enter(c == '-' ? State::end : State::inside);
      case State::end:
        if (c == '>') return close();
        return enter(c == '!' ? State::end_bang : c == '-' ? State::end : State::inside);
      case State::end_bang:
        return c == '>' ? close() : enter(c == '-' ? State::end_dash : State::inside);
      case State::ended:
        return;
    }
  }

  void enter(State next) { state_ = next; }

  void close() {
    switch (state_) {
      case State::start_dash:
      case State::end_dash:
        closing_bytes_ = 1;
        break;
      case State::end:
        closing_bytes_ = 2;
        break;
      case State::end_bang:
        closing_bytes_ = 3;
        break;
      default:
        closing_bytes_ = 0;
    }
    state_ = State::ended;
  }

  State state_ = State::ended;
  std::uint32_t closing_bytes_ = 0;
};

}  // namespace weir::html
