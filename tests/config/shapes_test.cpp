#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace kickpath;
using namespace kickpath::config;
using namespace kickpath::config::sample;

namespace {

/// The message about `text` as the value of a list, without its place.
template <class S>
std::string problem_of(const std::string& text, const S& shape) {
  const std::string line = errors_of("- " + text + "\n", list_of(shape));
  const std::string prefix = "t.yaml:1:3: [0]: ";
  REQUIRE(line.starts_with(prefix));
  return line.substr(prefix.size(), line.size() - prefix.size() - 1);
}

template <class S>
typename S::Value good(const std::string& text, const S& shape) {
  return value_of("- " + text + "\n", list_of(shape)).front();
}

}  // namespace

TEST_CASE("Integers have bounds and are plain decimals") {
  CHECK(good("1", integer(1, 8)) == 1);
  CHECK(good("8", integer(1, 8)) == 8);
  CHECK(problem_of("0", integer(1, 8)) == "must be from 1 to 8, not 0");
  CHECK(problem_of("9", integer(1, 8)) == "must be from 1 to 8, not 9");
  CHECK(problem_of("'3'", integer(1, 8)) == "expected an integer, not text in quotes");
  CHECK(problem_of("1.5", integer(1, 8)) == "expected an integer, not '1.5'");
  CHECK(problem_of("0x10", integer(1, 99)) == "expected an integer, not '0x10'");
  CHECK(problem_of("9223372036854775808", integer<std::int64_t>(0, 9)) ==
        "'9223372036854775808' is beyond 64 bits");
  CHECK(problem_of("[1]", integer(1, 8)) == "expected an integer, not a list");
  CHECK(problem_of("-1", integer<std::int64_t>(0, std::numeric_limits<std::int64_t>::max())) ==
        "must be at least 0, not -1");
}

TEST_CASE("A power of two is one") {
  CHECK(good("1", power_of_two(1, 32768)) == 1);
  CHECK(good("32768", power_of_two(1, 32768)) == 32768);
  CHECK(problem_of("96", power_of_two(1, 32768)) == "must be a power of two, not 96");
  CHECK(problem_of("65536", power_of_two(1, 32768)) == "must be from 1 to 32768, not 65536");
}

TEST_CASE("Numbers are finite, booleans are true or false") {
  CHECK(good("1e-3", number(0, 1)) == 0.001);
  CHECK(problem_of("inf", number()) == "must be a finite number");
  CHECK(problem_of("nan", number()) == "must be a finite number");
  CHECK(problem_of("1.01", number(0, 1)) == "must be from 0 to 1, not 1.01");
  CHECK(good("true", boolean()));
  CHECK_FALSE(good("false", boolean()));
  CHECK(problem_of("yes", boolean()) == "expected true or false, not 'yes'");
  CHECK(problem_of("\"true\"", boolean()) == "expected true or false, not 'true' in quotes");
}

TEST_CASE("What looks like a number is no text until it is quoted") {
  CHECK(good("eevdf", text()) == "eevdf");
  CHECK(good("\"6.10\"", text()) == "6.10");
  CHECK(problem_of("6.10", text()) == "expected a text; put it in quotes, as in \"6.10\"");
  CHECK(problem_of("true", text()) == "expected a text; put it in quotes, as in \"true\"");
  CHECK(problem_of("''", text()) == "must not be empty");
  CHECK(good("vm-0.a_b", identifier()) == "vm-0.a_b");
  CHECK_FALSE(problem_of("0vm", identifier()).empty());
  CHECK_FALSE(problem_of("a b", identifier()).empty());
}

TEST_CASE("A duration keeps its bounds, inclusive on both sides") {
  const auto shape = duration(1_us, 1_ms);
  CHECK(good("1 us", shape) == 1_us);
  CHECK(good("1 ms", shape) == 1_ms);
  CHECK(problem_of("999 ns", shape) == "must be from 1 us to 1 ms, not 999 ns");
  CHECK(problem_of("1.001 ms", shape) == "must be from 1 us to 1 ms, not 1.001 ms");
  CHECK(problem_of("-1 us", duration()) == "must be at least 0 us, not -1 us");
  CHECK(problem_of("5", duration()) == "'5' needs a unit, as in '5 us'");
  CHECK(value_of("- 3000 cycles", list_of(duration()), Frequency{3'000'000'000}).front() == 1_us);
  CHECK(problem_of("101 %", percent()) == "must be from 0 % to 100 %, not 101 %");
  CHECK(good("100 %", percent()) == 1.0);
  CHECK(problem_of("0 Hz", frequency()) == "must be at least 1 Hz, not 0 Hz");
  CHECK(problem_of("4 KiB", size(0, 4095)) == "must be from 0 B to 4095 B, not 4 KiB");
}

TEST_CASE("A word of a list, or the nearest is suggested") {
  const auto shape = one_of<Layout>({{"split", Layout::split}, {"packed", Layout::packed}});
  CHECK(good("packed", shape) == Layout::packed);
  CHECK(problem_of("paked", shape) == "unknown word 'paked' (did you mean 'packed'?)");
  CHECK(problem_of("round", shape) == "unknown word 'round' (known: split, packed)");
}

TEST_CASE("A distribution stands wherever a duration does") {
  CHECK(good("5 us", distribution()) == Distribution::fixed(5_us));
  CHECK(good("{fixed: 5 us}", distribution()) == Distribution::fixed(5_us));
  CHECK(good("{exponential: 5 us}", distribution()) == Distribution::exponential(5_us));
  CHECK(good("{lognormal: {median: 5 us, sigma: 0.3}}", distribution()) ==
        Distribution::lognormal(5_us, 0.3));
  CHECK(good("{uniform: [1 us, 3 us]}", distribution()) == Distribution::uniform(1_us, 3_us));
  CHECK(good("{uniform: [1 us, 1 us]}", distribution()) == Distribution::uniform(1_us, 1_us));
  CHECK(problem_of("5", distribution()) == "'5' needs a unit, as in '5 us'");
}

TEST_CASE("A bad distribution is told where it is bad") {
  CHECK(errors_of("- {uniform: [3 us, 1 us]}", list_of(distribution())) ==
        "t.yaml:1:20: [0].uniform[1]: must be at least 3 us, the lowest\n");
  CHECK(errors_of("- {uniform: [1 us]}", list_of(distribution())) ==
        "t.yaml:1:13: [0].uniform: needs 2 items, has 1\n");
  CHECK(errors_of("- {exponental: 1 us}", list_of(distribution())) ==
        "t.yaml:1:4: [0].exponental: unknown key 'exponental' (did you mean 'exponential'?)\n");
  CHECK(errors_of("- {lognormal: {median: 5 us}}", list_of(distribution())) ==
        "t.yaml:1:15: [0].lognormal: key 'sigma' is missing (standard deviation of the logarithm)\n");
  CHECK(errors_of("- {fixed: 1 us, uniform: [1 us, 2 us]}", list_of(distribution())) ==
        "t.yaml:1:3: [0]: expected exactly one of the keys fixed, exponential, lognormal, uniform, not 2 "
        "keys\n");
}

TEST_CASE("The mean of a law") {
  CHECK(Distribution::fixed(5_us).mean() == 5_us);
  CHECK(Distribution::exponential(5_us).mean() == 5_us);
  CHECK(Distribution::uniform(1_us, 4_us).mean() == 2500_ns);
  // exp(0.5^2 / 2) = 1.133148453...; of 1 us: 1,133,148 ps
  CHECK(Distribution::lognormal(1_us, 0.5).mean() == 1'133'148_ps);
  CHECK(Distribution::uniform(Duration::max() - 2_ps, Duration::max()).mean() == Duration::max() - 1_ps);
  CHECK(Distribution::lognormal(Duration::max(), 1).mean() == Duration::max());
}

TEST_CASE("A whole file reads into its structs") {
  const Scenario scenario = value_of(valid_text, scenario_shape());
  REQUIRE(scenario.vms.size() == 2);
  CHECK(scenario.apicv);
  CHECK(scenario.vms[0].count == 2);
  CHECK(scenario.vms[0].poll == 200_us);
  CHECK(scenario.vms[0].queue.size == 128);
  CHECK(scenario.vms[0].queue.layout == Layout::packed);
  CHECK(std::get<OpenLoop>(scenario.vms[0].workload).arrivals == Distribution::exponential(10_us));
  CHECK(scenario.vms[1].name == "other");
  CHECK(scenario.vms[1].count == 1);
  CHECK_FALSE(scenario.vms[1].poll);
  CHECK(scenario.vms[1].service == Distribution::uniform(1_us, 3_us));
}

TEST_CASE("What is written reads back as the same") {
  const Scenario scenario = value_of(valid_text, scenario_shape());
  const std::string text = scenario_shape().write(scenario).dump();
  CHECK(scenario_shape().write(value_of(text, scenario_shape())).dump() == text);
  CHECK(text.find(R"("arrivals":{"exponential":"10 us"})") != std::string::npos);
}

TEST_CASE("All errors of a file are told at once, by place") {
  CHECK(errors_of("schema: sample/1\n"
                  "apicv: 1\n"
                  "vms:\n"
                  "  - nam: vm\n"
                  "    coutn: 2\n"
                  "    queue: {size: 100, sise: 1}\n"
                  "    workload: {kind: closed-lop}\n"
                  "    poll:\n"
                  "  - {name: b, pin: [3, x], name: c}\n"
                  "  - vm\n",
                  scenario_shape()) ==
        "t.yaml:2:8: apicv: expected true or false, not '1'\n"
        "t.yaml:4:5: vms[0]: key 'name' is missing (name of the group)\n"
        "t.yaml:4:5: vms[0].nam: unknown key 'nam' (did you mean 'name'?)\n"
        "t.yaml:5:5: vms[0].coutn: unknown key 'coutn' (did you mean 'count'?)\n"
        "t.yaml:6:19: vms[0].queue.size: must be a power of two, not 100\n"
        "t.yaml:6:24: vms[0].queue.sise: unknown key 'sise' (did you mean 'size'?)\n"
        "t.yaml:7:22: vms[0].workload.kind: unknown kind 'closed-lop' (did you mean 'closed-loop'?)\n"
        "t.yaml:8:5: vms[0].poll: has no value\n"
        "t.yaml:9:24: vms[1].pin[1]: expected an integer, not 'x'\n"
        "t.yaml:9:28: vms[1].name: duplicate key 'name' (first in line 9, column 6)\n"
        "t.yaml:10:5: vms[2]: expected a VM (a map), not 'vm'\n");
}

TEST_CASE("A check across fields reports at the field, once the fields are good") {
  CHECK(errors_of("{name: a, pin: [4, 4]}", vm_shape()) == "t.yaml:1:20: pin[1]: the same core twice\n");
  CHECK(errors_of("{name: a, pin: [4, 5]}", vm_shape()).empty());
  CHECK(errors_of("{name: 1, pin: [4, 4]}", vm_shape()).find("twice") == std::string::npos);
}

TEST_CASE("A constant key admits one value") {
  CHECK(errors_of("{schema: sample/2, vms: [{name: a}]}", scenario_shape()) ==
        "t.yaml:1:10: schema: expected 'sample/1', not 'sample/2'\n");
  CHECK(errors_of("{vms: [{name: a}]}", scenario_shape()) ==
        "t.yaml:1:1: key 'schema' is missing (format of this file)\n");
}

TEST_CASE("The key that selects the rest may not be missing nor be a map") {
  CHECK(errors_of("{name: a, workload: {depth: 1}}", vm_shape()) ==
        "t.yaml:1:21: workload: key 'kind' is missing (one of closed-loop, open-loop)\n");
  CHECK(errors_of("{name: a, workload: {kind: {}}}", vm_shape()) ==
        "t.yaml:1:28: workload.kind: expected one of closed-loop, open-loop, not a map\n");
  CHECK(errors_of("{name: a, workload: {kind: closed-loop, arrivals: 5 us}}", vm_shape()) ==
        "t.yaml:1:41: workload.arrivals: unknown key 'arrivals' (known: depth, kind)\n");
}

TEST_CASE("A word or a list: the alternative that takes the node tells the error") {
  const auto any = text_one_of({"any"}).mapped<std::vector<std::int64_t>>(
      [](const std::string&) { return std::vector<std::int64_t>{}; },
      [](const std::vector<std::int64_t>& list) {
        return list.empty() ? std::string("any") : std::string();
      });
  const auto shape = either(any, list_of(integer<std::int64_t>(0, 7), 1));
  CHECK(good("any", shape).empty());
  CHECK(good("[1, 2]", shape) == std::vector<std::int64_t>{1, 2});
  CHECK(errors_of("- [1, 8]", list_of(shape)) == "t.yaml:1:7: [0][1]: must be from 0 to 7, not 8\n");
  CHECK(problem_of("ayn", shape) == "unknown word 'ayn' (did you mean 'any'?)");
  CHECK(problem_of("{}", shape) == "expected one of any or a list, not a map");
  CHECK(shape.write({}) == "any");
  CHECK(shape.write({3}).dump() == "[3]");
}

TEST_CASE("Two alternatives for one word are named together when neither fits") {
  const auto always = text_one_of({"always"})
                          .mapped<Duration>([](const std::string&) { return Duration::max(); },
                                            [](const Duration&) { return std::string(); });
  const auto shape = either(duration(), always);
  CHECK(good("always", shape) == Duration::max());
  CHECK(good("0 us", shape) == 0_us);
  CHECK(problem_of("never", shape) == "expected a duration or one of always, not 'never'");
}

TEST_CASE("A map with free keys keeps their order") {
  const auto map = value_of("{b: 1 us, a.b: 2 us}", map_of(duration()));
  CHECK(map == Dictionary<Duration>{{"b", 1_us}, {"a.b", 2_us}});
  CHECK(errors_of("{b: 1, a.b: x}", map_of(duration())) ==
        "t.yaml:1:5: b: '1' needs a unit, as in '5 us'\n"
        "t.yaml:1:13: [\"a.b\"]: expected a duration, as in '5 us', not 'x'\n");
}

TEST_CASE("A spot of what is missing has the place of its nearest parent") {
  Errors errors;
  Reading reading{errors};
  const Spot root{parse_text("vms:\n  - name: a\n", "t.yaml", errors).root, reading};
  CHECK_FALSE(root.at("vms").at(0).at("pin").at("vcpu").at(2).error("core 9 does not exist (host has 0-7)"));
  CHECK(errors.format() == "t.yaml:2:5: vms[0].pin.vcpu[2]: core 9 does not exist (host has 0-7)\n");
}

TEST_CASE("The free part of a document is kept as JSON") {
  Errors errors;
  const auto value =
      read(parse_text(R"({"a": [1, -2.5, true, null, "x", "1"], b: plain, c: 6.10})", "t", errors).root,
           any_json(), errors);
  REQUIRE(value);
  CHECK(*value == json::parse(R"({"a": [1, -2.5, true, null, "x", "1"], "b": "plain", "c": 6.1})"));
}
