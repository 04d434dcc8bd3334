package dev.orlop.cli.devnet;

import dev.orlop.atproto.syntax.Handle;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.cli.hold.FirstCaptain;
import dev.orlop.cli.version.Version;
import dev.orlop.hold.app.HoldServer;
import dev.orlop.hold.config.ConfigReader;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Refusal;
import dev.orlop.hold.pds.accounts.Registrar;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running devnet. */
public final class Devnet implements AutoCloseable {
  private static final int DEFAULT_HOLD_PORT = 5080;

  private final DevnetDirectory plc;
  private final HoldServer hold;
  private final DevnetState state;

  private Devnet(DevnetDirectory plc, HoldServer hold, DevnetState state) {
    this.plc = plc;
    this.hold = hold;
    this.state = state;
  }

  /**
   * Starts everything on the folder's data; when this returns, all of it answers.
   *
   * @throws dev.orlop.hold.app.FolderInUseException if another devnet runs on the folder
   */
  public static Devnet start(Path root, DevnetPorts ports, InstantSource clock) throws IOException {
    DevnetFolder folder = new DevnetFolder(root);
    int holdPort = DevnetPorts.free(ports.hold());
    URI pds = URI.create(publicUrl(holdPort));
    Files.createDirectories(root);
    DevnetDirectory plc = DevnetDirectory.start(ports.plc(), folder.operations());
    try {
      List<DevnetAccount> accounts = folder.accounts(plc, pds);
      HoldServer hold =
          HoldServer.start(config(folder, holdPort, plc.url()), clock, Version.current());
      for (DevnetAccount account : accounts) {
        settle(hold, account);
      }
      FirstCaptain.appoint(
          hold.folder().repo(), accounts.getFirst().did(), FirstCaptain.Terms.OPEN, clock);
      DevnetState state =
          new DevnetState(
              plc.url(),
              URI.create(publicUrl(holdPort)),
              hold.identity().did(),
              accounts.stream()
                  .map(
                      account ->
                          new DevnetState.Account(
                              handle(hold, account), account.did(), account.password()))
                  .toList());
      folder.write(state);
      return new Devnet(plc, hold, state);
    } catch (RuntimeException | IOException e) {
      plc.close();
      throw e;
    }
  }

  /**
   * The port of the hold: what is wanted, else that of the first start, else the default. The
   * hold's DID holds its port, so it cannot change once there are data.
   *
   * @param wanted 0 for any that is free
   */
  public static int holdPort(Path root, Optional<Integer> wanted) throws IOException {
    Optional<DevnetState> before = new DevnetFolder(root).state();
    if (before.isEmpty()) {
      return wanted.orElse(DEFAULT_HOLD_PORT);
    }
    int known = before.get().hold().getPort();
    if (wanted.filter(port -> port != 0 && port != known).isPresent()) {
      throw new CommandFailure(
          ExitCode.CONFLICT,
          "this devnet's hold cannot move to port " + wanted.get(),
          "its identity is " + before.get().holdDid(),
          "--hold-port " + known + ", or another --dir");
    }
    return known;
  }

  /** The hold's configuration, all of it from here. */
  public static HoldConfig config(DevnetFolder folder, int port, URI plc) {
    return ConfigReader.read(
        folder.hold(),
        Map.of(
            "ORLOP_PUBLIC_URL", publicUrl(port),
            "ORLOP_LISTEN_HOST", "127.0.0.1",
            "ORLOP_LISTEN_PORT", Integer.toString(port),
            "ORLOP_PLC_DIRECTORY", plc.toString(),
            "ORLOP_LOCAL_HANDLE_PORT", Integer.toString(plc.getPort()),
            "ORLOP_DEVELOPMENT", "true",
            "ORLOP_ACCOUNTS_ENABLED", "true",
            "ORLOP_ACCOUNTS_INVITES", "false",
            "ORLOP_ACCOUNTS_DOMAINS", "test"));
  }

  /** Gives an account its place on the hold, once. */
  private static void settle(HoldServer hold, DevnetAccount account) {
    Registrar.Creation settled =
        hold.registrar().settle(account.did(), account.handle(), account.key(), account.password());
    if (settled instanceof Registrar.Creation.Refused(Refusal refusal)
        && refusal.reason() != Refusal.Reason.DID_IN_USE) {
      throw new IllegalStateException(account.handle() + ": " + refusal.message());
    }
  }

  /** It may have another one than at first. */
  private static Handle handle(HoldServer hold, DevnetAccount account) {
    return hold.folder()
        .hosting()
        .accounts()
        .find(account.did())
        .map(Account::handle)
        .orElse(account.handle());
  }

  private static String publicUrl(int port) {
    // Not 127.0.0.1: a did:web names a host, and there are clients that insist.
    return "http://localhost:" + port;
  }

  /** Where everything is. */
  public DevnetState state() {
    return state;
  }

  @Override
  public void close() {
    hold.close();
    plc.close();
  }
}
