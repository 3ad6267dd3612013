// The file that somebody reads when we are gone.
#pragma once

#include <string_view>

#include "sys/error.h"

namespace dumb_init::sys {

// Makes `text`, at most PIPE_BUF bytes, the whole content of the file, or changes nothing: room is
// made before anything is written. It is written in place, since one that is mounted there, as
// /dev/termination-log is, cannot be renamed over. No symbolic link is followed and no file with
// another name is written to (EMLINK), so that nobody in the container can turn the report to
// another file; a pipe nobody reads is an error (ENXIO), one without room, too (EAGAIN), and
// nothing is waited for. All signals have to be blocked.
Result<Done> WriteWholeFile(const char* path, std::string_view text);

}  // namespace dumb_init::sys
