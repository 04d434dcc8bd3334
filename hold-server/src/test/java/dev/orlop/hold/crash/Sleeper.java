package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.util.Optional;
import java.util.SplittableRandom;

/** Lets an account rest, wakes it, and writes to it while it is awake. */
final class Sleeper implements Client {
  private final Network network;
  private final Tenant tenant;
  private boolean awake = true;
  private Optional<Boolean> doubt = Optional.empty();

  /** How often that changed by what was answered, and by what the network was told. */
  private long changes;

  private long told;

  Sleeper(Network network, Tenant tenant) {
    this.network = network;
    this.tenant = tenant;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    if (awake && random.nextBoolean()) {
      tenant.note(life.hold());
    } else {
      turn(life.hold(), !awake);
    }
  }

  private void turn(HoldClient hold, boolean wake) throws CutOffException {
    doubt = Optional.of(wake);
    String token = tenant.token(hold);
    HoldClient.done(
        wake
            ? hold.call(token, Nsids.SERVER_ACTIVATE_ACCOUNT)
            : hold.call(token, Nsids.SERVER_DEACTIVATE_ACCOUNT, DataMap.EMPTY));
    settle(wake);
  }

  private void settle(boolean wake) {
    doubt = Optional.empty();
    awake = wake;
    changes++;
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    boolean found = tenant.status(life.hold()).equals(Optional.of("active"));
    doubt.filter(asked -> asked == found).ifPresent(this::settle);
    doubt = Optional.empty();
    tenant.check(life, network.key(tenant.did()), awake ? "active" : "deactivated");
    long now = life.follower().changes(tenant.did());
    assertTrue(
        now - told >= changes, () -> changes + " changes, of which were told " + (now - told));
    told = now;
    changes = 0;
  }
}
