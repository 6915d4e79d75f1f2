#pragma once

/// SIGINT, SIGTERM and SIGHUP end a run by unwinding it, so that no half-written file stays behind.
namespace kickpath::cli {

struct Interrupted {
  int signal;
};

void catch_signals();

/// Throws Interrupted once a signal has come.
void check_interrupted();

}  // namespace kickpath::cli
