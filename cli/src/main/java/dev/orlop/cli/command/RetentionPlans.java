package dev.orlop.cli.command;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.output.Bytes;
import dev.orlop.cli.output.Json;
import dev.orlop.cli.output.Table;
import dev.orlop.cli.remote.HeldManifests;
import dev.orlop.cli.remote.HoldSession;
import dev.orlop.cli.remote.OwnersRepos;
import dev.orlop.cli.remote.RepositoryStats;
import dev.orlop.cli.retention.HeldManifest;
import dev.orlop.cli.retention.OwnerImages;
import dev.orlop.cli.retention.RetentionRule;
import dev.orlop.cli.retention.RetentionRule.Dropped;
import dev.orlop.cli.retention.RetentionRule.Known;
import dev.orlop.cli.retention.RetentionRule.RepositoryOf;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Asks for all that a rule of retention needs to know, judges by it, and shows what came of it. */
final class RetentionPlans {
  private final HoldSession session;
  private final Consumer<String> notes;

  /**
   * Of a hold.
   *
   * @param notes is told of whom could not be asked
   */
  RetentionPlans(HoldSession session, Consumer<String> notes) {
    this.session = session;
    this.notes = notes;
  }

  /**
   * What a rule drops.
   *
   * @param held of how many
   */
  record Plan(RetentionRule rule, Instant planned, int held, List<Dropped> dropped) {
    Json json() {
      Json.Obj shown =
          Json.object()
              .put("planned", planned.toString())
              .put("dropGone", rule.dropGone())
              .put("graceHours", rule.grace().toHours());
      rule.keepTags().ifPresent(tags -> shown.put("keepTags", tags));
      rule.keepPulled().ifPresent(kept -> shown.put("keepPulledDays", kept.toDays()));
      return shown
          .put("held", held)
          .put("count", dropped.size())
          .put("manifests", Json.array(dropped.stream().map(Plan::json).toList()));
    }

    private static Json json(Dropped one) {
      HeldManifest.Name name = one.manifest().name();
      return Json.object()
          .put("did", name.owner().toString())
          .put("repository", name.repository())
          .put("digest", name.digest().toString())
          .put("bytes", one.manifest().bytes())
          .put("reason", one.reason().toString());
    }

    List<String> lines(HoldSession session) {
      Table table = Table.of("OWNER/REPO", "MANIFEST", "NAMES", "WHY");
      for (Dropped one : dropped) {
        HeldManifest.Name name = one.manifest().name();
        table.row(
            session.names().label(name.owner().value()) + "/" + name.repository(),
            name.digest().toString(),
            Bytes.text(one.manifest().bytes()),
            one.reason().toString());
      }
      List<String> lines = new ArrayList<>(dropped.isEmpty() ? List.of() : table.lines());
      lines.add("%d of %d manifests would not be kept".formatted(dropped.size(), held));
      return lines;
    }
  }

  /** Judges all that the hold holds. */
  Plan make(RetentionRule rule, InstantSource clock) {
    Collection<HeldManifest> held = HeldManifests.of(session.client());
    Map<Did, OwnerImages> owners =
        new OwnersRepos(session, notes).images(HeldManifests.owners(held));
    Map<RepositoryOf, Instant> pulls = new HashMap<>();
    for (Did owner : owners.keySet()) {
      for (RepositoryStats stats : RepositoryStats.list(session.client(), owner)) {
        stats
            .lastPull()
            .map(Instant::parse)
            .ifPresent(last -> pulls.put(new RepositoryOf(owner, stats.repository()), last));
      }
    }
    Instant now = clock.instant();
    List<Dropped> dropped = rule.judge(held, new Known(owners, pulls, now));
    return new Plan(rule, now, held.size(), dropped);
  }
}
