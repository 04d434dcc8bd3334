package dev.orlop.cli.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.retention.OwnerImages.Image;
import dev.orlop.cli.retention.OwnerImages.Tagged;
import dev.orlop.cli.retention.RetentionRule.Known;
import dev.orlop.cli.retention.RetentionRule.Reason;
import dev.orlop.cli.retention.RetentionRule.RepositoryOf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofDays(100));
  private static final Duration GRACE = Duration.ofHours(24);
  private static final RetentionRule GONE =
      new RetentionRule(OptionalInt.empty(), Optional.empty(), true, GRACE);

  private final List<HeldManifest> held = new ArrayList<>();
  private final List<Image> images = new ArrayList<>();
  private final List<Tagged> tags = new ArrayList<>();
  private final Map<RepositoryOf, Instant> pulls = new HashMap<>();
  private boolean isReadable = true;

  private static Digest digest(String name) {
    return Digest.hash(Digest.Algorithm.SHA256, name.getBytes(UTF_8));
  }

  private static RetentionRule tags(int count) {
    return new RetentionRule(OptionalInt.of(count), Optional.empty(), false, GRACE);
  }

  private void hold(String repository, String name, Instant since, String... children) {
    held.add(
        new HeldManifest(
            new HeldManifest.Name(ALICE, repository, digest(name)),
            since,
            10,
            Stream.of(children).map(RetentionRuleTest::digest).collect(Collectors.toSet())));
  }

  /** Pushed long ago, and its owner has it. */
  private void own(String repository, String name, String... children) {
    hold(repository, name, OLD, children);
    images.add(new Image(digest(name), Set.of()));
  }

  private void tag(String repository, String name, int day) {
    tags.add(new Tagged(repository, digest(name), OLD.plus(Duration.ofDays(day))));
  }

  private Map<Digest, Reason> judge(RetentionRule rule) {
    Map<Did, OwnerImages> owners =
        isReadable ? Map.of(ALICE, new OwnerImages(images, tags)) : Map.of();
    return rule.judge(held, new Known(owners, pulls, NOW)).stream()
        .collect(
            Collectors.toMap(
                dropped -> dropped.manifest().name().digest(), RetentionRule.Dropped::reason));
  }

  private static Set<Digest> digests(String... names) {
    return Stream.of(names).map(RetentionRuleTest::digest).collect(Collectors.toSet());
  }

  @Test
  void whatItsOwnerHasDeletedGoesAndNothingElse() {
    own("app", "kept");
    hold("app", "gone", OLD);
    hold("app", "young", NOW.minus(Duration.ofHours(23)));
    assertEquals(Map.of(digest("gone"), Reason.GONE), judge(GONE));
    assertEquals(
        Map.of(), judge(new RetentionRule(OptionalInt.empty(), Optional.empty(), false, GRACE)));
  }

  @Test
  void aManifestThatItsOwnerHasUnderAnotherRepositoryIsNotGone() {
    own("app", "image");
    hold("mirror", "image", OLD);
    assertEquals(Map.of(), judge(GONE));
  }

  @Test
  void anOwnerWhoCannotBeAskedLosesNothing() {
    hold("app", "gone", OLD);
    isReadable = false;
    assertEquals(Map.of(), judge(GONE));
    assertEquals(Map.of(), judge(tags(0)));
  }

  @Test
  void theNewestTagsOfEachRepositoryKeepWhatTheyName() {
    for (String repository : List.of("app", "other")) {
      for (int day = 1; day <= 3; day++) {
        own(repository, repository + day);
        tag(repository, repository + day, day);
      }
    }
    own("app", "untagged");
    assertEquals(digests("app1", "other1", "untagged"), judge(tags(2)).keySet());
    assertEquals(7, judge(tags(0)).size());
  }

  @Test
  void aPullKeepsAllOfItsRepository() {
    own("app", "one");
    own("other", "two");
    own("never", "three");
    pulls.put(new RepositoryOf(ALICE, "app"), NOW.minus(Duration.ofDays(9)));
    pulls.put(new RepositoryOf(ALICE, "other"), NOW.minus(Duration.ofDays(11)));
    RetentionRule rule =
        new RetentionRule(OptionalInt.empty(), Optional.of(Duration.ofDays(10)), false, GRACE);
    assertEquals(digests("two", "three"), judge(rule).keySet());
  }

  @Test
  void eitherRuleKeepsByItself() {
    own("app", "tagged");
    own("app", "old");
    tag("app", "tagged", 1);
    own("busy", "untagged");
    pulls.put(new RepositoryOf(ALICE, "busy"), NOW);
    RetentionRule rule =
        new RetentionRule(OptionalInt.of(1), Optional.of(Duration.ofDays(10)), false, GRACE);
    assertEquals(digests("old"), judge(rule).keySet());
  }

  @Test
  void whatBelongsToSomethingKeptStaysWithIt() {
    own("app", "index", "amd64", "arm64");
    own("app", "amd64");
    own("app", "arm64");
    tag("app", "index", 1);
    hold("app", "signature", OLD);
    images.add(new Image(digest("signature"), digests("arm64")));
    own("app", "alone");
    hold("app", "orphan", OLD);
    images.add(new Image(digest("orphan"), digests("alone")));
    assertEquals(digests("alone", "orphan"), judge(tags(1)).keySet());
  }

  @Test
  void anImageOfAKeptIndexStaysThoughItsOwnerHasItNoMore() {
    own("app", "index", "amd64");
    hold("app", "amd64", OLD);
    assertEquals(Map.of(), judge(GONE));
  }
}
