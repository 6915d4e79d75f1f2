#pragma once
#include <string>
#include <vector>

#include "vhost_user/backend.hpp"
#include "vhost_user/connection.hpp"

namespace kickpath::vhost_user {

/// What a frontend's stay came to.
struct Session {
  std::vector<RingUse> rings;  ///< each time that a ring was started
  std::vector<std::string>
      errors;  ///< of the protocol; the first that was not only answered with "no" ended it
};

/// Serves one frontend until it goes: its messages, and its rings when they are kicked. One thread.
Session serve(Connection& frontend, BlkDisk& disk);

/// Listens on a Unix socket of that path, which must not be there yet.
class Listener {
 public:
  explicit Listener(std::string path);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// Waits for the next frontend, or until stop().
  std::optional<Connection> accept();
  /// From any thread.
  void stop();

 private:
  std::string path_;
  vmm::FileDescriptor socket_, stop_;
};

}  // namespace kickpath::vhost_user
