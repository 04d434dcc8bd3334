package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.layers.KnownLayer;
import dev.orlop.hold.layers.KnownManifest;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.mst.RecordWrite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes records out of the hold's repo: those of a manifest, a repository, a user. The blobs stay
 * until garbage is collected, since somebody else may use them. What was begun and cut off is
 * finished by doing it again.
 */
public final class Removals {
  private final StatsBook book;
  private final StatsFolder folder;
  private final UserRecords records;

  Removals(StatsBook book, StatsFolder folder, UserRecords records) {
    this.book = book;
    this.folder = folder;
    this.records = records;
  }

  /**
   * What was removed.
   *
   * @param layers layer records
   * @param others stats and scans
   */
  public record Removed(int layers, int others) {}

  /**
   * Takes a manifest out of a repository; where the same user has it in another one, what it uses
   * stays recorded there.
   *
   * @return how many layer records are gone
   */
  public int manifest(ImageRepository repository, Digest manifest) {
    AtUri uri = NotifiedManifest.uri(repository.owner(), manifest);
    return remove(() -> drafted(repository, uri));
  }

  /**
   * Takes all manifests out of a repository. Its counts stay.
   *
   * @return how many layer records are gone
   */
  public int repository(ImageRepository repository) {
    return remove(
        () ->
            records.layers().manifests(repository).stream()
                .flatMap(known -> drafted(repository, known)));
  }

  /**
   * Takes out all that came of what a user did: layers, counts, scans. What the captain said of the
   * user stays: a crew record is not theirs to delete, or a restriction in it would be.
   */
  public Removed user(Did user) {
    // What is still in the journal would make records of the user again.
    folder.fold();
    int layers = remove(() -> records.layersOf(user).stream().map(RecordWrite.Delete::new));
    int others =
        remove(
            () ->
                Stream.concat(records.statsOf(user).stream(), records.scansOf(user).stream())
                    .map(RecordWrite.Delete::new));
    return new Removed(layers, others);
  }

  /**
   * All that the hold's records say of a user: what {@link #user} takes out, and what it leaves; in
   * the order of their paths.
   *
   * @param after behind which to go on
   */
  public List<RecordEntry> export(Did user, Optional<RepoPath> after, int limit) {
    Cid unused = records.follow();
    return Stream.of(
            records.layersOf(user),
            records.statsOf(user),
            records.scansOf(user),
            records.crewOf(user))
        .flatMap(List::stream)
        .filter(path -> after.isEmpty() || path.compareTo(after.get()) > 0)
        .sorted()
        .flatMap(path -> records.read(path).stream())
        .limit(limit)
        .toList();
  }

  private int remove(Supplier<? extends Stream<? extends RecordWrite>> wanted) {
    int removed = 0;
    while (true) {
      Round round = new Round(wanted);
      if (book.commit(records::follow, round, Map.of()).isEmpty()) {
        return removed;
      }
      removed += round.deletes();
    }
  }

  /** The writes of one commit, drafted anew when the head turns out to have moved. */
  private static final class Round implements Supplier<Optional<List<RecordWrite>>> {
    private final Supplier<? extends Stream<? extends RecordWrite>> wanted;
    private List<RecordWrite> writes = List.of();

    Round(Supplier<? extends Stream<? extends RecordWrite>> wanted) {
      this.wanted = wanted;
    }

    int deletes() {
      return (int) writes.stream().filter(RecordWrite.Delete.class::isInstance).count();
    }

    @Override
    public Optional<List<RecordWrite>> get() {
      writes = wanted.get().limit(PushService.MAX_WRITES).map(RecordWrite.class::cast).toList();
      return writes.isEmpty() ? Optional.empty() : Optional.of(writes);
    }
  }

  private Stream<RecordWrite> drafted(ImageRepository repository, KnownManifest known) {
    // Records of the older form do not say which manifest they are of: they are of this repository.
    return known.uri().isEmpty()
        ? known.layers().stream().map(layer -> new RecordWrite.Delete(layer.path()))
        : drafted(repository, AtUri.parse(known.uri()));
  }

  private Stream<RecordWrite> drafted(ImageRepository repository, AtUri manifest) {
    List<RecordWrite> writes = new ArrayList<>();
    Set<Digest> elsewhere = new HashSet<>();
    List<KnownManifest> here = new ArrayList<>();
    Optional<RepositoryName> heir = Optional.empty();
    for (KnownManifest known : records.layers().manifest(repository.owner(), manifest)) {
      if (known.repository().equals(Optional.of(repository))) {
        here.add(known);
      } else {
        heir = heir.or(() -> known.repository().map(ImageRepository::name));
        known.layers().forEach(layer -> elsewhere.add(layer.digest()));
      }
    }
    for (KnownManifest known : here) {
      for (KnownLayer layer : known.layers()) {
        boolean goes = heir.isEmpty() || elsewhere.contains(layer.digest());
        writes.add(goes ? new RecordWrite.Delete(layer.path()) : moved(layer, heir.get()));
      }
    }
    return writes.stream();
  }

  /** The record of a layer, which there is one of for all repositories, with another one in it. */
  private RecordWrite moved(KnownLayer layer, RepositoryName heir) {
    return records
        .read(layer.path())
        .<RecordWrite>map(
            entry ->
                new RecordWrite.Put(
                    layer.path(),
                    DagCbor.encode(LayerRecord.of(entry.value()).in(heir.value()).toData())))
        // It has gone meanwhile; the commit will find that the head has moved.
        .orElseGet(() -> new RecordWrite.Delete(layer.path()));
  }
}
