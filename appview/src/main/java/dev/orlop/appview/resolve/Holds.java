package dev.orlop.appview.resolve;

import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.pds.Listed;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.records.Captain;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.LegacyHold;
import dev.orlop.appview.records.SailorProfile;
import dev.orlop.appview.records.UnusableRecordException;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which hold has an image, or will have it. Safe for many threads. */
public final class Holds {
  private static final Logger LOG = System.getLogger(Holds.class.getName());
  private static final int MAX_SUCCESSORS = 5;

  private final HoldServers servers;
  private final UserRepos holdRepos;
  private final UserRepos userRepos;
  private final Optional<HoldRef> usual;

  /**
   * The holds that records name.
   *
   * @param holdRepos the repos of holds, at {@code servers}
   * @param userRepos the repos of those who push
   * @param usual for those who have not chosen one
   */
  public Holds(
      HoldServers servers, UserRepos holdRepos, UserRepos userRepos, Optional<HoldRef> usual) {
    this.servers = servers;
    this.holdRepos = holdRepos;
    this.userRepos = userRepos;
    this.usual = usual;
  }

  /**
   * The hold that is meant where one is named, successors followed.
   *
   * @throws OciException UNAVAILABLE if that cannot be found out; UNKNOWN with status 502 if it
   *     leads nowhere
   */
  public Hold find(HoldRef named) {
    // One that cannot be asked is taken as it is named; using it will tell.
    return find(named, this::successorIfKnown);
  }

  /**
   * The same as holds say it just now, whatever is remembered. One that does not say whether it has
   * moved is UNAVAILABLE.
   */
  public Hold findNow(HoldRef named) {
    return find(named, this::successorNow);
  }

  private Hold find(HoldRef named, Function<Did, Optional<Did>> successor) {
    Did did = named.asDid().orElseThrow(() -> broken("the address of the hold has no DID", named));
    Set<Did> passed = new LinkedHashSet<>();
    while (passed.add(did)) {
      if (passed.size() > MAX_SUCCESSORS + 1) {
        throw broken("the hold has too many successors, one after the other", named);
      }
      Optional<Did> next = successor.apply(did);
      if (next.isEmpty()) {
        return new Hold(did, service(did, named));
      }
      did = next.get().canonical();
    }
    throw broken("the successors of the hold lead round in a circle", named);
  }

  /**
   * Where images of {@code owner} are pushed to.
   *
   * @throws OciException as {@link #find}; DENIED if neither they nor the operator chose one
   */
  public Hold forPush(Did owner) {
    HoldRef chosen =
        chosen(owner)
            .or(() -> legacy(owner))
            .or(() -> usual)
            .orElseThrow(
                () ->
                    OciError.DENIED
                        .exception("no hold to push to: set defaultHold in your profile")
                        .with("owner", owner)
                        .with("record", SailorProfile.PATH));
    return find(chosen);
  }

  private Optional<HoldRef> chosen(Did owner) {
    return record(userRepos, owner, SailorProfile.PATH)
        .flatMap(
            record -> {
              try {
                return SailorProfile.of(record).defaultHold();
              } catch (UnusableRecordException e) {
                throw OciError.DENIED
                    .exception("the profile cannot be used: " + e.getMessage())
                    .with("owner", owner);
              }
            });
  }

  /** The one announced last; only its owner's word counts. */
  private Optional<HoldRef> legacy(Did owner) {
    List<Listed> announced = required(userRepos.list(owner, Nsids.HOLD)).orElse(List.of());
    return announced.stream()
        .flatMap(one -> usable(one.value(), LegacyHold::of).stream())
        .filter(hold -> hold.owner().isEmpty() || hold.owner().equals(Optional.of(owner)))
        .max(
            Comparator.comparing(
                hold -> hold.createdAt().map(Datetime::instant).orElse(Instant.MIN)))
        .map(LegacyHold::hold);
  }

  private Optional<Did> successorIfKnown(Did hold) {
    RepoPath path = Captain.PATH;
    return successor(holdRepos.record(hold, path.collection(), path.rkey()).found());
  }

  private Optional<Did> successorNow(Did hold) {
    RepoPath path = Captain.PATH;
    return successor(required(holdRepos.recordNow(hold, path.collection(), path.rkey())));
  }

  private static Optional<Did> successor(Optional<DataMap> captain) {
    return captain.flatMap(record -> usable(record, Captain::of)).flatMap(Captain::successor);
  }

  private URI service(Did hold, HoldRef named) {
    Optional<URI> found = required(servers.server(hold));
    // Holds from before there were DIDs have no document, and are found under their address alone.
    Optional<URI> address =
        named instanceof HoldRef.ByUrl(URI url) && named.asDid().equals(Optional.of(hold))
            ? Optional.of(url)
            : Optional.empty();
    return found.or(() -> address).orElseThrow(() -> broken("there is no such hold", named));
  }

  private static Optional<DataMap> record(UserRepos repos, Did repo, RepoPath path) {
    return required(repos.record(repo, path.collection(), path.rkey()));
  }

  private static <T> Optional<T> required(Fetched<T> fetched) {
    return switch (fetched) {
      case Fetched.Found<T>(T value) -> Optional.of(value);
      case Fetched.Absent<T>() -> Optional.empty();
      case Fetched.Unavailable<T>(String reason, var pause) ->
          throw OciError.UNAVAILABLE.exception(reason).retryAfter(pause);
    };
  }

  private static <T> Optional<T> usable(DataMap record, Function<DataMap, T> read) {
    try {
      return Optional.of(read.apply(record));
    } catch (UnusableRecordException e) {
      LOG.log(Level.DEBUG, "passed over: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private static OciException broken(String what, HoldRef named) {
    return OciError.UNKNOWN.exception(what).withStatus(502).with("hold", named);
  }
}
