// The stage `html`, with blocks, style hints and source map, beside the HTML parsers of others on the same files.
//
//   html_bench FOLDER [--benchmark_...]
//
// A pass reads every file of the folder, from memory. Each benchmark runs on the pages that are marked up and on those
// that were laid out by hand, apart, since the stage reads these in other ways. The counter `text` is what a pass gave,
// so that it shows when a reader leaves out a part of its work.

#include <benchmark/benchmark.h>
#include <weir/engine_access.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "html/html_stage.h"
#include "html/layout.h"
#include "html_parsers.h"

namespace weir::bench {
namespace {

using Pages = std::vector<std::shared_ptr<const std::string>>;

class Bytes final : public ByteSource {
 public:
  explicit Bytes(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_->size(); }
  std::size_t read(std::uint64_t offset, std::span<char> into) const override {
    return offset < bytes_->size() ? bytes_->copy(into.data(), into.size(), offset) : 0;
  }
  std::string_view in_memory() const override { return *bytes_; }

 private:
  std::shared_ptr<const std::string> bytes_;
};

Pages pages_of(const std::filesystem::path& folder, html::Layout layout) {
  Pages pages;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (html::layout_of(bytes) == layout) pages.push_back(std::make_shared<const std::string>(std::move(bytes)));
  }
  return pages;
}

// Counts what passes over the pages read and gave.
template <class Read>
void measure(benchmark::State& state, const Pages& pages, Read&& read) {
  std::uint64_t bytes = 0;
  std::uint64_t text = 0;
  for ([[maybe_unused]] auto _ : state) {
    for (const auto& page : pages) {
      bytes += page->size();
      text += read(page);
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.counters["text"] = benchmark::Counter(static_cast<double>(text), benchmark::Counter::kAvgIterations);
}

void by_stage(benchmark::State& state, const Pages& pages) {
  html::Html stage({});
  const std::vector<std::string> ports{"out"};
  Emitter emitter;
  EngineAccess::set_ports(emitter, ports);
  Origin origin;
  measure(state, pages, [&](const std::shared_ptr<const std::string>& page) {
    Document document = Document::begin(origin);
    document.set_content(Content(std::make_shared<Bytes>(page)));
    stage.process(std::move(document), emitter);
    const std::size_t size = EngineAccess::emitted(emitter).at(0).document.text().size();
    EngineAccess::reset(emitter);
    return size;
  });
}

template <std::string (*read_text)(const std::string&)>
void by_other(benchmark::State& state, const Pages& pages) {
  measure(state, pages, [](const auto& page) { return read_text(*page).size(); });
}

// What no reader that looks at every tag can be faster than: a search from one to the next.
void by_search(benchmark::State& state, const Pages& pages) {
  measure(state, pages, [](const auto& page) {
    std::uint64_t tags = 0;
    const char* const end = page->data() + page->size();
    for (const char* at = page->data(); at != end; ++at, ++tags) {
      at = static_cast<const char*>(std::memchr(at, '<', static_cast<std::size_t>(end - at)));
      if (at == nullptr) break;
    }
    benchmark::DoNotOptimize(tags);
    return tags;
  });
}

void add(const std::string& kind, const Pages& pages) {
  if (pages.empty()) return;
  const auto add_parser = [&](const char* name, auto* measured) {
    benchmark::RegisterBenchmark((kind + "/" + name).c_str(),
                                 [measured, &pages](benchmark::State& state) { measured(state, pages); });
  };
  add_parser("weir", by_stage);
  add_parser("gumbo", by_other<text_by_gumbo>);
  add_parser("libxml2_tree", by_other<text_by_libxml2_tree>);
  add_parser("libxml2_push", by_other<text_by_libxml2_push>);
  add_parser("memchr", by_search);
}

}  // namespace
}  // namespace weir::bench

int main(int argc, char** argv) {
  using namespace weir;
  benchmark::Initialize(&argc, argv);
  if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
    std::cerr << "usage: html_bench FOLDER [--benchmark_...]\n";
    return 2;
  }
  const bench::Pages markup = bench::pages_of(argv[1], html::Layout::markup);
  const bench::Pages by_hand = bench::pages_of(argv[1], html::Layout::by_hand);
  bench::add("markup", markup);
  bench::add("by_hand", by_hand);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
