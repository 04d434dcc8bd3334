package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.crypto.KeyFile;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.plc.PlcClient;
import dev.orlop.atproto.plc.PlcGenesis;
import dev.orlop.atproto.plc.PlcState;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetPorts;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.cli.devnet.SignIn;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the DIDs of a devnet's accounts. */
class DevnetIdentityTest {
  private static final Handle ALICE = Handle.parse("alice.test");

  @TempDir Path directory;
  private Path folder;
  private Optional<Devnet> devnet = Optional.empty();

  @BeforeEach
  void name() {
    folder = directory.resolve("devnet-data");
  }

  @AfterEach
  void stop() {
    devnet.ifPresent(Devnet::close);
    devnet = Optional.empty();
  }

  private DevnetState start(int port) throws IOException {
    stop();
    int known = Devnet.holdPort(folder, Optional.of(port));
    Devnet started = Devnet.start(folder, new DevnetPorts(0, known, 0, 0), InstantSource.system());
    devnet = Optional.of(started);
    return started.state();
  }

  private static void rename(DevnetState state, Handle handle) {
    DevnetState.Account alice = state.accounts().getFirst();
    DataMap unused =
        SignIn.at(state.hold(), alice.did(), alice.password())
            .procedure(
                Nsids.IDENTITY_UPDATE_HANDLE,
                DataMap.builder().put("handle", handle.toString()).build());
  }

  private static PlcState known(DevnetState state, Did did) {
    try (PlcClient plc = new PlcClient(state.plc())) {
      return plc.last(did).state();
    }
  }

  private Shell.Outcome orlop(String... words) {
    String[] all = new String[words.length + 4];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--dir";
    all[words.length + 1] = folder.toString();
    all[words.length + 2] = "-o";
    all[words.length + 3] = "json";
    return new Shell(directory).run(all);
  }

  @Test
  void anAccountIsRenamedAndIsSoAfterARestart() throws IOException {
    DevnetState state = start(0);
    Did alice = state.accounts().getFirst().did();
    Handle alicia = Handle.parse("alicia.test");
    rename(state, alicia);
    assertEquals(List.of("at://alicia.test"), known(state, alice).alsoKnownAs());
    DevnetState again = start(0);
    assertEquals(List.of("at://alicia.test"), known(again, alice).alsoKnownAs());
    assertEquals(alicia, again.accounts().getFirst().handle());
    assertEquals(alice, again.accounts().getFirst().did());
  }

  @Test
  void anAccountGetsAnotherKeyAndCommandsInItsNameUseIt() throws IOException {
    DevnetState state = start(0);
    Did alice = state.accounts().getFirst().did();
    DataMap rotated = orlop("account", "rotate-key", "alice.test").expect(0).json();
    String after = rotated.text("after").orElseThrow();
    assertNotEquals(Optional.of(after), rotated.text("before"));
    orlop("crew", "add", "bob.test").expect(0);
    DevnetState again = start(0);
    assertEquals(true, known(again, alice).names(after));
    orlop("crew", "list").expect(0);
    orlop("crew", "rm", "bob.test").expect(0);
  }

  @Test
  void aFolderThatWasMadeBeforeThereWereOperationsGetsThem() throws IOException {
    int port = freePort();
    SigningKey key = SigningKey.generate(KeyType.K256);
    Did alice = PlcGenesis.create(key, key, ALICE, URI.create("http://localhost:" + port)).did();
    makeOld(key, alice);
    DevnetState state = start(port);
    assertEquals(alice, state.accounts().getFirst().did());
    rename(state, Handle.parse("alicia.test"));
    start(0);
    assertEquals(2, known(devnet.orElseThrow().state(), alice).rotationKeys().size());
  }

  @Test
  void aFolderWhoseDidsCameFromElsewhereIsRefused() throws IOException {
    makeOld(SigningKey.generate(KeyType.K256), Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"));
    assertThrows(CommandFailure.class, () -> start(0));
  }

  @Test
  void anOperationThatWasWrittenByHalfIsNone() throws IOException {
    DevnetState state = start(0);
    stop();
    Files.writeString(
        folder.resolve("plc.jsonl"), "{\"did\":\"did:plc:", StandardOpenOption.APPEND);
    assertEquals(state.accounts(), start(0).accounts());
    rename(devnet.orElseThrow().state(), Handle.parse("alicia.test"));
    start(0);
  }

  private void makeOld(SigningKey key, Did did) throws IOException {
    Path accounts = folder.resolve("accounts");
    Files.createDirectories(accounts);
    KeyFile.write(accounts.resolve("alice.test.key"), key);
    Files.writeString(accounts.resolve("alice.test.did"), did + "\n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
