#include "vhost_user/connection.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "vmm/system_call.hpp"

namespace kickpath::vhost_user {

namespace {

/// recvmsg() again while a signal interrupts it; a peer that has gone is the end of the stream.
std::size_t receive_some(int socket, msghdr& message) {
  for (;;) {
    const ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == ECONNRESET) return 0;
    if (errno != EINTR) vmm::checked(got, "recvmsg");
  }
}

void keep_descriptors(msghdr& message, std::vector<vmm::FileDescriptor>& into) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    for (std::size_t at = CMSG_LEN(0); at + sizeof(int) <= c->cmsg_len; at += sizeof(int)) {
      int fd = -1;
      std::memcpy(&fd, reinterpret_cast<const std::byte*>(c) + at, sizeof fd);
      into.emplace_back(fd);
    }
  }
}

}  // namespace

std::optional<Message> Connection::receive() {
  Message message;
  if (!receive_header(message)) return std::nullopt;
  const Header& header = message.header;
  if ((header.flags & header_flag::version_mask) != header_flag::version)
    throw ProtocolError(fmt::format("{} is of version {}, not {}", name_of(header.request),
                                    header.flags & header_flag::version_mask, header_flag::version));
  if (header.size > most_payload_bytes)
    throw ProtocolError(fmt::format("{} announces {} bytes of payload; {} are the most",
                                    name_of(header.request), header.size, most_payload_bytes));
  message.payload.resize(header.size);
  if (!receive_all(message.payload))
    throw ProtocolError(fmt::format("the frontend went in the middle of {}", name_of(header.request)));
  return message;
}

// Descriptors come with a message's first byte.
bool Connection::receive_header(Message& message) {
  const std::span<std::byte> bytes = std::as_writable_bytes(std::span(&message.header, 1));
  alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(most_regions * sizeof(int))> control{};
  iovec place{bytes.data(), bytes.size()};
  msghdr received{};
  received.msg_iov = &place;
  received.msg_iovlen = 1;
  received.msg_control = control.data();
  received.msg_controllen = control.size();
  const std::size_t got = receive_some(socket_.get(), received);
  if (got == 0) return false;
  keep_descriptors(received, message.descriptors);
  if ((received.msg_flags & MSG_CTRUNC) != 0)
    throw ProtocolError(fmt::format("more than {} file descriptors came with a message", most_regions));
  if (!receive_all(bytes.subspan(got))) throw ProtocolError("the frontend went in the middle of a header");
  return true;
}

bool Connection::receive_all(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    iovec place{bytes.data(), bytes.size()};
    msghdr received{};
    received.msg_iov = &place;
    received.msg_iovlen = 1;
    const std::size_t got = receive_some(socket_.get(), received);
    if (got == 0) return false;
    bytes = bytes.subspan(got);
  }
  return true;
}

void Connection::reply(const Header& request, std::span<const std::byte> payload) {
  const Header header{request.request, header_flag::version | header_flag::reply,
                      static_cast<std::uint32_t>(payload.size())};
  send_all(std::as_bytes(std::span(&header, 1)));
  send_all(payload);
}

// To a frontend that has gone it sends nothing; receive() will say so.
void Connection::send_all(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) return;
    bytes = bytes.subspan(static_cast<std::size_t>(vmm::checked(sent, "send")));
  }
}

}  // namespace kickpath::vhost_user
