#include "cli/interrupt.hpp"

#include <csignal>
#include <initializer_list>

namespace kickpath::cli {

namespace {

volatile std::sig_atomic_t caught = 0;

// A second signal of the kind ends the process at once, in case unwinding hangs.
extern "C" void note_signal(int signal) {
  caught = signal;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, note_signal);
}

void check_interrupted() {
  if (caught != 0) throw Interrupted{static_cast<int>(caught)};
}

}  // namespace kickpath::cli
