#include <cmath>

#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

/// Who serves: what each kind of server saves and costs. Costs as in scenarios/profiles/servers.yaml.
namespace {

double latency_us(const nlohmann::json& result) {
  return result.at("totals").at("latency_ns").at("mean").at("mean").get<double>() / 1000;
}

const std::string device = "vms[0].devices[0].";

}  // namespace

TEST_CASE("A vhost worker saves epoll, the read and the system call to inject, and costs its list of works") {
  const auto saved = [](const std::string& suppression) {
    const std::string asks = device + "queue.suppression=" + suppression;
    return latency_us(run_mechanism("vhost-worker", {asks, device + "server.kind=iothread"})) -
           latency_us(run_mechanism("vhost-worker", {asks}));
  };
  // epoll.ready 200 + eventfd.read 120 + irq.irqfd 400 - irq.irqfd_in_kernel 320 - vhost 40 + 30
  CHECK(saved("none") == Approx(0.330).margin(0.003));
  // An iothread asks for kicks again before it interrupts, vhost after: the line of avail_event, 50 ns.
  CHECK(saved("event-idx") == Approx(0.330 + 0.050).margin(0.003));
}

TEST_CASE(
    "A busy loop longer than the guest's pauses leaves no kick and no wake-up; without it each has both") {
  const nlohmann::json busy = run_mechanism("vhost-busyloop");
  const nlohmann::json sleeps = run_mechanism("vhost-busyloop", {device + "server.busyloop=0 us"});
  CHECK(total(busy, "kicks_per_op") < 0.05);
  CHECK(total(sleeps, "kicks_per_op") > 0.95);
  CHECK(latency_us(busy) < latency_us(sleeps) / 2);
}

TEST_CASE("A thread per queue has one request at the disk at a time; an iothread has all that are posted") {
  const double waits = total(run_mechanism("thread-per-queue"), "ops_per_s");
  const double submits =
      total(run_mechanism("thread-per-queue", {device + "server.kind=iothread"}), "ops_per_s");
  CHECK(waits < 2 / 81e-6);  // two queues, 81 us a request
  CHECK(submits > 4 * waits);
}

TEST_CASE("The main loop pays for 64 idle queues at each wake-up; an iothread does not") {
  const std::string few = "vms[0].devices[1].queues=1";
  const auto added = [&](const std::string& kind) {
    const std::vector<std::string> kinds{device + "server.kind=" + kind,
                                         "vms[0].devices[1].server.kind=" + kind};
    return latency_us(run_mechanism("main-loop", kinds)) -
           latency_us(run_mechanism("main-loop", {kinds[0], kinds[1], few}));
  };
  // 63 descriptors of 60 ns, for each ppoll; two requests may share one.
  CHECK(added("main-loop") > 63 * 0.060 * 0.5);
  CHECK(std::abs(added("iothread")) < 0.05);
}

TEST_CASE("Under the global lock two vcpus serve hardly more than one does") {
  const double two = total(run_mechanism("global-lock"), "ops_per_s");
  const double one = total(
      run_mechanism("global-lock", {"vms[0].vcpus=1", device + "queues=1", "vms[0].placement.vcpus=[0]"}),
      "ops_per_s");
  CHECK(two < 1.5 * one);
  // With an iothread for each queue nothing is shared.
  const std::vector<std::string> iothreads{device + "kick=ioeventfd-pio", device + "server.kind=iothread",
                                           device + "server.iothreads=0", "host.cores=4",
                                           "vms[0].placement.servers=[2, 3]"};
  CHECK(total(run_mechanism("global-lock", iothreads), "ops_per_s") > 1.3 * two);
}

TEST_CASE("Polling up to 32 us makes kicks rare while pauses are short; pauses beyond it make it give up") {
  const nlohmann::json covers = run_mechanism("adaptive-polling");
  CHECK(total(covers, "kicks_per_op") < 0.05);
  const nlohmann::json hopeless = run_mechanism("adaptive-polling", {"vms[0].workload.compute=100 us"});
  CHECK(total(hopeless, "kicks_per_op") > 0.95);
}

TEST_CASE(
    "poll_shrink 0 begins anew with 4 us, 2 with what halving left: where most pauses are too long it burns "
    "less") {
  // 45 % of the pauses are longer than the maximum, the others grow the poll again.
  const std::string pauses = "vms[0].workload.compute={exponential: 40 us}";
  const auto busy = [&](const std::string& shrink) {
    return run_mechanism("adaptive-polling", {pauses, device + "server.poll_shrink=" + shrink})
        .at("cores")
        .at(1)
        .at("busy")
        .get<double>();
  };
  CHECK(busy("2") < busy("0"));
}

TEST_CASE("64 idle queues on a polling iothread delay each request by half a round of 50 ns looks") {
  const double many = latency_us(run_mechanism("idle-sources"));
  const double one = latency_us(run_mechanism("idle-sources", {"vms[0].devices[1].queues=1"}));
  CHECK(many - one == Approx(63 * 0.050 / 2).margin(0.050));  // within a look
}

TEST_CASE("A request that idle queues delay until its vcpu has blocked costs a wake-up besides") {
  const std::string halts = "vms[0].workload.completion=interrupt";
  const nlohmann::json many = run_mechanism("idle-sources", {halts});
  const nlohmann::json one = run_mechanism("idle-sources", {halts, "vms[0].devices[1].queues=1"});
  CHECK(latency_us(many) - latency_us(one) > 2 * 63 * 0.050 / 2);
  CHECK(total(many, "context_switches_per_op") > 0.5);
  CHECK(total(one, "context_switches_per_op") < 0.05);
}

TEST_CASE("A queue that was idle for 7 s is polled no more: the delay is gone") {
  const std::vector<std::string> shorter{"run.warmup=6 s", "run.duration=500 ms", "run.replicas=1",
                                         "vms[0].workload.compute=50 us"};
  const std::vector<std::string> longer{"run.warmup=7500 ms", "run.duration=500 ms", "run.replicas=1",
                                        "vms[0].workload.compute=50 us"};
  CHECK(latency_us(run_mechanism("idle-sources", shorter)) -
            latency_us(run_mechanism("idle-sources", longer)) >
        1.0);
}

TEST_CASE(
    "Four queues of 10 us each: one iothread is the limit, two serve twice as much, four more than three "
    "times") {
  const auto rate = [](const std::string& iothreads) {
    return total(run_mechanism("shared-iothread", {device + "server.iothreads=" + iothreads}), "ops_per_s");
  };
  const double one = rate("1"), two = rate("2"), each = rate("0");
  CHECK(one < 1 / 10e-6);
  CHECK(two > 1.8 * one);
  CHECK(each > 3.2 * one);
  CHECK(rate("4") == each);
}

TEST_CASE(
    "With a plug all posts of a round share a kick; without it more than twice as many leave the guest") {
  const double plugged = total(run_mechanism("blk-plug"), "kicks_per_op");
  const double single = total(run_mechanism("blk-plug", {"vms[0].workload.plug=1"}), "kicks_per_op");
  // Completions come one by one, so most rounds are shorter than the plug.
  CHECK(plugged < 1.0 / 4);
  CHECK(single > 2 * plugged);
}

TEST_CASE("Merging adjacent writes, by the device or by the guest, positions the disk once for many") {
  const auto bytes = [](const std::string& by_guest, const std::string& by_device) {
    return total(run_mechanism("blk-merge",
                               {"vms[0].workload.merge=" + by_guest, device + "backend.merge=" + by_device}),
                 "bytes_per_s");
  };
  const double off = bytes("false", "false"), device_merges = bytes("false", "true"),
               guest_merges = bytes("true", "false");
  CHECK(off < 4096 / 100e-6 * 1.01);  // a positioning of 100 us for each 4 KiB
  CHECK(device_merges > 10 * off);
  CHECK(guest_merges > device_merges);  // and the ring is relieved too
}

TEST_CASE("A flush of 1 ms after eight writes of 85 us hides what the notification costs") {
  const auto gain = [](const std::vector<std::string>& flushes) {
    std::vector<std::string> cheap = flushes, dear = flushes;
    dear.emplace_back("vms[0].devices[0].kick=userspace-pio");
    dear.emplace_back("vms[0].devices[0].server.kind=vcpu");
    return total(run_mechanism("blk-flush", cheap), "ops_per_s") /
           total(run_mechanism("blk-flush", dear), "ops_per_s");
  };
  const double with = gain({}), without = gain({"vms[0].workload.flush_every=0"});
  CHECK(std::abs(with - 1) < std::abs(without - 1));
  // Eight writes and a flush: nine operations.
  const double period = 9 / total(run_mechanism("blk-flush"), "ops_per_s");
  CHECK(period > 8 * 81e-6 + 1e-3);
  CHECK(period < 8 * 110e-6 + 1.05e-3);
}

TEST_CASE("A pool of threads costs more CPU a request than native AIO, and batching less") {
  const auto efficiency = [](const std::vector<std::string>& how) {
    return total(run_mechanism("blk-aio", how), "ops_per_cpu_s");
  };
  const double batched = efficiency({});
  const double single = efficiency({device + "backend.batch=false"});
  const double pool = efficiency({device + "backend.batch=false", device + "backend.aio=threads"});
  CHECK(batched > single);
  CHECK(single > 1.2 * pool);
}

TEST_CASE("Every server and backend completes what virtio-blk with four queues posts") {
  for (const char* server : {"{kind: iothread}", "{kind: iothread, iothreads: 0}", "{kind: main-loop}",
                             "{kind: thread-per-queue}"})
    for (const char* backend :
         {"{kind: fixed, service: 1 us, latency: 20 us}", "{kind: disk, seek: 20 us, parallel: 8}",
          "{kind: disk, seek: 20 us, parallel: 8, aio: threads, threads: 4}"}) {
      if (std::string(server) == "{kind: thread-per-queue}" &&
          std::string(backend).find("threads") != std::string::npos)
        continue;
      INFO(server << " " << backend);
      const nlohmann::json result =
          run_mechanism("shared-iothread",
                        {device + "server=" + server, device + "backend=" + backend, "run.duration=20 ms"});
      CHECK(total(result, "ops_per_s") > 15'000);
    }
}
