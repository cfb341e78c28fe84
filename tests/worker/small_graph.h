// A graph made by hand that a test and its workers both build, without a graph file or a plugin: entries that are
// nothing but a path, which says what happens.
#pragma once

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "batch/graph.h"
#include "batch/spool.h"
#include "batch/spooled_entry.h"
#include "worker/protocol.h"

namespace weir::worker {

inline constexpr std::chrono::milliseconds kNap{100};

// As a stage might that does as it likes.
inline void send_frame(const Frame& frame) {
  if (::send(kChannelDescriptor, &frame, sizeof frame, 0) > 0) ::pause();
}

// Leaves a thread behind, which answers for the batch again when the next one runs.
class LateAnswer {
 public:
  void leave_behind() {
    is_left_ = true;
    std::thread([this] {
      next_runs_.wait(false);
      send_frame({FrameKind::done, 1, 0});
    }).detach();
  }
  // Waits until that is sent, and for what comes of it.
  void meet() {
    if (!is_left_) return;
    next_runs_ = true;
    next_runs_.notify_all();
    ::pause();
  }

 private:
  std::atomic<bool> is_left_ = false;
  std::atomic<bool> next_runs_ = false;
};
inline LateAnswer late_answer;

// Reads a spool that is damaged where that file is there.
inline batch::Read read_spool(std::string damage) {
  return [damage = std::move(damage)](const ListedEntry& entry, SourceEmitter& out) {
    if (std::filesystem::exists(damage)) {
      throw batch::SpoolError{std::make_exception_ptr(std::runtime_error("no such disk"))};
    }
    Origin origin;
    origin.path = entry.path;
    Document document = static_cast<batch::SpooledEntry&>(out).document(origin);
    batch::set_text(document, entry.path);
    out.out().emit(std::move(document));
  };
}

struct SmallGraph {
  // With `takes_failed`, what `odd` rejects goes on to `waiting`; with `damage`, entries lie in a spool.
  explicit SmallGraph(bool takes_failed = false, const std::string& damage = "") {
    files = damage.empty() ? graph.source() : graph.source(read_spool(damage));
    if (!damage.empty()) graph.wiring.nodes[files].spool = "kept";
    odd = graph.transform("odd", files,
                          [](Document document, Emitter& out) {
                            const std::string text = batch::text_of(document);
                            if (text.starts_with("drop")) return out.drop("dropped", "as it said");
                            if (text.starts_with("fail"))
                              return out.fail(FailureClass::rejected, "failed", "as it said");
                            if (text.starts_with("kill")) ::raise(SIGKILL);
                            if (text.starts_with("exit")) ::_exit(3);
                            if (text.starts_with("loop")) ::pause();
                            if (text.starts_with("nap") || text.starts_with("who")) std::this_thread::sleep_for(kNap);
                            if (text.starts_with("who")) batch::set_text(document, std::to_string(::getpid()));
                            if (text.starts_with("broken")) send_frame({FrameKind::broken, 1, 0});
                            if (text.find("answers late") != std::string::npos) late_answer.leave_behind();
                            if (text.starts_with("early")) send_frame({FrameKind::done, 1, 0});
                            if (text.starts_with("meets")) late_answer.meet();
                            if (text.starts_with("left")) return out.emit("left", std::move(document));
                            out.emit(std::move(document));
                          },
                          {"left"});
    lines = graph.lines("lines", odd);
    // What a worker must not have: documents come back for it.
    std::vector<batch::PortOf> ports{{odd, 0}, {odd, 1}};
    if (takes_failed) ports.push_back({odd, graph.wiring.nodes[odd].failed_port()});
    waiting = graph.transform("waiting", ports, [](Document document, Emitter& out) { out.emit(std::move(document)); });
    waiting_stage = *graph.wiring.nodes[waiting].stage;
    waiting_stage.waits = true;
    graph.wiring.nodes[waiting].stage = &waiting_stage;
    more_lines = graph.lines("more_lines", waiting);
    graph.build();
  }

  batch::Graph graph;
  StageInfo waiting_stage;
  std::size_t files = 0, odd = 0, lines = 0, waiting = 0, more_lines = 0;
};

}  // namespace weir::worker
