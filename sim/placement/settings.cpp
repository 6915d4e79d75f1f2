#include "placement/settings.hpp"

#include <fmt/format.h>
#include <functional>
#include <set>

#include "config/document.hpp"
#include "config/emit.hpp"
#include "host/run_queue_catalogue.hpp"
#include "host/steering.hpp"
#include "scenario/load.hpp"
#include "scenario/scenario_shape.hpp"
#include "study/run_key.hpp"

namespace kickpath::placement {

using namespace literals;
using vm::MachineSpec;

namespace {

struct Alternative {
  std::string change;
  std::function<void(MachineSpec&)> apply;
};

using Alternatives = std::vector<Alternative>;

const Alternative as_given{"", [](MachineSpec&) {}};

Alternatives policies() {
  Alternatives all{as_given};
  for (const host::PolicyInfo& policy : host::policies())
    all.push_back(
        {fmt::format("policy {}", policy.name), [name = std::string(policy.name)](MachineSpec& machine) {
           if (machine.host.scheduler.policy == name) return;
           machine.host.scheduler = {};
           machine.host.scheduler.policy = name;
         }});
  for (const host::SteeringInfo& steering : host::steerings())
    all.push_back(
        {fmt::format("policy {}", steering.name), [name = std::string(steering.name)](MachineSpec& machine) {
           machine.host.scheduler.base = host::base_of(machine.host.scheduler).policy;
           machine.host.scheduler.policy = name;
         }});
  return all;
}

Alternative poll(const std::string& text, server::PollSpec poll) {
  return {"poll " + text, [poll](MachineSpec& machine) {
            for (vm::VmSpec& group : machine.vms)
              for (device::DeviceSpec& device : group.devices)
                if (device.server.kind == server::ServerKind::iothread) {
                  device.server.poll.max = poll.max;
                  device.server.poll.always = poll.always;
                }
          }};
}

Alternative halt_poll(const std::string& text, Duration max) {
  return {"halt_poll " + text, [max](MachineSpec& machine) {
            for (vm::VmSpec& group : machine.vms) group.vcpu.halt_poll.max = max;
          }};
}

bool has_iothread(const MachineSpec& machine) {
  for (const vm::VmSpec& group : machine.vms)
    for (const device::DeviceSpec& device : group.devices)
      if (device.server.kind == server::ServerKind::iothread) return true;
  return false;
}

std::vector<Alternatives> alternatives(const Varying& varying) {
  std::vector<Alternatives> all;
  if (varying.policy) all.push_back(policies());
  if (varying.poll)
    all.push_back({as_given, poll("0 us", {}), poll("32 us", {Duration{32_us}, false}),
                   poll("always", {Duration{}, true})});
  if (varying.halt_poll)
    all.push_back({as_given, halt_poll("0 us", Duration{}), halt_poll("50 us", Duration{50_us}),
                   halt_poll("200 us", Duration{200_us})});
  return all;
}

/// Would the file that says so be read?
bool is_accepted(const scenario::ScenarioSpec& spec) {
  config::Errors errors;
  config::json tree = scenario::scenario_shape().write(spec);
  tree.erase("reference");  // a file has some or none, but no empty list of them
  const std::string text = config::to_yaml(tree);
  const config::Document document = config::parse_text(text, "what-if", errors);
  return scenario::read_scenario(document.root, errors).has_value() && errors.empty();
}

Settings with(const Settings& before, const Alternative& alternative, std::size_t number) {
  Settings after = before;
  after.choices.push_back(number);
  if (number == 0) return after;
  after.changes.push_back(alternative.change);
  alternative.apply(after.spec.machine);
  return after;
}

}  // namespace

std::vector<Settings> all_settings(const scenario::ScenarioSpec& given, const Varying& varying,
                                   std::string& problem) {
  if (varying.poll && !has_iothread(given.machine))
    problem = "--vary poll: the scenario has no iothread that could poll";
  std::vector<Settings> all{{{}, {}, given}};
  for (const Alternatives& one : alternatives(varying)) {
    std::vector<Settings> longer;
    for (const Settings& before : all)
      for (std::size_t i = 0; i < one.size(); ++i) longer.push_back(with(before, one[i], i));
    all = std::move(longer);
  }
  std::set<std::string> seen;
  std::erase_if(all, [&](const Settings& settings) {
    return !seen.insert(study::point_key(settings.spec)).second ||
           (!settings.changes.empty() && !is_accepted(settings.spec));
  });
  return all;
}

}  // namespace kickpath::placement
