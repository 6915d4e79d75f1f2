#pragma once

namespace kickpath::cli {

/// What the process says to its caller (design.md section 2). On signal n it ends with 128 + n.
enum ExitCode : int {
  done = 0,
  failed = 1,          ///< the run failed, an output could not be written, or a bar was missed
  bad_input = 2,       ///< bad usage or bad input; nothing was run
  machine_cannot = 3,  ///< this machine lacks something; the message says what
  signalled = 128
};

}  // namespace kickpath::cli
