package dev.orlop.hold.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.hold.store.Claims;
import dev.orlop.hold.store.MemoryClaims;
import dev.orlop.testkit.ClockAt;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrawlerTest {
  private static final URI ONE = URI.create("https://one.example.com");
  private static final URI TWO = URI.create("https://two.example.com");

  @TempDir Path folder;
  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private volatile boolean reachable = true;
  private RelayList list;
  private Claims claims;
  private Crawler crawler;

  /** Notes who was asked for what. */
  private final class FakeRelay implements Relay {
    private final URI address;

    FakeRelay(URI address) {
      this.address = address;
    }

    @Override
    public void requestCrawl(String hostname) {
      asked.add(address + " " + hostname);
      if (!reachable) {
        throw new XrpcException(503, "NotEnoughResources", "not now");
      }
    }

    @Override
    public Optional<HostStatus> hostStatus(String hostname) {
      return Optional.empty();
    }
  }

  @BeforeEach
  void start() throws IOException {
    list = new RelayList(folder.resolve("relays"));
    list.add(ONE);
    claims = new MemoryClaims(clock);
    crawler = crawler();
  }

  private Crawler crawler() {
    return new Crawler(list, "hold.example.com", FakeRelay::new, () -> 1, claims, clock);
  }

  @AfterEach
  void stop() {
    crawler.close();
  }

  private String nextAsked() throws InterruptedException {
    String next = asked.poll(10, TimeUnit.SECONDS);
    return next == null ? "nobody" : next;
  }

  /** Whoever was asked by now; a relay that is new is always asked, and shows that all are done. */
  private void nobodyElseWasAsked(URI marker) throws IOException, InterruptedException {
    list.add(marker);
    crawler.started();
    assertEquals(marker + " hold.example.com", nextAsked());
    assertNull(asked.poll());
  }

  @Test
  void relaysAreAskedAfterTheStart() throws Exception {
    list.add(TWO);
    crawler.started();
    assertEquals(ONE + " hold.example.com", nextAsked());
    assertEquals(TWO + " hold.example.com", nextAsked());
  }

  @Test
  void whatIsWrittenSoonAfterIsNoReasonToAskAgain() throws Exception {
    crawler.started();
    nextAsked();
    clock.advance(Crawler.PAUSE.minusSeconds(1));
    crawler.written();
    nobodyElseWasAsked(TWO);
  }

  @Test
  void whatIsWrittenAfterASilenceIs() throws Exception {
    crawler.started();
    nextAsked();
    nobodyElseWasAsked(TWO);
    clock.advance(Crawler.PAUSE.plusSeconds(1));
    crawler.written();
    assertEquals(ONE + " hold.example.com", nextAsked());
  }

  @Test
  void aRelayThatDoesNotTakeTheRequestIsAskedAgainBeforeLong() throws Exception {
    reachable = false;
    crawler.started();
    nextAsked();
    nobodyElseWasAsked(TWO);
    reachable = true;
    clock.advance(Crawler.RETRY.plus(Duration.ofSeconds(1)));
    crawler.written();
    assertEquals(ONE + " hold.example.com", nextAsked());
  }

  @Test
  void ofTwoProcessesThatStartTogetherOneAsks() throws Exception {
    crawler.started();
    assertEquals(ONE + " hold.example.com", nextAsked());
    try (Crawler other = crawler()) {
      list.add(TWO);
      other.started();
      // Each asks in the order of the list: who is at the second is done with the first.
      assertEquals(TWO + " hold.example.com", nextAsked());
      assertNull(asked.poll());
    }
  }

  @Test
  void aRelayThatIsTakenOffTheListIsNotAskedAnyMore() throws Exception {
    list.remove(ONE);
    nobodyElseWasAsked(TWO);
  }
}
