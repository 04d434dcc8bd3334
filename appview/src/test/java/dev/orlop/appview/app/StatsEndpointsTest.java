package dev.orlop.appview.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The counts of a real hold, asked of a real AppView. */
@Timeout(120)
class StatsEndpointsTest extends WithAppView {
  private static final String GET = "/xrpc/io.atcr.appview.getStats";
  private static final String LIST = "/xrpc/io.atcr.appview.listStats";

  private String error(String path) {
    HttpResponse<byte[]> answer = appView.get(path);
    return answer.statusCode() + " " + DataJson.parse(answer.body()).text("error").orElse("");
  }

  private static DataMap first(DataMap body, String field) {
    List<DataValue> items = body.array(field).orElseThrow();
    return (DataMap) items.getFirst();
  }

  @Test
  void onePullIsOnePullWithTheHoldThatCountedItAndTheRecordThatProvesIt() {
    appView.pushImage("alice.test/app", "latest", "{}", "a layer".getBytes(UTF_8));
    Digest config = Digest.hash(Digest.Algorithm.SHA256, "{}".getBytes(UTF_8));
    assertEquals(200, appView.get("/v2/alice.test/app/blobs/" + config).statusCode());
    appView.live.foldPulls();

    DataMap stats = appView.json(GET + "?did=alice.test&repo=app");
    assertEquals(1, stats.integer("pullCount").orElseThrow(), stats.toString());
    assertEquals(1, stats.integer("pushCount").orElseThrow());
    assertEquals(appView.live.did(LiveHold.ALICE).toString(), stats.text("did").orElseThrow());
    assertTrue(stats.text("lastPull").isPresent());
    assertEquals(List.of(), stats.array("unreachable").orElseThrow());
    DataMap hold = first(stats, "holds");
    assertEquals(appView.live.hold().did().toString(), hold.text("hold").orElseThrow());
    assertEquals(1, hold.integer("pullCount").orElseThrow());
    assertTrue(
        hold.text("uri").orElseThrow().startsWith("at://" + hold.text("hold").orElseThrow()));
    assertTrue(hold.text("cid").isPresent() && hold.text("rev").isPresent());
    assertTrue(hold.integer("age").orElseThrow() >= 0);

    DataMap list = appView.json(LIST + "?did=" + stats.text("did").orElseThrow());
    assertEquals(1, first(list, "stats").integer("pullCount").orElseThrow());
    assertEquals("app", first(list, "stats").text("repository").orElseThrow());
    assertTrue(list.text("cursor").isEmpty());
  }

  @Test
  void aListGoesOnAtItsCursor() {
    appView.pushImage("alice.test/a", "latest", "{}", "a layer".getBytes(UTF_8));
    appView.pushImage("alice.test/deep/b", "latest", "{}", "a layer".getBytes(UTF_8));
    DataMap page = appView.json(LIST + "?did=alice.test&limit=1");
    assertEquals("a", page.text("cursor").orElseThrow());
    DataMap next = appView.json(LIST + "?did=alice.test&limit=1&cursor=a");
    assertEquals("deep/b", first(next, "stats").text("repository").orElseThrow());
    assertTrue(next.text("cursor").isEmpty());
  }

  @Test
  void aRepositoryThatWasNeverSeenHasZerosAsAtAHold() {
    DataMap stats = appView.json(GET + "?did=alice.test&repo=never");
    assertEquals(0, stats.integer("pullCount").orElseThrow());
    assertEquals(List.of(), stats.array("holds").orElseThrow());
  }

  @Test
  void whatIsWrongWithAQuestionIsSaidByItsName() {
    assertEquals("400 InvalidRequest", error(GET));
    assertEquals("400 InvalidRequest", error(GET + "?did=alice.test"));
    assertEquals("400 InvalidRequest", error(GET + "?did=alice.test&repo=No/Name"));
    assertEquals("400 InvalidRequest", error(GET + "?did=@&repo=app"));
    assertEquals("400 InvalidRequest", error(LIST + "?did=alice.test&limit=0"));
    assertEquals("400 InvalidRequest", error(LIST + "?did=alice.test&cursor=.."));
    assertEquals("400 HandleNotFound", error(GET + "?did=nobody.test&repo=app"));
    assertEquals("400 RepoNotFound", error(GET + "?did=did:plc:nobodynobodynobodynobody&repo=app"));
  }
}
