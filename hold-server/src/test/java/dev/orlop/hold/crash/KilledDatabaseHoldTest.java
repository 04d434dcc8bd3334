package dev.orlop.hold.crash;

import dev.orlop.hold.pds.accounts.AccountStep;
import dev.orlop.hold.pull.PullStep;
import dev.orlop.hold.store.sql.SqlStep;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.hold.upload.UploadStep;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** The same of a hold whose repos, events, accounts and pulls lie in a database that lives on. */
class KilledDatabaseHoldTest extends KilledHolds {
  @Override
  Place place(Path folder) {
    return Place.files(folder).with(TestPostgres.empty().url());
  }

  @Override
  Stream<Enum<?>> points() {
    Stream<Enum<?>> ofPulls = Stream.of(PullStep.FORCED, PullStep.ROTATED, PullStep.FOLDED);
    Stream<Enum<?>> ofAccounts =
        Stream.of(
            AccountStep.REPO_BEGUN,
            AccountStep.DID_REGISTERED,
            AccountStep.CHANGE_UNTOLD,
            AccountStep.REPO_REMOVED);
    Stream<Enum<?>> ofUploads =
        Stream.of(UploadStep.PART_LOGGED, UploadStep.INTENT_WRITTEN, UploadStep.PUBLISHED);
    Stream<Enum<?>> ofTables = Arrays.stream(SqlStep.values());
    return Stream.of(ofTables, ofPulls, ofAccounts, ofUploads).flatMap(points -> points);
  }
}
