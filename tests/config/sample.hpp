#pragma once
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "config/shapes.hpp"

/// A small format of the scenario's kind, for tests.
namespace kickpath::config::sample {

using namespace kickpath::literals;

enum class Layout { split, packed };

struct Queue {
  std::uint16_t size = 256;
  Layout layout = Layout::split;
};

struct ClosedLoop {
  int depth = 1;
};
struct OpenLoop {
  Distribution arrivals;
};

struct Vm {
  std::string name;
  int count = 1;
  std::optional<Duration> poll;
  Queue queue;
  std::variant<ClosedLoop, OpenLoop> workload;
  Distribution service = Distribution::fixed(5_us);
  std::vector<std::int64_t> pin;
};

inline Record<Queue> queue_shape() {
  return record<Queue>("a virtqueue")
      .optional("size", &Queue::size, power_of_two(1, 32768), "entries of the ring")
      .optional("layout", &Queue::layout,
                one_of<Layout>({{"split", Layout::split}, {"packed", Layout::packed}}), "layout of the ring");
}

inline Shape<Vm> vm_shape() {
  const auto workload =
      variant<std::variant<ClosedLoop, OpenLoop>>("a workload", "kind")
          .option("closed-loop",
                  record<ClosedLoop>("a closed loop")
                      .optional("depth", &ClosedLoop::depth, integer(1, 1024), "requests in flight"))
          .option("open-loop", record<OpenLoop>("an open loop")
                                   .required("arrivals", &OpenLoop::arrivals, distribution(), "gaps"));
  return record<Vm>("a VM")
      .required("name", &Vm::name, identifier(), "name of the group")
      .optional("count", &Vm::count, integer(1, 512), "instances")
      .optional("poll", &Vm::poll, duration(), "halt polling")
      .optional("queue", &Vm::queue, queue_shape(), "its ring")
      .optional("workload", &Vm::workload, workload, "what it does")
      .optional("service", &Vm::service, distribution(), "CPU time of a request")
      .optional("pin", &Vm::pin, list_of(integer<std::int64_t>(0, 1023)), "cores")
      .check([](const Vm& vm, const Spot& spot) {
        if (vm.pin.size() > 1 && vm.pin[0] == vm.pin[1]) spot.at("pin").at(1).error("the same core twice");
      });
}

struct Scenario {
  std::vector<Vm> vms;
  bool apicv = false;
};

inline Record<Scenario> scenario_shape() {
  return record<Scenario>("a scenario")
      .constant("schema", "sample/1", "format of this file")
      .required("vms", &Scenario::vms, list_of(vm_shape(), 1), "the VMs")
      .optional("apicv", &Scenario::apicv, boolean(), "virtualised APIC");
}

inline const char* const valid_text =
    "schema: sample/1  # a comment\n"
    "apicv: true\n"
    "vms:\n"
    "  - name: vm\n"
    "    count: 2\n"
    "    poll: 200 us\n"
    "    queue: {size: 128, layout: packed}\n"
    "    workload: {kind: open-loop, arrivals: {exponential: 10 us}}\n"
    "    pin: [0, 1]\n"
    "  - {name: \"other\", service: {uniform: [1 us, 3 us]}}\n";

/// The errors of `text`, read as a T, a line for each.
template <class S>
std::string errors_of(const std::string& text, const S& shape, std::optional<Frequency> clock = {}) {
  Errors errors;
  const Document document = parse_text(text, "t.yaml", errors);
  read(document.root, shape, errors, clock);
  return errors.format();
}

/// `text` read as a T; throws the errors when there are any.
template <class S, class T = typename S::Value>
T value_of(const std::string& text, const S& shape, std::optional<Frequency> clock = {}) {
  Errors errors;
  const Document document = parse_text(text, "t.yaml", errors);
  auto value = read(document.root, shape, errors, clock);
  if (!errors.empty() || !value) throw std::runtime_error(errors.format());
  return *std::move(value);
}

}  // namespace kickpath::config::sample
