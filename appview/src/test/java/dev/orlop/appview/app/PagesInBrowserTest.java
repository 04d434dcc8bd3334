package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.app.Chromium.View;
import dev.orlop.appview.app.Chromium.Visit;
import dev.orlop.car.cid.Digest;
import dev.orlop.testkit.Checkout;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages as a browser has them; pictures of them are left in target/pages. */
@Timeout(180)
class PagesInBrowserTest {
  private static final Path PICTURES = Checkout.root().resolve("appview/target/pages");

  @TempDir Path folder;
  private LiveAppView appView;
  private Chromium browser;

  @BeforeEach
  void needsChromium() throws Exception {
    Optional<Path> program = Chromium.find();
    if (program.isEmpty()) {
      System.out.println(
          "SKIPPED: PagesInBrowserTest needs Chromium"
              + " (Debian and Ubuntu: apt install chromium)");
    }
    assumeTrue(program.isPresent(), "needs Chromium");
    appView = new LiveAppView(folder);
    browser = new Chromium(program.get(), folder.resolve("profile"));
    new Showroom(appView).fill();
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
      appView.close();
    }
  }

  /** Looks at a page, which asks nobody else for anything and has nothing to complain of. */
  private Visit look(String path, View view, String picture) {
    URI page = appView.origin().resolve(path);
    Visit visit = browser.visit(page, view);
    Chromium.keep(PICTURES.resolve(picture + ".png"), visit.picture());
    for (String request : visit.requests()) {
      assertTrue(request.startsWith(appView.origin().toString() + "/"), request);
    }
    assertTrue(
        visit.requests().stream().anyMatch(one -> one.endsWith("style.css")),
        visit.requests().toString());
    assertEquals("", String.join("\n", visit.complaints()));
    assertFalse(visit.html().contains("<script"), visit.html());
    return visit;
  }

  private static void requireAll(String html, String... parts) {
    for (String part : parts) {
      assertTrue(html.contains(part), part + " is not in " + html);
    }
  }

  @Test
  void theThreePagesAreWholeAskNobodyElseAndHaveNothingToComplainOf() {
    requireAll(
        look("/", View.DESK, "home").html(),
        "docker login " + LiveAppView.SERVICE,
        "docker push " + LiveAppView.SERVICE,
        "<form action=\"/find\"");

    requireAll(
        look("/u/alice.test", View.DESK, "user").html(),
        "<h1>alice.test</h1>",
        appView.live.did(LiveHold.ALICE).toString(),
        "<a href=\"/r/alice.test/tools/ship\">tools/ship</a>");

    Digest config = Digest.hash(Digest.Algorithm.SHA256, Showroom.CONFIG.getBytes(UTF_8));
    String page = look("/r/alice.test/tools/ship", View.DESK, "repository").html();
    requireAll(
        page,
        "docker pull " + LiveAppView.SERVICE + "/alice.test/tools/ship",
        "linux/amd64, linux/arm64/v8",
        "orlop stats verify alice.test/tools/ship --hold " + appView.live.hold().address(),
        appView.live.hold().did().toString(),
        "<h3>How to sail</h3>");
    assertTrue(page.contains(Showroom.PULLS + "</dd>"), "pulls of " + config + " in " + page);

    look("/r/alice.test/tools/ship", View.PHONE, "repository-phone");
    look("/r/alice.test/tools/ship", View.DARK, "repository-dark");
  }

  @Test
  void onAPhoneNoPageIsWiderThanTheScreen() {
    for (String path : new String[] {"/", "/u/alice.test", "/r/alice.test/tools/ship"}) {
      int width = look(path, View.PHONE, "phone" + path.replace('/', '-')).width();
      assertTrue(width <= View.PHONE.width(), path + " is " + width + " wide");
    }
  }

  @Test
  void whatIsMissingIsAPageToo() {
    URI page = appView.origin().resolve("/r/alice.test/nothing");
    Visit visit = browser.visit(page, View.DESK);
    Chromium.keep(PICTURES.resolve("missing.png"), visit.picture());
    requireAll(visit.html(), "<h1>Not found</h1>", "There is no image alice.test/nothing.");
  }
}
