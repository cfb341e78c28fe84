#include <cstddef>
#include <string>
#include <string_view>

#include "graph/draw.h"
#include "graph/edges.h"
#include "graph/output_name.h"

namespace weir::graph {

namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string dot_quoted(const std::string& text) {
  return '"' + replaced(replaced(text, "\\", "\\\\"), "\"", "\\\"") + '"';
}

// Graphviz breaks a label where it says \n.
std::string dot_label(const std::string& name, const std::string& what) {
  const std::string first = dot_quoted(name);
  const std::string second = dot_quoted(what);
  return first.substr(0, first.size() - 1) + "\\n" + second.substr(1);
}

std::string mermaid_text(const std::string& text) {
  return replaced(replaced(replaced(replaced(text, "#", "#35;"), "\"", "#quot;"), "<", "#lt;"), ">", "#gt;");
}

std::string what_is(const Node& node) {
  const std::string output = output_name(*node.stage, node.with);
  return node.stage->name + (output.empty() ? "" : " " + output);
}

}  // namespace

std::string draw_dot(const Specification& specification) {
  std::string text = "digraph " + dot_quoted(specification.name) + " {\n  node [shape=box];\n";
  // No node's name has a colon.
  const std::string limiter = dot_quoted(":limiter");
  const std::string checkpoint = dot_quoted(":checkpoint");
  text += "  " + limiter +
          " [shape=hexagon, label=" + dot_label("limiter", "memory: " + describe(specification.memory_tokens)) + "];\n";
  for (const Node& node : specification.nodes) {
    text += "  " + dot_quoted(node.id) + " [label=" + dot_label(node.id, what_is(node)) + "];\n";
  }
  text += "  " + checkpoint + " [shape=hexagon, label=\"checkpoint\"];\n";

  for (const Node& node : specification.nodes) {
    if (node.from.empty()) text += "  " + limiter + " -> " + dot_quoted(node.id) + ";\n";
  }
  for (const auto& edges : edges_below(specification)) {
    for (const Edge& edge : edges) {
      text += "  " + dot_quoted(specification.nodes[edge.from].id) + " -> " +
              dot_quoted(specification.nodes[edge.to].id) +
              (edge.port.empty() ? "" : " [label=" + dot_quoted(edge.port) + "]") + ";\n";
    }
  }
  for (const Node& node : specification.nodes) {
    if (node.ports.empty()) text += "  " + dot_quoted(node.id) + " -> " + checkpoint + ";\n";
  }
  return text + "  " + checkpoint + " -> " + limiter + " [label=\"tokens\", style=dashed, constraint=false];\n}\n";
}

std::string draw_mermaid(const Specification& specification) {
  const auto label = [](const std::string& name, const std::string& what) {
    return "\"" + mermaid_text(name) + "<br/>" + mermaid_text(what) + "\"";
  };
  const auto name = [](std::size_t node) { return "n" + std::to_string(node); };
  const std::vector<Node>& nodes = specification.nodes;
  std::string text = "flowchart TD\n";
  text += "  limiter{{" + label("limiter", "memory: " + describe(specification.memory_tokens)) + "}}\n";
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    text += "  " + name(i) + "[" + label(nodes[i].id, what_is(nodes[i])) + "]\n";
  }
  text += "  checkpoint{{\"checkpoint\"}}\n";

  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].from.empty()) text += "  limiter --> " + name(i) + "\n";
  }
  for (const auto& edges : edges_below(specification)) {
    for (const Edge& edge : edges) {
      const std::string port = edge.port.empty() ? "" : "|\"" + mermaid_text(edge.port) + "\"| ";
      text += "  " + name(edge.from) + " --> " + port + name(edge.to) + "\n";
    }
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].ports.empty()) text += "  " + name(i) + " --> checkpoint\n";
  }
  return text + "  checkpoint -. tokens .-> limiter\n";
}

}  // namespace weir::graph
