package dev.orlop.hold.app;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.app.RunningHold.Account;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** What a client does with records, call by call; bodies are JSON with single quotes. */
final class RecordCalls {
  static final String CREATE = "com.atproto.repo.createRecord";
  static final String PUT = "com.atproto.repo.putRecord";
  static final String DELETE = "com.atproto.repo.deleteRecord";
  static final String APPLY = "com.atproto.repo.applyWrites";

  private final RunningHold hold;
  private final Account caller;

  RecordCalls(RunningHold hold, Account caller) {
    this.hold = hold;
    this.caller = caller;
  }

  String did() {
    return hold.server().identity().did().toString();
  }

  /** Calls a method; the body gets the repo. */
  HttpResponse<byte[]> call(String method, String body) {
    String json = "{\"repo\":\"" + did() + "\"," + body.substring(1).replace('\'', '"');
    return hold.send(
        hold.request("/xrpc/" + method)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + hold.token(caller))
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  DataMap ok(String method, String body) {
    return BlobCalls.ok(call(method, body));
  }

  /** The name of the error with which a call is refused. */
  String refused(String method, String body) {
    return BlobCalls.error(400, call(method, body));
  }

  HttpResponse<byte[]> get(String collection, String rkey) {
    return hold.get(
        "/xrpc/com.atproto.repo.getRecord?repo="
            + did()
            + "&collection="
            + collection
            + "&rkey="
            + rkey);
  }

  DataMap head() {
    return hold.json("/xrpc/com.atproto.sync.getLatestCommit?did=" + did());
  }
}
