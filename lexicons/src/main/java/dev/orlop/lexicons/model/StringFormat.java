package dev.orlop.lexicons.model;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Language;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.syntax.UriSyntax;
import dev.orlop.car.cid.Cid;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The syntax that a text must have beyond being text. */
public enum StringFormat {
  /** A DID or a handle. */
  AT_IDENTIFIER("at-identifier", AtIdentifier::parse),
  /** The address of an account, a collection or a record. */
  AT_URI("at-uri", AtUri::parse),
  /** A CID of any version, as text. */
  CID("cid", StringFormat::requireCid),
  /** A moment. */
  DATETIME("datetime", Datetime::parse),
  /** A DID. */
  DID("did", Did::parse),
  /** A handle. */
  HANDLE("handle", Handle::parse),
  /** A language tag (BCP 47). */
  LANGUAGE("language", Language::parse),
  /** A namespaced identifier. */
  NSID("nsid", Nsid::parse),
  /** The key of a record. */
  RECORD_KEY("record-key", RecordKey::parse),
  /** A timestamp identifier. */
  TID("tid", Tid::parse),
  /** A URI of any scheme. */
  URI("uri", StringFormat::requireUri);

  private static final Map<String, StringFormat> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(StringFormat::toString, Function.identity()));

  private final String text;
  private final Consumer<String> parser;

  StringFormat(String text, Consumer<String> parser) {
    this.text = text;
    this.parser = parser;
  }

  /** The format that documents call {@code text}. */
  public static Optional<StringFormat> named(String text) {
    return Optional.ofNullable(BY_NAME.get(text));
  }

  /**
   * Returns when {@code value} has this syntax.
   *
   * @throws InvalidSyntaxException when it has not
   */
  public void require(String value) {
    parser.accept(value);
  }

  private static void requireCid(String value) {
    if (!Cid.isSyntax(value)) {
      throw new InvalidSyntaxException("CID", "8 to 256 letters and digits", value);
    }
  }

  private static void requireUri(String value) {
    if (!UriSyntax.isValid(value)) {
      throw new InvalidSyntaxException("URI", "a scheme, a colon, printable ASCII", value);
    }
  }

  /** The name in documents, such as {@code at-uri}. */
  @Override
  public String toString() {
    return text;
  }
}
