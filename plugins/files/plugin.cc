#include <weir/plugin.h>

#include "files/files.h"

WEIR_PLUGIN(weir::stage<weir::files::Files>("files",
                                            "Reads the files below a folder, in the byte order of their paths.")
                .drops("too_large", "the file is larger than max_size")
                .fails("special_file", "a named pipe, socket or device")
                .fails("unreadable", "what a name stands for cannot be looked at")
                .fails("unreadable_folder", "a folder below root cannot be read, so that its files are not known")
                .fails("broken_link", "with follow_links: a symbolic link leads nowhere")
                .memory(0.0, std::uint64_t{64} << 10))
