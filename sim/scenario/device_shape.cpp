#include "scenario/device_shape.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/written_if.hpp"
#include "host/weights.hpp"
#include "scenario/net_shape.hpp"
#include "scenario/not_modelled.hpp"
#include "scenario/words.hpp"
#include "virtqueue/layout.hpp"

namespace kickpath::scenario {

using namespace literals;
using config::Spot;
using device::BackendKind;
using device::BackendSpec;
using device::DeviceKind;
using device::DeviceSpec;
using device::DiskAio;
using device::QueueSpec;
using device::RingFeature;
using notify::InterruptPathKind;
using notify::KickPathKind;
using server::PollSpec;
using server::ServerKind;
using server::ServerSpec;

namespace {

// VirtIO 1.3 2.7 and 2.8.10.1: only a split ring's size is a power of two.
void check_queue(const QueueSpec& spec, const Spot& spot) {
  if (spec.layout == device::Layout::split && !virtqueue::is_queue_size(spec.size))
    spot.at("size").error(fmt::format("must be a power of two in a split ring, not {}", spec.size));
  if (spec.layout == device::Layout::packed && spec.notify_on_empty)
    spot.at("notify_on_empty")
        .error("is of legacy devices; a packed ring needs VIRTIO_F_VERSION_1, which is not");
}

config::Shape<QueueSpec> queue_shape() {
  return config::record<QueueSpec>("a virtqueue")
      .optional("layout", &QueueSpec::layout, shape_of(layout_words()), "layout of the ring")
      .optional("size", &QueueSpec::size, config::integer<std::uint16_t>(2, 32768),
                "entries of the ring; of a split one a power of two")
      .optional("suppression", &QueueSpec::suppression, shape_of(suppression_words()),
                "how a side asks for silence")
      .optional("indirect", &QueueSpec::indirect, config::boolean(),
                "VIRTIO_F_INDIRECT_DESC: one entry a request")
      .optional("notify_on_empty", &QueueSpec::notify_on_empty, config::boolean(),
                "VIRTIO_F_NOTIFY_ON_EMPTY: an interrupt when all that was available is used, wanted or not")
      .check(check_queue);
}

config::Shape<PollSpec> poll_shape() {
  const auto always = config::text_one_of({"always"})
                          .mapped<PollSpec>(
                              [](const std::string&) {
                                return PollSpec{Duration::zero(), true};
                              },
                              [](const PollSpec&) { return std::string{"always"}; });
  const auto at_most = config::duration(Duration::zero(), 10_s)
                           .mapped<PollSpec>(
                               [](const Duration& max) {
                                 return PollSpec{max, false};
                               },
                               [](const PollSpec& poll) { return poll.max; });
  return config::either(
      config::written_if<PollSpec>(at_most, [](const PollSpec& poll) { return !poll.always; }), always);
}

void check_server(const ServerSpec& spec, const Spot& spot) {
  const bool is_iothread = spec.kind == ServerKind::iothread;
  const bool polls = spec.poll.always || spec.poll.max > Duration::zero();
  if (polls && !is_iothread) spot.at("poll").error("only an iothread polls");
  if (spec.name && !is_iothread) spot.at("name").error("only an iothread can be shared by name");
  if (spec.iothreads != 1 && !is_iothread) spot.at("iothreads").error("of kind iothread alone");
  if (spec.iothreads != 1 && spec.name)
    spot.at("iothreads").error("a named iothread is one thread, which devices share");
  if (spec.busyloop > Duration::zero() && spec.kind != ServerKind::vhost)
    spot.at("busyloop").error("only vhost has it; an iothread has poll");
}

config::Shape<ServerSpec> server_shape() {
  return config::record<ServerSpec>("a server")
      .required("kind", &ServerSpec::kind, shape_of(server_words()), "who serves the queues")
      .optional("poll", &ServerSpec::poll, poll_shape(),
                "polling before blocking: adaptive, at most this, or always")
      .optional("nice", &ServerSpec::nice, config::integer(host::min_nice, host::max_nice),
                "of the server's thread")
      .optional(
          "poll_grow", +[](ServerSpec& s) -> unsigned& { return s.poll.grow; }, config::integer(0u, 1000u),
          "poll-grow: the next poll is so many times as long; 0 means 2")
      .optional(
          "poll_shrink", +[](ServerSpec& s) -> unsigned& { return s.poll.shrink; },
          config::integer(0u, 1000u), "poll-shrink: the next poll is so many times as short; 0: none")
      .optional("name", &ServerSpec::name, config::identifier(),
                "of an iothread: devices that name the same share it")
      .optional("iothreads", &ServerSpec::iothreads, config::integer<std::uint32_t>(0, 1024),
                "queue q goes to iothread q modulo this; 0: one for each queue")
      .optional("busyloop", &ServerSpec::busyloop, config::duration(Duration::zero(), 10_s),
                "busyloop_timeout of vhost: how long it looks for more before it sleeps")
      .check(check_server);
}

/// A record of one kind of backend, which sets that kind.
config::Shape<BackendSpec> backend_shape() {
  const auto law = config::distribution();
  const auto as = [](BackendKind kind) {
    return [kind](const BackendSpec& read) {
      BackendSpec spec = read;
      spec.kind = kind;
      return spec;
    };
  };
  const auto only = [](BackendKind kind) {
    return [kind](const BackendSpec& spec) { return spec.kind == kind ? &spec : nullptr; };
  };
  return config::variant<BackendSpec>("a backend", "kind")
      .option<BackendSpec>("null", config::record<BackendSpec>("nothing: done at once"),
                           as(BackendKind::null), only(BackendKind::null))
      .option<BackendSpec>(
          "fixed",
          config::record<BackendSpec>("so much CPU time of the server, then so much of the device")
              .optional("service", &BackendSpec::service, law, "CPU time of the server, per request")
              .optional("latency", &BackendSpec::latency, law,
                        "asynchronous time of the device, per request; 0 us: completes inline"),
          as(BackendKind::fixed), only(BackendKind::fixed))
      .option<BackendSpec>(
          "disk",
          config::record<BackendSpec>("a disk with native AIO")
              .optional("submit", &BackendSpec::submit, law, "CPU time of the server to submit a request")
              .optional("seek", &BackendSpec::seek, law, "positioning time of a request")
              .optional("spindles", &BackendSpec::spindles, config::integer<std::uint32_t>(1, 65536),
                        "that the data are striped over; a request goes to any of them, alike")
              .optional("parallel", &BackendSpec::parallel, config::integer<std::uint32_t>(1, 65536),
                        "requests that a spindle positions at the same time")
              .optional("bandwidth", &BackendSpec::bandwidth, config::rate(),
                        "of the link that all transfers share; default: no limit")
              .optional("aio", &BackendSpec::aio, shape_of(aio_words()), "how its requests leave the VMM")
              .optional("threads", &BackendSpec::threads, config::integer<std::uint32_t>(1, 1024),
                        "of the pool (aio: threads)")
              .optional("batch", &BackendSpec::batches, config::boolean(),
                        "one io_submit for all that a visit to the queue finds, at most 32")
              .optional("merge", &BackendSpec::merges, config::boolean(),
                        "requests of adjacent sectors that a visit finds become one")
              .optional("flush", &BackendSpec::flush, law,
                        "time of the device to write its cache through, once all earlier writes are done"),
          as(BackendKind::disk), only(BackendKind::disk));
}

void check_vhost(const DeviceSpec& spec, const Spot& spot) {
  if (spec.kind == DeviceKind::blk)
    spot.at("server").at("kind").error(
        "there is no vhost for virtio-blk in Linux; it serves doorbell (as vhost_test) and net");
  if (spec.kick == KickPathKind::none) spot.at("kick").error("vhost waits for an ioeventfd");
  if (spec.interrupt == InterruptPathKind::ioctl)
    spot.at("interrupt").error("vhost signals an eventfd: irqfd or none");
  if (device::is_asynchronous(spec.backend))
    spot.at("backend").error("vhost serves in the kernel, at once: null, or fixed without latency");
}

void check_threads(const DeviceSpec& spec, const Spot& spot) {
  if (spec.server.iothreads > spec.queues)
    spot.at("server").at("iothreads").error(fmt::format("the device has {} queues", spec.queues));
  const Spot backend = spot.at("backend");
  const bool is_native = spec.backend.aio == DiskAio::native;
  if (spec.backend.batches && !is_native) backend.at("batch").error("io_submit is of aio: native");
  if (spec.server.kind != ServerKind::thread_per_queue) return;
  if (!is_native) backend.at("aio").error("a thread of one queue makes the blocking call itself");
  if (spec.backend.merges) backend.at("merge").error("a thread of one queue takes one request at a time");
  if (spec.backend.batches) backend.at("batch").error("a thread of one queue takes one request at a time");
}

void check_net_server(const DeviceSpec& spec, const Spot& server, const Spot& flush) {
  if (spec.server.kind == ServerKind::none) server.at("kind").error("nobody serves the packets");
  if (spec.server.poll.always || spec.server.poll.max > Duration::zero())
    server.at("poll").error("QEMU has no poll handler for virtio-net");
  if (spec.server.kind == ServerKind::vhost && spec.net.tx.flush != net::TxFlush::drain)
    flush.error("vhost drains; timer and bottom half are QEMU's");
}

void check_net(const DeviceSpec& spec, const Spot& spot) {
  if (spec.kind != DeviceKind::net) {
    if (!(spec.net == net::NetSpec{})) spot.at("net").error("only a device of type net has it");
    return;
  }
  if (spec.backend.kind != BackendKind::null)
    spot.at("backend").error("a network device has a tap and a peer behind it, not a backend");
  check_net_server(spec, spot.at("server"), spot.at("net").at("tx").at("flush"));
  if (spec.interrupt == InterruptPathKind::none)
    spot.at("interrupt").error("NAPI begins with an interrupt: irqfd or ioctl");
  if (spec.kick == KickPathKind::none) spot.at("kick").error("a network device is told by kicks");
  if (spec.queue.layout == device::Layout::packed)
    spot.at("queue").at("layout").error("not modelled of a network device, whose rings are split");
  if (spec.queue.notify_on_empty)
    spot.at("queue").at("notify_on_empty").error("not modelled of a network device");
  const std::uint32_t entries = spec.net.gso ? 16 : 2;
  if (spec.queue.size < 2 * entries)
    spot.at("queue").at("size").error(fmt::format(
        "a packet takes up to {} descriptors; the ring must hold two: at least {}", entries, 2 * entries));
}

void check_paths(const DeviceSpec& spec, const Spot& spot) {
  check_threads(spec, spot);
  if (spec.server.kind == ServerKind::vhost) check_vhost(spec, spot);
  if (spec.backend.merges && spec.kind != DeviceKind::blk)
    spot.at("backend").at("merge").error("only virtio-blk has sectors");
  const bool to_userspace = notify::returns_to_userspace(spec.kick);
  const bool polls_always = spec.server.poll.always;
  if (to_userspace && spec.server.kind != ServerKind::vcpu)
    spot.at("kick").error(
        "a kick that returns to userspace is served by the vcpu thread: server {kind: vcpu}");
  if (!to_userspace && spec.server.kind == ServerKind::vcpu)
    spot.at("server").at("kind").error(
        "a vcpu thread serves only kicks that return to userspace: kick userspace-pio or userspace-mmio");
  if (spec.kick == KickPathKind::none && !polls_always)
    spot.at("kick").error(
        "without kicks the server must look by itself: server {kind: iothread, poll: always}");
}

void check_trigger(const DeviceSpec& spec, const Spot& spot) {
  const bool is_intx = spec.trigger == device::Trigger::intx;
  if (is_intx && spec.vectors) spot.at("vectors").error("MSI-X entries; this device has trigger: intx");
  if (!is_intx && spec.intx_line) spot.at("intx_line").error("a line of trigger: intx; this device has msi");
  if (!is_intx && spec.vectors.value_or(2) < 2)
    spot.at("vectors").error("with fewer than two entries the driver falls back to a line: trigger: intx");
}

// What a queue is like is what its driver and device have agreed upon.
void check_features(const DeviceSpec& spec, const Spot& spot) {
  if (!spec.driver_features) return;
  const Spot queue = spot.at("queue");
  const auto need = [&](bool is_used, RingFeature feature, const char* key, const char* what) {
    const auto& has = *spec.driver_features;
    if (is_used && std::find(has.begin(), has.end(), feature) == has.end())
      queue.at(key).error(fmt::format("the driver has not negotiated {} (driver_features)", what));
  };
  need(spec.queue.layout == device::Layout::packed, RingFeature::ring_packed, "layout",
       "VIRTIO_F_RING_PACKED");
  need(spec.queue.suppression == virtqueue::Suppression::event_idx, RingFeature::event_idx, "suppression",
       "VIRTIO_F_EVENT_IDX");
  need(spec.queue.indirect, RingFeature::indirect_desc, "indirect", "VIRTIO_F_INDIRECT_DESC");
  need(spec.queue.notify_on_empty, RingFeature::notify_on_empty, "notify_on_empty",
       "VIRTIO_F_NOTIFY_ON_EMPTY");
}

}  // namespace

config::Shape<DeviceSpec> device_shape() {
  return config::record<DeviceSpec>("a device")
      .required("name", &DeviceSpec::name, config::identifier(), "unique within the VM")
      .optional("type", &DeviceSpec::kind, shape_of(device_words()), "kind of device")
      .optional("queues", &DeviceSpec::queues, config::integer<std::uint16_t>(1, 1024),
                "virtqueues; queue q belongs to vcpu q modulo vcpus; net: pairs, at most one a vcpu")
      .optional("queue", &DeviceSpec::queue, queue_shape(), "what they are like")
      .optional("driver_features", &DeviceSpec::driver_features,
                config::list_of(shape_of(ring_feature_words())),
                "what the driver negotiates; default: whatever the queue needs")
      .optional("kick", &DeviceSpec::kick, shape_of(kick_words()), "guest to host")
      .optional("interrupt", &DeviceSpec::interrupt, shape_of(interrupt_words()), "host to guest")
      .optional("trigger", &DeviceSpec::trigger, shape_of(trigger_words()), "how an interrupt is triggered")
      .optional("vectors", &DeviceSpec::vectors, config::integer<std::uint32_t>(0, 2048),
                "MSI-X entries, the configuration's included; fewer than queues + 1: all queues share one")
      .optional("intx_line", &DeviceSpec::intx_line,
                config::integer<std::uint32_t>(0, device::intx_lines - 1),
                "interrupt line of an intx device; default: its number in the list modulo 4")
      .optional("server", &DeviceSpec::server, server_shape(), "who serves the queues")
      .optional("backend", &DeviceSpec::backend, backend_shape(), "what stands behind")
      .optional("net", &DeviceSpec::net, net_shape(), "type net: what it is made of")
      .check(check_paths)
      .check(check_trigger)
      .check(check_features)
      .check(check_net);
}

}  // namespace kickpath::scenario
