package dev.orlop.hold.app.backup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcPBEKeyEncryptionMethodGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * What a backup is encrypted with: OpenPGP (RFC 9580), AES-256, integrity protected, so that it can
 * be read in many years and without this program.
 */
public final class Passphrase {
  /** Shorter ones are guessed. */
  private static final int MIN_CHARS = 12;

  /** How often the passphrase is hashed, in OpenPGP's own coding: the most there is. */
  private static final int S2K_COUNT = 0xff;

  private static final int CHUNK_BYTES = 1 << 16;

  private final char[] text;

  /**
   * Takes a passphrase.
   *
   * @throws IllegalArgumentException if it is too short
   */
  public Passphrase(String text) {
    if (text.length() < MIN_CHARS) {
      throw new IllegalArgumentException(
          "a passphrase has at least " + MIN_CHARS + " characters, this has " + text.length());
    }
    this.text = text.toCharArray();
  }

  /** A wrong passphrase, or a file that was changed or cut off. */
  public static final class WrongException extends IOException {
    WrongException(String message, Exception cause) {
      super(message, cause);
    }
  }

  /** What is written to the result comes encrypted to {@code out}, which stays open. */
  OutputStream encrypt(OutputStream out) throws IOException {
    PGPEncryptedDataGenerator encryption =
        new PGPEncryptedDataGenerator(
            new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                .setWithIntegrityPacket(true));
    PGPLiteralDataGenerator literal = new PGPLiteralDataGenerator();
    try {
      encryption.addMethod(
          new BcPBEKeyEncryptionMethodGenerator(
              text, new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA256), S2K_COUNT));
      OutputStream encrypted = encryption.open(out, new byte[CHUNK_BYTES]);
      OutputStream clear =
          literal.open(
              encrypted,
              PGPLiteralData.BINARY,
              "backup.zip",
              PGPLiteralData.NOW,
              new byte[CHUNK_BYTES]);
      return new Whole(clear, literal, encryption);
    } catch (PGPException e) {
      throw new IOException("cannot encrypt", e);
    }
  }

  /** Ends both layers when it is closed. */
  private static final class Whole extends FilterOutputStream {
    private final PGPLiteralDataGenerator literal;
    private final PGPEncryptedDataGenerator encryption;

    Whole(
        OutputStream clear, PGPLiteralDataGenerator literal, PGPEncryptedDataGenerator encryption) {
      super(clear);
      this.literal = literal;
      this.encryption = encryption;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      literal.close();
      encryption.close();
    }
  }

  /** Does something with what was encrypted. */
  @FunctionalInterface
  interface Reading {
    /** Reads to the end. */
    void read(InputStream in) throws IOException;
  }

  /**
   * Hands over what was encrypted. Only when this returns is it known that nothing was changed.
   *
   * @throws WrongException if it was, or the passphrase is another
   */
  void decrypt(InputStream in, Reading reading) throws IOException {
    try {
      Object first = new BcPGPObjectFactory(in).nextObject();
      if (!(first instanceof PGPEncryptedDataList list)
          || !(list.get(0) instanceof PGPPBEEncryptedData data)) {
        throw new IOException("not a backup that was encrypted with a passphrase");
      }
      InputStream clear =
          data.getDataStream(
              new BcPBEDataDecryptorFactory(text, new BcPGPDigestCalculatorProvider()));
      if (!(new BcPGPObjectFactory(clear).nextObject() instanceof PGPLiteralData literal)) {
        throw new IOException("something else than a backup was encrypted");
      }
      InputStream content = literal.getInputStream();
      reading.read(content);
      content.transferTo(OutputStream.nullOutputStream());
      requireUnchanged(data);
    } catch (PGPException e) {
      throw new WrongException("the passphrase is another, or the backup was changed", e);
    }
  }

  private static void requireUnchanged(PGPEncryptedData data) throws IOException, PGPException {
    if (!data.isIntegrityProtected() || !data.verify()) {
      throw new WrongException("the backup was changed", new PGPException("integrity"));
    }
  }

  @Override
  public String toString() {
    return "passphrase";
  }
}
