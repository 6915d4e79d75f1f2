#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

namespace {

double round_trip_us(const nlohmann::json& result) { return 1e6 / total(result, "ops_per_s"); }

const std::string net = "vms[0].devices[0].net.";

}  // namespace

TEST_CASE("With the TX timer a round trip of one byte holds its 150 us, without it does not") {
  const double timer = round_trip_us(run_mechanism("net-tx-timer"));
  const double drain = round_trip_us(run_mechanism("net-tx-timer", {net + "tx.flush=drain"}));
  CHECK(timer - drain > 150 * 0.95);
  CHECK(drain < 150);
}

TEST_CASE("The TX timer's length is what a round trip gains or loses by it") {
  const double longer = round_trip_us(run_mechanism("net-tx-timer", {net + "tx.timer=250 us"}));
  const double shorter = round_trip_us(run_mechanism("net-tx-timer", {net + "tx.timer=150 us"}));
  CHECK(longer - shorter == Approx(100).epsilon(0.05));
}

TEST_CASE(
    "A round trip through the TX timer takes one beat of QEMU's alarm, and two where the guest is slower") {
  // The timer of 150 us is over by the next beat, 250 us on, if the guest posts within 100 us; else the one
  // after.
  const double beat = round_trip_us(run_mechanism("net-tx-alarm"));
  const double slower = round_trip_us(run_mechanism("net-tx-alarm", {"vms[0].workload.compute=100 us"}));
  const double exact = round_trip_us(run_mechanism("net-tx-alarm", {"vms[0].alarm=0 us"}));
  CHECK(beat == Approx(250).epsilon(0.04));
  CHECK(slower == Approx(2 * beat).epsilon(0.04));
  CHECK(exact < beat - 30);
}

TEST_CASE("A bottom half sends without waiting: it streams faster than the timer with its full rings") {
  const double half = total(run_mechanism("net-tx-bottom-half"), "bytes_per_s");
  const double timer = total(run_mechanism("net-tx-bottom-half", {net + "tx.flush=timer"}), "bytes_per_s");
  CHECK(half > timer);
}

TEST_CASE("GSO sends the same bytes in far fewer packets, and more of them") {
  const nlohmann::json off = run_mechanism("net-gso-off");
  const nlohmann::json on = run_mechanism("net-gso-off", {net + "gso=true"});
  CHECK(total(on, "bytes_per_s") > total(off, "bytes_per_s"));
  CHECK(total(on, "bytes_per_s") / total(on, "packets_per_s") >
        3 * total(off, "bytes_per_s") / total(off, "packets_per_s"));
}

TEST_CASE("A delay before the interrupt makes each interrupt bring more packets") {
  const nlohmann::json delayed = run_mechanism("net-rx-delay");
  const nlohmann::json each =
      run_mechanism("net-rx-delay", {net + "rx.interrupt=packet", net + "rx.wait=0 us"});
  CHECK(total(delayed, "packets_per_interrupt") > total(each, "packets_per_interrupt"));
}

TEST_CASE("Waiting for more packets hurts a guest that sends: its acknowledgements come late") {
  const nlohmann::json waits = run_mechanism("net-rx-timeout");
  const nlohmann::json asks = run_mechanism("net-rx-timeout", {net + "rx.wait=0 us"});
  CHECK(total(waits, "packets_per_interrupt") > 4 * total(asks, "packets_per_interrupt"));
  CHECK(total(waits, "bytes_per_s") < 0.9 * total(asks, "bytes_per_s"));
}

TEST_CASE("A bounded tap queue drops datagrams, and TCP through the same queue loses none") {
  CHECK(total(run_mechanism("net-tap-drops"), "dropped_per_s") > 0);
  CHECK(total(run_mechanism("net-gso-off", {net + "tap.queue=50"}), "dropped_per_s") == 0);
}

TEST_CASE("A ring of big buffers holds 16 packets: the host runs out of them, and every refill is kicked") {
  const nlohmann::json big = run_mechanism("net-rx-buffers");
  const nlohmann::json mergeable = run_mechanism("net-rx-buffers", {net + "rx.buffers=mergeable"});
  CHECK(total(big, "kicks_per_op") > 2 * total(mergeable, "kicks_per_op"));
}

TEST_CASE(
    "vhost-net answers a request of one byte sooner than QEMU's thread, which makes system calls for it") {
  const double vhost = round_trip_us(run_mechanism("net-vhost"));
  const double thread = round_trip_us(run_mechanism("net-vhost", {"vms[0].devices[0].server.kind=iothread"}));
  CHECK(vhost < thread);
}

TEST_CASE(
    "Of two guests that stream, the one whose workload it is has the operations, and both have packets") {
  const nlohmann::json guests = run_mechanism("net-guest-to-guest");
  CHECK(total(guests, "bytes_per_s") > 0);
  CHECK(guests.at("vms").at(1).at("ops_per_s").at("mean") == 0);
  CHECK(guests.at("vms").at(1).at("packets_per_s").at("mean") > 0);
}

namespace {

// 1 Gbit/s; 1448 bytes of data in a frame of 1538.
constexpr double wire_bytes_per_s = 125e6 * 1448 / 1538;

double bytes_of_vm(const nlohmann::json& result, std::size_t vm) {
  return result.at("vms").at(vm).at("bytes_per_s").at("mean").get<double>();
}

}  // namespace

TEST_CASE("A stream over a link is as fast as the wire carries its data, and twice the wire twice as fast") {
  // A message of 65160 bytes more or less in 500 ms is 0.11 %.
  CHECK(total(run_mechanism("net-two-hosts"), "bytes_per_s") == Approx(wire_bytes_per_s).epsilon(0.003));
  const nlohmann::json faster = run_mechanism("net-two-hosts", {"remote.link.bandwidth=2 Gbit/s"});
  CHECK(total(faster, "bytes_per_s") == Approx(2 * wire_bytes_per_s).epsilon(0.003));
}

TEST_CASE("Two streams share one link evenly, and together have all of it") {
  const nlohmann::json two = run_mechanism("net-two-hosts", {"vms[0].count=2"});
  CHECK(bytes_of_vm(two, 0) == Approx(wire_bytes_per_s / 2).epsilon(0.006));
  CHECK(bytes_of_vm(two, 1) == Approx(wire_bytes_per_s / 2).epsilon(0.006));
}

TEST_CASE("A window that is too small for the way there and back leaves the wire idle") {
  // 64 KiB in flight, once around in 10 ms at least.
  const nlohmann::json small =
      run_mechanism("net-two-hosts", {"remote.link.latency=5 ms", "vms[0].workload.window=64 KiB"});
  CHECK(total(small, "bytes_per_s") < 65536 / 0.010);
  CHECK(total(small, "bytes_per_s") > 0.5 * 65536 / 0.010);
}

TEST_CASE("The cores of two hosts are told apart, and the same seed gives the same bytes") {
  const nlohmann::json two = run_mechanism("net-two-hosts");
  REQUIRE(two.at("cores").size() == 8);
  CHECK(two.at("cores").at(3).at("host") == "host");
  CHECK(two.at("cores").at(4).at("host") == "remote");
  CHECK(two.at("cores").at(4).at("id") == 0);
  CHECK(two == run_mechanism("net-two-hosts"));
  CHECK_FALSE(run_mechanism("net-guest-to-guest").at("cores").at(0).contains("host"));
}
