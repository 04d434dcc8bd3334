package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.BlobCalls.ok;
import static dev.orlop.hold.app.RecordCalls.CREATE;
import static dev.orlop.hold.app.RecordCalls.DELETE;
import static dev.orlop.hold.app.RecordCalls.PUT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.app.RunningHold.Account;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordBlobsHttpTest extends WithHold {
  private static final String UPLOAD = "com.atproto.repo.uploadBlob";
  private static final String NOTE = "com.example.note";

  private RecordCalls records;

  @BeforeEach
  void calls() {
    records = new RecordCalls(hold, alice);
  }

  final HttpResponse<byte[]> upload(Account account, String type, byte[] bytes) {
    return hold.send(
        hold.request("/xrpc/" + UPLOAD)
            .header("Content-Type", type)
            .header("Authorization", "Bearer " + hold.token(account))
            .POST(BodyPublishers.ofByteArray(bytes))
            .build());
  }

  private DataMap blob(byte[] bytes) {
    return ok(upload(alice, "text/plain", bytes)).map("blob").orElseThrow();
  }

  private static String cid(DataMap blob) {
    return blob.link("ref").map(Cid::toString).orElseThrow();
  }

  private String note(String rkey, DataMap... blobs) {
    List<DataMap> list = List.of(blobs);
    String record = DataJson.text(DataMap.builder().put("files", list).build());
    return "{'collection':'" + NOTE + "','rkey':'" + rkey + "','record':" + record + "}";
  }

  private String getBlob(String cid) {
    return "/xrpc/com.atproto.sync.getBlob?did=" + records.did() + "&cid=" + cid;
  }

  private List<String> listed(String more) {
    DataMap answer = hold.json("/xrpc/com.atproto.sync.listBlobs?did=" + records.did() + more);
    return answer.array("cids").orElseThrow().stream()
        .map(item -> ((DataValue.Text) item).value())
        .toList();
  }

  @Test
  void aBlobIsServedAndListedFromItsFirstReferenceToItsLast() {
    byte[] bytes = bytes(1, 300_000);
    DataMap blob = blob(bytes);
    assertEquals(300_000, blob.integer("size").orElseThrow());
    String cid = cid(blob);
    assertEquals("BlobNotFound", error(404, hold.get(getBlob(cid))));
    assertEquals(List.of(), listed(""));

    records.ok(CREATE, note("a", blob));
    records.ok(CREATE, note("b", blob));
    HttpResponse<byte[]> answer = hold.get(getBlob(cid));
    assertArrayEquals(bytes, answer.body());
    Map<String, String> expected =
        Map.of(
            "Content-Type", "text/plain",
            "Content-Length", "300000",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; sandbox",
            "Content-Disposition", "attachment; filename=\"" + cid + "\"",
            "ETag", "\"" + cid + "\"");
    expected.forEach(
        (name, value) -> assertEquals(Optional.of(value), answer.headers().firstValue(name), name));
    assertEquals(List.of(cid), listed(""));

    records.ok(DELETE, "{'collection':'" + NOTE + "','rkey':'a'}");
    assertEquals(200, hold.get(getBlob(cid)).statusCode());
    records.ok(PUT, note("b"));
    assertEquals("BlobNotFound", error(404, hold.get(getBlob(cid))));
    assertEquals(List.of(), listed(""));
    // The bytes are still there for a while, so a new record may refer to them.
    records.ok(PUT, note("b", blob));
    assertEquals(200, hold.get(getBlob(cid)).statusCode());
  }

  @Test
  void partsHeadAndRepeatedRequestsAreAnsweredAsForAnyBlob() {
    byte[] bytes = bytes(2, 1000);
    DataMap blob = blob(bytes);
    records.ok(CREATE, note("a", blob));
    String path = getBlob(cid(blob));
    HttpResponse<byte[]> part = blobs.get(path, "Range", "bytes=100-199");
    assertEquals(206, part.statusCode());
    assertArrayEquals(Arrays.copyOfRange(bytes, 100, 200), part.body());
    assertEquals("RangeNotSatisfiable", error(416, blobs.get(path, "Range", "bytes=1000-")));
    HttpResponse<byte[]> head = blobs.head(path);
    assertEquals(Optional.of("1000"), head.headers().firstValue("Content-Length"));
    assertEquals(0, head.body().length);
    String etag = head.headers().firstValue("ETag").orElseThrow();
    assertEquals(304, blobs.get(path, "If-None-Match", etag).statusCode());
  }

  @Test
  void aReferenceThatIsNotToTheBlobAsItIsIsRefusedByItsName() {
    DataMap blob = blob(bytes(3, 100));
    DataMap longer = blob.with("size", new DataValue.Int(101));
    assertEquals("InvalidSize", records.refused(CREATE, note("a", blob, longer)));
    DataMap picture = blob.with("mimeType", new DataValue.Text("image/png"));
    assertEquals("InvalidMimeType", records.refused(CREATE, note("a", picture)));
    Cid nobody = Cid.hash(Cid.Codec.RAW, bytes(4, 5));
    DataMap unknown = blob.with("ref", new DataValue.Link(nobody));
    assertEquals("BlobNotFound", records.refused(CREATE, note("a", unknown)));
    assertEquals("RecordNotFound", error(400, records.get(NOTE, "a")));
  }

  @Test
  void blobsAreListedInTheOrderOfTheirTextsPageByPageAndSinceACommit() {
    TreeSet<String> cids = new TreeSet<>();
    String rev = "";
    for (int i = 0; i < 12; i++) {
      DataMap blob = blob(bytes(10 + i, 50));
      cids.add(cid(blob));
      DataMap commit = records.ok(CREATE, note("k" + i, blob)).map("commit").orElseThrow();
      rev = i == 9 ? commit.text("rev").orElseThrow() : rev;
    }
    assertEquals(List.copyOf(cids), listed(""));
    String middle = List.copyOf(cids).get(6);
    assertEquals(List.copyOf(cids.tailSet(middle, false)), listed("&cursor=" + middle));
    assertEquals(3, listed("&limit=3").size());
    assertEquals(2, listed("&since=" + rev).size());
  }

  @Test
  void referencesAreThereAfterARestartACompactionAndALostIndex() throws Exception {
    DataMap kept = blob(bytes(5, 100));
    DataMap dropped = blob(bytes(6, 100));
    records.ok(CREATE, note("a", kept));
    records.ok(CREATE, note("b", dropped));
    records.ok(DELETE, "{'collection':'" + NOTE + "','rkey':'b'}");
    hold.restart();
    assertEquals(List.of(cid(kept)), listed(""));
    hold.server().folder().repo().compact();
    assertEquals(List.of(cid(kept)), listed(""));
    hold.close();
    Files.deleteIfExists(folder.resolve("index/index.mv.db"));
    start();
    hold.appoint(alice, true, false);
    calls();
    assertEquals(List.of(cid(kept)), listed(""));
    assertEquals(200, hold.get(getBlob(cid(kept))).statusCode());
  }

  @Test
  void whoMayNotWriteMayNotUpload() {
    Account mallory = hold.account("mallory.test");
    assertEquals("Forbidden", error(403, upload(mallory, "text/plain", bytes(1, 10))));
    HttpResponse<byte[]> nobody =
        hold.send(
            hold.request("/xrpc/" + UPLOAD)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofByteArray(new byte[1]))
                .build());
    assertEquals("AuthMissing", error(401, nobody));
  }

  @Test
  void whatIsTooLargeOrOfNoTypeIsRefused() {
    hold.restart(Map.of("ORLOP_PDS_BLOB_MAX_SIZE", "1000"));
    assertEquals("PayloadTooLarge", error(413, upload(alice, "text/plain", bytes(1, 1001))));
    HttpResponse<byte[]> streamed =
        hold.send(
            hold.request("/xrpc/" + UPLOAD)
                .header("Content-Type", "text/plain")
                .header("Authorization", "Bearer " + hold.token(alice))
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes(1, 1001))))
                .build());
    assertEquals("PayloadTooLarge", error(413, streamed));
    assertTrue(ok(upload(alice, "text/plain", bytes(1, 1000))).has("blob"));
    assertEquals("InvalidRequest", error(400, upload(alice, "*/*", bytes(1, 10))));
    assertEquals("InvalidRequest", error(400, upload(alice, "nothing", bytes(1, 10))));
  }

  @Test
  void theTypeIsWhatTheBytesShowAndWithoutParameters() {
    byte[] gif = "GIF89a and so on".getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        Optional.of("image/gif"),
        ok(upload(alice, "text/plain", gif)).map("blob").orElseThrow().text("mimeType"));
    assertEquals(
        Optional.of("text/html"),
        ok(upload(alice, "Text/HTML; charset=utf-8", bytes(7, 30)))
            .map("blob")
            .orElseThrow()
            .text("mimeType"));
  }

  @Test
  void nothingIsMissingWhereEverythingWasUploaded() {
    records.ok(CREATE, note("a", blob(bytes(8, 10))));
    DataMap answer = ok(hold.get("/xrpc/com.atproto.repo.listMissingBlobs", alice));
    assertEquals(List.of(), answer.array("blobs").orElseThrow());
    assertFalse(answer.has("cursor"));
  }
}
