// A pipe between weir and a program.
#pragma once

#include <unistd.h>

#include <utility>

namespace weir::command {

// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  // -1 once it is closed.
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

// Both ends are closed in every program that starts, and neither is one of the standard streams. Throws
// std::system_error.
struct Pipe {
  Pipe();

  Descriptor read;
  Descriptor write;
};

// Reading and writing there never wait. Throws std::system_error.
void never_wait(const Descriptor& end);

}  // namespace weir::command
