package dev.orlop.cli.remote;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.cli.version.Version;
import dev.orlop.hold.app.FolderInUseException;
import dev.orlop.hold.app.HoldServer;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * The hold of a folder on this machine: the one that runs there, or, while none does, one started
 * for the length of a command on a port of its own. So a command works the same way in both cases.
 */
final class LocalHold implements AutoCloseable {
  private final HoldConfig config;
  private final Did did;
  private final SigningKey key;
  private final URI address;
  private final Optional<HoldServer> own;

  private LocalHold(
      HoldConfig config, Did did, SigningKey key, URI address, Optional<HoldServer> own) {
    this.config = config;
    this.did = did;
    this.key = key;
    this.address = address;
    this.own = own;
  }

  static LocalHold open(Path folder, Map<String, String> environment, InstantSource clock)
      throws IOException {
    HoldConfig config = ConfigReader.read(folder, environment);
    Did did = HoldIdentities.ofAddress(config.publicUrl());
    try {
      HoldServer server =
          HoldServer.start(config.listening("127.0.0.1", 0), clock, Version.current());
      URI address = URI.create("http://127.0.0.1:" + server.port());
      return new LocalHold(
          config, did, KeyFile.read(config.signingKey()), address, Optional.of(server));
    } catch (FolderInUseException _) {
      SigningKey key = KeyFile.read(config.signingKey());
      return new LocalHold(config, did, key, listening(config), Optional.empty());
    }
  }

  /** Where the running hold listens; behind a proxy that is not its public address. */
  private static URI listening(HoldConfig config) {
    String host = config.listenHost();
    boolean any = host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
    return URI.create("http://" + (any ? "127.0.0.1" : host) + ":" + config.listenPort());
  }

  HoldConfig config() {
    return config;
  }

  Did did() {
    return did;
  }

  SigningKey key() {
    return key;
  }

  URI address() {
    return address;
  }

  @Override
  public void close() {
    own.ifPresent(HoldServer::close);
  }
}
