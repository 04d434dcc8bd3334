package dev.orlop.appview.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes in {@code Authorization: Basic}. */
class CredentialsTest {
  private static String basic(String text) {
    return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "alice.test:secret, alice.test, secret",
    "@alice.test:secret, alice.test, secret",
    "Alice.Test:a:b, alice.test, a:b",
    "did:plc:ewvi7nxzyoun6zhxrhs64oiz:a:b, did:plc:ewvi7nxzyoun6zhxrhs64oiz, a:b",
    "did-plc-ewvi7nxzyoun6zhxrhs64oiz:a, did:plc:ewvi7nxzyoun6zhxrhs64oiz, a",
    "did:web:alice.test:a:b, did:web:alice.test, a:b"
  })
  void aDidHasColonsOfItsOwn(String text, String name, String password) {
    Credentials read = Credentials.ofBasic(basic(text)).orElseThrow();
    assertEquals(name, read.name().toString());
    assertEquals(password, read.password());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":", "alice.test", "alice.test:", "alice:secret", "did:plc:x", "a b.test:x"})
  void whatNamesNobodyIsNobody(String text) {
    assertEquals(Optional.empty(), Credentials.ofBasic(basic(text)));
  }

  @Test
  void otherSchemesAndBrokenOnesAreNone() {
    assertEquals(Optional.empty(), Credentials.ofBasic("Bearer abc"));
    assertEquals(Optional.empty(), Credentials.ofBasic("Basic %%%"));
    assertEquals(Optional.empty(), Credentials.ofBasic("Basic " + "a".repeat(5000)));
    assertEquals(Optional.empty(), Credentials.of("alice.test", "x".repeat(513)));
  }

  @Test
  void aPasswordIsNotShown() {
    assertFalse(Credentials.of("alice.test", "hunter2").toString().contains("hunter2"));
  }
}
