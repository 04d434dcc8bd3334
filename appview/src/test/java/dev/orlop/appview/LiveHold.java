package dev.orlop.appview;

import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.hold.HoldChoice;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.token.AccountPlaces;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.Ground;
import dev.orlop.hold.app.HoldServer;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.layers.Usage;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.accounts.PasswordHasher;
import dev.orlop.hold.pds.records.Captain;
import dev.orlop.hold.pds.records.CrewMember;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A real hold on a free port of this machine, which is also the PDS of alice, its captain, and of
 * bob, who is nobody there.
 */
public final class LiveHold implements AutoCloseable, AccountPlaces, HoldChoice {
  public static final String PASSWORD = "correct horse";
  public static final Handle ALICE = Handle.parse("alice.test");
  public static final Handle BOB = Handle.parse("bob.test");

  private final MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);
  private final Path folder;
  private final URI url;
  private final URI pds;
  private final HoldServer server;
  private boolean open = true;
  private final Map<AtIdentifier, Place> places = new HashMap<>();

  public LiveHold(Path folder) {
    this(folder, true, Map.of());
  }

  /**
   * @param isPublic whether anybody may read its blobs
   * @param settings more of them, as in the environment
   */
  public LiveHold(Path folder, boolean isPublic, Map<String, String> settings) {
    this(folder, isPublic, settings, Roads.STRAIGHT);
  }

  /**
   * How others get there.
   *
   * @param toHold the address of the hold, given where it listens
   * @param toPds that of the PDS, likewise
   */
  public record Roads(UnaryOperator<URI> toHold, UnaryOperator<URI> toPds) {
    static final Roads STRAIGHT = new Roads(UnaryOperator.identity(), UnaryOperator.identity());
  }

  /**
   * @param roads if it is not reached where it listens
   */
  public LiveHold(Path folder, boolean isPublic, Map<String, String> settings, Roads roads) {
    this.folder = folder;
    int port = freePort();
    // Not 127.0.0.1: a did:web names a host.
    URI here = URI.create("http://localhost:" + port);
    this.url = roads.toHold().apply(here);
    this.pds = roads.toPds().apply(here);
    Map<String, String> all = new HashMap<>(settings);
    all.put("ORLOP_PUBLIC_URL", url.toString());
    all.put("ORLOP_LISTEN_HOST", "127.0.0.1");
    all.put("ORLOP_LISTEN_PORT", Integer.toString(port));
    all.put("ORLOP_PLC_DIRECTORY", plc.url().toString());
    all.put("ORLOP_LOCAL_HANDLE_PORT", Integer.toString(plc.port()));
    all.put("ORLOP_DEVELOPMENT", "true");
    all.put("ORLOP_LIMITS_WRITES_PER_MINUTE", "0");
    all.put("ORLOP_LIMITS_BLOBS_PER_MINUTE", "0");
    all.put("ORLOP_ACCOUNTS_ENABLED", "true");
    all.put("ORLOP_ACCOUNTS_INVITES", "false");
    all.put("ORLOP_ACCOUNTS_DOMAINS", "test");
    Ground ground =
        new Ground(
            Clock.systemUTC(),
            Disk.REAL,
            Repos.Settings.DEFAULT,
            new PasswordHasher.Cost(64, 1, 4));
    try {
      server = HoldServer.start(ConfigReader.read(folder, all), ground, "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settle(ALICE);
    settle(BOB);
    appoint(did(ALICE), isPublic);
  }

  /** A port of this machine that nobody listens on just now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void settle(Handle handle) {
    SigningKey key = SigningKey.generate(KeyType.K256);
    Did did = plc.create(handle, key, pds);
    server.registrar().settle(did, handle, key, PASSWORD);
    Place place = new Place(did, Optional.of(handle), pds);
    places.put(did, place);
    places.put(handle, place);
  }

  private void appoint(Did captain, boolean isPublic) {
    Captain record =
        new Captain(
            captain,
            isPublic,
            false,
            false,
            Datetime.of(Clock.systemUTC().instant()),
            Optional.empty(),
            Optional.empty());
    write(new RecordWrite.Put(Captain.PATH, DagCbor.encode(record.toData())));
  }

  /** The crew record of an account. */
  public void enlist(Did member, String... permissions) {
    CrewMember record =
        new CrewMember(
            member,
            "member",
            List.of(permissions),
            Datetime.of(Clock.systemUTC().instant()),
            Optional.empty());
    write(new RecordWrite.Put(CrewMember.path(member), DagCbor.encode(record.toData())));
  }

  private void write(RecordWrite write) {
    server.folder().repo().commit(CommitRequest.of(write));
  }

  public Did did(Handle handle) {
    return find(handle).orElseThrow().did();
  }

  /** The directory of DIDs, which also answers for the handles. */
  public URI directory() {
    return plc.url();
  }

  public Hold hold() {
    return new Hold(server.identity().did(), url);
  }

  /** How many uploads lie there that are neither complete nor given up. */
  public long openUploads() {
    try (Stream<Path> files = Files.walk(folder)) {
      // Each has a folder in the folder "uploads".
      return files
          .map(folder::relativize)
          .filter(file -> file.getNameCount() >= 2)
          .filter(file -> file.getName(file.getNameCount() - 2).toString().equals("uploads"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls of alice, who signs in with her own password. */
  public XrpcClient asOwner(Handle who) {
    DataMap session =
        XrpcClient.of(url)
            .procedure(
                Nsids.SERVER_CREATE_SESSION,
                DataMap.builder().put("identifier", who.value()).put("password", PASSWORD).build());
    return XrpcClient.builder(url).tokens(_ -> session.text("accessJwt")).build();
  }

  /** Makes an app password. */
  public String appPassword(Handle who, String name) {
    return asOwner(who)
        .procedure(Nsids.SERVER_CREATE_APP_PASSWORD, DataMap.builder().put("name", name).build())
        .text("password")
        .orElseThrow();
  }

  /** Ends an app password, and the sessions that were begun with it. */
  public void revoke(Handle who, String name) {
    DataMap unused =
        asOwner(who)
            .procedure(
                Nsids.SERVER_REVOKE_APP_PASSWORD, DataMap.builder().put("name", name).build());
  }

  /** Folds the pulls that were counted into the hold's records. */
  public void foldPulls() {
    server.foldPulls();
  }

  @Override
  public Optional<Place> find(AtIdentifier name) {
    return Optional.ofNullable(places.get(name));
  }

  @Override
  public Hold forPush(Did owner) {
    return hold();
  }

  @Override
  public List<Hold> forPull(Repository repository, Digest digest) {
    return List.of(hold());
  }

  @Override
  public Hold named(HoldRef ref) {
    return hold();
  }

  /** What an account uses there. */
  public Usage usage(Did user) {
    return server.layers().usage(user);
  }

  /** How many layer records there are. */
  public long layerRecords() {
    return server.layers().totals().records();
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      server.close();
      plc.close();
    }
  }
}
