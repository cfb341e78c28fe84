// One kind of mistake: a text, what is to be reported of it, and where. Each is a test of its own.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "graph/parsing.h"

namespace weir::graph::testing {

struct Mistake {
  std::string name;
  std::string text;
  std::vector<std::string> errors;  // all that are to be reported
  std::string says;                 // somewhere in the report
  Overrides overrides = {};
};

// A complete graph behind a table that begins in line 1.
inline std::string with_table(const std::string& table) { return table + "\n" + between("", "in"); }

// A complete graph with a node `n`: its stage stands in line 5, the rest begins in line 7.
inline std::string with_node(const std::string& stage, const std::string& rest) {
  return between("[nodes.n]\nstage = \"" + stage + "\"\nfrom = \"in\"\n" + rest + "\n", "n");
}

// With a node that takes one of each kind of parameter; they stand in line 7, from column 26 on.
inline std::string with_kinds(const std::string& parameters) {
  return with_node("kinds", "with = { needed = \"1B\", " + parameters + " }");
}

// With a sink whose `with` holds what is given, in line 7, from column 10 on.
inline std::string with_output(const std::string& parameters) {
  return between("", "in") + "with = { " + parameters + " }\n";
}

// With a second sink, which writes many files; as above, but in line 4.
inline std::string with_outputs(const std::string& parameters) {
  return with_table("[nodes.n]\nstage = \"json_documents\"\nfrom = \"in\"\nwith = { " + parameters + " }");
}

inline std::string name_of(const ::testing::TestParamInfo<Mistake>& info) { return info.param.name; }

inline void expect_reported(const Mistake& mistake) {
  const Parsed parsed = parse(mistake.text, mistake.overrides);
  EXPECT_FALSE(parsed.specification);
  EXPECT_THAT(parsed.errors(), ::testing::ElementsAreArray(mistake.errors)) << mistake.text << parsed.text();
  EXPECT_THAT(parsed.text(), ::testing::HasSubstr(mistake.says));
}

}  // namespace weir::graph::testing
