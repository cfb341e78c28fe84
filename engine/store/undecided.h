// SQL about documents that others wait for.
#pragma once

#include <string>

namespace weir::store {

// Of the row `p` of `dependencies`: whether some document of what it depends on has yet to run. What failed before its
// batch could be committed is dead while that batch is pending.
inline const std::string kUndecided =
    "(EXISTS (SELECT 1 FROM entries e JOIN batches o ON o.batch = e.batch WHERE e.entry = p.depends_on AND "
    "o.state = 'pending' AND (e.range_begin IS NOT NULL OR NOT EXISTS (SELECT 1 FROM left_out l WHERE "
    "l.entry = e.entry) AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.entry = e.entry))) OR EXISTS "
    "(SELECT 1 FROM left_out l JOIN batches o ON o.batch = l.own_batch WHERE l.entry = p.depends_on AND "
    "o.state = 'pending'))";

// Of the row `b` of `batches`: whether something of it waits for such a document.
inline const std::string kBlocked =
    "EXISTS (SELECT 1 FROM dependencies p WHERE p.entry BETWEEN b.first_entry AND b.last_entry AND " + kUndecided + ")";

}  // namespace weir::store
