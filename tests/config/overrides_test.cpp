#include "config/overrides.hpp"

#include <catch2/catch.hpp>

#include "config/fingerprint.hpp"
#include "sample.hpp"

using namespace kickpath::config;
using namespace kickpath::config::sample;

namespace {

struct Overridden {
  Overridden(const std::string& text, const std::string& option) {
    root = with_override(parse_text(text, "t.yaml", errors).root, option, errors);
  }
  std::string canonical() const { return kickpath::config::canonical(*root); }
  Errors errors;
  NodePtr root;
};

std::string result(const std::string& text, const std::string& option) {
  const Overridden overridden{text, option};
  return overridden.errors.empty() ? overridden.canonical() : overridden.errors.format();
}

/// The errors of the option, which must have left the tree alone.
std::string refusal(const std::string& text, const std::string& option) {
  const Overridden overridden{text, option};
  Errors errors;
  CHECK(overridden.canonical() == canonical(*parse_text(text, "t.yaml", errors).root));
  return overridden.errors.format();
}

}  // namespace

TEST_CASE("An override replaces a value where it stands") {
  CHECK(result("a: 1\nb: 2", "a=3") == R"({"a": 3, "b": 2})");
  CHECK(result("v: [{d: [{s: 1 us}]}]", "v[0].d[0].s=5 us") == R"({"v": [{"d": [{"s": "5 us"}]}]})");
  CHECK(result("v: [1, 2, 3]", "v[2]=x") == R"({"v": [1, 2, "x"]})");
  CHECK(result("a: {b: 1}", "a={c: [2, 3]}") == R"({"a": {"c": [2, 3]}})");
  CHECK(result("a: 1", "a=x=y") == R"({"a": "x=y"})");
}

TEST_CASE("An override creates the maps that are missing") {
  CHECK(result("a: 1", "b.c.d=2") == R"({"a": 1, "b": {"c": {"d": 2}}})");
  CHECK(result("a:", "a.b=2") == R"({"a": {"b": 2}})");
  CHECK(result("{a: 1}", R"(["x.y"]=2)").starts_with("--set:1:"));  // a path begins with a name
  CHECK(result("p: {x.y: 1}", R"(p["x.y"]=2)") == R"({"p": {"x.y": 2}})");
  CHECK(result("p: {x=y: 1}", R"(p["x=y"].z=2)") == "--set:1:10: p[\"x=y\"]: is '1', which has no key 'z'\n");
}

TEST_CASE("The tree that was given stays as it was") {
  Errors errors;
  const NodePtr before = parse_text("a: {b: 1}", "t.yaml", errors).root;
  const NodePtr after = with_override(before, "a.b=2", errors);
  CHECK(canonical(*before) == R"({"a": {"b": 1}})");
  CHECK(canonical(*after) == R"({"a": {"b": 2}})");
}

TEST_CASE("A bad override points into the option") {
  CHECK(refusal("a: 1", "a") == "--set:1:2: a: expected path=value, as in 'run.seed=2'\n");
  CHECK(refusal("a: 1", "=1") == "--set:1:1: a key is missing here\n");
  CHECK(refusal("a: 1", "") == "--set:1:1: a key is missing here\n");
  CHECK(refusal("a: 1", "a..b=1") == "--set:1:3: a: a key is missing here\n");
  CHECK(refusal("a: 1", "a=") == "--set:1:3: a: needs a value behind '='\n");
  CHECK(refusal("a: 1", "a.b=1") == "--set:1:3: a: is '1', which has no key 'b'\n");
  CHECK(refusal("a: [1]", "a.b=1") == "--set:1:3: a: is a list, which has no key 'b'\n");
  CHECK(refusal("a: {}", "a[0]=1") == "--set:1:3: a: is a map, not a list\n");
  CHECK(refusal("a: {}", "b[0]=1") == "--set:1:3: b: is nothing, not a list\n");
  CHECK(refusal("a: [1, 2]", "a[2]=1") == "--set:1:3: a: has no item 2: it has 0 to 1\n");
  CHECK(refusal("a: []", "a[0]=1") == "--set:1:3: a: has no item 0: it is empty\n");
  CHECK(refusal("a: [1]", "a[x]=1") ==
        "--set:1:3: a: expected a number from 0 or a key in double quotes, not 'x'\n");
  CHECK(refusal("a: [1]", "a[-1]=1").starts_with("--set:1:3: a: expected a number"));
  CHECK(refusal("a: [1]", "a[0=1") == "--set:1:6: a: expected ']'\n");
  CHECK(refusal("a: [1]", "a[0]b=1") == "--set:1:5: a[0]: expected '.', '[' or '='\n");
  CHECK(refusal("a: 1", "a=[1, 2").starts_with("--set:1:"));
  CHECK(refusal("a: 1", "a={b: 1, b: 2}") ==
        "--set:1:10: a.b: duplicate key 'b' (first in line 1, column 4)\n");
  CHECK(refusal("a: 1", "a=1\nb: 2") == "--set:1:4: more than one line\n");
  CHECK(refusal("a: 1", "a=\xff") == "--set:1:3: byte 0xff is not UTF-8\n");
}

TEST_CASE("The reader finds unknown keys and bad values of an override and points to it") {
  Errors errors;
  NodePtr root = parse_text(valid_text, "t.yaml", errors).root;
  root = with_override(root, "vms[0].coutn=3", errors);
  root = with_override(root, "vms[1].queue.size=100", errors);
  read(root, scenario_shape(), errors);
  CHECK(errors.format() ==
        "--set:1:8: vms[0].coutn: unknown key 'coutn' (did you mean 'count'?)\n"
        "--set:1:19: vms[1].queue.size: must be a power of two, not 100\n");
}

TEST_CASE("A path has a limit") {
  std::string path = "a";
  for (int i = 1; i < max_depth; ++i) path += ".a";
  CHECK(refusal("b: 1", path + ".a=1").find("a path of more than 64 steps") != std::string::npos);
  CHECK(Overridden("b: 1", path + "=1").errors.empty());
}

TEST_CASE("An entry of a file overrides too: its value keeps its place there") {
  Errors errors;
  const NodePtr root = parse_text("a: [{b: 1}]", "base.yaml", errors).root;
  const NodePtr set = parse_text("\n\"a[0].b\": {c: 2}", "set.yaml", errors).root;
  const NodePtr after = with_override(root, set->entries[0], errors);
  CHECK(errors.empty());
  CHECK(canonical(*after) == R"({"a": [{"b": {"c": 2}}]})");
  const Place& place = after->entries[0].value->items[0]->entries[0].value->place;
  CHECK(*place.file == "set.yaml");
  CHECK(place.line == 2);
}

TEST_CASE("What is wrong with an entry's path is told at its key") {
  Errors errors;
  const NodePtr root = parse_text("a: [1]", "base.yaml", errors).root;
  const NodePtr set = parse_text("a[1]: 2\n\"a=3\": 2\na.b: 3", "set.yaml", errors).root;
  for (const Entry& entry : set->entries) CHECK(with_override(root, entry, errors) == root);
  CHECK(errors.format() ==
        "set.yaml:1:1: a: has no item 1: it has 0 to 0\n"
        "set.yaml:2:1: a: a path and nothing else: the value stands behind it\n"
        "set.yaml:3:1: a: is a list, which has no key 'b'\n");
}
