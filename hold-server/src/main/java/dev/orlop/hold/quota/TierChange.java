package dev.orlop.hold.quota;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.Repo;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves members of the crew to other tiers. */
public record TierChange(Repo repo) {
  /**
   * Gives a member a tier: in all records that name the member, whose other fields stay.
   *
   * @return false if nobody of the crew has this DID
   */
  public boolean give(Did member, Tier tier) {
    while (true) {
      List<RecordWrite> writes = new ArrayList<>();
      Map<RepoPath, Optional<Cid>> before = new HashMap<>();
      for (RecordEntry entry : records(member)) {
        byte[] block = DagCbor.encode(entry.value().with("tier", new DataValue.Text(tier.name())));
        writes.add(new RecordWrite.Update(entry.path(), block));
        before.put(entry.path(), Optional.of(entry.cid()));
      }
      if (writes.isEmpty()) {
        return false;
      }
      switch (repo.commit(CommitRequest.of(writes).replacing(before))) {
        case CommitResult.Committed _, CommitResult.Unchanged _ -> {
          return true;
        }
        case CommitResult.InvalidRecordSwap _,
            CommitResult.InvalidSwap _,
            CommitResult.RecordMissing _ -> {
          // Somebody changed one of them meanwhile.
        }
        case CommitResult.RecordExists _,
            CommitResult.BlobMissing _,
            CommitResult.TooLarge _,
            CommitResult.DuplicatePath _ ->
            throw new IllegalStateException("few records change, and each once");
      }
    }
  }

  private List<RecordEntry> records(Did member) {
    List<RecordEntry> found = new ArrayList<>();
    repo.forEach(
        Nsids.HOLD_CREW,
        entry -> {
          if (entry.value().text("member").filter(text -> is(text, member)).isPresent()) {
            found.add(entry);
          }
        });
    return found;
  }

  private static boolean is(String text, Did member) {
    try {
      return Did.parse(text).canonical().equals(member.canonical());
    } catch (InvalidSyntaxException e) {
      return false;
    }
  }
}
