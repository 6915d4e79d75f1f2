#include "vhost_user/blk_disk.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "program/request_layout.hpp"

namespace kickpath::vhost_user {

namespace {

enum class Status : std::uint8_t { ok = 0, io_error = 1, unsupported = 2 };
constexpr std::uint32_t type_get_id = 8;
constexpr std::uint64_t id_bytes = 20;
constexpr std::string_view id = "kickpath";

/// The readable or the writable buffers of a chain, as one run of bytes that is used up from its beginning.
class Run {
 public:
  Run(const MemoryTable& memory, std::span<const virtqueue::Buffer> buffers, bool is_writable)
      : memory_(memory), buffers_(buffers), is_writable_(is_writable) {}

  void read(std::span<std::byte> into) {
    each_piece(into.size(), [&](const std::byte* piece, std::size_t done, std::size_t n) {
      std::memcpy(into.data() + done, piece, n);
    });
  }
  void write(std::span<const std::byte> from) {
    each_piece(from.size(), [&](std::byte* piece, std::size_t done, std::size_t n) {
      std::memcpy(piece, from.data() + done, n);
    });
  }
  void skip(std::uint64_t bytes) {
    each_piece(bytes, [](std::byte*, std::size_t, std::size_t) {});
  }

 private:
  template <class Visit>
  void each_piece(std::uint64_t bytes, const Visit& visit) {
    for (std::uint64_t done = 0; done < bytes;) {
      const virtqueue::Buffer& b = buffers_[next_];
      const std::uint64_t n = b.is_writable == is_writable_ ? std::min(bytes - done, b.length - used_) : 0;
      if (n != 0) visit(memory_.at(b.address + used_), done, n);
      done += n;
      used_ += n;
      if (b.is_writable == is_writable_ && used_ < b.length) continue;
      ++next_;
      used_ = 0;
    }
  }

  const MemoryTable& memory_;
  std::span<const virtqueue::Buffer> buffers_;
  bool is_writable_;
  std::size_t next_ = 0;
  std::uint64_t used_ = 0;  // of buffers_[next_]
};

struct BlkHeader {
  std::uint32_t type = 0;
  std::uint32_t reserved = 0;
  std::uint64_t sector = 0;
};
static_assert(sizeof(BlkHeader) == program::blk_header_bytes);

/// The part of the disk that a request names, if it is one of whole sectors.
std::optional<std::span<std::byte>> part(std::span<std::byte> disk, std::uint64_t sector,
                                         std::uint64_t bytes) {
  const std::uint64_t sectors = disk.size() / BlkDisk::sector_bytes;
  if (bytes % BlkDisk::sector_bytes != 0 || sector > sectors ||
      bytes / BlkDisk::sector_bytes > sectors - sector)
    return std::nullopt;
  return disk.subspan(sector * BlkDisk::sector_bytes, bytes);
}

struct Outcome {
  Status status = Status::ok;
  std::uint64_t written = 0;  ///< bytes of data
};

Outcome execute(std::span<std::byte> disk, const BlkHeader& header, Run& from_driver, std::uint64_t bytes_out,
                Run& to_driver, std::uint64_t bytes_in) {
  switch (header.type) {
    case static_cast<std::uint32_t>(program::BlkType::in): {
      const auto there = part(disk, header.sector, bytes_in);
      if (!there) break;
      to_driver.write(*there);
      return {Status::ok, bytes_in};
    }
    case static_cast<std::uint32_t>(program::BlkType::out): {
      const auto there = part(disk, header.sector, bytes_out);
      if (!there) break;
      from_driver.read(*there);
      return {};
    }
    case static_cast<std::uint32_t>(program::BlkType::flush):
      return {};
    case type_get_id: {
      std::byte text[id_bytes] = {};
      std::memcpy(text, id.data(), id.size());
      const std::uint64_t n = std::min(bytes_in, id_bytes);
      to_driver.write(std::span(text).first(n));
      return {Status::ok, n};
    }
    default:
      return {Status::unsupported, 0};
  }
  return {Status::io_error, 0};
}

}  // namespace

std::uint32_t BlkDisk::serve(const MemoryTable& memory, const virtqueue::Chain& chain) {
  if (chain.readable_bytes() < sizeof(BlkHeader) || chain.writable_bytes() == 0) {
    ++malformed_;
    return 0;
  }
  Run from_driver(memory, chain.buffers(), false);
  Run to_driver(memory, chain.buffers(), true);
  BlkHeader header;
  from_driver.read(std::as_writable_bytes(std::span(&header, 1)));
  const std::uint64_t bytes_in = chain.writable_bytes() - 1;
  const Outcome outcome =
      execute(bytes_, header, from_driver, chain.readable_bytes() - sizeof header, to_driver, bytes_in);
  // The last byte, wherever the data ended.
  to_driver.skip(bytes_in - outcome.written);
  const auto status = static_cast<std::byte>(outcome.status);
  to_driver.write({&status, 1});
  return static_cast<std::uint32_t>(outcome.written + 1);
}

}  // namespace kickpath::vhost_user
