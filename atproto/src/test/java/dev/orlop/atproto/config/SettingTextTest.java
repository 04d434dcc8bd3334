package dev.orlop.atproto.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTextTest {
  private enum Fruit {
    APPLE,
    PEAR,
    FIG
  }

  @Test
  void anOriginLosesItsSlash() {
    assertEquals(
        URI.create("https://a.example:8443"), SettingText.origin("https://a.example:8443/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example",
        "ftp://a.example",
        "https://a.example/x",
        "https://u@a.b",
        "mailto:a"
      })
  void whatIsNoOriginIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SettingText.origin(text));
  }

  @Test
  void aChoiceIsNamedInLowerCaseAndARefusalNamesThemAll() {
    assertEquals(Fruit.FIG, SettingText.oneOf(Fruit.values()).apply("fig"));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> SettingText.oneOf(Fruit.values()).apply("plum"));
    assertEquals("must be apple, pear or fig", refusal.getMessage());
  }

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  @Test
  void aNameServerHasThePortOfDnsUnlessItSaysAnother() {
    assertEquals(
        List.of(at("127.0.0.1", 53), at("127.0.0.2", 5353)),
        SettingText.nameServers("127.0.0.1, 127.0.0.2:5353"));
    assertEquals(List.of(), SettingText.nameServers(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "http", ""})
  void whatIsNoPortIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> SettingText.port(text));
  }
}
