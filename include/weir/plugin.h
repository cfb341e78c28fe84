// Everything a plugin author includes. A plugin is a shared library with one exported function, made by WEIR_PLUGIN:
//
//   #include <weir/plugin.h>
//
//   class Upper final : public weir::Transform {
//    public:
//     void process(weir::Document document, weir::Emitter& out) override { … }
//   };
//
//   WEIR_PLUGIN(weir::stage<Upper>("upper", "Turns text into upper case."))
//
// The function's name carries the version of this interface and of the compiler's, so that a plugin built for another
// one is refused before any of its code runs. The names of the stages are kept beside it as a note that is read without
// loading the file (plugin_note.h), so that only what a graph uses is loaded: give each stage its name right there, as
// a string.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <weir/name.h>
#include <weir/plugin_note.h>
#include <weir/stage_info.h>
#include <weir/text_edit.h>

namespace weir {

struct PluginInfo {
  std::vector<StageInfo> stages;
};

namespace detail {

struct NoParams {
  void declare(ParamList&) {}
};

template <typename T>
struct ParamsOf {
  using type = NoParams;
};
template <typename T>
  requires requires { typename T::Params; }
struct ParamsOf<T> {
  using type = typename T::Params;
};

template <typename P>
class Holder final : public BoundParams {
 public:
  void declare(ParamList& list) override { params.declare(list); }
  std::optional<std::string> check() const override {
    if constexpr (requires { params.check(); })
      return params.check();
    else
      return std::nullopt;
  }
  P params;
};

template <typename P>
const P& params_in(const BoundParams& bound) {
  return static_cast<const Holder<P>&>(bound).params;
}

// `load` is a static member: its return type says what is shared.
template <typename T, typename P>
concept HasLoad = requires(const P& params, const Resources& resources) {
  T::load(params, resources);
};

// `header` is a static member: what a volume begins with.
template <typename T, typename P>
concept HasHeader = requires(const P& params) {
  { T::header(params) } -> std::convertible_to<std::string>;
};

// `open` is a static member: it opens the database that takes what the sink encodes.
template <typename T, typename P>
concept HasOpen = requires(const P& params, const DatabaseSite& site) {
  { T::open(params, site) } -> std::convertible_to<std::unique_ptr<Database>>;
};

template <typename T, typename P>
std::unique_ptr<Stage> make_stage(const BoundParams& bound, const std::shared_ptr<const void>& shared) {
  [[maybe_unused]] const P& params = params_in<P>(bound);
  if constexpr (HasLoad<T, P>) {
    using Shared = decltype(T::load(params, std::declval<const Resources&>()));
    return std::make_unique<T>(params, std::static_pointer_cast<const typename Shared::element_type>(shared));
  } else if constexpr (std::constructible_from<T, const P&>) {
    return std::make_unique<T>(params);
  } else {
    return std::make_unique<T>();
  }
}

template <typename T>
constexpr StageKind kind_of() {
  if constexpr (std::derived_from<T, Source>) {
    return StageKind::source;
  } else if constexpr (std::derived_from<T, Sink> || std::derived_from<T, GroupSink>) {
    return StageKind::sink;
  } else if constexpr (std::derived_from<T, Fold>) {
    return StageKind::fold;
  } else {
    static_assert(std::derived_from<T, Transform> || std::derived_from<T, GroupTransform>,
                  "a stage derives from Source, Transform, GroupTransform, Sink, GroupSink or Fold");
    return StageKind::transform;
  }
}

}  // namespace detail

// Describes a stage; each call adds to the description.
class StageBuilder {
 public:
  explicit StageBuilder(StageInfo info) : info_(std::move(info)) {}

  // Raise it when the same input and parameters give another output.
  StageBuilder& version(int version) {
    info_.version = version;
    return *this;
  }
  // Ports beside `out`.
  StageBuilder& port(std::string name) {
    info_.ports.push_back(std::move(name));
    return *this;
  }
  StageBuilder& drops(std::string reason, std::string help) {
    info_.drops.push_back({std::move(reason), std::move(help)});
    return *this;
  }
  StageBuilder& fails(std::string reason, std::string help) {
    info_.failures.push_back({std::move(reason), std::move(help)});
    return *this;
  }
  StageBuilder& memory(double per_byte, std::uint64_t fixed) {
    info_.memory = {per_byte, fixed};
    return *this;
  }
  // A group transform that takes runs of up to n source documents, n being the value of an integer parameter.
  StageBuilder& in_runs(std::string parameter) {
    if (info_.grouping != Grouping::document) info_.grouping = Grouping::run;
    info_.run_parameter = std::move(parameter);
    return *this;
  }
  // A sink with one output file, whose name is the value of a parameter.
  StageBuilder& writes_volume(std::string parameter) {
    info_.output = SinkOutput::volume;
    info_.output_parameter = std::move(parameter);
    return *this;
  }
  // A sink with files of their own for each source document; the parameter holds the pattern of their names.
  StageBuilder& writes_files(std::string parameter) {
    info_.output = SinkOutput::files;
    info_.output_parameter = std::move(parameter);
    return *this;
  }
  // A sink whose records its own static `open` takes to a database. The parameter names the file of the database, below
  // the output directory; none for a database that lies elsewhere.
  StageBuilder& writes_database(std::string parameter = {}) {
    info_.output = SinkOutput::database;
    info_.output_parameter = std::move(parameter);
    return *this;
  }
  StageBuilder& needs(Needs needs) {
    info_.needs = needs;
    return *this;
  }
  // Its calls wait on something outside and get threads of their own.
  StageBuilder& waits() {
    info_.waits = true;
    return *this;
  }
  StageBuilder& data_version(std::string name, std::string version) {
    info_.data_versions.emplace_back(std::move(name), std::move(version));
    return *this;
  }

  operator StageInfo() const { return info_; }

 private:
  StageInfo info_;
};

template <typename T>
StageBuilder stage(std::string name, std::string help) {
  using P = typename detail::ParamsOf<T>::type;
  StageInfo info;
  info.name = std::move(name);
  info.help = std::move(help);
  info.kind = detail::kind_of<T>();
  if constexpr (std::derived_from<T, GroupTransform> || std::derived_from<T, GroupSink>) {
    info.grouping = Grouping::origin;
  }
  if (info.kind != StageKind::sink) info.ports.emplace_back("out");
  info.make_params = [] { return std::make_unique<detail::Holder<P>>(); };
  if constexpr (requires(const P& params) { params.ports(); }) {
    info.ports_of = [](const BoundParams& bound) { return detail::params_in<P>(bound).ports(); };
  }
  if constexpr (detail::HasLoad<T, P>) {
    info.load = [](const BoundParams& bound, const Resources& resources) -> std::shared_ptr<const void> {
      return T::load(detail::params_in<P>(bound), resources);
    };
  }
  info.make = detail::make_stage<T, P>;
  if constexpr (detail::HasHeader<T, P>) {
    info.header = [](const BoundParams& bound) -> std::string { return T::header(detail::params_in<P>(bound)); };
  }
  if constexpr (detail::HasOpen<T, P>) {
    info.open_database = [](const BoundParams& bound, const DatabaseSite& site) -> std::unique_ptr<Database> {
      return T::open(detail::params_in<P>(bound), site);
    };
  }
  return StageBuilder(std::move(info));
}

}  // namespace weir

#define WEIR_DETAIL_JOIN(version, compiler, abi) weir_plugin_v##version##_gcc##compiler##_cxx##abi
#define WEIR_DETAIL_SYMBOL(version, compiler, abi) WEIR_DETAIL_JOIN(version, compiler, abi)
#if defined(_GLIBCXX_USE_CXX11_ABI) && _GLIBCXX_USE_CXX11_ABI
#define WEIR_DETAIL_ABI 11
#else
#define WEIR_DETAIL_ABI 98
#endif
// The version of this interface: raised by any change of its types.
#define WEIR_SDK_VERSION 2
// The name of the function that a plugin exports, such as weir_plugin_v2_gcc12_cxx11.
#define WEIR_PLUGIN_SYMBOL WEIR_DETAIL_SYMBOL(WEIR_SDK_VERSION, __GNUC__, WEIR_DETAIL_ABI)

#define WEIR_PLUGIN(...) WEIR_DETAIL_PLUGIN(WEIR_DETAIL_TEXT(__VA_ARGS__), __VA_ARGS__)
#define WEIR_DETAIL_TEXT(...) #__VA_ARGS__
#define WEIR_DETAIL_PLUGIN(text, ...)                                                              \
  __attribute__((section(".note.weir"), used, aligned(4))) static constexpr auto kWeirStageNote =  \
      weir::detail::stage_note<weir::detail::stage_names_size(text)>(text);                        \
  extern "C" __attribute__((visibility("default"))) const weir::PluginInfo* WEIR_PLUGIN_SYMBOL() { \
    static const weir::PluginInfo info{{__VA_ARGS__}};                                             \
    return &info;                                                                                  \
  }
