package dev.orlop.appview.manifests;

import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.hold.HoldChoice;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.resolve.Holds;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Holds as records name them: those of the manifests that have a blob, then the one that the owner
 * pushes to. What was just pushed lies there, and no manifest names it yet.
 */
public final class ImageHolds implements HoldChoice {
  private final ManifestReads manifests;
  private final Holds holds;

  /** Those that {@code manifests} name and {@code holds} finds. */
  public ImageHolds(ManifestReads manifests, Holds holds) {
    this.manifests = manifests;
    this.holds = holds;
  }

  @Override
  public Hold forPush(Did owner) {
    return holds.forPush(owner);
  }

  @Override
  public Hold named(HoldRef hold) {
    return holds.find(hold);
  }

  @Override
  public List<Hold> forPull(Repository repository, Digest digest) {
    Search search = new Search();
    for (HoldRef named : search.ask(() -> manifests.holds(repository, digest)).orElse(List.of())) {
      search.ask(() -> holds.find(named)).ifPresent(search.found::add);
    }
    search.ask(() -> holds.forPush(repository.owner())).ifPresent(search.found::add);
    return search.result();
  }

  /** One hold that cannot be found hides no other; that none can be found is a refusal. */
  private static final class Search {
    final Set<Hold> found = new LinkedHashSet<>();
    private Optional<OciException> failure = Optional.empty();

    <T> Optional<T> ask(Supplier<T> source) {
      try {
        return Optional.of(source.get());
      } catch (OciException e) {
        // Who has chosen no hold has nothing there.
        if (e.error() != OciError.DENIED) {
          failure = failure.or(() -> Optional.of(e));
        }
        return Optional.empty();
      }
    }

    List<Hold> result() {
      if (found.isEmpty() && failure.isPresent()) {
        throw failure.get();
      }
      return List.copyOf(found);
    }
  }
}
