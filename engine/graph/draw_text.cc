#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "graph/draw.h"
#include "graph/edges.h"
#include "graph/output_name.h"

namespace weir::graph {

namespace {

// Downwards, one line for each node. A chain stays in its column, a fork opens branches; a node where branches meet is
// drawn once, at the margin, with what it takes from, and each branch points to it.
class TextDrawing {
 public:
  explicit TextDrawing(const Specification& specification)
      : specification_(specification), edges_(edges_below(specification)), width_(std::string("checkpoint").size()) {
    for (const Node& node : specification.nodes) width_ = std::max(width_, node.id.size());
  }

  std::string draw() {
    text_ = specification_.name + "\n\n";
    line("", "limiter", "memory: " + describe(specification_.memory_tokens));
    limiter_to_sources();
    for (std::size_t node = 0; node < specification_.nodes.size(); ++node) {
      if (specification_.nodes[node].from.size() < 2) continue;
      text_ += '\n';
      draw_from(node, "", "", "", "  from " + senders(specification_.nodes[node]));
    }
    text_ += '\n';
    line("", "checkpoint", "commits what the sinks wrote, then gives the tokens back to the limiter");
    return std::move(text_);
  }

 private:
  void limiter_to_sources() {
    std::vector<std::size_t> sources;
    for (std::size_t node = 0; node < specification_.nodes.size(); ++node) {
      if (specification_.nodes[node].from.empty()) sources.push_back(node);
    }
    if (sources.size() == 1) {
      text_ += "│\n";
      return draw_from(sources[0], "", "", "", "");
    }
    for (const std::size_t source : sources) {
      const bool last = source == sources.back();
      draw_from(source, last ? "└─ " : "├─ ", last ? "   " : "│  ", "", "");
    }
  }

  // `first` stands before the node's own line, `rest` before those below it.
  void draw_from(std::size_t index, const std::string& first, const std::string& rest, const std::string& port,
                 const std::string& remark) {
    const Node& node = specification_.nodes[index];
    const std::string output = output_name(*node.stage, node.with);
    line(first, port + node.id, node.stage->name + (output.empty() ? "" : "  " + output) + remark);

    const std::vector<Edge>& below = edges_[index];
    if (below.size() == 1 && !meets(below[0].to)) {
      text_ += rest + "│" + (below[0].port.empty() ? "" : " " + below[0].port) + "\n";
      return draw_from(below[0].to, rest, rest, "", "");
    }
    for (const Edge& edge : below) {
      const bool last = &edge == &below.back();
      const std::string branch = rest + (last ? "└─" : "├─");
      const std::string name = edge.port.empty() ? "" : "[" + edge.port + "] ";
      if (meets(edge.to)) {
        text_.append(branch).append("▶ ").append(name).append(specification_.nodes[edge.to].id).append("\n");
      } else {
        draw_from(edge.to, branch + " ", rest + (last ? "   " : "│  "), name, "");
      }
    }
  }

  bool meets(std::size_t node) const { return specification_.nodes[node].from.size() > 1; }

  std::string senders(const Node& node) const {
    std::string text;
    for (const Input& input : node.from) {
      const Node& sender = specification_.nodes[input.node];
      const std::string port = sender.port_name(input.port);
      text += (text.empty() ? "" : ", ") + sender.id + (port == "out" ? "" : "." + port);
    }
    return text;
  }

  void line(const std::string& before, const std::string& name, const std::string& what) {
    const std::size_t gap = name.size() < width_ ? width_ - name.size() : 0;
    text_ += before + name + std::string(gap + 2, ' ') + what + "\n";
  }

  const Specification& specification_;
  std::vector<std::vector<Edge>> edges_;
  std::size_t width_;
  std::string text_;
};

}  // namespace

std::string draw_text(const Specification& specification) { return TextDrawing(specification).draw(); }

}  // namespace weir::graph
