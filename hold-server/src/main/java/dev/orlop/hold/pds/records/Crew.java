package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The crew at one moment, found by member. A member may have several records, written by several
 * programs; together they count as one.
 */
public final class Crew {
  /** One crew record and where it is. */
  public record Entry(RecordKey rkey, CrewMember member) {}

  private final Map<Did, List<Entry>> byMember = new LinkedHashMap<>();

  Crew(List<Entry> entries) {
    for (Entry entry : entries) {
      byMember
          .computeIfAbsent(entry.member().member().canonical(), _ -> new ArrayList<>())
          .add(entry);
    }
  }

  /** The records that name a member; none for whoever is not of the crew. */
  public List<Entry> of(Did member) {
    return List.copyOf(byMember.getOrDefault(member.canonical(), List.of()));
  }

  /** Whether any record names the DID. */
  public boolean has(Did member) {
    return byMember.containsKey(member.canonical());
  }

  /** All that a member's records permit, as written. */
  public Set<String> permissions(Did member) {
    Set<String> permissions = new LinkedHashSet<>();
    of(member).forEach(entry -> permissions.addAll(entry.member().permissions()));
    return permissions;
  }

  /** Every member once, by the first record that names them. */
  public List<CrewMember> members() {
    return byMember.values().stream().map(entries -> entries.getFirst().member()).toList();
  }
}
