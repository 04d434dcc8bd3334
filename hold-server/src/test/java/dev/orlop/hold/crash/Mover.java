package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.crash.Network.Account;
import dev.orlop.lexicons.Nsids;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Moves accounts to the hold, one after the other, each with its repo, which it brings several
 * times: before it lives here, and after.
 */
final class Mover implements Client {
  private static final String CAR = "application/vnd.ipld.car";

  /** A commit of so many changes is told; one of more is too large. */
  private static final int MOST_TOLD = 200;

  private final Network network;
  private final Ration moves = new Ration(20);
  private Optional<Move> move = Optional.empty();
  private int next;

  Mover(Network network) {
    this.network = network;
  }

  /** An account that moves, and what is known of it. */
  private static final class Move {
    final Account account;
    final String name;
    final String key;
    Optional<Tenant> tenant = Optional.empty();
    Map<RepoPath, DataMap> records = Map.of();
    Optional<Luggage> doubt = Optional.empty();
    boolean active;
    boolean activating;
    boolean leaving;

    Move(Account account, String name, String key) {
      this.account = account;
      this.name = name;
      this.key = key;
    }

    PublicKey publicKey() {
      return PublicKey.fromDidKey(key);
    }
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    if (move.isEmpty()) {
      if (moves.take(life)) {
        move = Optional.of(begin(hold));
      } else {
        HoldClient.done(hold.get(HoldClient.path(Nsids.SERVER_DESCRIBE_SERVER)));
      }
      return;
    }
    Move now = move.get();
    if (now.tenant.isEmpty()) {
      now.tenant = Optional.of(Tenant.of(now.name, HoldClient.granted(arrive(hold, now))));
    } else if (random.nextInt(3) > 0) {
      bring(life, now, random);
    } else if (!now.active) {
      activate(hold, now);
    } else {
      leave(life, now);
    }
  }

  /** Learns which key the account will have here. */
  private Move begin(HoldClient hold) throws CutOffException {
    String name = "mover" + next++;
    Account account = network.account(name + ".test");
    return new Move(account, name, reserve(hold, account));
  }

  private static String reserve(HoldClient hold, Account account) throws CutOffException {
    DataMap body = DataMap.builder().put("did", account.did().toString()).build();
    return HoldClient.granted(hold.call(Nsids.SERVER_RESERVE_SIGNING_KEY, body))
        .text("signingKey")
        .orElseThrow();
  }

  private static HttpResponse<byte[]> arrive(HoldClient hold, Move now) throws CutOffException {
    DataMap body = Tenant.wish(now.name).put("did", now.account.did().toString()).build();
    return hold.call(
        now.account.token(Nsids.SERVER_CREATE_ACCOUNT), Nsids.SERVER_CREATE_ACCOUNT, body);
  }

  private static Tenant tenant(Move now) {
    return now.tenant.orElseThrow();
  }

  private static void bring(Life life, Move now, SplittableRandom random) throws CutOffException {
    int count = random.nextInt(4) == 0 ? 2 * MOST_TOLD : random.nextInt(1, MOST_TOLD / 2);
    Luggage luggage = Luggage.pack(now.account, count, random.nextLong(1, 1L << 50));
    if (now.active && Math.max(count, now.records.size()) > MOST_TOLD) {
      life.follower().mayLeap(now.account.did());
    }
    now.doubt = Optional.of(luggage);
    HoldClient hold = life.hold();
    HoldClient.done(hold.call(tenant(now).token(hold), Nsids.REPO_IMPORT_REPO, CAR, luggage.car()));
    now.records = luggage.records();
    now.doubt = Optional.empty();
  }

  private void activate(HoldClient hold, Move now) throws CutOffException {
    now.activating = true;
    String token = tenant(now).token(hold);
    DataMap wanted =
        HoldClient.granted(
            hold.query(token, HoldClient.path(Nsids.IDENTITY_GET_RECOMMENDED_DID_CREDENTIALS)));
    assertEquals(
        Optional.of(now.key), wanted.map("verificationMethods").flatMap(m -> m.text("atproto")));
    network.move(now.account, wanted);
    HoldClient.done(hold.call(token, Nsids.SERVER_ACTIVATE_ACCOUNT));
    now.active = true;
    now.activating = false;
  }

  private void leave(Life life, Move now) throws CutOffException {
    now.leaving = true;
    tenant(now).delete(life);
    move = Optional.empty();
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    if (move.isPresent()) {
      check(life, move.get());
    }
  }

  private void check(Life life, Move now) throws CutOffException {
    HoldClient hold = life.hold();
    if (now.tenant.isEmpty()) {
      now.tenant = Tenant.find(hold, now.name);
      if (now.tenant.isEmpty()) {
        assertEquals(now.key, reserve(hold, now.account), "a reserved key stays");
        return;
      }
    }
    Tenant tenant = tenant(now);
    Optional<String> status = tenant.status(hold);
    if (now.leaving && status.isEmpty()) {
      tenant.checkGone(life);
      move = Optional.empty();
      return;
    }
    now.leaving = false;
    now.active |= now.activating && status.equals(Optional.of("active"));
    now.activating = false;
    RepoCopy repo = tenant.check(life, now.publicKey(), now.active ? "active" : "deactivated");
    // An import is there whole or not at all.
    now.doubt
        .filter(luggage -> luggage.records().equals(repo.records()))
        .ifPresent(luggage -> now.records = luggage.records());
    now.doubt = Optional.empty();
    assertEquals(now.records, repo.records());
  }
}
