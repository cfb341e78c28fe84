// Stages made for a node: what its instances share is loaded once, and each instance serves one thread at a time.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include <weir/emitter.h>
#include <weir/record_writer.h>
#include <weir/stage.h>

#include "batch/node.h"

namespace weir::batch {

// One stage object with the buffers that its calls use again and again.
struct Instance {
  std::unique_ptr<Stage> stage;
  Emitter emitter;
  RecordWriter writer;
};

// The instances of one node. Safe from any thread.
class Instances {
 public:
  // Loads what is shared. Throws what the stage's `load` throws.
  Instances(const Node& node, const Resources& resources);

  // Lends an instance; makes one while there are fewer than node.instances. The caller sees to it that no more are out
  // than that (node concurrency = number of instances). Throws what the stage's constructor throws.
  std::unique_ptr<Instance> take();
  void give_back(std::unique_ptr<Instance> instance);

  const Node& node() const { return node_; }

 private:
  const Node& node_;
  std::shared_ptr<const void> shared_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Instance>> free_;
};

// Lends an instance for the length of a scope.
class Borrowed {
 public:
  explicit Borrowed(Instances& instances) : instances_(instances), instance_(instances.take()) {}
  ~Borrowed() { instances_.give_back(std::move(instance_)); }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;

  Instance& operator*() const { return *instance_; }

 private:
  Instances& instances_;
  std::unique_ptr<Instance> instance_;
};

}  // namespace weir::batch
