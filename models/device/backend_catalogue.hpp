#pragma once
#include <memory>
#include <string>

#include "device/backend.hpp"
#include "device/device_spec.hpp"
#include "host/host.hpp"

namespace kickpath::device {

struct BackendParts {
  host::Host& host;
  std::string name;       ///< after which its random streams are named
  host::TaskSpec helper;  ///< names and seats the threads of a pool
  bool blocks = false;    ///< the server waits for each request (BlockingBackend)
  bool has_flushes = false;
};

/// The backend that `spec` asks for.
std::unique_ptr<Backend> make_backend(const BackendSpec& spec, const BackendParts& parts);

}  // namespace kickpath::device
