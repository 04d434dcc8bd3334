package dev.orlop.cli.command;

import dev.orlop.cli.output.Json;
import dev.orlop.hold.pds.RepoSalvage;
import dev.orlop.hold.store.car.LogScan;
import java.util.ArrayList;
import java.util.List;

/** What was found in a repo's log, in words and as JSON. */
final class RepoFindings {
  static final String JSON =
      "did, rev, sound, records, lost: [{path, cid}], missingNodes: [cid], headMissing,";
  static final String MORE_JSON = "damage: [{file, from, to, torn}].";

  private RepoFindings() {}

  static List<String> lines(RepoSalvage.Findings found) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  rev %s, %d records"
            .formatted(
                found.isSound() ? "sound  " : "DAMAGED",
                found.head().did(),
                found.head().rev(),
                found.records().size()));
    found.damage().forEach(damage -> lines.add("  " + line(damage)));
    found.missingNodes().forEach(cid -> lines.add("  gone: a node of the tree, " + cid));
    if (found.headMissing()) {
      lines.add("  gone: the commit " + found.head().commit());
    }
    found.lost().forEach((path, cid) -> lines.add("  LOST: the record " + path + ", " + cid));
    return lines;
  }

  private static String line(LogScan.Damage damage) {
    return "%s, bytes %d to %d: %s"
        .formatted(
            damage.file(),
            damage.from(),
            damage.to(),
            damage.torn() ? "the torn end of a crash, harmless" : "unreadable");
  }

  static Json json(RepoSalvage.Findings found) {
    return Json.object()
        .put("did", found.head().did().toString())
        .put("rev", found.head().rev().toString())
        .put("sound", found.isSound())
        .put("records", found.records().size())
        .put(
            "lost",
            Json.array(
                found.lost().entrySet().stream()
                    .map(
                        lost ->
                            Json.object()
                                .put("path", lost.getKey().toString())
                                .put("cid", lost.getValue().toString()))
                    .toList()))
        .put("missingNodes", found.missingNodes().stream().map(Object::toString).toList())
        .put("headMissing", found.headMissing())
        .put("damage", Json.array(found.damage().stream().map(RepoFindings::json).toList()));
  }

  private static Json json(LogScan.Damage damage) {
    return Json.object()
        .put("file", damage.file().toString())
        .put("from", damage.from())
        .put("to", damage.to())
        .put("torn", damage.torn());
  }
}
