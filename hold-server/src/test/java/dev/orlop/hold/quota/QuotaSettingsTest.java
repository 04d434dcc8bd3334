package dev.orlop.hold.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.layers.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaSettingsTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");

  @ParameterizedTest
  @CsvSource({
    "5GB,5000000000",
    "5 GiB,5368709120",
    "1.5kb,1500",
    "0,0",
    "12,12",
    "2TB,2000000000000"
  })
  void sizesAreReadInThousandsAndInPowersOfTwo(String text, long bytes) {
    assertEquals(bytes, ByteSize.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 bytes",
    "999,999 bytes",
    "1000,1 kB",
    "999949,999.9 kB",
    "999950,1 MB",
    "4400000000,4.4 GB"
  })
  void sizesAreWrittenWithOneDigit(long bytes, String text) {
    assertEquals(text, ByteSize.format(bytes));
  }

  @Test
  void tiersAreSortedAndTheFirstThatIsNamedIsTheUsualOne() {
    QuotaSettings settings =
        QuotaSettings.parse("bosun=50GB, deckhand=5GB ,admiral=unlimited", "", "did:web:a.example");
    assertEquals(
        List.of("deckhand", "bosun", "admiral"),
        settings.tiers().stream().map(Tier::name).toList());
    assertEquals(Optional.of("bosun"), settings.usual().map(Tier::name));
    assertEquals(Set.of(Did.parse("did:web:a.example")), settings.trustedAppViews());
    assertEquals(OptionalLong.empty(), settings.tier("admiral").orElseThrow().limit());
    assertEquals(QuotaSettings.NONE, QuotaSettings.parse("", "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"deckhand", "deckhand=", "deckhand=5XB", "Deck Hand=5GB", "a=1,a=2", "a=-1"})
  void whatIsNoTierIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> QuotaSettings.parse(text, "", ""));
  }

  @Test
  void theUsualTierMustBeOneOfThem() {
    assertThrows(IllegalArgumentException.class, () -> QuotaSettings.parse("a=1", "b", ""));
  }

  private static Standing standing(long used, long reserved) {
    return new Standing(
        ALICE, new Usage(1, used), reserved, Optional.of("deckhand"), OptionalLong.of(1000));
  }

  @Test
  void whoUsesMostOfTheirQuotaIsWarnedWithTheNumbers() {
    assertEquals(Optional.empty(), standing(700, 99).warning());
    assertEquals(
        Optional.of(
            "80 % of the quota is used: 700 bytes and 100 bytes on their way of 1 kB (tier deckhand)"),
        standing(700, 100).warning());
    assertEquals(200, standing(700, 100).room());
  }
}
