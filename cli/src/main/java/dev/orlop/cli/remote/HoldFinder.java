package dev.orlop.cli.remote;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.identity.NetworkDidResolver;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.cli.devnet.DevnetAccount;
import dev.orlop.cli.devnet.DevnetFolder;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.hold.config.ConfigReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens sessions. */
public final class HoldFinder {
  private final Map<String, String> environment;
  private final InstantSource clock;

  /** Reads what a hold's configuration takes from {@code environment}. */
  public HoldFinder(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /** Finds the hold at {@code place} and the credentials of {@code actor} for it. */
  public HoldSession open(HoldPlace place, Actor actor) throws IOException {
    return switch (place) {
      case HoldPlace.Address(URI origin) -> atAddress(origin, actor);
      case HoldPlace.Devnet(Path folder) -> inDevnet(folder, actor);
      case HoldPlace.Folder(Path folder) -> inFolder(folder, actor);
    };
  }

  /** Finds the hold at {@code place}, to be spoken to in its own name, as its operator may. */
  public HoldSession openAsOperator(HoldPlace place, Actor actor) throws IOException {
    if (!(place instanceof HoldPlace.Devnet(Path folder)) || actor.token().isPresent()) {
      return open(place, actor);
    }
    DevnetState state =
        new DevnetFolder(folder)
            .state()
            .orElseThrow(() -> new IOException(folder + " lost its devnet.json"));
    return session(
        state.hold(),
        state.holdDid(),
        new AccountNames(Map.of(), XrpcClient.of(state.hold())),
        new Credentials.Account(state.holdDid(), operatorKey(place)),
        NetworkPolicy.DEVELOPMENT,
        state.plc(),
        () -> {});
  }

  /** The key of the hold at {@code place}, which only its operator has. */
  public SigningKey operatorKey(HoldPlace place) throws IOException {
    return switch (place) {
      case HoldPlace.Devnet(Path folder) ->
          KeyFile.read(new DevnetFolder(folder).hold().resolve("keys/signing.key"));
      case HoldPlace.Folder(Path folder) ->
          KeyFile.read(ConfigReader.read(folder, environment).signingKey());
      case HoldPlace.Address(URI origin) ->
          throw new CommandFailure(
              ExitCode.USAGE,
              "this needs the folder of the hold, not " + origin,
              "it takes the hold's own key",
              "run it with --dir on the hold's own machine");
    };
  }

  private HoldSession atAddress(URI origin, Actor actor) throws IOException {
    NetworkPolicy policy = isLocal(origin) ? NetworkPolicy.DEVELOPMENT : NetworkPolicy.PUBLIC_ONLY;
    Did hold = HoldIdentities.ofAddress(origin);
    AccountNames names = new AccountNames(Map.of(), XrpcClient.of(origin));
    Credentials credentials;
    if (actor.token().isPresent()) {
      credentials = new Credentials.Bearer(actor.token().get());
    } else if (actor.key().isPresent() && actor.account().isPresent()) {
      credentials =
          new Credentials.Account(
              names.did(actor.account().get()), KeyFile.read(actor.key().get()));
    } else {
      // Not --as alone: a name is no proof, and what everybody may see needs none.
      credentials = new Credentials.Anonymous();
    }
    return session(
        origin, hold, names, credentials, policy, NetworkDidResolver.PUBLIC_DIRECTORY, () -> {});
  }

  private HoldSession inDevnet(Path path, Actor actor) throws IOException {
    DevnetFolder folder = new DevnetFolder(path);
    DevnetState state =
        folder.state().orElseThrow(() -> new IOException(path + " lost its devnet.json"));
    List<DevnetAccount> accounts = folder.accounts();
    Map<Handle, Did> local =
        accounts.stream().collect(Collectors.toMap(DevnetAccount::handle, DevnetAccount::did));
    AccountNames names = new AccountNames(local, XrpcClient.of(state.hold()));
    Credentials credentials;
    if (actor.token().isPresent()) {
      credentials = new Credentials.Bearer(actor.token().get());
    } else if (actor.key().isPresent() && actor.account().isPresent()) {
      credentials =
          new Credentials.Account(
              names.did(actor.account().get()), KeyFile.read(actor.key().get()));
    } else {
      credentials = devnetAccount(accounts, actor.account());
    }
    return session(
        state.hold(),
        state.holdDid(),
        names,
        credentials,
        NetworkPolicy.DEVELOPMENT,
        state.plc(),
        () -> {});
  }

  /** The captain, unless another account is asked for. */
  private static Credentials devnetAccount(
      List<DevnetAccount> accounts, Optional<AtIdentifier> wanted) {
    DevnetAccount account =
        wanted.isEmpty()
            ? accounts.getFirst()
            : accounts.stream()
                .filter(a -> a.handle().equals(wanted.get()) || a.did().equals(wanted.get()))
                .findFirst()
                .orElseThrow(
                    () ->
                        new CommandFailure(
                            ExitCode.NOT_FOUND,
                            "no account " + wanted.get() + " in this devnet",
                            "it has " + DevnetFolder.HANDLES,
                            "choose one of them with --as, or give --key or --token"));
    return new Credentials.Account(account.did(), account.key());
  }

  private HoldSession inFolder(Path folder, Actor actor) throws IOException {
    LocalHold hold = LocalHold.open(folder, environment, clock);
    try {
      Lookups lookups = hold.config().lookups();
      AccountNames names = new AccountNames(Map.of(), XrpcClient.of(hold.address()));
      Credentials credentials;
      if (actor.token().isPresent()) {
        credentials = new Credentials.Bearer(actor.token().get());
      } else if (actor.key().isPresent() && actor.account().isPresent()) {
        credentials =
            new Credentials.Account(
                names.did(actor.account().get()), KeyFile.read(actor.key().get()));
      } else {
        // Whoever can read the hold's own key is its operator: the hold speaks for itself.
        credentials = new Credentials.Account(hold.did(), hold.key());
      }
      return session(
          hold.address(),
          hold.did(),
          names,
          credentials,
          lookups.policy(),
          lookups.plcDirectory(),
          hold::close);
    } catch (RuntimeException | IOException e) {
      hold.close();
      throw e;
    }
  }

  private HoldSession session(
      URI address,
      Did did,
      AccountNames names,
      Credentials credentials,
      NetworkPolicy policy,
      URI plcDirectory,
      Runnable whenDone) {
    XrpcClient xrpc = XrpcClient.builder(address).tokens(credentials.tokens(did, clock)).build();
    return new HoldSession(new HoldClient(xrpc, did), names, policy, plcDirectory, whenDone);
  }

  private static boolean isLocal(URI origin) {
    String host = origin.getHost();
    return host != null && (NetworkPolicy.DEVELOPMENT.isLocalName(host) || host.startsWith("127."));
  }
}
