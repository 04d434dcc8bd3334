package dev.orlop.appview.web;

import dev.orlop.appview.oci.ImageName;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.registry.Action;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Callers;
import dev.orlop.appview.registry.Callers.Answer;
import dev.orlop.appview.registry.Owners;
import dev.orlop.appview.registry.Repository;
import io.helidon.http.HeaderNames;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Lets callers in whose token grants what they ask for, and challenges the others. */
final class Gate {
  private static final String CATALOG_SCOPE = "registry:catalog:*";

  private final Callers callers;
  private final Owners owners;
  private final Challenge challenge;

  Gate(Callers callers, Owners owners, Challenge challenge) {
    this.callers = callers;
    this.owners = owners;
    this.challenge = challenge;
  }

  /**
   * A repository that somebody may use.
   *
   * @param name as the client writes it
   */
  record Entry(Caller caller, ImageName name, Repository repository) {}

  /** Requires any token at all. */
  void requireToken(OciCall call) {
    caller(call, challenge.header());
    if (call.bearerToken().isEmpty()) {
      throw unauthorized(call, challenge.header(), OciError.UNAUTHORIZED.exception());
    }
  }

  /** Requires the token of an account. */
  Caller requireAccount(OciCall call) {
    Caller caller = caller(call, challenge.header(CATALOG_SCOPE));
    if (caller.did().isEmpty()) {
      throw unauthorized(call, challenge.header(CATALOG_SCOPE), OciError.UNAUTHORIZED.exception());
    }
    return caller;
  }

  /** Requires that the caller may do all of it in the repository of the call's path. */
  Entry require(OciCall call, Action... actions) {
    ImageName name = ImageName.parse(call.path().name());
    List<Action> wanted = Arrays.asList(actions);
    String scope =
        wanted.stream()
            .map(Action::wireName)
            .collect(Collectors.joining(",", "repository:" + name + ":", ""));
    Caller caller = caller(call, challenge.header(scope));
    for (Action action : wanted) {
      if (!caller.may(action, name.text())) {
        throw refusal(call, caller, name, action, challenge.header(scope));
      }
    }
    return new Entry(caller, name, repository(name));
  }

  /** The repository that a name means. */
  Repository repository(ImageName name) {
    return new Repository(owners.did(name.owner()), name.repository());
  }

  private Caller caller(OciCall call, String header) {
    return switch (callers.caller(call.bearerToken())) {
      case Answer.Known(Caller caller) -> caller;
      case Answer.Refused(String reason) ->
          throw unauthorized(
              call,
              header + ",error=\"invalid_token\"",
              OciError.UNAUTHORIZED.exception("the token is not good: " + reason));
    };
  }

  private static OciException refusal(
      OciCall call, Caller caller, ImageName name, Action action, String header) {
    if (call.bearerToken().isEmpty()) {
      return unauthorized(call, header, OciError.UNAUTHORIZED.exception());
    }
    String who = caller.did().map(Object::toString).orElse("somebody without an account");
    return unauthorized(
        call,
        header + ",error=\"insufficient_scope\"",
        OciError.DENIED
            .exception(who + " may not " + action.wireName() + " " + name)
            .withStatus(401));
  }

  private static OciException unauthorized(OciCall call, String header, OciException refusal) {
    call.header(HeaderNames.WWW_AUTHENTICATE, header);
    return refusal;
  }
}
