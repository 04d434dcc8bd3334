package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.cli.devnet.DevnetState;
import dev.orlop.lexicons.Nsids;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the operator of a devnet's hold does with accounts. */
class AccountCommandsTest extends WithDevnet {
  private Shell.Outcome account(String... args) {
    return orlop(
        Stream.concat(
                Stream.of("account"), Stream.concat(Arrays.stream(args), Stream.of("-o", "json")))
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
            .run("devnet", "token", "alice.test", "--dir", folder().toString())
            .expect(0)
            .out()
            .strip();
    account("list", "--token", token).expect(4);
  }
}
