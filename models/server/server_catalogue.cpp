#include "server/server_catalogue.hpp"

#include "engine/error.hpp"
#include "server/iothread.hpp"
#include "server/queue_thread.hpp"
#include "server/vhost_worker.hpp"

namespace kickpath::server {

std::unique_ptr<Server> make_thread(const ServerSpec& spec, host::Host& host) {
  switch (spec.kind) {
    case ServerKind::iothread:
      return std::make_unique<IoThread>(host, spec.poll);
    case ServerKind::vhost:
      return std::make_unique<VhostWorker>(host, spec.busyloop);
    case ServerKind::thread_per_queue:
      return std::make_unique<QueueThread>(host);
    default:
      engine::check_invariant(false, "a server without a thread of its own");
      return nullptr;
  }
}

std::string thread_name(const ServerSpec& spec, std::size_t threads, std::uint32_t number) {
  const std::string kind = spec.kind == ServerKind::vhost              ? "vhost"
                           : spec.kind == ServerKind::thread_per_queue ? "queue"
                                                                       : "iothread";
  return threads == 1 ? kind : kind + std::to_string(number);
}

}  // namespace kickpath::server
