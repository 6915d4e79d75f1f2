#include "scenario/workload_shape.hpp"

#include "scenario/words.hpp"

namespace kickpath::scenario {

using namespace literals;

using config::Record;
using config::Spot;
using workload::Completion;
using workload::WorkloadKind;
using workload::WorkloadSpec;

namespace {

config::Shape<workload::LockSpec> lock_shape() {
  using workload::LockSpec;
  return config::record<LockSpec>("a spin lock that all vcpus of the VM take before each post")
      .required("hold", &LockSpec::hold, config::duration(Duration::zero(), 1_s), "guest CPU time under it")
      .optional("kind", &LockSpec::kind, shape_of(lock_words()), "who gets it next");
}

Record<WorkloadSpec> common(const char* doc) {
  return config::record<WorkloadSpec>(doc)
      .optional("device", &WorkloadSpec::device, config::identifier(), "the device of this VM that it drives")
      .optional("completion", &WorkloadSpec::completion, shape_of(completion_words()),
                "how the guest learns of completions")
      .optional("compute", &WorkloadSpec::compute, config::distribution(), "guest CPU time before each post")
      .optional("request", &WorkloadSpec::request_bytes, config::size(1, 64 << 20), "data of a request")
      .optional("direction", &WorkloadSpec::direction, shape_of(direction_words()), "which way the data go")
      .optional("delayed_interrupts", &WorkloadSpec::delays_interrupts, config::boolean(),
                "asks for an interrupt only once 3/4 of what is in flight are back (with event-idx)")
      .optional("lock", &WorkloadSpec::lock, lock_shape(),
                "a spin lock that all vcpus of the VM take before each post")
      .optional(
          "shootdown_every", &WorkloadSpec::shootdown_every, config::integer<std::uint32_t>(0, 1'000'000),
          "before one of so many posts a vcpu interrupts all others and waits for their answers; 0: none")
      .optional("flush_every", &WorkloadSpec::flush_every, config::integer<std::uint32_t>(0, 1'000'000),
                "virtio-blk: a flush follows so many operations of a queue; 0: none");
}

void check_merge(const WorkloadSpec& spec, const Spot& spot) {
  if (!spec.merges) return;
  if (spec.plug < 2) return static_cast<void>(spot.at("merge").error("goes with a plug of 2 or more"));
  if (std::uint64_t{spec.plug} * spec.request_bytes > (64u << 20))
    spot.at("merge").error("a merged request is larger than 64 MiB");
}

Record<WorkloadSpec> closed_loop() {
  return common("a closed loop: so many requests in flight, always")
      .optional("queue_depth", &WorkloadSpec::queue_depth, config::integer<std::uint32_t>(1, 32768),
                "requests in flight per queue, or per thread")
      .optional("threads", &WorkloadSpec::threads, config::integer<std::uint32_t>(0, 32768),
                "guest threads of the VM, dealt to the queues in turn, each posting and kicking for itself; "
                "0: one batch a queue")
      .optional("plug", &WorkloadSpec::plug, config::integer<std::uint32_t>(0, 32768),
                "posts under one plug, with one kick test at its end; 0: as many as there are places")
      .optional("merge", &WorkloadSpec::merges, config::boolean(),
                "virtio-blk: what is posted under one plug, in adjacent sectors, is one request")
      .check(check_merge);
}

void check_arrivals(const WorkloadSpec& spec, const Spot& spot) {
  if (spec.arrivals.mean() <= Duration::zero())
    spot.at("arrivals").error("the mean time between requests must be above 0");
  if (spec.completion == Completion::none) spot.at("completion").error("an open loop needs completions");
  if (spec.completion == Completion::spin)
    spot.at("completion").error("a guest that spins until its requests are done has no arrivals meanwhile");
}

Record<WorkloadSpec> open_loop() {
  return common("an open loop: requests arrive whether or not earlier ones are done")
      .required("arrivals", &WorkloadSpec::arrivals, config::distribution(),
                "time between two requests of a queue")
      .optional("limit", &WorkloadSpec::limit, config::integer<std::uint32_t>(1, 32768),
                "requests in flight per queue beyond which they are dropped")
      .check(check_arrivals);
}

Record<WorkloadSpec> network(const char* doc) {
  return config::record<WorkloadSpec>(doc)
      .optional("device", &WorkloadSpec::device, config::identifier(), "the network device of this VM")
      .optional("direction", &WorkloadSpec::flow, shape_of(flow_words()),
                "who sends the messages, or the requests")
      .optional("compute", &WorkloadSpec::compute, config::distribution(),
                "CPU time before each message, at its sender");
}

Record<WorkloadSpec> with_buffers(Record<WorkloadSpec> record) {
  return std::move(record)
      .optional("window", &WorkloadSpec::window, config::size(8192, 1 << 30),
                "TCP: receive buffer of both ends")
      .optional("send_buffer", &WorkloadSpec::send_buffer, config::size(8192, 1 << 30),
                "TCP: send buffer of both ends")
      .optional("split_end", &WorkloadSpec::splits_end, config::boolean(),
                "TCP with GSO: the last bytes of a message, less than a segment, are a packet of their own "
                "(Linux before 3.14)");
}

Record<WorkloadSpec> tcp_stream() {
  return with_buffers(network("TCP_STREAM of netperf: messages one after the other, never an answer"))
      .optional("message", &WorkloadSpec::request_bytes, config::size(1, 64 << 20), "bytes of one send call");
}

Record<WorkloadSpec> tcp_rr() {
  return with_buffers(network("TCP_RR of netperf: a request, a response, again"))
      .optional("request", &WorkloadSpec::request_bytes, config::size(1, 64 << 20), "bytes")
      .optional("response", &WorkloadSpec::response_bytes, config::size(1, 64 << 20), "bytes");
}

Record<WorkloadSpec> udp_stream() {
  return network("UDP_STREAM of netperf: datagrams, of which some are dropped")
      .optional("message", &WorkloadSpec::request_bytes, config::size(1, 65000), "bytes of a datagram")
      .optional("datagrams", &WorkloadSpec::datagrams, config::integer<std::uint32_t>(1, 1'000'000),
                "that a socket holds; more are dropped");
}

Record<WorkloadSpec> ping() {
  return network("a datagram, its echo, again")
      .optional("message", &WorkloadSpec::request_bytes, config::size(1, 65000), "bytes of a datagram");
}

Record<WorkloadSpec> peer() {
  return config::record<WorkloadSpec>("the other end of the workload of the VM that names this one")
      .optional("device", &WorkloadSpec::device, config::identifier(), "the network device of this VM");
}

}  // namespace

config::Shape<WorkloadSpec> workload_shape() {
  const auto as = [](WorkloadKind kind) {
    return [kind](const WorkloadSpec& read) {
      WorkloadSpec spec = read;
      spec.kind = kind;
      return spec;
    };
  };
  const auto only = [](WorkloadKind kind) {
    return [kind](const WorkloadSpec& spec) { return spec.kind == kind ? &spec : nullptr; };
  };
  return config::variant<WorkloadSpec>("a workload", "kind")
      .option<WorkloadSpec>("closed-loop", closed_loop(), as(WorkloadKind::closed_loop),
                            only(WorkloadKind::closed_loop))
      .option<WorkloadSpec>("open-loop", open_loop(), as(WorkloadKind::open_loop),
                            only(WorkloadKind::open_loop))
      .option<WorkloadSpec>("tcp-stream", tcp_stream(), as(WorkloadKind::tcp_stream),
                            only(WorkloadKind::tcp_stream))
      .option<WorkloadSpec>("tcp-rr", tcp_rr(), as(WorkloadKind::tcp_rr), only(WorkloadKind::tcp_rr))
      .option<WorkloadSpec>("udp-stream", udp_stream(), as(WorkloadKind::udp_stream),
                            only(WorkloadKind::udp_stream))
      .option<WorkloadSpec>("ping", ping(), as(WorkloadKind::ping), only(WorkloadKind::ping))
      .option<WorkloadSpec>("peer", peer(), as(WorkloadKind::peer), only(WorkloadKind::peer));
}

}  // namespace kickpath::scenario
