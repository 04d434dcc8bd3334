package dev.orlop.appview.stats;

import dev.orlop.appview.cache.Fetched;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks many holds at once, and waits for all of them together no longer than for one. */
final class Survey {
  private static final Logger LOG = System.getLogger(Survey.class.getName());

  private final Tallies tallies;
  private final Duration patience;
  private final int maxAsked;

  /**
   * Through a memory.
   *
   * @param patience how long all are waited for
   * @param maxAsked how many are asked; who writes manifests must not make this a crowd
   */
  Survey(Tallies tallies, Duration patience, int maxAsked) {
    this.tallies = tallies;
    this.patience = patience;
    this.maxAsked = maxAsked;
  }

  /** A question on its way. */
  private record Sent(Question question, FutureTask<Fetched<Tally>> answer) {}

  /** One reply to each, in their order. */
  List<Reply> ask(Collection<Question> questions) {
    List<Sent> sent = new ArrayList<>();
    for (Question question : questions.stream().limit(maxAsked).toList()) {
      // Left alone when time is up: what it brings is kept for who asks next.
      FutureTask<Fetched<Tally>> task = new FutureTask<>(() -> tallies.get(question));
      Thread.ofVirtual().name("stats").start(task);
      sent.add(new Sent(question, task));
    }
    long end = System.nanoTime() + patience.toNanos();
    List<Reply> replies = new ArrayList<>();
    for (Sent one : sent) {
      replies.add(reply(one, end - System.nanoTime()));
    }
    questions.stream()
        .skip(maxAsked)
        .forEach(one -> replies.add(silent(one, "not asked: there are too many holds")));
    return replies;
  }

  private Reply reply(Sent sent, long nanos) {
    Question question = sent.question();
    try {
      return switch (sent.answer().get(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
        case Fetched.Found<Tally>(Tally tally) -> new Reply.Told(question.named(), tally);
        case Fetched.Absent<Tally>() -> silent(question, "there is no such hold");
        case Fetched.Unavailable<Tally>(String reason, var _) -> silent(question, reason);
      };
    } catch (TimeoutException _) {
      return silent(question, "the hold did not answer within " + patience.toMillis() + " ms");
    } catch (ExecutionException e) {
      LOG.log(Level.ERROR, "asking the hold " + question.named() + " broke", e.getCause());
      return silent(question, "the hold could not be asked");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return silent(question, "the server is being stopped");
    }
  }

  private Reply silent(Question question, String reason) {
    return new Reply.Silent(question.named(), reason, tallies.last(question));
  }
}
