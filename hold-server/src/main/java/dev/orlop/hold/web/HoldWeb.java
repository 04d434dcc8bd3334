package dev.orlop.hold.web;

import dev.orlop.atproto.auth.ServiceTokenVerifier;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.limits.RateCounter;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.hold.access.AccessPolicy;
import dev.orlop.hold.access.Roster;
import dev.orlop.hold.access.UrlSigner;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.RepoImport;
import dev.orlop.hold.pds.WriteLimits;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.HostingSettings;
import dev.orlop.hold.pds.accounts.Identities;
import dev.orlop.hold.pds.accounts.KeyChanges;
import dev.orlop.hold.pds.accounts.Registrar;
import dev.orlop.hold.pds.blobs.RecordBlobs;
import dev.orlop.hold.pull.Delivery;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.upload.UploadLimits;
import dev.orlop.hold.upload.UploadService;
import dev.orlop.hold.web.firehose.Firehose;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.XrpcLexicons;
import io.helidon.webserver.http.HttpRouting;
import java.time.InstantSource;
import java.util.Optional;

/** The hold's whole routing: the table of methods, and the few paths beside it. */
public final class HoldWeb {
  /**
   * What the methods work with.
   *
   * @param repo the hold's own
   * @param keeper of the blobs of images
   * @param handOver what sends files of blobs in our place, if anything does
   * @param maxRecordBlobBytes the largest blob that a record may refer to
   * @param urls signs the hold's own URLs
   * @param counter of calls, perhaps shared with other processes
   * @param version of this program
   */
  public record Parts(
      HoldIdentity identity,
      HostedIdentities identities,
      Hosting hosting,
      Registrar registrar,
      KeyChanges keyChanges,
      Identities accountIdentities,
      HostingSettings accounts,
      Repo repo,
      Roster roster,
      IdentityDirectory directory,
      ServiceTokenVerifier tokens,
      Pulls pulls,
      BlobKeeper keeper,
      Quotas quotas,
      GarbageMethods.Parts garbage,
      Delivery delivery,
      Optional<HandOver> handOver,
      UploadService uploads,
      UploadLimits uploadLimits,
      RepoImport imports,
      RecordBlobs recordBlobs,
      long maxRecordBlobBytes,
      UrlSigner urls,
      Firehose firehose,
      Telling telling,
      TrustedProxies proxies,
      WriteLimits writes,
      RateCounter counter,
      InstantSource clock,
      String version) {}

  private HoldWeb() {}

  /** Puts everything into a routing. */
  public static void route(HttpRouting.Builder routing, Parts parts) {
    LexiconValidator lexicons = LexiconValidator.bundled();
    XrpcRouter.Builder methods =
        XrpcRouter.builder()
            .schema(new XrpcLexicons(lexicons))
            .translating(StorageFaults::translate);
    Hosting hosting = parts.hosting();
    Gate gate = new Gate(parts.tokens(), hosting, new AccessPolicy(parts.roster()));
    Repositories repositories = new Repositories(parts.identity(), parts.repo(), hosting, gate);
    new RepoReads(parts.identities(), parts.directory(), repositories).register(methods);
    WriteGuard guard = new WriteGuard(parts.writes(), limits(parts));
    RecordChecks records = new RecordChecks(lexicons, new TidClock(parts.clock()));
    new RepoWrites(gate, guard, repositories, records, parts.recordBlobs()).register(methods);
    new RepoImports(gate, repositories, parts.identity(), parts.imports()).register(methods);
    new SyncReads(repositories, hosting).register(methods);
    parts.firehose().register(methods);
    new HostMethods(gate, parts.identity().publicUrl(), hosting, parts.telling()).register(methods);
    new CrewRequests(gate, parts.roster(), parts.repo(), parts.clock()).register(methods);
    blobs(methods, parts, gate, guard, repositories);
    new GarbageMethods(gate, parts.garbage(), parts.identity().did(), parts.clock())
        .register(methods);
    new StatsReads(parts.pulls().stats()).register(methods);
    accounts(methods, parts, gate);
    ServerFacts facts =
        new ServerFacts(
            parts.identities(),
            parts.accounts(),
            parts.directory(),
            parts.maxRecordBlobBytes(),
            parts.version());
    facts.register(methods);
    routing.register(methods.build());
    routing.register(facts);
  }

  private static RateLimits.Ground limits(Parts parts) {
    return new RateLimits.Ground(
        parts.identity().did(), parts.counter(), parts.proxies(), parts.clock());
  }

  private static void accounts(XrpcRouter.Builder methods, Parts parts, Gate gate) {
    Hosting hosting = parts.hosting();
    ServerSessions sessions =
        new ServerSessions(gate, hosting, parts.identities(), parts.directory(), limits(parts));
    sessions.register(methods);
    Registrar registrar = parts.registrar();
    Identities identities = parts.accountIdentities();
    new AccountMethods(gate, hosting, registrar, sessions, limits(parts)).register(methods);
    new AccountStatusMethod(gate, hosting, registrar, identities, parts.recordBlobs())
        .register(methods);
    new IdentityMethods(gate, hosting, registrar, identities).register(methods);
    new AdminMethods(gate, hosting, registrar, parts.keyChanges()).register(methods);
    new AppPasswordMethods(gate, hosting.appPasswords()).register(methods);
    new ServiceAuth(gate, hosting, parts.clock()).register(methods);
  }

  private static void blobs(
      XrpcRouter.Builder methods,
      Parts parts,
      Gate gate,
      WriteGuard guard,
      Repositories repositories) {
    SignedUrls urls = new SignedUrls(parts.identity().publicUrl(), parts.urls());
    BlobReply reply = new BlobReply(parts.handOver());
    RepoBlobs repoBlobs =
        new RepoBlobs(gate, guard, repositories, parts.recordBlobs(), parts.maxRecordBlobBytes());
    repoBlobs.register(methods);
    new BlobReads(
            gate, repoBlobs, parts.pulls().pulls(), parts.keeper(), urls, parts.delivery(), reply)
        .register(methods);
    new Uploads(gate, parts.uploads(), urls, parts.uploadLimits(), parts.quotas())
        .register(methods);
    new ManifestNotices(gate, parts.pulls(), parts.keeper(), parts.quotas()).register(methods);
    new BlobRemoval(gate, parts.repo(), parts.keeper(), parts.quotas()).register(methods);
    new QuotaMethods(gate, parts.quotas(), parts.repo()).register(methods);
    new UsageMethod(gate, parts.quotas(), parts.pulls().layers(), parts.keeper().store())
        .register(methods);
    new UserDataMethods(gate, parts.repo().did(), parts.pulls(), parts.clock()).register(methods);
  }
}
