package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.RecordCalls.APPLY;
import static dev.orlop.hold.app.RecordCalls.CREATE;
import static dev.orlop.hold.app.RecordCalls.DELETE;
import static dev.orlop.hold.app.RecordCalls.PUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordWritesTest extends WithHold {
  private static final String NOTE = "com.example.note";
  private static final String ELSEWHERE =
      "bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454";

  private RecordCalls records;

  @BeforeEach
  void calls() {
    records = new RecordCalls(hold, alice);
  }

  private static String note(String more) {
    return "{'collection':'" + NOTE + "'," + more + "}";
  }

  private String write(String kind, String more) {
    return "{'$type':'com.atproto.repo.applyWrites#"
        + kind
        + "','collection':'"
        + NOTE
        + "',"
        + more
        + "}";
  }

  private DataMap apply(String... writes) {
    return records.ok(APPLY, "{'writes':[" + String.join(",", writes) + "]}");
  }

  private static String rkey(DataMap answer) {
    String uri = answer.text("uri").orElseThrow();
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  private DataMap value(String rkey) {
    return BlobCalls.ok(records.get(NOTE, rkey)).map("value").orElseThrow();
  }

  @Test
  void aRecordWithoutAKeyGetsATidAndEachIsAboveTheOneBefore() {
    DataMap first = records.ok(CREATE, note("'record':{'text':'one'}"));
    DataMap second = records.ok(CREATE, note("'record':{'text':'two'}"));
    assertTrue(Tid.parse(rkey(first)).compareTo(Tid.parse(rkey(second))) < 0);
    assertEquals("unknown", first.text("validationStatus").orElseThrow());
    assertEquals(records.head().text("cid"), second.map("commit").orElseThrow().text("cid"));
    DataMap stored = value(rkey(first));
    assertEquals(Optional.of(NOTE), stored.type());
    assertEquals("one", stored.text("text").orElseThrow());
  }

  @Test
  void aKeyThatIsTakenIsRefusedAndNothingChanges() {
    records.ok(CREATE, note("'rkey':'a','record':{'v':1}"));
    DataMap head = records.head();
    assertEquals(
        "RecordAlreadyExists", records.refused(CREATE, note("'rkey':'a','record':{'v':2}")));
    assertEquals(head, records.head());
  }

  @Test
  void validationIsWhatTheCallerAsksFor() {
    String tag = "{'collection':'io.atcr.tag','rkey':'r_latest','record':{}";
    assertEquals("InvalidRequest", records.refused(CREATE, tag + "}"));
    assertEquals("InvalidRequest", records.refused(CREATE, tag + ",'validate':true}"));
    DataMap unchecked = records.ok(CREATE, tag + ",'validate':false}");
    assertFalse(unchecked.has("validationStatus"));
    assertEquals("InvalidRequest", records.refused(CREATE, note("'record':{},'validate':true")));
    assertEquals(
        "unknown", records.ok(CREATE, note("'record':{}")).text("validationStatus").orElseThrow());
  }

  @Test
  void theKeyMustBeOfTheKindThatTheLexiconSays() {
    String profile =
        "{'collection':'io.atcr.sailor.profile','record':{'createdAt':'2026-11-21T12:00:00Z','updatedAt':'2026-11-21T12:00:00Z'}";
    assertEquals("InvalidRequest", records.refused(PUT, profile + ",'rkey':'other'}"));
    assertEquals(
        "valid",
        records.ok(PUT, profile + ",'rkey':'self'}").text("validationStatus").orElseThrow());
    assertEquals("InvalidRequest", records.refused(CREATE, profile + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'rkey':'..','record':{}",
        "'rkey':'a/b','record':{}",
        "'rkey':'','record':{}",
        "'rkey':'a','record':[]",
        "'rkey':'a','record':'text'",
        "'rkey':'a'",
        "'rkey':'a','record':{'$type':'com.example.other'}",
        "'rkey':'a','record':{'$type':7}",
        "'rkey':'a','record':{'x':{'$link':'nothing'}}",
        "'rkey':'a','record':{'pic':{'cid':'bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq','mimeType':'image/png'}}",
        "'rkey':'a','record':{},'swapCommit':'nothing'",
        "'rkey':'a','record':{},'validate':'yes'"
      })
  void whatIsNoRecordIsRefused(String fields) {
    assertEquals("InvalidRequest", records.refused(PUT, note(fields)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e-1", "1e400", "18446744073709551616", "NaN"})
  void numbersThatAreNoIntegersAreRefused(String number) {
    assertEquals("InvalidRequest", records.refused(CREATE, note("'record':{'v':" + number + "}")));
  }

  @Test
  void aRecordThatIsNestedTooDeepOrTooLargeIsRefused() {
    String deep = "{'a':".repeat(33) + "1" + "}".repeat(33);
    assertEquals("InvalidRequest", records.refused(CREATE, note("'record':" + deep)));
    String large = "x".repeat(1_000_000);
    assertEquals(
        "PayloadTooLarge",
        error(413, records.call(CREATE, note("'record':{'text':'" + large + "'}"))));
  }

  @Test
  void puttingWhatIsThereAlreadyMakesNoCommit() {
    DataMap first = records.ok(PUT, note("'rkey':'a','record':{'v':1}"));
    DataMap head = records.head();
    DataMap again = records.ok(PUT, note("'rkey':'a','record':{'v':1}"));
    assertFalse(again.has("commit"));
    assertEquals(first.text("cid"), again.text("cid"));
    assertEquals(head, records.head());
    assertTrue(records.ok(PUT, note("'rkey':'a','record':{'v':2}")).has("commit"));
  }

  @Test
  void deletingWhatIsNotThereMakesNoCommit() {
    assertEquals(DataMap.EMPTY, records.ok(DELETE, note("'rkey':'a'")));
    records.ok(PUT, note("'rkey':'a','record':{'v':1}"));
    assertTrue(records.ok(DELETE, note("'rkey':'a'")).has("commit"));
    assertEquals("RecordNotFound", error(400, records.get(NOTE, "a")));
  }

  @Test
  void aSwapThatDoesNotFitIsRefusedByItsName() {
    DataMap first = records.ok(PUT, note("'rkey':'a','record':{'v':1},'swapRecord':null"));
    assertEquals(
        "InvalidSwap", records.refused(PUT, note("'rkey':'a','record':{'v':2},'swapRecord':null")));
    String other = ",'swapRecord':'" + ELSEWHERE + "'";
    assertEquals("InvalidSwap", records.refused(PUT, note("'rkey':'a','record':{'v':2}" + other)));
    assertEquals("InvalidSwap", records.refused(PUT, note("'rkey':'b','record':{'v':2}" + other)));
    assertEquals("InvalidSwap", records.refused(DELETE, note("'rkey':'a'" + other)));
    String same = ",'swapRecord':'" + first.text("cid").orElseThrow() + "'";
    records.ok(PUT, note("'rkey':'a','record':{'v':2}" + same));

    String stale =
        ",'swapCommit':'" + first.map("commit").orElseThrow().text("cid").orElseThrow() + "'";
    assertEquals("InvalidSwap", records.refused(CREATE, note("'record':{}" + stale)));
    assertEquals("InvalidSwap", records.refused(DELETE, note("'rkey':'a'" + stale)));
    assertEquals("InvalidSwap", records.refused(APPLY, "{'writes':[]" + stale + "}"));
    String head = ",'swapCommit':'" + records.head().text("cid").orElseThrow() + "'";
    records.ok(CREATE, note("'record':{}" + head));
  }

  @Test
  void severalChangesAreOneCommitAndEachHasItsResult() {
    apply(
        write("create", "'rkey':'a','value':{'v':1}"),
        write("create", "'rkey':'b','value':{'v':1}"));
    DataMap answer =
        apply(
            write("delete", "'rkey':'b'"),
            write("create", "'value':{'v':3}"),
            write("update", "'rkey':'a','value':{'v':2}"));
    assertEquals(records.head().text("cid"), answer.map("commit").orElseThrow().text("cid"));
    List<DataMap> results =
        answer.array("results").orElseThrow().stream().map(DataMap.class::cast).toList();
    assertEquals(
        List.of(APPLY + "#deleteResult", APPLY + "#createResult", APPLY + "#updateResult"),
        results.stream().map(result -> result.type().orElseThrow()).toList());
    assertEquals(1, results.getFirst().size());
    Tid.parse(rkey(results.get(1)));
    assertEquals("unknown", results.get(2).text("validationStatus").orElseThrow());
    assertEquals(2, value("a").integer("v").orElseThrow());
    assertEquals("RecordNotFound", error(400, records.get(NOTE, "b")));
  }

  @Test
  void allChangesAreMadeOrNone() {
    apply(write("create", "'rkey':'a','value':{'v':1}"));
    DataMap head = records.head();
    String fresh = write("create", "'rkey':'new','value':{}");
    assertEquals("RecordAlreadyExists", refused(fresh, write("create", "'rkey':'a','value':{}")));
    assertEquals("RecordNotFound", refused(fresh, write("update", "'rkey':'z','value':{}")));
    assertEquals("InvalidRequest", refused(fresh, write("delete", "'rkey':'new'")));
    assertEquals("InvalidRequest", refused(fresh, write("move", "'rkey':'a'")));
    assertEquals(head, records.head());
    assertEquals("RecordNotFound", error(400, records.get(NOTE, "new")));
  }

  private String refused(String... writes) {
    return records.refused(APPLY, "{'writes':[" + String.join(",", writes) + "]}");
  }

  @Test
  void twoHundredChangesAreTakenAndNoMore() {
    String[] writes =
        IntStream.range(0, 201)
            .mapToObj(i -> write("create", "'rkey':'k" + i + "','value':{}"))
            .toArray(String[]::new);
    assertEquals("InvalidRequest", refused(writes));
    DataMap answer = apply(Arrays.copyOf(writes, 200));
    assertEquals(200, answer.array("results").orElseThrow().size());
    assertEquals(answer.map("commit").orElseThrow().text("rev"), records.head().text("rev"));
  }

  @Test
  void noChangesAreNoCommit() {
    DataMap head = records.head();
    DataMap answer = apply();
    assertEquals(List.of(), answer.array("results").orElseThrow());
    assertFalse(answer.has("commit"));
    apply(write("delete", "'rkey':'nothing'"));
    assertEquals(head, records.head());
  }

  @Test
  void theRepoMustBeOneOfThisServerAndTheCallersToWrite() {
    DataMap body =
        DataJson.parse(note("'record':{}").replace('\'', '"'))
            .with("repo", new DataValue.Text("did:web:elsewhere.example.com"));
    assertEquals("RepoNotFound", error(400, hold.post(CREATE, body, alice)));
    RecordCalls stranger = new RecordCalls(hold, hold.account("mallory.test"));
    assertEquals("Forbidden", error(403, stranger.call(CREATE, note("'record':{}"))));
    DataMap own = body.with("repo", new DataValue.Text("hold.example.com"));
    assertNotEquals(records.head(), after(own));
  }

  private DataMap after(DataMap body) {
    BlobCalls.ok(hold.post(CREATE, body, alice));
    return records.head();
  }

  @Test
  void whatWasWrittenIsThereAfterARestart() {
    List<String> keys =
        IntStream.range(0, 20)
            .mapToObj(i -> rkey(records.ok(CREATE, note("'record':{'v':" + i + "}"))))
            .toList();
    hold.restart();
    assertEquals(
        IntStream.range(0, 20).boxed().collect(Collectors.toList()),
        keys.stream().map(key -> (int) value(key).integer("v").orElseThrow()).toList());
  }
}
