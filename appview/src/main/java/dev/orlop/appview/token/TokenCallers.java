package dev.orlop.appview.token;

import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.Callers;
import java.util.Optional;

/** Finds out who asks by their registry tokens. */
public final class TokenCallers implements Callers {
  private final RegistryTokens tokens;
  private final PdsSessions sessions;
  private final boolean openToAll;

  /**
   * Over tokens, and the sessions that stand behind them.
   *
   * @param openToAll whether somebody without a token may read
   */
  public TokenCallers(RegistryTokens tokens, PdsSessions sessions, boolean openToAll) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.openToAll = openToAll;
  }

  @Override
  public Answer caller(Optional<String> token) {
    if (token.isEmpty()) {
      return new Answer.Known(openToAll ? Caller.ANYBODY : Caller.NOBODY);
    }
    return switch (tokens.read(token.get())) {
      case RegistryTokens.Reading.Good(RegistryToken good) ->
          sessions.isOver(good.session())
              ? new Answer.Refused("the account's server has ended the session")
              : new Answer.Known(good.caller());
      case RegistryTokens.Reading.Bad(String reason) -> new Answer.Refused(reason);
    };
  }
}
