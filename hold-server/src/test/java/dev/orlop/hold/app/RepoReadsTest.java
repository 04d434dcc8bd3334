package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.records.StatsRecord;
import dev.orlop.mst.Commit;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoReadsTest {
  private static final String DID = "did:web:hold.example.com";
  private static final String COLLECTION = "io.atcr.hold.stats";
  private static final Datetime NOW = Datetime.parse("2026-11-21T12:00:00.000Z");

  @TempDir Path folder;
  private RunningHold hold;

  /** As in the environment. */
  Map<String, String> settings() {
    return Map.of();
  }

  @BeforeEach
  void start() {
    hold = new RunningHold(folder, settings());
    for (int i = 0; i < 7; i++) {
      StatsRecord stats = StatsRecord.begin(Did.parse("did:web:alice.example.com"), "app" + i, NOW);
      byte[] block = DagCbor.encode(stats.toData());
      hold.server()
          .folder()
          .repo()
          .commit(
              CommitRequest.of(
                  new RecordWrite.Create(
                      StatsRecord.path(stats.owner(), stats.repository()), block)));
    }
  }

  @AfterEach
  void stop() {
    hold.close();
  }

  @Test
  void theHoldShowsWhoItIs() {
    byte[] document = hold.get("/.well-known/did.json").body();
    DidDocument parsed = DidDocument.parse(document, Did.parse(DID));
    assertEquals(hold.server().identity().key(), parsed.signingKey().orElseThrow());
    assertEquals("https://hold.example.com", parsed.pdsEndpoint().orElseThrow().toString());
    assertEquals(
        DID, new String(hold.get("/.well-known/atproto-did").body(), StandardCharsets.UTF_8));
    assertEquals(
        DID, hold.json("/xrpc/com.atproto.server.describeServer").text("did").orElseThrow());
    assertEquals("test", hold.json("/xrpc/_health").text("version").orElseThrow());
    assertEquals(
        DID,
        hold.json("/xrpc/com.atproto.identity.resolveHandle?handle=hold.example.com")
            .text("did")
            .orElseThrow());
  }

  @Test
  void theExportIsAVerifiedRepo() throws IOException {
    RepoReport report = verify(hold.get("/xrpc/com.atproto.sync.getRepo?did=" + DID).body());
    assertEquals(List.of(), report.faults());
    assertEquals(7, report.records());
    DataMap latest = hold.json("/xrpc/com.atproto.sync.getLatestCommit?did=" + DID);
    assertEquals(report.cid().orElseThrow().toString(), latest.text("cid").orElseThrow());
    DataMap listed =
        (DataMap)
            hold.json("/xrpc/com.atproto.sync.listRepos").array("repos").orElseThrow().getFirst();
    assertEquals(latest.text("cid"), listed.text("head"));
    DataMap status = hold.json("/xrpc/com.atproto.sync.getRepoStatus?did=" + DID);
    assertEquals(Optional.of(true), status.bool("active"));
    assertFalse(status.has("status"));
  }

  @Test
  void anExportSinceTheHeadHoldsNothingNew() throws IOException {
    String rev =
        hold.json("/xrpc/com.atproto.sync.getLatestCommit?did=" + DID).text("rev").orElseThrow();
    byte[] car = hold.get("/xrpc/com.atproto.sync.getRepo?did=" + DID + "&since=" + rev).body();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(car), CarLimits.DEFAULT)) {
      assertEquals(null, reader.next());
    }
  }

  @Test
  void recordsAreListedInPagesInBothDirections() {
    List<String> down = page("");
    List<String> up = page("&reverse=true");
    assertEquals(7, down.size());
    assertEquals(down, up.reversed());
    assertEquals(up.stream().sorted().toList(), up);
  }

  private List<String> page(String more) {
    List<String> uris = new ArrayList<>();
    String cursor = "";
    for (int guard = 0; guard < 20; guard++) {
      DataMap page =
          hold.json(
              "/xrpc/com.atproto.repo.listRecords?repo="
                  + DID
                  + "&collection="
                  + COLLECTION
                  + "&limit=3"
                  + more
                  + cursor);
      for (DataValue item : page.array("records").orElseThrow()) {
        uris.add(((DataMap) item).text("uri").orElseThrow());
      }
      if (!page.has("cursor")) {
        return uris;
      }
      cursor = "&cursor=" + page.text("cursor").orElseThrow();
    }
    throw new AssertionError("the pages never end");
  }

  @Test
  void aRecordAndItsProofAgree() throws IOException {
    String rkey =
        StatsRecord.path(Did.parse("did:web:alice.example.com"), "app3").rkey().toString();
    String query = "&collection=" + COLLECTION + "&rkey=" + rkey;
    DataMap record = hold.json("/xrpc/com.atproto.repo.getRecord?repo=" + DID + query);
    assertEquals("app3", record.map("value").orElseThrow().text("repository").orElseThrow());
    byte[] proof = hold.get("/xrpc/com.atproto.sync.getRecord?did=" + DID + query).body();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(proof), CarLimits.DEFAULT)) {
      Commit commit = Commit.decode(Objects.requireNonNull(reader.next()).data());
      assertTrue(commit.verify(hold.server().identity().key()));
      List<Cid> cids = new ArrayList<>();
      for (var block = reader.next(); block != null; block = reader.next()) {
        cids.add(block.cid());
      }
      assertEquals(commit.data(), cids.getFirst());
      assertEquals(record.text("cid").orElseThrow(), cids.getLast().toString());
    }
  }

  @Test
  void theBlocksThatAreAskedForCome() throws IOException {
    String head =
        hold.json("/xrpc/com.atproto.sync.getLatestCommit?did=" + DID).text("cid").orElseThrow();
    byte[] car = hold.get("/xrpc/com.atproto.sync.getBlocks?did=" + DID + "&cids=" + head).body();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(car), CarLimits.DEFAULT)) {
      assertEquals(List.of(), reader.roots());
      assertEquals(head, Objects.requireNonNull(reader.next()).cid().toString());
    }
    String absent = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {1}).toString();
    assertError(
        400, "BlockNotFound", "/xrpc/com.atproto.sync.getBlocks?did=" + DID + "&cids=" + absent);
  }

  @Test
  void whatIsNotThereOrNotRightIsNamed() {
    assertError(
        400, "RepoNotFound", "/xrpc/com.atproto.sync.getRepo?did=did:web:other.example.com");
    assertError(
        400,
        "RecordNotFound",
        "/xrpc/com.atproto.repo.getRecord?repo="
            + DID
            + "&collection="
            + COLLECTION
            + "&rkey=none");
    assertError(400, "InvalidRequest", "/xrpc/com.atproto.sync.getRepo");
    assertError(400, "InvalidRequest", "/xrpc/com.atproto.sync.getRepo?did=nonsense");
    assertError(
        400,
        "InvalidRequest",
        "/xrpc/com.atproto.repo.getRecord?repo="
            + DID
            + "&collection="
            + COLLECTION
            + "&rkey=..%2F..");
    assertError(501, "MethodNotImplemented", "/xrpc/com.example.nothing.here");
  }

  private void assertError(int status, String error, String path) {
    var response = hold.get(path);
    assertEquals(status, response.statusCode(), path);
    DataMap body = DataJson.parse(response.body());
    assertEquals(error, body.text("error").orElseThrow(), path);
  }

  @Test
  void aFolderServesOneProcessAtATime() {
    assertThrows(FolderInUseException.class, () -> new RunningHold(folder, settings()));
  }

  @Test
  void aRestartKeepsTheIdentityAndTheRepo() {
    var key = hold.server().identity().key();
    var head = hold.server().folder().repo().head();
    hold.close();
    hold = new RunningHold(folder, settings());
    assertEquals(key, hold.server().identity().key());
    assertEquals(head, hold.server().folder().repo().head());
  }

  @Test
  void readsAreOpenToPagesOfAnyOrigin() {
    HttpRequest request =
        hold.request("/xrpc/com.atproto.sync.listRepos")
            .header("Origin", "https://a.example")
            .build();
    assertEquals(
        "*", hold.send(request).headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
  }

  private RepoReport verify(byte[] car) throws IOException {
    return RepoVerifier.verify(
        new ByteArrayInputStream(car),
        CarLimits.DEFAULT,
        Optional.of(Did.parse(DID)),
        Optional.of(hold.server().identity().key()),
        RepoVerifier.RecordCheck.NONE);
  }
}
