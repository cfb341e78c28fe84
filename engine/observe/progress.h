// Shows a run while it goes: on a terminal a few lines that are redrawn, at most ten times a second; elsewhere one line
// each 30 seconds that a program can read (key=value). A thread of its own asks for the view.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "observe/view.h"

namespace weir::observe {

// The lines for a terminal.
std::string draw(const View& view, bool colour, std::size_t columns = 100);
// One line for programs.
std::string draw_line(const View& view);

struct ProgressSettings {
  bool silent = false;  // shows nothing but what is asked for by say() and show_now()
  bool terminal = false;
  bool colour = false;
  std::chrono::milliseconds terminal_interval{200};
  std::chrono::milliseconds line_interval{30000};
};

class Progress {
 public:
  // `view` is called on a thread of its own; `write` gets what is to appear on standard error.
  Progress(ProgressSettings settings, std::function<View()> view, std::function<void(const std::string&)> write);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Writes a line above what is redrawn.
  void say(const std::string& line);
  // Shows the view once more now.
  void show_now();
  // Ends the redrawing and leaves the last picture; also done on destruction.
  void finish();

 private:
  void loop();
  void show();
  std::string erase_last();

  const ProgressSettings settings_;
  const std::function<View()> view_;
  const std::function<void(const std::string&)> write_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool finished_ = false;
  std::size_t lines_shown_ = 0;
  std::thread thread_;
};

}  // namespace weir::observe
