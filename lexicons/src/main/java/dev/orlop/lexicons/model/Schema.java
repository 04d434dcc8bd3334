package dev.orlop.lexicons.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a value may be. A {@code const} of the document is an {@code allowed} set of one; an empty
 * {@code allowed} set allows everything. {@code knownValues} bind nobody and serve as
 * documentation.
 */
public sealed interface Schema {
  /** Explicit null. */
  record OfNull() implements Schema {}

  /** True or false. */
  record OfBoolean(Set<Boolean> allowed, @Nullable Boolean defaultValue) implements Schema {
    /** Copies {@code allowed}. */
    public OfBoolean {
      allowed = Set.copyOf(allowed);
    }
  }

  /** A whole number. */
  record OfInteger(Bounds range, Set<Long> allowed, @Nullable Long defaultValue) implements Schema {
    /** Copies {@code allowed}. */
    public OfInteger {
      allowed = Set.copyOf(allowed);
    }
  }

  /**
   * Text.
   *
   * @param bytes bounds of its length in UTF-8
   * @param graphemes bounds of its length in characters as a reader sees them
   */
  record OfString(
      @Nullable StringFormat format,
      Bounds bytes,
      Bounds graphemes,
      Set<String> allowed,
      List<String> knownValues,
      @Nullable String defaultValue)
      implements Schema {
    /** Copies the collections. */
    public OfString {
      allowed = Set.copyOf(allowed);
      knownValues = List.copyOf(knownValues);
    }
  }

  /** Bytes. */
  record OfBytes(Bounds length) implements Schema {}

  /** A link to a block. */
  record OfCidLink() implements Schema {}

  /**
   * A reference to a blob.
   *
   * @param accept media types; a star stands for any type or any subtype; empty accepts all
   * @param maxSize the largest blob, in bytes
   */
  record OfBlob(List<String> accept, long maxSize) implements Schema {
    /** Copies {@code accept}. */
    public OfBlob {
      accept = List.copyOf(accept);
    }
  }

  /** A list of values of one kind. */
  record OfArray(Schema items, Bounds length) implements Schema {}

  /**
   * A map. Fields that are not declared are allowed, whatever they hold.
   *
   * @param nullable fields whose value may be null
   */
  record OfObject(Map<String, Schema> properties, Set<String> required, Set<String> nullable)
      implements Schema {
    /** Copies the collections; the properties keep their order. */
    public OfObject {
      properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
      required = Set.copyOf(required);
      nullable = Set.copyOf(nullable);
    }
  }

  /** A name that means something by itself; its value is the name of the definition. */
  record OfToken(DefRef name) implements Schema {}

  /** Whatever the definition is. */
  record OfRef(DefRef target) implements Schema {}

  /**
   * A map whose {@code $type} names which of the members it is.
   *
   * @param closed whether types that are not members are refused
   */
  record OfUnion(List<DefRef> members, boolean closed) implements Schema {
    /** Copies {@code members}. */
    public OfUnion {
      members = List.copyOf(members);
    }
  }

  /** Any map that is no blob; among parameters, any text. */
  record OfUnknown() implements Schema {}
}
