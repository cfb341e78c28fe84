#include "html/gumbo_text.h"

#include <gumbo.h>

#include <algorithm>
#include <string>
#include <vector>

#include "html/bytes.h"
#include "html/word_reader.h"

namespace weir::html {
namespace {

bool names(const GumboElement& element, std::string_view name) {
  GumboStringPiece tag = element.original_tag;
  gumbo_tag_from_original_text(&tag);
  return equals_lower({tag.data, tag.length}, name);
}

bool displays_nothing(const GumboElement& element) {
  const GumboAttribute* const style = gumbo_get_attribute(&element.attributes, "style");
  if (style == nullptr) return false;
  std::string compact = without_space(style->value);
  std::transform(compact.begin(), compact.end(), compact.begin(), to_lower);
  return compact.find("display:none") != std::string::npos;
}

bool is_hidden(const GumboNode& node) {
  const GumboElement& element = node.v.element;
  switch (element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TITLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
      return true;
    default:
      return names(element, "ix:header") || names(element, "ix:hidden") || displays_nothing(element);
  }
}

}  // namespace

std::string without_space(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == kNoBreakSpace) {
      ++i;
    } else if (!is_space(text[i])) {
      out += text[i];
    }
  }
  return out;
}

std::string gumbo_text(const std::string& page) {
  GumboOutput* const output = gumbo_parse_with_options(&kGumboDefaultOptions, page.data(), page.size());
  std::string text;
  std::vector<const GumboNode*> left{output->root};
  while (!left.empty()) {
    const GumboNode& node = *left.back();
    left.pop_back();
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_CDATA) {
      text += without_space(node.v.text.text);
    } else if (node.type == GUMBO_NODE_ELEMENT && !is_hidden(node)) {
      const GumboVector& children = node.v.element.children;
      for (unsigned i = children.length; i != 0; --i) left.push_back(static_cast<GumboNode*>(children.data[i - 1]));
    }
  }
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return text;
}

}  // namespace weir::html
