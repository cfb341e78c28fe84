// Publishing a volume, always in the same steps: what is published already and what is in the part are merged, in
// source order and with every checksum verified, into a staged file (compressed where its name says so); that is
// synced, recorded as intended, given its name and recorded as published; and the part goes when the record of it is in
// the store's main file. Done again at any point, it comes to the same; a file that is right already is not touched,
// and one that this run did not publish is not replaced unless that was asked for.
//
// Volumes in the order of completion are not copied where their part is as it is to be published: the part itself gets
// the name.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "commit/output_tree.h"
#include "commit/parts.h"
#include "commit/sink.h"
#include "store/store.h"

namespace weir::commit {

class Publisher {
 public:
  Publisher(store::Store& store, Parts& parts, OutputTree& tree, bool overwrite = false)
      : store_(store), parts_(parts), tree_(tree), overwrite_(overwrite) {}

  // Every volume; `sinks` has each for itself. Takes away the files of volumes that the division does not have any
  // more. Throws CommitError where a part or a published file is not as the store says, or a name has somebody else's
  // file.
  void publish(const std::vector<Sink>& sinks);

  // The same of those that are complete, each one of several: the run goes on.
  void publish_complete(const std::vector<Sink>& volumes);

  // What is committed so far, of volumes that are not published as they are: as NAME.partial, in place of what was
  // published so before. The run goes on afterwards as if nothing had been.
  std::vector<store::Publication> publish_partially(const std::vector<Sink>& sinks);

  bool is_published(const Sink& sink) const;

 private:
  using Take = std::function<void(std::string_view)>;

  void publish(const Sink& sink);
  void remove_surplus();
  void remove_parts();
  store::Publication merge(const Sink& sink, const Take& take) const;
  store::Publication encode(const Sink& sink, const Take& take) const;
  bool leave_untouched(const Sink& sink) const;
  void refuse_to_replace(const Sink& sink) const;
  store::Publication publish_partially(const Sink& sink);
  void refuse_to_replace_partial(const store::Publication& now) const;
  void write(const Sink& sink);
  bool is_whole(const Sink& sink) const;
  bool move(const Sink& sink);
  store::Publication stage(const Sink& sink, const std::string& temporary);

  store::Store& store_;
  Parts& parts_;
  OutputTree& tree_;
  const bool overwrite_;
};

}  // namespace weir::commit
