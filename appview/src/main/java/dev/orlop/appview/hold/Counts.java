package dev.orlop.appview.hold;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import dev.orlop.lexicons.RepositoryName;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What one hold has counted of one repository.
 *
 * @param pulls of images; at least 0, at most {@value #MAX}
 * @param pushes of manifests; within the same bounds
 * @param record the signed record that says so, if it is told
 */
public record Counts(
    RepositoryName repository,
    long pulls,
    long pushes,
    Optional<Datetime> lastPull,
    Optional<Datetime> lastPush,
    Optional<Signed> record) {
  /** The largest number that every reader of JSON reads as it is. */
  public static final long MAX = (1L << 53) - 1;

  /**
   * A version of a record, to be proved with {@code com.atproto.sync.getRecord}.
   *
   * @param cid of the version
   * @param rev of the repo that it was read from
   */
  public record Signed(AtUri uri, Optional<Cid> cid, Optional<Tid> rev) {}

  /** Nothing counted. */
  public static Counts none(RepositoryName repository) {
    return new Counts(repository, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads an answer of a hold; empty if it is none about a repository of {@code owner}.
   *
   * @param usual the repository that is meant if the answer does not say
   */
  public static Optional<Counts> read(DataMap map, Did owner, Optional<RepositoryName> usual) {
    Optional<RepositoryName> repository =
        map.has("repository") ? map.text("repository").flatMap(RepositoryName::parse) : usual;
    OptionalLong pulls = count(map, "pullCount");
    OptionalLong pushes = count(map, "pushCount");
    boolean foreign =
        map.has("did")
            && !parsed(map, "did", text -> Did.parse(text).canonical()).equals(Optional.of(owner));
    if (repository.isEmpty() || pulls.isEmpty() || pushes.isEmpty() || foreign) {
      return Optional.empty();
    }
    return Optional.of(
        new Counts(
            repository.get(),
            pulls.getAsLong(),
            pushes.getAsLong(),
            parsed(map, "lastPull", Datetime::parse),
            parsed(map, "lastPush", Datetime::parse),
            parsed(map, "uri", AtUri::parse)
                .map(
                    uri ->
                        new Signed(
                            uri, parsed(map, "cid", Cid::parse), parsed(map, "rev", Tid::parse)))));
  }

  private static OptionalLong count(DataMap map, String field) {
    OptionalLong count = map.integer(field);
    return count.isPresent() && count.getAsLong() >= 0 && count.getAsLong() <= MAX
        ? count
        : OptionalLong.empty();
  }

  private static <T> Optional<T> parsed(DataMap map, String field, Function<String, T> parse) {
    try {
      return map.text(field).map(parse);
    } catch (InvalidSyntaxException | InvalidCidException _) {
      return Optional.empty();
    }
  }

  /** The same as a hold would answer it. */
  public DataMap.Builder toData() {
    DataMap.Builder map =
        DataMap.builder()
            .put("repository", repository.toString())
            .put("pullCount", pulls)
            .put("pushCount", pushes)
            .putIfPresent("lastPull", lastPull)
            .putIfPresent("lastPush", lastPush);
    record.ifPresent(
        signed ->
            map.put("uri", signed.uri().toString())
                .putIfPresent("cid", signed.cid())
                .putIfPresent("rev", signed.rev()));
    return map;
  }
}
