// A few documents that stand for all of a listing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace weir::run {

// Of documents by their sizes, so many, as indices in ascending order; all where there are no more. Each class of sizes
// (schedule::SizeClass) has at least one while there are enough for that, the rest go to the classes by their bytes. Of
// a class they are spread evenly over its sizes, the largest among them. The same sizes give the same sample.
std::vector<std::size_t> stratified_sample(std::span<const std::uint64_t> sizes, std::size_t count);

}  // namespace weir::run
