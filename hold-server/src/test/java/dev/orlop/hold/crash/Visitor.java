package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.lexicons.Nsids;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Signs in to an account, renews its sessions, and ends them. */
final class Visitor implements Client {
  private static final int MOST_OPEN = 4;
  private static final int MOST_OVER = 5;

  private final Tenant tenant;
  private final Ration visits = new Ration(20);
  private final List<Visit> open = new ArrayList<>();
  private final Deque<Visit> over = new ArrayDeque<>();
  private Optional<Doubt> doubt = Optional.empty();

  private enum Wish {
    RENEW,
    END,
    /** With a token that was used up, as a thief would: that ends the session. */
    RENEW_TOO_LATE
  }

  private record Doubt(Visit visit, Wish wish) {}

  Visitor(Tenant tenant) {
    this.tenant = tenant;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    if (open.size() < MOST_OPEN && random.nextInt(3) == 0 && visits.take(life)) {
      open.add(Visit.of(HoldClient.granted(tenant.signIn(hold))));
    } else if (open.isEmpty()) {
      if (!over.isEmpty()) {
        over.getLast().checkOver(hold);
      }
    } else {
      Visit visit = open.get(random.nextInt(open.size()));
      switch (random.nextInt(12)) {
        case 0 -> ask(hold, visit, Wish.END);
        case 1 -> ask(hold, visit, visit.usedUp().isPresent() ? Wish.RENEW_TOO_LATE : Wish.RENEW);
        case 2, 3, 4 -> visit.checkOpen(hold, tenant.did());
        default -> ask(hold, visit, Wish.RENEW);
      }
    }
  }

  private void ask(HoldClient hold, Visit visit, Wish wish) throws CutOffException {
    doubt = Optional.of(new Doubt(visit, wish));
    switch (wish) {
      case RENEW -> visit.renewed(HoldClient.granted(visit.renew(hold)));
      case END -> {
        HoldClient.done(hold.call(visit.refresh(), Nsids.SERVER_DELETE_SESSION));
        ended(visit);
      }
      case RENEW_TOO_LATE -> {
        HoldClient.refused("ExpiredToken", visit.renewTooLate(hold));
        ended(visit);
      }
    }
    doubt = Optional.empty();
  }

  private void ended(Visit visit) {
    open.remove(visit);
    over.addLast(visit);
    if (over.size() > MOST_OVER) {
      over.removeFirst();
    }
  }

  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    if (doubt.isPresent()) {
      askAgain(hold, doubt.get());
    }
    doubt = Optional.empty();
    for (Visit visit : List.copyOf(open)) {
      visit.checkOpen(hold, tenant.did());
      visit.checkPrevious(hold);
      if (random.nextBoolean()) {
        ask(hold, visit, Wish.RENEW);
      }
    }
    for (Visit visit : over) {
      visit.checkOver(hold);
    }
  }

  /** Whether or not it was done, asked for again it comes to the same. */
  private void askAgain(HoldClient hold, Doubt asked) throws CutOffException {
    Visit visit = asked.visit();
    switch (asked.wish()) {
      case RENEW -> {
        HttpResponse<byte[]> answer = visit.renew(hold);
        if (answer.statusCode() == 200 || visit.isInGrace()) {
          visit.renewed(HoldClient.granted(answer));
        } else {
          ended(visit);
        }
      }
      case END -> {
        HttpResponse<byte[]> answer = hold.call(visit.refresh(), Nsids.SERVER_DELETE_SESSION);
        if (answer.statusCode() != 200) {
          assertEquals(400, answer.statusCode());
        }
        ended(visit);
      }
      case RENEW_TOO_LATE -> ask(hold, visit, Wish.RENEW_TOO_LATE);
    }
  }
}
