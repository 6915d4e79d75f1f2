#include "report/page.hpp"

#include <catch2/catch.hpp>

#include "documents.hpp"

using namespace kickpath;
using namespace kickpath::report;

TEST_CASE("The document stands where the page has its marker, and the rest of the page stays") {
  CHECK(page_with("<b>@KICKPATH_REPORT@</b>$&", Json{{"a", "<i>"}}) == R"(<b>{"a":"\u003ci>"}</b>$&)");
  CHECK_THROWS_AS(page_with("<b></b>", Json{}), std::logic_error);
}

TEST_CASE("A name that is the marker itself does not move the data") {
  CHECK(page_with("[@KICKPATH_REPORT@]", Json{{"a", "@KICKPATH_REPORT@"}}) ==
        R"([{"a":"@KICKPATH_REPORT@"}])");
}

TEST_CASE("A page that would be too large has shorter lists, and is at most 2 MB") {
  Input input{"a.json", Kind::result, "h", testing::result(1000), {}};
  const Json vm = input.document["vms"][0];
  for (int i = 0; i < 30'000; ++i) input.document["vms"].push_back(vm);
  const auto page = fitting_page("@KICKPATH_REPORT@", {input}, "", "0.1.0");
  REQUIRE(page);
  CHECK(page->size() <= most_page_bytes);
  const Json document = Json::parse(*page);
  const std::size_t shown = document["results"][0]["vms"].size();
  CHECK(shown == 4096);
  CHECK(document["results"][0]["left_out"] == 30'001 - shown);

  // The template's own bytes count: with 1.8 MB of them fewer fit.
  const auto tight = fitting_page("@KICKPATH_REPORT@" + std::string(1'800'000, ' '), {input}, "", "0.1.0");
  REQUIRE(tight);
  CHECK(tight->size() <= most_page_bytes);
  CHECK(Json::parse(*tight)["results"][0]["vms"].size() < shown);
}

TEST_CASE("What cannot be cut to fit makes no page") {
  Input input{"a.json", Kind::result, "h", testing::result(1000), {}};
  input.document["scenario"]["name"] = std::string(2'000'000, 'n');
  CHECK_FALSE(fitting_page("@KICKPATH_REPORT@", {input}, "", "0.1.0"));
}
