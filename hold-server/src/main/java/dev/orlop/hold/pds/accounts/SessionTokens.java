package dev.orlop.hold.pds.accounts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * The tokens of sessions: JWTs signed with a secret of the server (HS256), for the server itself.
 * Whoever else holds them reads the expiry and nothing more.
 */
public final class SessionTokens {
  private static final int MAX_LENGTH = 4096;
  private static final String ACCESS = prefix("at+jwt");
  private static final String REFRESH = prefix("refresh+jwt");
  private static final String REFRESH_SCOPE = "com.atproto.refresh";

  private final byte[] secret;
  private final Did server;
  private final InstantSource clock;

  /** Tokens of the server {@code server}. */
  public SessionTokens(byte[] secret, Did server, InstantSource clock) {
    this.secret = secret.clone();
    this.server = server;
    this.clock = clock;
  }

  /** What came of checking a token. */
  public sealed interface Checked {
    /** An access token of ours that is still good, of a session that may be over. */
    record Access(Did did, String session, Scope scope) implements Checked {}

    /** A refresh token of ours that is still good, of a session that may be over. */
    record Refresh(Did did, String session, String name) implements Checked {}

    /** Ours, but too late. */
    record Expired() implements Checked {}

    /** Not ours. */
    record Forged() implements Checked {}
  }

  /** Whether a token says that it is one of a session, not one of a service. */
  public static boolean isOfSession(String token) {
    return token.startsWith(ACCESS) || token.startsWith(REFRESH);
  }

  /** A new access token of a session. */
  String access(Session session) {
    return sign(
        ACCESS,
        session,
        session.scope().toString(),
        Secrets.randomName(),
        clock.instant(),
        Session.ACCESS_LIFE);
  }

  /** The refresh token of a session; always the same until it is renewed. */
  String refresh(Session session) {
    return sign(
        REFRESH,
        session,
        REFRESH_SCOPE,
        session.current(),
        session.renewed(),
        Session.REFRESH_LIFE);
  }

  private String sign(
      String prefix, Session session, String scope, String name, Instant from, Duration life) {
    DataMap claims =
        DataMap.builder()
            .put("scope", scope)
            .put("aud", server.toString())
            .put("sub", session.did().toString())
            .put("sid", session.id())
            .put("jti", name)
            .put("iat", from.getEpochSecond())
            .put("exp", from.plus(life).getEpochSecond())
            .build();
    String signed = prefix + base64(DataJson.write(claims));
    return signed + "." + base64(Secrets.mac(secret, signed.getBytes(US_ASCII)));
  }

  /** Checks a token, which nothing is known of. */
  public Checked check(String token) {
    int dot = token.lastIndexOf('.');
    if (token.length() > MAX_LENGTH || !isOfSession(token) || dot <= ACCESS.length()) {
      return new Checked.Forged();
    }
    String signed = token.substring(0, dot);
    byte[] wanted = base64(Secrets.mac(secret, signed.getBytes(US_ASCII))).getBytes(US_ASCII);
    if (!MessageDigest.isEqual(wanted, token.substring(dot + 1).getBytes(US_ASCII))) {
      return new Checked.Forged();
    }
    boolean access = token.startsWith(ACCESS);
    return claims(signed.substring((access ? ACCESS : REFRESH).length()), access);
  }

  /** From here on it is one of ours, perhaps of the time when the server had another name. */
  private Checked claims(String part, boolean access) {
    try {
      DataMap claims =
          DataJson.parse(Base64.getUrlDecoder().decode(part), new JsonLimits(MAX_LENGTH, 4, 64));
      Did did = Did.parse(claims.text("sub").orElse(""));
      String session = claims.text("sid").orElse("");
      Optional<Scope> scope = claims.text("scope").flatMap(Scope::parse);
      if (!claims.text("aud").equals(Optional.of(server.toString()))) {
        return new Checked.Forged();
      }
      if (claims.integer("exp").orElse(0) <= clock.instant().getEpochSecond()) {
        return new Checked.Expired();
      }
      if (!access) {
        return new Checked.Refresh(did, session, claims.text("jti").orElse(""));
      }
      return scope.isPresent()
          ? new Checked.Access(did, session, scope.get())
          : new Checked.Forged();
    } catch (InvalidSyntaxException | IllegalArgumentException _) {
      return new Checked.Forged();
    }
  }

  private static String prefix(String type) {
    DataMap header = DataMap.builder().put("typ", type).put("alg", "HS256").build();
    return base64(DataJson.write(header)) + ".";
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
