package dev.orlop.hold.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "0",
        "app",
        "team/app",
        "a/b/c/d",
        "a.b",
        "a_b",
        "a__b",
        "a-b",
        "a---b",
        "1.2"
      })
  void aNameOfTheDistributionSpecIsTaken(String text) {
    assertEquals(Optional.of(new RepositoryName(text)), RepositoryName.parse(text));
    assertEquals(text, new RepositoryName(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a/",
        "/a",
        "a//b",
        ".",
        "..",
        "../a",
        "a/..",
        "a/./b",
        "a..b",
        "a___b",
        "-a",
        "a-",
        "a.",
        "_a",
        "App",
        "a b",
        "a:b",
        "a@b",
        "a\nb",
        "a\n",
        "caf\u00e9",
        "a\\b",
        "a%2fb"
      })
  void whateverElseIsRefused(String text) {
    assertEquals(Optional.empty(), RepositoryName.parse(text));
    assertThrows(IllegalArgumentException.class, () -> new RepositoryName(text));
  }

  @Test
  void aNameHasAtMost255Characters() {
    assertEquals(255, new RepositoryName("a".repeat(255)).value().length());
    assertEquals(Optional.empty(), RepositoryName.parse("a".repeat(256)));
    assertEquals(Optional.empty(), RepositoryName.parse("a-".repeat(100_000)));
  }
}
