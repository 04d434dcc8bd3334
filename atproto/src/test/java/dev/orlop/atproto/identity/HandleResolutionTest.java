package dev.orlop.atproto.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

final class HandleResolutionTest {
  private static final Handle ALICE = Handle.parse("alice.test");
  private static final String NAME = "_atproto.alice.test";
  private static final Did BY_DNS = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Did BY_WEB = Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");

  private final FakeDns dns = new FakeDns();
  private final HandleResolver byDns = DnsHandleResolver.at(List.of(dns.address()));

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void aTxtRecordLeadsToItsDid() {
    dns.addTxt(NAME, "v=spf1 -all");
    dns.addTxt(NAME, "did=" + BY_DNS);
    assertFound(BY_DNS, byDns.resolve(ALICE));
    assertEquals(List.of("udp " + NAME), dns.asked());
  }

  @Test
  void thePiecesOfARecordAreJoined() {
    dns.addTxt(NAME, "did=did:plc:", "aaaaaaaaaaaa", "aaaaaaaaaaaa");
    assertFound(BY_DNS, byDns.resolve(ALICE));
  }

  @Test
  void theSameDidTwiceIsOne() {
    dns.addTxt(NAME, "did=" + BY_DNS);
    dns.addTxt(NAME, "did=" + BY_DNS);
    assertFound(BY_DNS, byDns.resolve(ALICE));
  }

  @Test
  void anAnswerTooLongForUdpIsFetchedOverTcp() {
    dns.addTxt(NAME, "x".repeat(255), "y".repeat(255));
    dns.addTxt(NAME, "did=" + BY_DNS);
    assertFound(BY_DNS, byDns.resolve(ALICE));
    assertEquals("tcp " + NAME, dns.asked().getLast());
  }

  @Test
  void noNameAndNoSuchRecordAreNotFound() {
    assertInstanceOf(Resolution.NotFound.class, byDns.resolve(ALICE));
    dns.addTxt(NAME, "something else");
    assertInstanceOf(Resolution.NotFound.class, byDns.resolve(ALICE));
  }

  @Test
  void aBrokenNameServerIsAFailureAndNotAnAbsence() {
    dns.failWith(Rcode.SERVFAIL);
    assertInstanceOf(Resolution.Failed.class, byDns.resolve(ALICE));
  }

  @Test
  void severalDidsContradictEachOtherAndNoFileCanMakeItGood() {
    dns.addTxt(NAME, "did=" + BY_DNS);
    dns.addTxt(NAME, "did=" + BY_WEB);
    Resolution<Did> outcome = parallel(_ -> new Resolution.Found<>(BY_WEB)).resolve(ALICE);
    assertTrue(assertInstanceOf(Resolution.Failed.class, outcome).contradictory());
  }

  @Test
  void dnsWinsOverTheFile() {
    dns.addTxt(NAME, "did=" + BY_DNS);
    assertFound(BY_DNS, parallel(_ -> new Resolution.Found<>(BY_WEB)).resolve(ALICE));
  }

  @Test
  void theFileCountsWhereDnsKnowsNothingOrIsBroken() {
    assertFound(BY_WEB, parallel(_ -> new Resolution.Found<>(BY_WEB)).resolve(ALICE));
    dns.failWith(Rcode.SERVFAIL);
    assertFound(BY_WEB, parallel(_ -> new Resolution.Found<>(BY_WEB)).resolve(ALICE));
  }

  @Test
  void whenDnsIsBrokenAndThereIsNoFileTheQuestionStaysOpen() {
    dns.failWith(Rcode.SERVFAIL);
    assertInstanceOf(
        Resolution.Failed.class, parallel(_ -> new Resolution.NotFound<>()).resolve(ALICE));
  }

  @Test
  void aFileThatHangsDoesNotHoldUpDns() {
    dns.addTxt(NAME, "did=" + BY_DNS);
    CountDownLatch never = new CountDownLatch(1);
    HandleResolver hanging =
        _ -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            never.countDown(); // let go once DNS has won
          }
          return new Resolution.NotFound<>();
        };
    assertFound(BY_DNS, parallel(hanging).resolve(ALICE));
  }

  @Test
  void namesThatNobodyCanOwnAreNotLookedUp() {
    HandleResolver resolver =
        new ParallelHandleResolver(
            NetworkPolicy.PUBLIC_ONLY, byDns, _ -> new Resolution.Found<>(BY_WEB));
    for (String name : List.of("a.local", "a.onion", "a.example", "a.test", "a.localhost")) {
      assertInstanceOf(Resolution.NotFound.class, resolver.resolve(Handle.parse(name)), name);
    }
    assertTrue(dns.asked().isEmpty());
  }

  @Test
  void theFileHoldsTheDidInItsFirstLine() {
    assertFound(BY_WEB, byFile(ScriptedServer.ok(" " + BY_WEB + " \r\nand more\n")));
    assertInstanceOf(Resolution.NotFound.class, byFile(ScriptedServer.ok("<html>")));
    assertInstanceOf(
        Resolution.NotFound.class, byFile(ScriptedServer.text("HTTP/1.1 404 No", "", "")));
    assertInstanceOf(
        Resolution.Failed.class, byFile(ScriptedServer.text("HTTP/1.1 503 No", "", "")));
    assertInstanceOf(Resolution.Failed.class, byFile(ScriptedServer.ok("x".repeat(3000))));
  }

  private static Resolution<Did> byFile(byte[] answer) {
    try (ScriptedServer server = new ScriptedServer((_, out) -> out.write(answer))) {
      GuardedHttp http = new GuardedHttp(NetworkPolicy.DEVELOPMENT);
      Resolution<Did> outcome = new WellKnownHandleResolver(http, server.port()).resolve(ALICE);
      assertTrue(
          server
              .requests()
              .getFirst()
              .startsWith("GET /.well-known/atproto-did HTTP/1.1\nHost: alice.test:"));
      return outcome;
    }
  }

  private HandleResolver parallel(HandleResolver byWeb) {
    return new ParallelHandleResolver(NetworkPolicy.DEVELOPMENT, byDns, byWeb);
  }

  private static void assertFound(Did did, Resolution<Did> outcome) {
    assertEquals(new Resolution.Found<>(did), outcome);
  }
}
