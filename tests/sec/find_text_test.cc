// The search for fixed bytes finds what the plain one finds, wherever it stands and however it is cut.
#include "sec/find_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace weir::sec {
namespace {

TEST(FindText, FindsWhatThePlainSearchFinds) {
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string text(random() % 80, 'x');
    for (char& c : text) c = "ab:"[random() % 3];
    std::string wanted(1 + random() % 5, 'x');
    for (char& c : wanted) c = "ab:"[random() % 3];
    const std::size_t at = random() % 90;
    ASSERT_EQ(find_text(text, wanted, at), text.find(wanted, at)) << text << " " << wanted << " " << at;
  }
}

TEST(FindText, FindsAtBothEnds) {
  for (std::size_t size = 4; size < 100; ++size) {
    const std::string filler(size - 4, 'd');
    EXPECT_EQ(find_text("dei:" + filler, "dei:"), 0u);
    EXPECT_EQ(find_text(filler + "dei:", "dei:"), size - 4);
    EXPECT_EQ(find_text(filler + "dei", "dei:"), std::string::npos);
  }
}

}  // namespace
}  // namespace weir::sec
