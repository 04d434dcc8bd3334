package dev.orlop.cli.remote;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.hold.pds.records.CrewMember;
import dev.orlop.hold.pds.records.MalformedRecordException;
import dev.orlop.lexicons.Nsids;
import java.util.List;
import java.util.Optional;

/** The crew records of a hold. */
public final class Crew {
  private final HoldClient hold;

  /** Of this hold. */
  public Crew(HoldClient hold) {
    this.hold = hold;
  }

  /** A member and the record that says so. */
  public record Entry(HoldClient.Entry record, CrewMember member) {}

  /** All members; a record that cannot be read makes nobody a member. */
  public List<Entry> list() {
    return hold.records(Nsids.HOLD_CREW).stream().flatMap(record -> read(record).stream()).toList();
  }

  private static Optional<Entry> read(HoldClient.Entry record) {
    try {
      return Optional.of(new Entry(record, CrewMember.of(record.value())));
    } catch (MalformedRecordException _) {
      return Optional.empty();
    }
  }

  /** The records about one account; holds of other makes may have several, under any key. */
  public List<Entry> of(Did did) {
    return list().stream().filter(entry -> entry.member().member().equals(did)).toList();
  }

  /**
   * Adds a member.
   *
   * @throws CommandFailure if the account is one already
   */
  public void add(CrewMember member) {
    if (!of(member.member()).isEmpty()) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          member.member() + " is of the crew already",
          "there is a record of the account",
          "orlop crew set changes it");
    }
    hold.put(
        Nsids.HOLD_CREW,
        CrewMember.path(member.member()).rkey(),
        member.toData(),
        Optional.empty());
  }

  /** Replaces {@code before} by {@code after}, unless somebody else was faster. */
  public void replace(Entry before, CrewMember after) {
    hold.put(
        Nsids.HOLD_CREW,
        before.record().rkey(),
        after.toData(),
        Optional.of(before.record().cid()));
  }

  /** Deletes all records about an account and gives their number. */
  public int remove(Did did) {
    List<Entry> entries = required(did);
    entries.forEach(
        entry -> hold.delete(Nsids.HOLD_CREW, entry.record().rkey(), entry.record().cid()));
    return entries.size();
  }

  /**
   * The records about a member.
   *
   * @throws CommandFailure if there are none
   */
  public List<Entry> required(Did did) {
    List<Entry> entries = of(did);
    if (entries.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NOT_FOUND,
          did + " is not of the crew",
          "there is no record of the account",
          "orlop crew list");
    }
    return entries;
  }
}
