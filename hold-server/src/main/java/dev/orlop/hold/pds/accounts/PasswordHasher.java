package dev.orlop.hold.pds.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with argon2id (RFC 9106), a few at a time: each takes many megabytes and tens of
 * milliseconds, and whoever has no account here can ask for it.
 */
public final class PasswordHasher {
  /**
   * What a hash costs.
   *
   * @param memoryKib of one hashing
   * @param passes over that memory
   * @param atOnce how many hashings go on at the same time
   */
  public record Cost(int memoryKib, int passes, int atOnce) {
    /** What OWASP asks for at least: 19 MiB and two passes. */
    public static final Cost DEFAULT = new Cost(19_456, 2, 4);
  }

  /** Too many ask at once; it would take too long. */
  public static final class BusyException extends RuntimeException {
    BusyException() {
      super("too many passwords to check at once", null, false, false);
    }
  }

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final long PATIENCE_SECONDS = 10;

  private final Cost cost;
  private final Semaphore room;

  /** Stands where there is no hash to compare with, so that the answer costs the same. */
  private final PasswordHash nobody;

  /** A hasher of new passwords at this cost. */
  public PasswordHasher(Cost cost) {
    this.cost = cost;
    this.room = new Semaphore(cost.atOnce(), true);
    byte[] salt = random();
    this.nobody = text(cost, salt, new byte[HASH_BYTES]);
  }

  private static byte[] random() {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return salt;
  }

  /**
   * The hash of a new password.
   *
   * @throws BusyException if too many ask at once
   */
  public PasswordHash hash(String password) {
    byte[] salt = random();
    return text(cost, salt, derive(password, salt, cost));
  }

  /**
   * Whether a password is the one that was hashed. Without a hash it is not, and finding out costs
   * the same.
   *
   * @throws BusyException if too many ask at once
   */
  public boolean matches(String password, Optional<PasswordHash> known) {
    Parsed parsed = parse(known.orElse(nobody));
    byte[] derived = derive(password, parsed.salt(), parsed.cost());
    boolean same = MessageDigest.isEqual(derived, parsed.hash());
    return same && known.isPresent();
  }

  private byte[] derive(String password, byte[] salt, Cost with) {
    try {
      if (!room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new BusyException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException();
    }
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(with.memoryKib())
              .withIterations(with.passes())
              .withParallelism(1)
              .withSalt(salt)
              .build());
      byte[] out = new byte[HASH_BYTES];
      generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), out);
      return out;
    } finally {
      room.release();
    }
  }

  private static PasswordHash text(Cost cost, byte[] salt, byte[] hash) {
    return new PasswordHash(
        "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
            .formatted(
                cost.memoryKib(),
                cost.passes(),
                ENCODER.encodeToString(salt),
                ENCODER.encodeToString(hash)));
  }

  @SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
  private record Parsed(Cost cost, byte[] salt, byte[] hash) {}

  private static Parsed parse(PasswordHash hash) {
    String[] parts = hash.text().split("\\$", -1);
    if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
      throw new IllegalArgumentException("a password hash of another kind");
    }
    String[] cost = parts[3].split("[=,]", -1);
    return new Parsed(
        new Cost(Integer.parseInt(cost[1]), Integer.parseInt(cost[3]), 1),
        Base64.getDecoder().decode(parts[4]),
        Base64.getDecoder().decode(parts[5]));
  }
}
