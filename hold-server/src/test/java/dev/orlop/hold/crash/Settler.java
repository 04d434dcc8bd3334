package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Creates accounts, writes to them, and deletes them. */
final class Settler implements Client {
  private static final int MOST_HERE = 3;
  private static final int MOST_GONE = 5;

  private final Network network;
  private final String name;
  private final Ration creations = new Ration(40);
  private final List<Tenant> here = new ArrayList<>();
  private final Deque<Tenant> gone = new ArrayDeque<>();
  private Optional<String> coming = Optional.empty();
  private Optional<Tenant> leaving = Optional.empty();
  private int next;

  Settler(Network network, String name) {
    this.network = network;
    this.name = name;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    if (here.size() < MOST_HERE && random.nextInt(4) == 0 && creations.take(life)) {
      create(life.hold(), name + next++);
    } else if (here.isEmpty()) {
      if (!gone.isEmpty()) {
        assertEquals(Optional.empty(), gone.getLast().status(life.hold()));
      }
    } else {
      Tenant tenant = here.get(random.nextInt(here.size()));
      if (random.nextInt(5) == 0) {
        delete(life, tenant);
      } else {
        tenant.note(life.hold());
      }
    }
  }

  private void create(HoldClient hold, String wanted) throws CutOffException {
    coming = Optional.of(wanted);
    here.add(Tenant.create(hold, wanted));
    coming = Optional.empty();
  }

  private void delete(Life life, Tenant tenant) throws CutOffException {
    leaving = Optional.of(tenant);
    tenant.delete(life);
    left(tenant);
  }

  private void left(Tenant tenant) {
    leaving = Optional.empty();
    here.remove(tenant);
    gone.addLast(tenant);
    if (gone.size() > MOST_GONE) {
      gone.removeFirst();
    }
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    Optional<Tenant> late =
        coming.isPresent() ? settle(life.hold(), coming.get()) : Optional.empty();
    coming = Optional.empty();
    if (leaving.isPresent() && leaving.get().status(life.hold()).isEmpty()) {
      left(leaving.get());
    }
    leaving = Optional.empty();
    for (Tenant tenant : here) {
      tenant.check(life, network.key(tenant.did()), "active");
    }
    for (Tenant tenant : gone) {
      tenant.checkGone(life);
    }
    late.ifPresent(here::add);
  }

  /**
   * The account is there as a whole, or its name is still to be had.
   *
   * @return the account, if it was created only now
   */
  private Optional<Tenant> settle(HoldClient hold, String wanted) throws CutOffException {
    Optional<Tenant> found = Tenant.find(hold, wanted);
    found.ifPresent(here::add);
    return found.isPresent() ? Optional.empty() : Optional.of(Tenant.create(hold, wanted));
  }
}
