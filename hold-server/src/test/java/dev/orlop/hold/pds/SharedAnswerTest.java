package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedAnswerTest {
  private static final int MANY = 20;

  private final AtomicInteger asked = new AtomicInteger();

  /** The first asking stands still until the others have come. */
  private final CountDownLatch first = new CountDownLatch(1);

  private final CountDownLatch goOn = new CountDownLatch(1);

  private int standingStill() {
    int number = asked.incrementAndGet();
    if (number == 1) {
      first.countDown();
      await(goOn);
    }
    return number;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitSleeping(List<Thread> threads) {
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void thoseWhoComeWhileItIsAskedShareTheNextAnswer() throws Exception {
    SharedAnswer<Integer> shared = new SharedAnswer<>(this::standingStill);
    List<Integer> answers = new ArrayList<>();
    List<Thread> others = new ArrayList<>();
    Thread early = Thread.ofPlatform().start(() -> assertEquals(1, shared.get()));
    first.await();
    for (int i = 0; i < MANY; i++) {
      others.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    int answer = shared.get();
                    synchronized (answers) {
                      answers.add(answer);
                    }
                  }));
    }
    awaitSleeping(others);
    goOn.countDown();
    early.join();
    for (Thread other : others) {
      other.join();
    }
    assertEquals(List.of(2), answers.stream().distinct().toList());
    assertEquals(MANY, answers.size());
    assertEquals(2, asked.get());
    assertEquals(3, shared.get());
  }

  @Test
  void aQuestionThatFailsFailsForThoseWhoSharedItAndForNobodyElse() throws Exception {
    SharedAnswer<Integer> shared =
        new SharedAnswer<>(
            () -> {
              int number = standingStill();
              if (number == 2) {
                throw new IllegalArgumentException("away");
              }
              return number;
            });
    AtomicInteger failed = new AtomicInteger();
    List<Thread> others = new ArrayList<>();
    Thread early = Thread.ofPlatform().start(() -> assertEquals(1, shared.get()));
    first.await();
    for (int i = 0; i < MANY; i++) {
      others.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    assertThrows(IllegalArgumentException.class, shared::get);
                    failed.incrementAndGet();
                  }));
    }
    awaitSleeping(others);
    goOn.countDown();
    early.join();
    for (Thread other : others) {
      other.join();
    }
    assertEquals(MANY, failed.get());
    assertEquals(3, shared.get());
  }

  /** What was so when somebody came is in their answer. */
  @Test
  void nobodyGetsAnAnswerThatIsOlderThanTheirQuestion() throws Exception {
    AtomicLong now = new AtomicLong();
    SharedAnswer<Long> shared = new SharedAnswer<>(now::get);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        all.add(
            pool.submit(
                () -> {
                  for (int turn = 0; turn < 1000; turn++) {
                    long mine = now.incrementAndGet();
                    long answer = shared.get();
                    assertTrue(answer >= mine, answer + " < " + mine);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw assertInstanceOf(AssertionError.class, e.getCause());
    }
  }
}
