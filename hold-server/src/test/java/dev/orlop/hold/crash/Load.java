package dev.orlop.hold.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** All clients acting at once, each on a thread of its own, until they are cut off. */
final class Load {
  private final Life life;
  private final long limit;
  private final Runnable atLimit;
  private final AtomicLong acts = new AtomicLong();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private Load(Life life, long limit, Runnable atLimit) {
    this.life = life;
    this.limit = limit;
    this.atLimit = atLimit;
  }

  /**
   * Runs until the hold is gone.
   *
   * @param limit how many things are done before {@code atLimit} is, once
   */
  static void run(
      List<Client> clients, Life life, SplittableRandom random, long limit, Runnable atLimit) {
    Load load = new Load(life, limit, atLimit);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Client client : clients) {
        SplittableRandom own = random.split();
        running.add(threads.submit(() -> load.run(client, own)));
      }
    }
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException | InterruptedException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }

  private void run(Client client, SplittableRandom random) {
    boolean sound = false;
    try {
      while (!stopped.get()) {
        client.act(life, random);
        if (acts.incrementAndGet() == limit) {
          atLimit.run();
        }
      }
      sound = true;
    } catch (CutOffException _) {
      sound = true;
    } finally {
      if (!sound) {
        stopped.set(true);
      }
    }
  }
}
