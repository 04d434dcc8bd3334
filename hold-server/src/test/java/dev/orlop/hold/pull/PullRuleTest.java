package dev.orlop.hold.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pull.BlobFetch.Outcome;
import dev.orlop.hold.pull.BlobFetch.Verb;
import dev.orlop.hold.pull.PullRule.UnknownBlobs;
import dev.orlop.lexicons.RepositoryName;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PullRuleTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final ImageRepository APP = new ImageRepository(ALICE, new RepositoryName("app"));
  private static final ImageRepository OTHER =
      new ImageRepository(ALICE, new RepositoryName("other"));
  private static final Map<String, Digest> BLOBS =
      Map.of(
          "config", digest("c0"),
          "signature's config", digest("5c"),
          "layer", digest("1a"),
          "manifest", digest("ff"),
          "stranger", digest("00"));

  private static Digest digest(String twoDigits) {
    return Digest.parse("sha256:" + twoDigits.repeat(32));
  }

  /** Of the repository {@code app} an image and a signature are known; of no other anything. */
  private static final KnownManifests KNOWN =
      new KnownManifests() {
        @Override
        public boolean knows(ImageRepository repository) {
          return repository.equals(APP);
        }

        @Override
        public Optional<PullClass> config(ImageRepository repository, Digest digest) {
          if (!knows(repository)) {
            return Optional.empty();
          }
          return Optional.ofNullable(
              Map.of(digest("c0"), PullClass.IMAGE, digest("5c"), PullClass.ARTIFACT).get(digest));
        }
      };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          repo  | blob               | verb | from   | outcome      | counts as | not known, ignored
          app   | config             | GET  | start  | BYTES        | IMAGE     | IMAGE
          app   | config             | GET  | start  | REDIRECT     | IMAGE     | IMAGE
          app   | config             | GET  | start  | URL          | IMAGE     | IMAGE
          app   | config             | GET  | start  | NOT_MODIFIED | -         | -
          app   | config             | GET  | start  | FAILURE      | -         | -
          app   | config             | GET  | middle | BYTES        | -         | -
          app   | config             | GET  | middle | REDIRECT     | -         | -
          app   | config             | HEAD | start  | BYTES        | -         | -
          app   | config             | HEAD | start  | URL          | -         | -
          app   | config             | PUT  | start  | URL          | -         | -
          app   | layer              | GET  | start  | BYTES        | -         | -
          app   | layer              | GET  | start  | REDIRECT     | -         | -
          app   | layer              | GET  | start  | URL          | -         | -
          app   | manifest           | GET  | start  | BYTES        | -         | -
          app   | stranger           | GET  | start  | BYTES        | -         | -
          app   | signature's config | GET  | start  | BYTES        | ARTIFACT  | ARTIFACT
          app   | signature's config | GET  | start  | URL          | ARTIFACT  | ARTIFACT
          app   | signature's config | HEAD | start  | BYTES        | -         | -
          app   | signature's config | GET  | middle | BYTES        | -         | -
          other | config             | GET  | start  | BYTES        | IMAGE     | -
          other | layer              | GET  | start  | REDIRECT     | IMAGE     | -
          other | stranger           | GET  | start  | URL          | IMAGE     | -
          other | stranger           | GET  | middle | BYTES        | -         | -
          other | stranger           | HEAD | start  | BYTES        | -         | -
          other | stranger           | PUT  | start  | URL          | -         | -
          other | stranger           | GET  | start  | NOT_MODIFIED | -         | -
          other | stranger           | GET  | start  | FAILURE      | -         | -
          -     | config             | GET  | start  | BYTES        | -         | -
          -     | stranger           | GET  | start  | URL          | -         | -
          """)
  void everyFetchCountsAsItStandsInTheTable(
      String repo,
      String blob,
      Verb verb,
      String from,
      Outcome outcome,
      String counted,
      String countedWhenIgnoring) {
    Optional<ImageRepository> repository =
        switch (repo) {
          case "app" -> Optional.of(APP);
          case "other" -> Optional.of(OTHER);
          default -> Optional.empty();
        };
    BlobFetch fetch =
        new BlobFetch(
            repository,
            Optional.ofNullable(BLOBS.get(blob)).orElseThrow(),
            verb,
            from.equals("middle"),
            outcome);
    assertEquals(counted, classify(fetch, UnknownBlobs.COUNT));
    assertEquals(countedWhenIgnoring, classify(fetch, UnknownBlobs.IGNORE));
  }

  @ParameterizedTest
  @EnumSource
  void thereIsNoOutcomeByWhichAskingOrWritingIsAPull(Outcome outcome) {
    for (Verb verb : new Verb[] {Verb.HEAD, Verb.PUT}) {
      for (Digest digest : BLOBS.values()) {
        BlobFetch fetch = new BlobFetch(Optional.of(APP), digest, verb, false, outcome);
        assertEquals("-", classify(fetch, UnknownBlobs.COUNT));
      }
    }
  }

  @Test
  void whatIsKnownOfOneOwnersRepositorySaysNothingOfAnothersWithTheSameName() {
    ImageRepository theirs =
        new ImageRepository(Did.parse("did:web:example.com"), new RepositoryName("app"));
    BlobFetch layer =
        new BlobFetch(Optional.of(theirs), digest("1a"), Verb.GET, false, Outcome.BYTES);
    assertEquals("IMAGE", classify(layer, UnknownBlobs.COUNT));
    assertEquals("-", classify(layer, UnknownBlobs.IGNORE));
  }

  private static String classify(BlobFetch fetch, UnknownBlobs unknown) {
    return new PullRule(KNOWN, unknown).classify(fetch).map(Enum::name).orElse("-");
  }
}
