package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.error;
import static dev.orlop.hold.app.Guests.SERVER;
import static dev.orlop.hold.app.Guests.done;
import static dev.orlop.hold.app.Guests.json;
import static dev.orlop.hold.app.Guests.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.app.Guests.Guest;
import dev.orlop.hold.pds.RepoImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** com.atproto.repo.importRepo of those who have accounts here. */
class AccountImportTest {
  private static final String IMPORT = "com.atproto.repo.importRepo";
  private static final String CAR = "application/vnd.ipld.car";

  @TempDir Path folder;
  private RunningHold hold;
  private Guests guests;
  private Guest carol;

  @BeforeEach
  void start() {
    hold = Guests.openHold(folder, place());
    guests = new Guests(hold);
    carol = guests.create("carol");
  }

  /** Where it is kept, as in the environment. */
  Map<String, String> place() {
    return Map.of();
  }

  @AfterEach
  void stop() throws IOException {
    hold.close();
    try (Stream<Path> left = Files.list(folder.resolve("imports"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  private HttpResponse<byte[]> send(Optional<String> token, String type, BodyPublisher body) {
    HttpRequest.Builder request =
        hold.request("/xrpc/" + IMPORT).header("Content-Type", type).POST(body);
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return hold.send(request.build());
  }

  private HttpResponse<byte[]> send(Guest guest, byte[] car) {
    return send(Optional.of(guest.access()), CAR, BodyPublishers.ofByteArray(car));
  }

  private byte[] export(Guest guest) {
    return guests.get("com.atproto.sync.getRepo?did=" + guest.did(), guest).body();
  }

  private Set<String> notes(Guest guest) {
    DataMap answer =
        json(
            guests.get(
                "com.atproto.repo.listRecords?collection=com.example.note&repo=" + guest.did(),
                guest));
    return answer.array("records").orElseThrow().stream()
        .map(record -> text(((DataMap) record).map("value").orElseThrow(), "text"))
        .collect(Collectors.toSet());
  }

  /** Its repo of two notes; then it writes a third. */
  private byte[] earlier() {
    done(guests.note(carol, carol.did(), "one"));
    done(guests.note(carol, carol.did(), "two"));
    byte[] car = export(carol);
    done(guests.note(carol, carol.did(), "three"));
    return car;
  }

  private void deactivate() {
    done(guests.post(SERVER + "deactivateAccount", DataMap.EMPTY, carol));
  }

  private DataMap status() {
    return json(guests.get(SERVER + "checkAccountStatus", carol));
  }

  @Test
  void anAccountThatRestsHasTheRecordsOfTheFileAndNoOthers() {
    byte[] car = earlier();
    deactivate();
    done(send(carol, car));
    assertEquals(Set.of("one", "two"), notes(carol));
    DataMap status = status();
    assertEquals(2, status.integer("indexedRecords").orElseThrow());
    assertEquals(Optional.of(false), status.bool("activated"));
    done(guests.post(SERVER + "activateAccount", carol));
    done(guests.note(carol, carol.did(), "four"));
    assertEquals(Set.of("one", "two", "four"), notes(carol));
  }

  @Test
  void soDoesOneThatIsActive() {
    byte[] car = earlier();
    done(send(carol, car));
    assertEquals(Set.of("one", "two"), notes(carol));
  }

  @Test
  void aBodyWhoseLengthIsNotSaidIsTakenToo() {
    byte[] car = earlier();
    done(
        send(
            Optional.of(carol.access()),
            CAR,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(car))));
    assertEquals(Set.of("one", "two"), notes(carol));
  }

  @Test
  void whatIsNoWholeRepoOfTheAccountIsRefusedAndChangesNothing() {
    byte[] car = earlier();
    Guest dave = guests.create("dave");
    done(guests.note(dave, dave.did(), "hello"));
    byte[] before = export(carol);
    assertEquals("InvalidRequest", error(400, send(carol, export(dave))));
    assertEquals("InvalidRequest", error(400, send(carol, new byte[0])));
    assertEquals("InvalidRequest", error(400, send(carol, Arrays.copyOf(car, car.length / 2))));
    assertEquals("InvalidRequest", error(400, send(carol, Arrays.copyOf(car, car.length - 1))));
    byte[] wrong = car.clone();
    wrong[wrong.length - 1] ^= 1;
    assertEquals("InvalidRequest", error(400, send(carol, wrong)));
    assertEquals(
        "InvalidRequest",
        error(
            400,
            send(
                Optional.of(carol.access()),
                "application/octet-stream",
                BodyPublishers.ofByteArray(car))));
    assertArrayEquals(before, export(carol));
  }

  @Test
  void onlyTheAccountItselfImportsAndNotOneOfItsPrograms() {
    byte[] car = earlier();
    byte[] before = export(carol);
    assertEquals(
        "AuthMissing", error(401, send(Optional.empty(), CAR, BodyPublishers.ofByteArray(car))));
    DataMap app =
        json(
            guests.post(
                SERVER + "createAppPassword",
                DataMap.builder().put("name", "program").build(),
                carol));
    Guest program = Guests.guest(json(guests.signIn(carol.handle(), text(app, "password"))));
    assertEquals("InvalidToken", error(400, send(program, car)));
    assertArrayEquals(before, export(carol));
  }

  @Test
  void aBodyThatSaysItIsTooLargeIsRefusedBeforeItCame() throws IOException {
    byte[] before = export(carol);
    String head =
        """
        POST /xrpc/%s HTTP/1.1\r
        Host: hold.example.com\r
        Authorization: Bearer %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(IMPORT, carol.access(), CAR, RepoImport.MAX_BYTES + 1);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hold.server().port())) {
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      InputStream answer = socket.getInputStream();
      assertEquals("HTTP/1.1 413", new String(answer.readNBytes(12), US_ASCII));
    }
    assertArrayEquals(before, export(carol));
  }
}
