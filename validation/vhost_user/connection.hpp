#pragma once
#include <cstddef>
#include <optional>
#include <span>

#include "vhost_user/message.hpp"
#include "vmm/file_descriptor.hpp"

namespace kickpath::vhost_user {

/// The Unix stream socket to one frontend.
class Connection {
 public:
  explicit Connection(vmm::FileDescriptor socket) : socket_(std::move(socket)) {}

  int descriptor() const { return socket_.get(); }

  /// Waits for the next message; nothing: the frontend has gone. Throws ProtocolError when what comes is no
  /// message.
  std::optional<Message> receive();
  /// The answer to `request`.
  void reply(const Header& request, std::span<const std::byte> payload);

 private:
  bool receive_header(Message& message);
  bool receive_all(std::span<std::byte> bytes);
  void send_all(std::span<const std::byte> bytes);

  vmm::FileDescriptor socket_;
};

}  // namespace kickpath::vhost_user
