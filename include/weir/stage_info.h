// All that the engine knows about a stage before it makes one. Built by `weir::stage<T>(name, help)` in plugin.h.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <weir/call.h>
#include <weir/database.h>
#include <weir/params.h>
#include <weir/stage.h>

namespace weir {

enum class StageKind : std::uint8_t {
  source,
  transform,
  sink,
  fold,
  checkpoint,  // the engine's own: no plugin has one
};

// What one call of a transform or sink is given.
enum class Grouping : std::uint8_t {
  document,  // one document
  origin,    // all that one source document has become
  run,       // up to n source documents' documents, neighbours in the batch as it was cut
};

enum class SinkOutput : std::uint8_t {
  none,      // not a sink
  volume,    // one file, in source order; the parameter holds its name
  files,     // files of their own for each source document; the parameter holds the pattern of their names
  database,  // records that a Database applies; the parameter, if there is one, holds the name of its file
  spool,     // the engine's own: documents on their way to the next phase
};

// What an isolated worker must not have, so that a stage with such a need runs in the parent.
struct Needs {
  bool network = false;
  bool exec = false;    // starts programs
  bool shared = false;  // keeps state across batches
};

// Peak memory of a call, in bytes: per_byte x (bytes of the source document) + fixed.
struct MemoryNeed {
  double per_byte = 1.0;
  std::uint64_t fixed = std::uint64_t{1} << 20;

  std::uint64_t bytes(std::uint64_t size) const {
    return static_cast<std::uint64_t>(per_byte * static_cast<double>(size)) + fixed;
  }
};

// A reason that a stage may give for a drop or a failure.
struct Reason {
  std::string name;
  std::string help;
};

// Bound parameters of one node. Immutable once bound, and shared by the node's instances.
class BoundParams {
 public:
  virtual ~BoundParams() = default;
  virtual void declare(ParamList& list) = 0;
  // What is wrong between parameters, if anything.
  virtual std::optional<std::string> check() const = 0;
};

// What `load` is given.
class Resources {
 public:
  virtual ~Resources() = default;
  // The folder of the graph file: what relative paths in parameters begin at.
  virtual const std::string& base_directory() const = 0;
  virtual Logger& log() const = 0;
};

struct StageInfo {
  std::string name;
  std::string help;
  StageKind kind = StageKind::transform;
  int version = 1;

  Grouping grouping = Grouping::document;
  std::string run_parameter;  // Grouping::run: the integer parameter that holds n
  // Ports in the order of their numbers; the first is `out`. Sinks have none.
  std::vector<std::string> ports;
  std::vector<Reason> drops;
  std::vector<Reason> failures;

  SinkOutput output = SinkOutput::none;
  std::string output_parameter;

  Needs needs;
  bool waits = false;  // on something outside: its calls run on threads of their own
  MemoryNeed memory;
  // Versions of data that decide output, such as {"icu", "72.1"}.
  std::vector<std::pair<std::string, std::string>> data_versions;

  std::function<std::unique_ptr<BoundParams>()> make_params;
  // Ports that depend on parameters; null where they do not.
  std::function<std::vector<std::string>(const BoundParams&)> ports_of;
  // Loads what the node's instances share; null pointer where there is nothing.
  std::function<std::shared_ptr<const void>(const BoundParams&, const Resources&)> load;
  std::function<std::unique_ptr<Stage>(const BoundParams&, const std::shared_ptr<const void>&)> make;
  // SinkOutput::volume: what the file begins with, before the first record and where there is none; null for nothing.
  std::function<std::string(const BoundParams&)> header;
  // SinkOutput::database: opens it, before anything runs. Throws DatabaseError.
  std::function<std::unique_ptr<Database>(const BoundParams&, const DatabaseSite&)> open_database;

  std::vector<std::string> ports_with(const BoundParams& params) const { return ports_of ? ports_of(params) : ports; }
};

}  // namespace weir
