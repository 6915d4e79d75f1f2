#include "notify/gsi_routing.hpp"

#include "notify/rcu_grace_period.hpp"
#include "notify/srcu_grace_period.hpp"

namespace kickpath::notify {

namespace {

std::unique_ptr<GracePeriod> make_grace_period(host::Host& host, const GsiRoutingSpec& spec) {
  if (spec.grace_period == GracePeriodKind::rcu) return std::make_unique<RcuGracePeriod>(host, spec.rcu);
  return std::make_unique<SrcuGracePeriod>(host);
}

}  // namespace

GsiRouting::GsiRouting(host::Host& host, const GsiRoutingSpec& spec)
    : host_(host), grace_period_(make_grace_period(host, spec)) {}

RouteCopy& GsiRouting::add(IrqRoute& entry) {
  return *copies_.emplace_back(std::make_unique<RouteCopy>(host_, *grace_period_, entry));
}

void GsiRouting::update(host::Task& by, RouteCopy& changed, IrqRoute& entry) { renew(by, &changed, &entry); }

RouteCopy& GsiRouting::assign(host::Task& by, IrqRoute& entry) {
  renew(by, nullptr, nullptr);
  by.kernel(host_.cost(cost::Component::irqfd_assign));
  return add(entry);
}

void GsiRouting::renew(host::Task& by, RouteCopy* changed, IrqRoute* entry) {
  ++updates_;
  by.kernel(host_.cost(cost::Component::route_update));
  for (const auto& copy : copies_) copy->renew(by, copy.get() == changed ? *entry : copy->entry());
  grace_period_->wait(by);
  by.preemption_point();
}

}  // namespace kickpath::notify
