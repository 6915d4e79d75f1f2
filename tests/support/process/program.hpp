#pragma once
#include <string>
#include <vector>

namespace kickpath::testing {

/// How a run of the real binary ended.
struct Ended {
  int code = 0;          ///< as a shell sees it: 128 + n on signal n
  std::string out, err;  ///< all of its stdout and stderr
  double seconds = 0;
};

/// A folder of its own, gone with this object.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string write(const std::string& name, const std::string& text) const;
  std::vector<std::string> files() const;

 private:
  std::string folder_;
};

/// From now on SIGALRM ends programs that take longer: for tests whose programs boot something.
void limit_runs_to(unsigned seconds);

/// Runs `kickpath ARGUMENTS...` in `folder` and waits; after a minute SIGALRM ends it.
Ended run_kickpath(const std::vector<std::string>& arguments, const std::string& folder = ".");

/// The same, with `signal` sent `after_seconds`.
Ended signal_kickpath(const std::vector<std::string>& arguments, int signal, double after_seconds);

std::string read_text(const std::string& path);

}  // namespace kickpath::testing
