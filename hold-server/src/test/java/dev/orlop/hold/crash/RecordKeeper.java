package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.lexicons.Nsids;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Puts and deletes records of its own. */
final class RecordKeeper implements Client {
  private static final String COLLECTION = "io.example.note";
  private static final int KEYS = 6;

  private final Account captain;
  private final String name;
  private final Map<String, Long> notes = new TreeMap<>();
  private Optional<Doubt> doubt = Optional.empty();
  private Optional<Tid> newest = Optional.empty();
  private long next = 1;

  /** What a record should have become; empty if it should be gone. */
  private record Doubt(String key, Optional<Long> note) {}

  RecordKeeper(Account captain, String name) {
    this.captain = captain;
    this.name = name;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    String key = key(random.nextInt(KEYS));
    boolean delete = notes.containsKey(key) && random.nextInt(4) == 0;
    Doubt wanted = new Doubt(key, delete ? Optional.empty() : Optional.of(next++));
    DataMap.Builder body =
        DataMap.builder()
            .put("repo", Network.HOLD.toString())
            .put("collection", COLLECTION)
            .put("rkey", key);
    wanted.note().ifPresent(note -> body.put("record", DataMap.builder().put("n", note).build()));
    doubt = Optional.of(wanted);
    DataMap answer =
        HoldClient.granted(
            life.hold()
                .call(
                    captain,
                    delete ? Nsids.REPO_DELETE_RECORD : Nsids.REPO_PUT_RECORD,
                    body.build()));
    settle(wanted);
    Tid rev = Tid.parse(answer.map("commit").orElseThrow().text("rev").orElseThrow());
    newest.ifPresent(former -> assertTrue(rev.compareTo(former) > 0, rev + " after " + former));
    newest = Optional.of(rev);
  }

  private String key(int number) {
    return name + "-" + number;
  }

  private void settle(Doubt known) {
    doubt = Optional.empty();
    if (known.note().isPresent()) {
      notes.put(known.key(), known.note().get());
    } else {
      notes.remove(known.key());
    }
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) {
    for (int i = 0; i < KEYS; i++) {
      String key = key(i);
      Optional<Long> found =
          evidence
              .record(RepoPath.of(COLLECTION, key))
              .map(record -> record.integer("n").orElseThrow());
      doubt.filter(asked -> asked.equals(new Doubt(key, found))).ifPresent(this::settle);
      assertEquals(Optional.ofNullable(notes.get(key)), found, key);
    }
    doubt = Optional.empty();
    newest.ifPresent(rev -> assertTrue(rev.compareTo(evidence.rev()) <= 0, "rev went back"));
  }
}
