package dev.orlop.appview.page;

import dev.orlop.appview.cache.Fetched;
import dev.orlop.appview.manifests.ManifestReads;
import dev.orlop.appview.manifests.Shelf;
import dev.orlop.appview.manifests.Shelves;
import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.pds.UserRepos;
import dev.orlop.appview.records.RepoPage;
import dev.orlop.appview.records.UnusableRecordException;
import dev.orlop.appview.registry.Page;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.resolve.Account;
import dev.orlop.appview.resolve.Accounts;
import dev.orlop.appview.stats.ImageStats;
import dev.orlop.appview.stats.RepositoryStats;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Whole pages, as texts of HTML. What cannot be shown is refused with an {@link OciException},
 * which {@link #failure} makes a page of. Safe for many threads.
 */
public final class Pages {
  /** Repositories on one page of an account. */
  private static final int MAX_LISTED = 100;

  private final Layout layout;
  private final Parts parts;

  /**
   * What pages are about.
   *
   * @param service the name of this registry
   */
  public record Parts(
      String service,
      Accounts accounts,
      ManifestReads manifests,
      UserRepos repos,
      ImageStats stats,
      InstantSource clock) {}

  /** Pages of one registry. */
  public Pages(Parts parts) {
    this.parts = parts;
    this.layout = new Layout(parts.service());
  }

  /** What this is, and how to use it. */
  public String home() {
    return layout.page("Container images", HomePage.of(parts.service()));
  }

  /**
   * What an account has.
   *
   * @param after goes on behind the repository of this name
   */
  public String user(AtIdentifier name, Optional<RepositoryName> after) {
    Account account = account(name);
    Shelves shelves = parts.manifests().shelves(account.did());
    Page<RepositoryStats> stats = parts.stats().list(account.did(), shelves, after, MAX_LISTED);
    UserPage page =
        new UserPage(
            account, shelves, stats, parts.manifests().unheardSince(account.did()), parts.clock());
    return layout.page(account.shown().toString(), page.html());
  }

  /** What a repository has. */
  public String repository(ImageName asked) {
    Account account = account(asked.owner());
    Repository repository = new Repository(account.did(), asked.repository());
    Shelf shelf = parts.manifests().shelf(repository);
    if (shelf.isEmpty()) {
      throw OciError.NAME_UNKNOWN.exception(
          "there is no image " + account.shown() + "/" + asked.repository());
    }
    RepositoryPage page =
        new RepositoryPage(
            parts.service(),
            ImageName.of(account.shown(), asked.repository()),
            account,
            shelf,
            parts.stats().of(repository, shelf),
            description(account.did(), asked.repository()),
            parts.manifests().unheardSince(account.did()),
            parts.clock().instant());
    return layout.page(page.title(), page.html());
  }

  /** Where what somebody looks for is; what they typed may be any name of it. */
  public String find(String typed) {
    String name = Wanted.cleaned(typed, parts.service());
    return name.indexOf('/') < 0
        ? Links.user(ImageName.owner(name))
        : Links.repository(ImageName.parse(name));
  }

  /** The page that says what went wrong. */
  public String failure(OciException refusal) {
    return layout.page(FailurePage.title(refusal), FailurePage.of(refusal));
  }

  private Account account(AtIdentifier name) {
    return switch (parts.accounts().account(name)) {
      case Fetched.Found<Account>(Account account) -> account;
      case Fetched.Absent<Account>() ->
          throw OciError.NAME_UNKNOWN.exception("there is no account " + name);
      case Fetched.Unavailable<Account>(String reason, var pause) ->
          throw OciError.UNAVAILABLE.exception(reason).retryAfter(pause);
    };
  }

  /** A page without its owner's words is a page, too. */
  private Optional<RepoPage> description(Did owner, RepositoryName name) {
    return parts
        .repos()
        .record(owner, Nsids.REPO_PAGE, RepoPage.rkey(name))
        .found()
        .flatMap(
            record -> {
              try {
                return Optional.of(RepoPage.of(RepoPage.rkey(name), record));
              } catch (UnusableRecordException _) {
                return Optional.empty();
              }
            })
        .filter(page -> page.repository().equals(name));
  }
}
