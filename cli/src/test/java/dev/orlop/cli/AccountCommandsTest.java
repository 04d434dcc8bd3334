package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.devnet.Devnet;
import dev.orlop.cli.devnet.DevnetPorts;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator of a devnet's hold does with accounts. */
class AccountCommandsTest {
  @TempDir Path directory;
  private Shell shell;
  private Devnet devnet;

  @BeforeEach
  void start() throws IOException {
    shell = new Shell(directory);
    open();
  }

  private void open() throws IOException {
    Path folder = directory.resolve("devnet-data");
    int port = Devnet.holdPort(folder, Optional.of(0));
    devnet = Devnet.start(folder, new DevnetPorts(0, port, 0, 0), InstantSource.system());
  }

  @AfterEach
  void stop() {
    devnet.close();
  }

  private Shell.Outcome account(String... args) {
    return shell.run(
        Stream.of(
                Stream.of("account"),
                Arrays.stream(args),
                Stream.of("--dir", directory.resolve("devnet-data").toString(), "-o", "json"))
            .flatMap(parts -> parts)
            .toArray(String[]::new));
  }

  private String text(String field, String... args) {
    return account(args).expect(0).json().text(field).orElseThrow();
  }

  private DataMap signIn(String name, String password) {
    return XrpcClient.of(devnet.state().hold())
        .procedure(
            Nsids.SERVER_CREATE_SESSION,
            DataMap.builder().put("identifier", name).put("password", password).build());
  }

  private boolean signsIn(String name, String password) {
    try {
      return signIn(name, password).text("accessJwt").isPresent();
    } catch (XrpcException _) {
      return false;
    }
  }

  @Test
  void theAccountsOfADevnetSignInAndAreTheSameAfterARestart() throws IOException {
    DevnetState before = devnet.state();
    for (DevnetState.Account account : before.accounts()) {
      DataMap session = signIn(account.handle().toString(), account.password());
      assertEquals(Optional.of(account.did().toString()), session.text("did"));
      assertEquals(
          Optional.of(before.hold().toString()),
          session.map("didDoc").orElseThrow().array("service").orElseThrow().stream()
              .map(DataMap.class::cast)
              .findFirst()
              .flatMap(service -> service.text("serviceEndpoint")));
      assertFalse(account.toString().contains(account.password()));
    }
    stop();
    open();
    assertEquals(before.accounts(), devnet.state().accounts());
    assertTrue(signsIn("alice.test", before.accounts().getFirst().password()));
  }

  @Test
  void anAccountIsCreatedShownHiddenAndDeleted() {
    String password = text("password", "create", "carol.test", "--email", "carol@example.com");
    assertTrue(signsIn("carol@example.com", password));
    assertEquals(4, account("list").expect(0).json().array("accounts").orElseThrow().size());
    assertEquals("active", text("status", "show", "carol.test"));
    assertTrue(text("signingKey", "key", "carol.test").startsWith("did:key:zQ3s"));
    assertEquals("deactivated", text("status", "deactivate", "carol.test"));
    assertEquals("active", text("status", "activate", "carol.test"));
    assertEquals("takendown", text("status", "takedown", "carol.test"));
    assertFalse(signsIn("carol.test", password));
    assertEquals("active", text("status", "takedown", "--lift", "carol.test"));
    String other = text("password", "password", "carol.test");
    assertFalse(signsIn("carol.test", password));
    assertTrue(signsIn("carol.test", other));
    account("create", "carol.test").expect(5);
    account("delete", "carol.test").expect(2);
    account("delete", "carol.test", "--yes").expect(0);
    account("show", "carol.test").expect(3);
    assertFalse(signsIn("carol.test", other));
  }

  @Test
  void anAccountGetsAnotherKeyAndGoesOn() {
    String password = text("password", "create", "carol.test");
    String before = text("signingKey", "key", "carol.test");
    DataMap answer = account("rotate-key", "carol.test").expect(0).json();
    assertEquals(Optional.of(before), answer.text("before"));
    assertEquals(answer.text("after"), Optional.of(text("signingKey", "key", "carol.test")));
    assertTrue(signsIn("carol.test", password));
    account("rotate-key", "nobody.test").expect(3);
  }

  @Test
  void invitesAndWordsAreSaidToTheOperatorAlone() {
    assertTrue(text("code", "invite", "--uses", "2").startsWith("localhost-"));
    String word = text("word", "word", "alice.test", "--for", "delete");
    assertTrue(word.matches("[A-Z2-9]{5}(-[A-Z2-9]{5}){3}"), word);
    assertFalse(word.equals(text("word", "word", "alice.test", "--for", "plc")));
    account("list", "--as", "alice.test").expect(0);
    String token =
        shell
            .run(
                "devnet",
                "token",
                "alice.test",
                "--dir",
                directory.resolve("devnet-data").toString())
            .expect(0)
            .out()
            .strip();
    account("list", "--token", token).expect(4);
  }
}
