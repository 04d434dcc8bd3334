package dev.orlop.cli.devnet;

import dev.orlop.appview.app.AppViewServer;
import dev.orlop.appview.config.AppViewConfig;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running devnet. */
public final class Devnet implements AutoCloseable {
  /** Where the AppView listens unless something else is said. */
  public static final int DEFAULT_APPVIEW_PORT = 5000;

  private static final int DEFAULT_HOLD_PORT = 5080;

  private final DevnetDirectory plc;
  private final HoldServer hold;
  private final AppViewServer appView;
  private final DevnetState state;

  private Devnet(DevnetDirectory plc, HoldServer hold, AppViewServer appView, DevnetState state) {
    this.plc = plc;
    this.hold = hold;
    this.appView = appView;
    this.state = state;
  }

  /**
   * Starts everything on the folder's data; when this returns, all of it answers.
   *
   * @throws dev.orlop.hold.app.FolderInUseException if another devnet runs on the folder
   */
  public static Devnet start(Path root, DevnetPorts ports, InstantSource clock) throws IOException {
    DevnetFolder folder = new DevnetFolder(root);
    Files.createDirectories(root);
    DevnetDirectory plc = DevnetDirectory.start(ports.plc(), folder.operations());
    try {
      return start(folder, ports, plc, clock);
    } catch (RuntimeException | IOException e) {
      plc.close();
      throw e;
    }
  }

  private static Devnet start(
      DevnetFolder folder, DevnetPorts ports, DevnetDirectory plc, InstantSource clock)
      throws IOException {
    int holdPort = DevnetPorts.free(ports.hold());
    URI holdUrl = URI.create(publicUrl(holdPort));
    List<DevnetAccount> accounts = folder.accounts(plc, holdUrl);
    HoldServer hold =
        HoldServer.start(config(folder, holdPort, plc.url()), clock, Version.current());
    try {
      for (DevnetAccount account : accounts) {
        settle(hold, account);
      }
      FirstCaptain.appoint(
          hold.folder().repo(), accounts.getFirst().did(), FirstCaptain.Terms.OPEN, clock);
      URI appViewUrl = URI.create(publicUrl(DevnetPorts.free(ports.appview())));
      DevnetState state =
          new DevnetState(
              plc.url(),
              holdUrl,
              hold.identity().did(),
              Optional.of(appViewUrl),
              accounts.stream().map(account -> shown(hold, account)).toList());
      folder.write(state);
      AppViewServer appView =
          AppViewServer.start(appViewConfig(folder, state), clock, Version.current());
      return new Devnet(plc, hold, appView, state);
    } catch (RuntimeException | IOException e) {
      hold.close();
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
    Map<String, String> settings = new HashMap<>();
    // All that is written here is one's own.
    settings.put("ORLOP_LIMITS_WRITES_PER_MINUTE", "0");
    settings.put("ORLOP_LIMITS_BLOBS_PER_MINUTE", "0");
    settings.putAll(
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
    return ConfigReader.read(folder.hold(), settings);
  }

  /** The configuration of the AppView of a devnet that was started before. */
  public static AppViewConfig appViewConfig(DevnetFolder folder) throws IOException {
    return appViewConfig(
        folder,
        folder
            .state()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.NOT_FOUND,
                        "no devnet in the folder",
                        "it has no devnet.json",
                        "name the folder given to orlop devnet")));
  }

  private static AppViewConfig appViewConfig(DevnetFolder folder, DevnetState state) {
    URI url = state.appview().orElse(URI.create(publicUrl(DEFAULT_APPVIEW_PORT)));
    return AppViewConfig.read(
        folder.appView(),
        Map.of(
            "ORLOP_APPVIEW_LISTEN",
            "127.0.0.1:" + url.getPort(),
            "ORLOP_APPVIEW_BASE_URL",
            url.toString(),
            "ORLOP_APPVIEW_DEFAULT_HOLD",
            state.holdDid().toString(),
            "ORLOP_APPVIEW_PLC_DIRECTORY",
            state.plc().toString(),
            "ORLOP_APPVIEW_LOCAL_HANDLE_PORT",
            Integer.toString(state.plc().getPort()),
            // All calls come from one address here, and who measures makes many.
            "ORLOP_APPVIEW_LIMIT_ADDRESS",
            "0",
            "ORLOP_APPVIEW_LIMIT_ACCOUNT",
            "0",
            "ORLOP_APPVIEW_LIMIT_SIGN_IN",
            "0",
            "ORLOP_APPVIEW_DEVELOPMENT",
            "true"));
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

  /** Its handle may be another one than at first. */
  private static DevnetState.Account shown(HoldServer hold, DevnetAccount account) {
    Handle handle =
        hold.folder()
            .hosting()
            .accounts()
            .find(account.did())
            .map(Account::handle)
            .orElse(account.handle());
    return new DevnetState.Account(handle, account.did(), account.password());
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
    appView.close();
    hold.close();
    plc.close();
  }
}
