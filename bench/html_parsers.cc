#include "html_parsers.h"

#include <gumbo.h>
#include <libxml/HTMLparser.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace weir::bench {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr int kOptions = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
// What is read the same way by all, so that none spends time on finding it out.
constexpr const char* kEncoding = "ISO-8859-1";

void append_characters(void* text, const xmlChar* characters, int size) {
  static_cast<std::string*>(text)->append(reinterpret_cast<const char*>(characters), static_cast<std::size_t>(size));
}

}  // namespace

std::string text_by_gumbo(const std::string& page) {
  GumboOutput* const output = gumbo_parse_with_options(&kGumboDefaultOptions, page.data(), page.size());
  std::string text;
  std::vector<const GumboNode*> left{output->root};
  while (!left.empty()) {
    const GumboNode& node = *left.back();
    left.pop_back();
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE) text += node.v.text.text;
    if (node.type != GUMBO_NODE_ELEMENT) continue;
    const GumboVector& children = node.v.element.children;
    for (unsigned i = children.length; i != 0; --i) left.push_back(static_cast<GumboNode*>(children.data[i - 1]));
  }
  gumbo_destroy_output(&kGumboDefaultOptions, output);
  return text;
}

std::string text_by_libxml2_tree(const std::string& page) {
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      htmlReadMemory(page.data(), static_cast<int>(page.size()), nullptr, kEncoding, kOptions), &xmlFreeDoc);
  std::string text;
  const xmlNode* const root = xmlDocGetRootElement(document.get());
  for (const xmlNode* node = root; node != nullptr;) {
    if (node->type == XML_TEXT_NODE) text += reinterpret_cast<const char*>(node->content);
    if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
      node = node->children;
      continue;
    }
    while (node != root && node->next == nullptr) node = node->parent;
    node = node == root ? nullptr : node->next;
  }
  return text;
}

std::string text_by_libxml2_push(const std::string& page) {
  std::string text;
  htmlSAXHandler events{};
  events.characters = append_characters;
  events.ignorableWhitespace = append_characters;
  const std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> parser(
      htmlCreatePushParserCtxt(&events, &text, nullptr, 0, nullptr, XML_CHAR_ENCODING_8859_1), &htmlFreeParserCtxt);
  htmlCtxtUseOptions(parser.get(), kOptions);
  for (std::size_t at = 0; at < page.size(); at += kPieceBytes) {
    const std::size_t size = std::min(kPieceBytes, page.size() - at);
    htmlParseChunk(parser.get(), page.data() + at, static_cast<int>(size), 0);
  }
  htmlParseChunk(parser.get(), nullptr, 0, 1);
  return text;
}

}  // namespace weir::bench
