package dev.orlop.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
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

  @Test
  void aNameIsWhatTheSpecificationsExpressionMatches() {
    Pattern form =
        Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    String alphabet = "az09._-/A";
    Random random = new Random(20261121);
    int names = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      boolean wanted = form.matcher(text).matches();
      assertEquals(wanted, RepositoryName.parse(text.toString()).isPresent(), text.toString());
      names += wanted ? 1 : 0;
    }
    assertTrue(names > 10_000, names + " names");
  }
}
