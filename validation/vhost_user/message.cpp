#include "vhost_user/message.hpp"

#include <fmt/format.h>
#include <utility>

namespace kickpath::vhost_user {

namespace {

constexpr std::pair<Request, const char*> names[] = {
    {Request::get_features, "GET_FEATURES"},
    {Request::set_features, "SET_FEATURES"},
    {Request::set_owner, "SET_OWNER"},
    {Request::reset_owner, "RESET_OWNER"},
    {Request::set_mem_table, "SET_MEM_TABLE"},
    {Request::set_vring_num, "SET_VRING_NUM"},
    {Request::set_vring_addr, "SET_VRING_ADDR"},
    {Request::set_vring_base, "SET_VRING_BASE"},
    {Request::get_vring_base, "GET_VRING_BASE"},
    {Request::set_vring_kick, "SET_VRING_KICK"},
    {Request::set_vring_call, "SET_VRING_CALL"},
    {Request::set_vring_err, "SET_VRING_ERR"},
    {Request::get_protocol_features, "GET_PROTOCOL_FEATURES"},
    {Request::set_protocol_features, "SET_PROTOCOL_FEATURES"},
    {Request::get_queue_num, "GET_QUEUE_NUM"},
    {Request::set_vring_enable, "SET_VRING_ENABLE"},
    {Request::get_config, "GET_CONFIG"},
    {Request::set_config, "SET_CONFIG"},
};

}  // namespace

std::string name_of(std::uint32_t request) {
  for (const auto& [known, name] : names)
    if (static_cast<std::uint32_t>(known) == request) return name;
  return fmt::format("request {}", request);
}

void Message::check_size(std::size_t bytes) const {
  if (payload.size() != bytes)
    throw ProtocolError(
        fmt::format("{} has {} bytes of payload, not {}", name_of(header.request), payload.size(), bytes));
}

vmm::FileDescriptor Message::take_descriptor() {
  if (descriptors.size() != 1)
    throw ProtocolError(
        fmt::format("{} came with {} file descriptors, not 1", name_of(header.request), descriptors.size()));
  return std::move(descriptors.front());
}

}  // namespace kickpath::vhost_user
