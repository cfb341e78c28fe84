// Small filings for the tests, and short ways to look at what a stage answered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <weir/document.h>

#include "sdk_harness.h"

namespace weir::sec {

// The document that sec.submission makes of these bytes.
Document submitted(std::string bytes, std::string path = "filing.txt");

inline std::string content_of(const Document& document) {
  return document.content().read_string(0, document.content().size());
}

inline std::string field(const Document& document, std::string_view key) {
  return std::string(document.metadata().string(key));
}

}  // namespace weir::sec
