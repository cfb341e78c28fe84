// Whether a section says anything itself, or only why it does not.
#pragma once

#include <string_view>

namespace weir::sec {

namespace reason {
inline constexpr std::string_view kNot10K = "not_10k";
inline constexpr std::string_view kNot10Q = "not_10q";
inline constexpr std::string_view kNoSuchSection = "no_such_section";
inline constexpr std::string_view kIndexOnly = "cross_reference_index";
inline constexpr std::string_view kNotApplicable = "not_applicable";
inline constexpr std::string_view kByReference = "incorporated_by_reference";
inline constexpr std::string_view kEmpty = "empty_section";
inline constexpr std::string_view kCombined = "combined_section";
}  // namespace reason

// The reason not to extract a section with this title whose text, without its heading and without page furniture, is
// `body`: not_applicable ("Not applicable", the relief for smaller reporting companies, an item omitted as a form
// allows, nothing below a title that says "Reserved"), incorporated_by_reference (a few sentences that only point
// elsewhere), or empty_section. Empty where there is none.
std::string_view reason_to_drop(std::string_view title, std::string_view body);

}  // namespace weir::sec
