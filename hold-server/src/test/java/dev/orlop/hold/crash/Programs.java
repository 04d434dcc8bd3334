package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gives app passwords to programs, which sign in with them, and revokes them. */
final class Programs implements Client {
  private static final int MOST_HERE = 4;

  /** Wrong passwords lock an account, and these are wrong. */
  private static final int MOST_REVOKED = 3;

  private final Tenant tenant;
  private final Ration visits = new Ration(20);
  private final Map<String, Program> here = new TreeMap<>();
  private final Deque<Program> revoked = new ArrayDeque<>();
  private Optional<String> coming = Optional.empty();
  private Optional<String> going = Optional.empty();
  private int next;

  /** A program's password, and the session that it began with it. */
  private record Program(String name, String password, Optional<Visit> visit) {}

  Programs(Tenant tenant) {
    this.tenant = tenant;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    if (here.isEmpty() || (here.size() < MOST_HERE && random.nextInt(3) == 0)) {
      create(hold, "program" + next++);
      return;
    }
    List<Program> all = new ArrayList<>(here.values());
    Program program = all.get(random.nextInt(all.size()));
    if (random.nextInt(4) == 0) {
      revoke(hold, program.name());
    } else if (program.visit().isPresent()) {
      program.visit().get().checkOpen(hold, tenant.did());
    } else if (visits.take(life)) {
      signIn(hold, program);
    }
  }

  private void create(HoldClient hold, String name) throws CutOffException {
    coming = Optional.of(name);
    DataMap answer =
        HoldClient.granted(
            hold.call(
                tenant.token(hold),
                Nsids.SERVER_CREATE_APP_PASSWORD,
                DataMap.builder().put("name", name).build()));
    String password = answer.text("password").orElseThrow();
    here.put(name, new Program(name, password, Optional.empty()));
    coming = Optional.empty();
  }

  private void signIn(HoldClient hold, Program program) throws CutOffException {
    DataMap answer = HoldClient.granted(Tenant.signIn(hold, tenant.did(), program.password()));
    here.put(
        program.name(),
        new Program(program.name(), program.password(), Optional.of(Visit.of(answer))));
  }

  private void revoke(HoldClient hold, String name) throws CutOffException {
    going = Optional.of(name);
    HoldClient.done(
        hold.call(
            tenant.token(hold),
            Nsids.SERVER_REVOKE_APP_PASSWORD,
            DataMap.builder().put("name", name).build()));
    gone(name);
  }

  private void gone(String name) {
    going = Optional.empty();
    // One whose creation was not answered was never known.
    if (here.remove(name) instanceof Program program) {
      revoked.addLast(program);
    }
    if (revoked.size() > MOST_REVOKED) {
      revoked.removeFirst();
    }
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    Set<String> listed = list(hold);
    going.filter(name -> !listed.contains(name)).ifPresent(this::gone);
    going = Optional.empty();
    if (coming.filter(listed::contains).isPresent()) {
      revoke(hold, coming.get());
      listed.remove(coming.get());
    }
    coming = Optional.empty();
    assertEquals(here.keySet(), listed);
    for (Program program : List.copyOf(here.values())) {
      if (program.visit().isPresent()) {
        program.visit().get().checkOpen(hold, tenant.did());
      }
      signIn(hold, program);
    }
    for (Program program : revoked) {
      HoldClient.refused(
          "AuthenticationRequired", Tenant.signIn(hold, tenant.did(), program.password()));
      if (program.visit().isPresent()) {
        program.visit().get().checkOver(hold);
      }
    }
  }

  private Set<String> list(HoldClient hold) throws CutOffException {
    DataMap answer =
        HoldClient.granted(
            hold.query(tenant.token(hold), HoldClient.path(Nsids.SERVER_LIST_APP_PASSWORDS)));
    Set<String> names = new TreeSet<>();
    for (DataValue password : answer.array("passwords").orElseThrow()) {
      names.add(((DataMap) password).text("name").orElseThrow());
    }
    return names;
  }
}
