package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages over HTTP. */
@Timeout(120)
class PageEndpointsTest extends WithAppView {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
          + "base-uri 'none'; frame-ancestors 'none'";

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private HttpResponse<byte[]> page(int status, String path) {
    HttpResponse<byte[]> answer = appView.get(path);
    assertEquals(status, answer.statusCode(), path + ": " + LiveAppView.text(answer));
    assertEquals("text/html; charset=utf-8", header(answer, "Content-Type"), path);
    assertEquals(POLICY, header(answer, "Content-Security-Policy"), path);
    assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
    assertEquals("no-referrer", header(answer, "Referrer-Policy"), path);
    return answer;
  }

  @Test
  void everyPageAlsoOneOfAnErrorComesWithItsPolicy() {
    appView.pushImage("alice.test/app", "latest", "{}", "a layer".getBytes(UTF_8));
    page(200, "/");
    page(200, "/u/alice.test");
    page(200, "/r/alice.test/app");
    page(404, "/u/nobody.test");
    page(404, "/r/alice.test/none");
    page(404, "/no/such/page");
    page(400, "/u/..");
    page(400, "/r/alice.test");
    page(400, "/r/alice.test/<script>".replace("<", "%3C").replace(">", "%3E"));
    page(400, "/u/%FF%00");
    page(400, "/find?name=%00");
  }

  @Test
  void aPageThatHasNotChangedIsNotSentAgainAndHeadersComeAlone() {
    appView.pushImage("alice.test/app", "latest", "{}", "a layer".getBytes(UTF_8));
    for (String path : new String[] {"/", "/r/alice.test/app"}) {
      HttpResponse<byte[]> first = page(200, path);
      String tag = header(first, "ETag");
      assertTrue(tag.startsWith("\"sha256:"), tag);
      HttpResponse<byte[]> again = appView.send(appView.request(path).header("If-None-Match", tag));
      assertEquals(304, again.statusCode());
      assertEquals(POLICY, header(again, "Content-Security-Policy"));
      HttpResponse<byte[]> head = appView.send(appView.request(path).HEAD());
      assertEquals(200, head.statusCode());
      assertEquals(Integer.toString(first.body().length), header(head, "Content-Length"));
      assertEquals(0, head.body().length);
    }
  }

  @Test
  void theFilesOfAPageMayBeKeptForGood() {
    Matcher assets =
        Pattern.compile("href=\"(/assets/[^\"]+)\"").matcher(LiveAppView.text(page(200, "/")));
    int found = 0;
    while (assets.find()) {
      HttpResponse<byte[]> asset = appView.get(assets.group(1));
      assertEquals(200, asset.statusCode());
      assertTrue(header(asset, "Cache-Control").contains("immutable"));
      assertEquals("nosniff", header(asset, "X-Content-Type-Options"));
      found++;
    }
    assertEquals(2, found);
    page(404, "/assets/000000000000-style.css");
  }

  @Test
  void whoLooksForSomethingIsSentToItsPage() throws Exception {
    try (HttpClient staying = HttpClient.newHttpClient()) {
      HttpRequest find =
          appView.request("/find?name=registry.test%2Falice.test%2Fapp%3Alatest").build();
      HttpResponse<Void> sent = staying.send(find, BodyHandlers.discarding());
      assertEquals(303, sent.statusCode());
      assertEquals("/r/alice.test/app", header(sent, "Location"));
    }
  }

  @Test
  void whileTheOwnersServerIsDownAPageSaysSoAndWhenToComeBack() {
    appView.live.close();
    HttpResponse<byte[]> down = page(503, "/u/alice.test");
    assertTrue(Integer.parseInt(header(down, "Retry-After")) > 0);
    assertTrue(LiveAppView.text(down).contains("Cannot be shown just now"));
    page(200, "/");
  }

  @Test
  void whatIsNoPageIsStillAnsweredByWhatItIs() {
    assertEquals(401, appView.get("/v2/").statusCode());
    assertEquals(200, appView.get("/xrpc/_health").statusCode());
    assertEquals(501, appView.get("/xrpc/io.atcr.appview.nothing").statusCode());
    int posted = appView.send(appView.request("/").POST(BodyPublishers.ofString("x"))).statusCode();
    assertTrue(posted == 404 || posted == 405, "status " + posted);
  }
}
