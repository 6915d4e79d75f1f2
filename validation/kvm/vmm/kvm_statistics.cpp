#include "vmm/kvm_statistics.hpp"

#include <sys/ioctl.h>
#include <unistd.h>
#include <vector>

namespace kickpath::vmm {

namespace {

bool read_at(int fd, void* to, std::size_t bytes, std::uint64_t offset) {
  return pread(fd, to, bytes, static_cast<off_t>(offset)) == static_cast<ssize_t>(bytes);
}

}  // namespace

KvmStatistics::KvmStatistics(const Kvm& kvm, int vcpu) {
  if (!kvm.has(KVM_CAP_BINARY_STATS_FD)) return;
  file_ = FileDescriptor{ioctl(vcpu, KVM_GET_STATS_FD, nullptr)};
  if (file_.get() >= 0) find_all();
}

// Linux Documentation/virt/kvm/api.rst 4.133: a header, a descriptor of fixed length with its name for each
// statistic, the values.
void KvmStatistics::find_all() {
  kvm_stats_header header{};
  if (!read_at(file_.get(), &header, sizeof header, 0)) return;
  const std::size_t bytes = sizeof(kvm_stats_desc) + header.name_size;
  std::vector<char> entry(bytes + 1);
  for (std::uint32_t i = 0; i < header.num_desc; ++i) {
    if (!read_at(file_.get(), entry.data(), bytes, header.desc_offset + i * bytes)) return;
    const auto& descriptor = *reinterpret_cast<const kvm_stats_desc*>(entry.data());
    if (descriptor.size == 1)
      places_[entry.data() + sizeof(kvm_stats_desc)] = header.data_offset + descriptor.offset;
  }
}

std::optional<std::uint64_t> KvmStatistics::read(const std::string& name) const {
  const auto place = places_.find(name);
  std::uint64_t value = 0;
  if (place == places_.end() || !read_at(file_.get(), &value, sizeof value, place->second))
    return std::nullopt;
  return value;
}

}  // namespace kickpath::vmm
