#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

/// Times in microseconds. The profile's ticks come every 4 ms and cost 15.4 us, a switch costs 1.448 us.
namespace {

const std::string endless = "background[0].system_call.length=10 s";

nlohmann::json run_under(const std::string& model, std::vector<std::string> overrides = {}) {
  overrides.push_back("host.preemption=" + model);
  return run_mechanism("preemption", overrides);
}

double rate(const nlohmann::json& result) { return total(result, "ops_per_s"); }
/// Of one request more or less in the time that is measured.
double one_request(const nlohmann::json& result) { return 1 / result.at("measured_s").get<double>(); }

/// How long the task in the kernel keeps the core between two requests of the iothread.
double kept_us(const nlohmann::json& result) {
  return result.at("cores").at(1).at("by").at("scrub0").get<double>() * us_per_operation(result);
}

/// A piece of kernel work, with the switch back to it and its part of the ticks.
double with_switch_and_ticks(double piece_us, const nlohmann::json& result) {
  return piece_us + 1.448 + 15.4 * us_per_operation(result) / 4000;
}

}  // namespace

TEST_CASE("none: a kick waits for the next cond_resched, so one request is served at each") {
  const nlohmann::json result = run_under("none");
  CHECK(kept_us(result) ==
        Approx(with_switch_and_ticks(1000, result)).epsilon(one_request(result) / rate(result)));
  CHECK(rate(run_under("none", {endless})) == Approx(rate(result)).margin(one_request(result)));
}

TEST_CASE("voluntary: one is served at each point where the call might sleep, too") {
  const nlohmann::json result = run_under("voluntary");
  CHECK(kept_us(result) ==
        Approx(with_switch_and_ticks(500, result)).epsilon(one_request(result) / rate(result)));
}

TEST_CASE("full: a core busy in the kernel is reached as soon as its IPI is, sooner than one that must leave its idle state") {
  const double idle_us = us_per_operation(run_mechanism("preemption", {"background=[]"}));
  const double busy_us = us_per_operation(run_under("full"));
  // At most by wake.idle_exit less wake.ipi_busy: what is won is partly waited for by the vcpu, which is still on
  // its way into its halt.
  CHECK(busy_us < idle_us);
  CHECK(busy_us > idle_us - (14.711 - 3.267));
}

TEST_CASE("lazy: in a call without end one request is served at each tick, whatever the call offers") {
  for (const double hz : {250.0, 1000.0}) {
    const nlohmann::json result =
        run_under("lazy", {endless, "host.hz=" + std::to_string(static_cast<int>(hz))});
    CHECK(rate(result) == Approx(hz).margin(one_request(result)));
  }
}

TEST_CASE("lazy: the end of a call lets one through before the tick does") {
  const nlohmann::json result = run_under("lazy");
  CHECK(rate(result) > 1e3 / 3);          // the ends of calls of 3 ms
  CHECK(rate(result) < 1e3 / 3 + 1e3 / 4);  // and the ticks
}
