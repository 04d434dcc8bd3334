package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.accounts.Hosting;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepoImportHttpTest extends WithHold {
  private HttpResponse<byte[]> importRepo(String token, byte[] car) {
    return hold.send(
        hold.request("/xrpc/com.atproto.repo.importRepo")
            .header("Content-Type", "application/vnd.ipld.car")
            .header("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofByteArray(car))
            .build());
  }

  @Test
  void nobodyReplacesTheHoldsOwnRepo() {
    DataMap head = new RecordCalls(hold, alice).head();
    byte[] car =
        hold.get("/xrpc/com.atproto.sync.getRepo?did=" + hold.server().identity().did()).body();
    assertEquals("InvalidToken", error(400, importRepo(hold.token(alice), car)));

    Hosting hosting = hold.server().folder().hosting();
    hosting.accounts().setPassword(hold.server().identity().did(), hosting.hasher().hash("secret"));
    DataMap session =
        ok(
            hold.post(
                "com.atproto.server.createSession",
                DataMap.builder()
                    .put("identifier", hold.server().identity().did().toString())
                    .put("password", "secret")
                    .build(),
                Optional.empty()));
    String token = session.text("accessJwt").orElseThrow();
    assertEquals("InvalidRequest", error(400, importRepo(token, car)));
    assertEquals(head, new RecordCalls(hold, alice).head());
  }
}
