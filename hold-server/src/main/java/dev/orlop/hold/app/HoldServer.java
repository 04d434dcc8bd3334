package dev.orlop.hold.app;

import dev.orlop.atproto.auth.ServiceTokenVerifier;
import dev.orlop.atproto.auth.VerifierSettings;
import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.records.RecordRoster;
import dev.orlop.hold.web.HoldIdentity;
import dev.orlop.hold.web.HoldWeb;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.time.InstantSource;

/** A running hold. */
public final class HoldServer implements AutoCloseable {
  /**
   * The receive buffer of the listening socket, in bytes. The web server's own default, 4096, makes
   * uploads seven times slower.
   */
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final HoldFolder folder;
  private final WebServer server;

  private HoldServer(HoldFolder folder, WebServer server) {
    this.folder = folder;
    this.server = server;
  }

  /**
   * Opens the folder and listens. When this returns, requests are answered.
   *
   * @param version of this program, for those who ask
   * @throws FolderInUseException if another process has the folder
   */
  public static HoldServer start(HoldConfig config, InstantSource clock, String version)
      throws IOException {
    HoldFolder folder = HoldFolder.open(config, clock, (_, _) -> {});
    try {
      IdentityDirectory directory =
          IdentityDirectory.ofNetwork(
              config.development() ? NetworkPolicy.DEVELOPMENT : NetworkPolicy.PUBLIC_ONLY,
              config.plcDirectory(),
              config.nameServers(),
              config.localHandlePort(),
              clock);
      HoldWeb.Parts parts = parts(config, folder, directory, clock, version);
      WebServer server =
          WebServer.builder()
              .host(config.listenHost())
              .port(config.listenPort())
              .putListenerSocketOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER)
              .shutdownHook(false)
              .routing(routing -> HoldWeb.route(routing, parts))
              .build()
              .start();
      return new HoldServer(folder, server);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static HoldWeb.Parts parts(
      HoldConfig config,
      HoldFolder folder,
      IdentityDirectory directory,
      InstantSource clock,
      String version) {
    VerifierSettings settings =
        VerifierSettings.of(folder.identity().audiences().toArray(String[]::new))
            .withStrictLxm(config.strictLxm())
            .withSingleUse(config.singleUseTokens());
    return new HoldWeb.Parts(
        folder.identity(),
        folder.repos(),
        folder.repo(),
        new RecordRoster(folder.records(), folder.identity().did()),
        directory,
        new ServiceTokenVerifier(directory, settings, clock),
        clock,
        version);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Who the hold is. */
  public HoldIdentity identity() {
    return folder.identity();
  }

  /** The folder it runs on, for whoever runs it in the same process. */
  public HoldFolder folder() {
    return folder;
  }

  /** Stops listening, lets requests end, closes the folder. */
  @Override
  public void close() {
    server.stop();
    folder.close();
  }
}
