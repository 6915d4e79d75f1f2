#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// The buses on which KVM finds who handles a guest's write before it returns to userspace: Linux v6.6
/// virt/kvm/eventfd.c (ioeventfd_in_range, ioeventfd_check_collision, kvm_assign_ioeventfd) and
/// virt/kvm/kvm_main.c (kvm_io_bus_register_dev, kvm_io_bus_write). Pure: a VM has one, nobody is charged
/// here.
namespace kickpath::notify {

class EventFd;

enum class BusKind : std::uint8_t {
  pio,
  mmio,
  fast_mmio,  ///< KVM_FAST_MMIO_BUS, Linux 3.15: by address alone, before anything is decoded
  hypercall   ///< by number; no KVM has it (mechanisms.md 1)
};

/// What an ioeventfd listens to. `length` 1, 2, 4 or 8; 0: any length and any data.
struct DoorbellMatch {
  std::uint64_t address = 0;
  std::uint32_t length = 2;
  std::optional<std::uint64_t> datamatch;  ///< none: any data

  friend bool operator==(const DoorbellMatch&, const DoorbellMatch&) = default;
};

/// A queue's doorbell: the bus on which it is, and the writes that ring it.
struct Doorbell {
  BusKind bus = BusKind::pio;
  DoorbellMatch match;
};

/// A write of the guest.
struct DoorbellWrite {
  std::uint64_t address = 0;
  std::uint32_t length = 2;
  std::uint64_t data = 0;
};

constexpr bool matches(const DoorbellMatch& match, const DoorbellWrite& write) {
  if (match.address != write.address) return false;
  if (match.length == 0) return true;
  return match.length == write.length && (!match.datamatch || *match.datamatch == write.data);
}

/// Could one write match both? Then KVM refuses the second.
constexpr bool collide(const DoorbellMatch& a, const DoorbellMatch& b) {
  if (a.address != b.address) return false;
  if (a.length == 0 || b.length == 0) return true;
  return a.length == b.length && (!a.datamatch || !b.datamatch || *a.datamatch == *b.datamatch);
}

class IoBus {
 public:
  enum class Outcome : std::uint8_t {
    assigned,
    invalid,   ///< EINVAL: a length that there is not, a range beyond the last address, datamatch without
               ///< length
    overlaps,  ///< EEXIST
    full       ///< ENOSPC: no place for another device
  };

  /// `places`: devices that the kernel allows on each bus (NR_IOBUS_DEVS).
  explicit IoBus(std::size_t places) : places_(places) {}

  /// KVM_IOEVENTFD on the PIO or the MMIO bus. A zero-length MMIO doorbell is put on the fast bus too, so
  /// that other MMIO pays nothing for it.
  Outcome assign(BusKind bus, const DoorbellMatch& match, EventFd& event);
  /// KVM_IOEVENTFD_FLAG_DEASSIGN. False: there is no such doorbell.
  bool deassign(BusKind bus, const DoorbellMatch& match, const EventFd& event);

  /// From now on registrations end like this, whatever they are: a host in trouble. `assigned`: as it should
  /// be.
  void fail_with(Outcome outcome) { forced_ = outcome; }

  /// Who hears of this write; null: nobody, and it goes to userspace.
  EventFd* find(BusKind bus, const DoorbellWrite& write) const;

  /// Does the exit itself tell enough (EPT misconfiguration with a zero-length doorbell at that address)?
  /// Then no instruction is decoded.
  bool is_fast(std::uint64_t address) const;

  std::size_t devices(BusKind bus) const { return of(bus).size(); }

  /// Takes a seventh device. QEMU's test, because six were NR_IOBUS_DEVS before Linux 2.6.34.
  bool has_many_places() const { return places_ >= 7; }

 private:
  struct Registration {
    DoorbellMatch match;
    EventFd* event;
  };
  using Bus = std::vector<Registration>;  ///< by address, those of one address in their order

  const Bus& of(BusKind bus) const { return buses_[static_cast<std::size_t>(bus)]; }
  Bus& of(BusKind bus) { return buses_[static_cast<std::size_t>(bus)]; }

  std::size_t places_;
  Outcome forced_ = Outcome::assigned;
  Bus buses_[4];
};

}  // namespace kickpath::notify
