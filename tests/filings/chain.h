// The filings job from file to segments, stage by stage, without an engine.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "html/html_stage.h"
#include "quality/quality_gate.h"
#include "sdk_harness.h"
#include "sec/clean.h"
#include "sec/sections.h"
#include "sec/submission.h"
#include "segment/segment.h"

namespace weir {

// What became of one filing.
struct Outcome {
  std::vector<Document> segments;
  std::vector<std::string> drops;  // reasons, in the order of the stages
  std::vector<std::string> failures;

  // "done", or the first reason.
  std::string verdict() const {
    if (!failures.empty()) return "dead: " + failures.front();
    if (!segments.empty()) return "done";
    return drops.empty() ? "lost" : drops.front();
  }
};

class Chain {
 public:
  explicit Chain(const List& sections = {"1A"}, std::string_view form = "10-K")
      : html_(harness::bind<html::Html::Params>()),
        sections_(harness::bind<sec::Sections::Params>({{"form", std::string(form)}, {"sections", sections}})),
        segment_(harness::bind<segment::Segment::Params>()),
        gate_(harness::bind<quality::QualityGate::Params>({{"min_words", 20}, {"max_words", 380}})) {}

  Outcome run(const std::filesystem::path& file) {
    Outcome outcome;
    std::vector<Document> documents;
    documents.push_back(harness::file(file));
    for (Transform* stage : std::vector<Transform*>{&submission_, &html_, &sections_, &clean_}) {
      documents = pass(*stage, std::move(documents), outcome);
    }
    if (!documents.empty()) documents = take(harness::call(segment_, documents), outcome);
    outcome.segments = pass(gate_, std::move(documents), outcome);
    return outcome;
  }

 private:
  static std::vector<Document> take(harness::Answer answer, Outcome& outcome) {
    for (const auto& drop : answer.drops) outcome.drops.push_back(drop.reason);
    for (const Failure& failure : answer.failures) outcome.failures.push_back(failure.reason);
    return answer.failures.empty() ? std::move(answer.documents) : std::vector<Document>();
  }

  static std::vector<Document> pass(Transform& stage, std::vector<Document> documents, Outcome& outcome) {
    std::vector<Document> passed;
    for (Document& document : documents) {
      for (Document& result : take(harness::call(stage, std::move(document)), outcome)) {
        passed.push_back(std::move(result));
      }
    }
    return passed;
  }

  sec::Submission submission_;
  html::Html html_;
  sec::Sections sections_;
  sec::Clean clean_;
  segment::Segment segment_;
  quality::QualityGate gate_;
};

}  // namespace weir
