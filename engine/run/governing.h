// Watches the memory of a network while it runs, ten times a second, and does what the governor rules: opens and closes
// admission, has the allocator give back, and writes each ruling to the log with its numbers. Tells of batches that
// wait for memory for longer than a second, too.
//
// Threads: one of its own, which ends with this.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include <weir/call.h>

#include "flow/network.h"
#include "schedule/governor.h"
#include "schedule/machine.h"
#include "schedule/wait_watch.h"

namespace weir::run {

class Governing {
 public:
  // `end_run` is called where nothing can go on: others hold the memory. All that is given must outlive this.
  Governing(const schedule::Governor::Limits& limits, std::uint64_t footprint, const flow::Network& network,
            Logger& logger, const std::function<void(std::exception_ptr)>& end_run);
  ~Governing();
  Governing(const Governing&) = delete;
  Governing& operator=(const Governing&) = delete;

 private:
  void watch();
  schedule::Reading read(const flow::Status& status, const flow::Admission::Claims& claims);
  bool look();
  bool obey(const schedule::Ruling& ruling);
  void tell_who_waits(const flow::Status& status, const flow::Admission::Claims& claims);

  const std::uint64_t footprint_;
  const flow::Network& network_;
  Logger& logger_;
  const std::function<void(std::exception_ptr)>& end_run_;
  schedule::Governor governor_;
  schedule::WaitWatch waits_;
  std::uint64_t available_ = 0;    // of the last time that it was asked for, like
  schedule::MemoryStress stress_;  // this
  unsigned looks_ = 0;
  schedule::Gate gate_ = schedule::Gate::open;

  std::mutex mutex_;  // guards `ended_`
  std::condition_variable wake_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace weir::run
