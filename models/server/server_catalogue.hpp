#pragma once
#include <memory>
#include <string>

#include "server/server.hpp"
#include "server/server_spec.hpp"

namespace kickpath::server {

/// The thread that `spec` asks for; of a kind that has threads of its own.
std::unique_ptr<Server> make_thread(const ServerSpec& spec, host::Host& host);

/// What such a thread is called after its device ("iothread"), followed by `number` where there are several `threads`.
std::string thread_name(const ServerSpec& spec, std::size_t threads, std::uint32_t number);

}  // namespace kickpath::server
