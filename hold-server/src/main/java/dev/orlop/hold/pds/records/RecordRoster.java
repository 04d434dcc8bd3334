package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.access.HoldTerms;
import dev.orlop.hold.access.Permission;
import dev.orlop.hold.access.Roster;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The roster that the hold's records make. */
public final class RecordRoster implements Roster {
  private final Supplier<HoldRecords.Moment> records;
  private final Did hold;

  /**
   * A roster over records.
   *
   * @param hold itself, which stands as captain of a hold that nobody has been appointed to
   */
  public RecordRoster(HoldRecords records, Did hold) {
    this(records::now, hold);
  }

  private RecordRoster(Supplier<HoldRecords.Moment> records, Did hold) {
    this.records = records;
    this.hold = hold;
  }

  @Override
  public Roster now() {
    HoldRecords.Moment moment = records.get();
    return new RecordRoster(() -> moment, hold);
  }

  @Override
  public HoldTerms terms() {
    return records
        .get()
        .captain()
        .map(captain -> new HoldTerms(captain.owner(), captain.isPublic(), captain.allowAllCrew()))
        .orElseGet(() -> new HoldTerms(hold, false, false));
  }

  @Override
  public Optional<Set<Permission>> granted(Did member) {
    Crew crew = records.get().crew();
    return crew.has(member)
        ? Optional.of(Permission.parseAll(crew.permissions(member)))
        : Optional.empty();
  }
}
