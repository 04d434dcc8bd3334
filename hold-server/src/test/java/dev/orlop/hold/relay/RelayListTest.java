package dev.orlop.hold.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayListTest {
  private static final URI RELAY = URI.create("https://relay.example.com");

  @TempDir Path folder;

  private RelayList list() {
    return new RelayList(folder.resolve("relays"));
  }

  @Test
  void withoutAFileThereAreNone() throws IOException {
    assertEquals(List.of(), list().all());
  }

  @Test
  void whatIsAddedStaysUntilItIsRemoved() throws IOException {
    assertTrue(list().add(RELAY));
    assertFalse(list().add(RELAY));
    assertEquals(List.of(RELAY), list().all());
    assertTrue(list().remove(RELAY));
    assertFalse(list().remove(RELAY));
    assertEquals(List.of(), list().all());
  }

  @Test
  void itMayBeWrittenByHand() throws IOException {
    Files.writeString(
        folder.resolve("relays"), "# ours\n\nrelay.example.com\n http://127.0.0.1:2470/ \n");
    assertEquals(List.of(RELAY, URI.create("http://127.0.0.1:2470")), list().all());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://relay.example.com", "https://relay.example.com/xrpc", "https://", "a b"})
  void anythingElseThanAnOriginIsRefused(String line) {
    assertThrows(IllegalArgumentException.class, () -> RelayList.origin(line));
  }
}
