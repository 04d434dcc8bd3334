package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Asks DNS and the handle's web server at the same time. DNS wins: when both answer and differ, and
 * also when its answer contradicts itself, which no web server may overrule.
 */
public final class ParallelHandleResolver implements HandleResolver {
  private final NetworkPolicy policy;
  private final HandleResolver dns;
  private final HandleResolver web;

  /** Of the two ways there are. */
  public ParallelHandleResolver(NetworkPolicy policy, HandleResolver dns, HandleResolver web) {
    this.policy = policy;
    this.dns = dns;
    this.web = web;
  }

  @Override
  public Resolution<Did> resolve(Handle handle) {
    boolean local = policy.isLocalName(handle.value());
    if (!local && (handle.isUnusable() || handle.topLevel().equals("test"))) {
      return new Resolution.NotFound<>();
    }
    FutureTask<Resolution<Did>> asked = new FutureTask<>(() -> web.resolve(handle));
    Thread thread = Thread.ofVirtual().name("handle-file").start(asked);
    Resolution<Did> byDns = dns.resolve(handle);
    if (byDns instanceof Resolution.Found
        || (byDns instanceof Resolution.Failed<Did> failed && failed.contradictory())) {
      thread.interrupt();
      return byDns;
    }
    try {
      Resolution<Did> byWeb = asked.get();
      // "Could not find out" by one way leaves the whole open, unless the other way found it.
      boolean open = byDns instanceof Resolution.Failed && !(byWeb instanceof Resolution.Found);
      return open ? byDns : byWeb;
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return new Resolution.Failed<>("interrupted");
    } catch (ExecutionException e) {
      return new Resolution.Failed<>("the lookup broke: " + e.getCause());
    }
  }
}
