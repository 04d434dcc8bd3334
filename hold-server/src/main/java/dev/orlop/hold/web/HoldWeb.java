package dev.orlop.hold.web;

import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.XrpcLexicons;
import io.helidon.webserver.http.HttpRouting;

/** The hold's whole routing: the table of methods, and the few paths beside it. */
public final class HoldWeb {
  /**
   * What the methods work with.
   *
   * @param repo the hold's own
   */
  public record Parts(
      HoldIdentity identity, Repos repos, Repo repo, IdentityDirectory directory, String version) {}

  private HoldWeb() {}

  /** Puts everything into a routing. */
  public static void route(HttpRouting.Builder routing, Parts parts) {
    XrpcRouter.Builder methods = XrpcRouter.builder();
    methods.schema(new XrpcLexicons(LexiconValidator.bundled()));
    Repositories repositories = new Repositories(parts.identity(), parts.repo());
    new RepoReads(parts.identity(), repositories).register(methods);
    new SyncReads(repositories, parts.repos()).register(methods);
    ServerFacts facts = new ServerFacts(parts.identity(), parts.directory(), parts.version());
    facts.register(methods);
    routing.register(methods.build());
    routing.register(facts);
  }
}
