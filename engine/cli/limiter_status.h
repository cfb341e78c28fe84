// The limiters of a run for `weir status`: what each is, who takes it, and how much it is used. What is used of an hour
// or a day is the store's; all else is the file's that the session leaves.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <weir/value.h>

#include "run/limiter_file.h"
#include "store/read_store.h"

namespace weir::cli {

class LimiterStatus {
 public:
  // `running`: the process of the session that goes on; 0: none does.
  LimiterStatus(const store::ReadStore& store, const std::filesystem::path& directory, std::uint64_t running);

  // A line for each; empty where there are none.
  std::string text() const;
  List json() const;

 private:
  const store::QuotaUse* quota_of(const std::string& limiter) const;
  std::vector<store::QuotaUse> quotas_alone() const;
  std::string line(const run::LimiterReport& limiter) const;
  Value table(const run::LimiterReport& limiter) const;

  std::vector<store::QuotaUse> quotas_;  // of windows that were begun
  std::vector<run::LimiterReport> limiters_;
  bool live_ = false;  // the limiters are of the session that goes on
};

}  // namespace weir::cli
