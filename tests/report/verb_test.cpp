#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "documents.hpp"
#include "process/program.hpp"
#include "report/page.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Without the page every report ends with 3, which is then what there is to test.
bool is_built_without_page(const std::string& file) {
  if (report::page_template()) return false;
  const Ended ended = run_kickpath({"report", file, "-o", "-"});
  CHECK(ended.code == 3);
  CHECK(has(ended.err, "built without the report's page"));
  CHECK(ended.out.empty());
  WARN("no npm when this was built: reports are not tested");
  return true;
}

/// The JSON that a page carries.
report::Json document_in(const std::string& page) {
  const std::string begin = R"(<script type="application/json" id="report">)";
  const std::size_t at = page.find(begin) + begin.size();
  return report::Json::parse(page.substr(at, page.find("</script>", at) - at));
}

}  // namespace

TEST_CASE("A report is one page that carries its documents, and lets nothing else run or load") {
  const Scratch scratch;
  const std::string file = scratch.write("r.json", testing::result(1234.5).dump());
  if (is_built_without_page(file)) return;
  const Ended ended = run_kickpath({"report", file, "-o", scratch.path("p.html"), "--title", "A & B"});
  INFO(ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.out.empty());
  const std::string page = read_text(scratch.path("p.html"));
  CHECK(page.size() <= report::most_page_bytes);
  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(has(page, "default-src 'none'; script-src 'sha256-"));
  const report::Json document = document_in(page);
  CHECK(document["title"] == "A & B");
  CHECK(document["results"][0]["totals"]["ops_per_s"]["mean"] == 1234.5);
}

TEST_CASE("A page on stdout is the same page") {
  const Scratch scratch;
  const std::string file = scratch.write("r.json", testing::result(1).dump());
  if (is_built_without_page(file)) return;
  const Ended ended = run_kickpath({"report", file, "-o", "-"});
  CHECK(ended.code == 0);
  CHECK(ended.err.empty());
  CHECK(run_kickpath({"report", file, "-o", scratch.path("p.html")}).code == 0);
  CHECK(ended.out == read_text(scratch.path("p.html")));
}

TEST_CASE("Bad files are told, all of them, with exit code 2, and an older page stays") {
  const Scratch scratch;
  const std::string good = scratch.write("r.json", testing::result(1).dump());
  if (is_built_without_page(good)) return;
  report::Json later = testing::result(1);
  later["schema"] = "kickpath.result/9";
  const std::string page = scratch.write("p.html", "older");
  const Ended ended =
      run_kickpath({"report", good, scratch.write("later.json", later.dump()), scratch.path("none.json"),
                    scratch.write("text.json", "hello"), "-o", page});
  CHECK(ended.code == 2);
  CHECK(has(ended.err, "later.json: is 'kickpath.result/9', and this kickpath reads kickpath.result/1"));
  CHECK(has(ended.err, "none.json: cannot be read"));
  CHECK(has(ended.err, "text.json:1:1: is no JSON"));
  CHECK(read_text(page) == "older");
}

TEST_CASE("A page is not written over a file that it is made of") {
  const Scratch scratch;
  const std::string good = scratch.write("r.json", testing::result(1).dump());
  const Ended ended = run_kickpath({"report", good, "-o", good});
  CHECK(ended.code == 2);
  CHECK(has(ended.err, "is one of the files"));
  CHECK(read_text(good) == testing::result(1).dump());
}

TEST_CASE("An SLO that is none, or that nothing can be judged by, is bad usage") {
  const Scratch scratch;
  const std::string good = scratch.write("r.json", testing::result(1).dump());
  if (is_built_without_page(good)) return;
  const Ended nonsense = run_kickpath({"report", good, "-o", "-", "--slo", "fast please"});
  CHECK(nonsense.code == 2);
  CHECK(has(nonsense.err, "--slo: "));
  const Ended useless = run_kickpath({"report", good, "-o", "-", "--slo", "latency_ns.p99 <= 1 ms"});
  CHECK(useless.code == 2);
  CHECK(has(useless.err, "none of the files is a store"));
  CHECK(useless.out.empty());
}

TEST_CASE("A page that cannot be written is exit code 1, and leaves nothing") {
  const Scratch scratch;
  const std::string good = scratch.write("r.json", testing::result(1).dump());
  if (is_built_without_page(good)) return;
  const Ended ended = run_kickpath({"report", good, "-o", scratch.path("no/such/folder/p.html")});
  CHECK(ended.code == 1);
  CHECK(has(ended.err, "cannot open"));
  CHECK(scratch.files().size() == 1);
  if (::access("/dev/full", W_OK) == 0) CHECK(run_kickpath({"report", good, "-o", "/dev/full"}).code == 1);
}

TEST_CASE("A name that holds HTML is data in the page and nothing else") {
  const Scratch scratch;
  report::Json hostile = testing::result(1);
  hostile["scenario"]["name"] = "</script><script>alert(1)</script><!--";
  const std::string file = scratch.write("<b>.json", hostile.dump());
  if (is_built_without_page(file)) return;
  const Ended ended = run_kickpath({"report", file, "-o", "-"});
  CHECK(ended.code == 0);
  CHECK_FALSE(has(ended.out, "alert(1)</script>"));
  CHECK(document_in(ended.out)["results"][0]["scenario"]["name"] == hostile["scenario"]["name"]);
}
