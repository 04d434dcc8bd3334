package dev.orlop.appview.pds;

import dev.orlop.appview.pds.Reply.Outage;
import dev.orlop.appview.pds.Reply.Scope;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.identity.GuardedHttp;
import dev.orlop.atproto.identity.HttpFetch;
import dev.orlop.atproto.identity.HttpResult;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.car.cbor.DataMap;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Calls queries of servers that others named, and sorts the answers. */
final class ServerCalls {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(5);
  private static final int MAX_SHOWN = 200;

  private static final Set<String> HIDDEN =
      Set.of(
          "RepoTakendown",
          "RepoSuspended",
          "RepoDeactivated",
          "AccountTakedown",
          "AccountSuspended",
          "AccountDeactivated");

  private final GuardedHttp http;
  private final InstantSource clock;
  private final Outages outages;

  ServerCalls(GuardedHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
    this.outages = new Outages(clock);
  }

  /** Asks a server about a repo. */
  Reply<byte[]> query(URI server, Did repo, Nsid method, XrpcQuery parameters, HttpFetch fetch) {
    Optional<Outage> known = outages.of(server, repo);
    if (known.isPresent()) {
      return new Reply.Down<>(known.get());
    }
    Reply<byte[]> reply =
        switch (http.get(server.resolve("/xrpc/" + method + "?" + parameters), fetch)) {
          case HttpResult.Answer answer when answer.isSuccess() -> new Reply.Got<>(answer.body());
          case HttpResult.Answer answer -> refusal(server, answer);
          case HttpResult.Blocked(String reason) ->
              down(server, "is not asked: " + reason, MAX_PAUSE, Scope.REPO);
          case HttpResult.Failed(String reason) ->
              down(server, "does not answer: " + shown(reason), PAUSE, Scope.REPO);
        };
    if (reply instanceof Reply.Down<byte[]>(Outage outage)) {
      outages.note(server, repo, outage);
    }
    return reply;
  }

  private Reply<byte[]> refusal(URI server, HttpResult.Answer answer) {
    int status = answer.status();
    if (status == 429 || status >= 500) {
      Scope scope =
          switch (status) {
            case 429, 503 -> Scope.SERVER;
            case 502, 504 -> Scope.REPO;
            default -> Scope.QUESTION;
          };
      return down(server, "answers " + status, pause(answer), scope);
    }
    DataMap body = body(answer.body());
    String error = body.text("error").orElse("");
    String message = body.text("message").orElse("");
    if (HIDDEN.contains(error)) {
      return new Reply.Hidden<>();
    }
    if (error.equals("RepoNotFound") || isLost(message, "repo")) {
      return new Reply.NoRepo<>();
    }
    boolean named = error.equals("RecordNotFound") || error.equals("BlobNotFound");
    if (named || status == 404 || isLost(message, "record") || isLost(message, "blob")) {
      return new Reply.NotThere<>();
    }
    String said = error.isEmpty() ? "" : ", " + shown(error);
    return down(server, "answers " + status + said, pause(answer), Scope.QUESTION);
  }

  private static <T> Reply<T> down(URI server, String what, Duration pause, Scope scope) {
    return new Reply.Down<>(new Outage(server + " " + what, pause, scope));
  }

  /** Servers that name their errors by status alone say it in the message. */
  private static boolean isLost(String message, String what) {
    String text = message.toLowerCase(Locale.ROOT);
    return text.startsWith("could not find " + what)
        || text.startsWith("could not locate " + what)
        || text.startsWith(what + " not found");
  }

  private static DataMap body(byte[] bytes) {
    try {
      return DataJson.parse(bytes);
    } catch (InvalidJsonException _) {
      return DataMap.EMPTY;
    }
  }

  /** What the server asks for, in seconds or as a moment; within reason. */
  private Duration pause(HttpResult.Answer answer) {
    Duration asked =
        seconds(answer, "retry-after")
            .map(Duration::ofSeconds)
            .or(
                () ->
                    seconds(answer, "ratelimit-reset")
                        .map(
                            reset ->
                                Duration.between(clock.instant(), Instant.ofEpochSecond(reset))))
            .orElse(PAUSE);
    if (asked.compareTo(MIN_PAUSE) < 0) {
      return MIN_PAUSE;
    }
    return asked.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : asked;
  }

  private static Optional<Long> seconds(HttpResult.Answer answer, String header) {
    return answer
        .header(header)
        .filter(text -> text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9'))
        .filter(text -> !text.isEmpty())
        .map(Long::parseLong);
  }

  private static String shown(String text) {
    String line = text.replaceAll("[^ -~]", ".");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN);
  }
}
