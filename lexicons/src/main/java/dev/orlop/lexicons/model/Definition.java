package dev.orlop.lexicons.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One definition of a document. All but {@link Type} are always called {@code main}. */
public sealed interface Definition {
  /** A kind of record. */
  record RecordType(KeyRule key, Schema.OfObject schema) implements Definition {}

  /** A method of XRPC. */
  sealed interface Method extends Definition permits Query, Procedure {
    /** Its parameters: an object whose fields are scalars or lists of scalars. */
    Schema.OfObject parameters();

    /** What it answers with, or null for no body. */
    @Nullable Body output();

    /** The names of the errors it declares, beside those that every method has. */
    Set<String> errors();
  }

  /** A method that changes nothing. */
  record Query(Schema.OfObject parameters, @Nullable Body output, Set<String> errors)
      implements Method {
    /** Copies {@code errors}. */
    public Query {
      errors = Set.copyOf(errors);
    }
  }

  /**
   * A method that changes something.
   *
   * @param input the body it takes, or null for none
   */
  record Procedure(
      Schema.OfObject parameters, @Nullable Body input, @Nullable Body output, Set<String> errors)
      implements Method {
    /** Copies {@code errors}. */
    public Procedure {
      errors = Set.copyOf(errors);
    }
  }

  /**
   * A stream of messages.
   *
   * @param message the kinds of message, or null when the document does not tell
   */
  record Subscription(
      Schema.OfObject parameters, Schema.@Nullable OfUnion message, Set<String> errors)
      implements Definition {
    /** Copies {@code errors}. */
    public Subscription {
      errors = Set.copyOf(errors);
    }
  }

  /** A set of permissions that apps ask for by one name. */
  record PermissionSet(List<Permission> permissions) implements Definition {
    /** Copies {@code permissions}. */
    public PermissionSet {
      permissions = List.copyOf(permissions);
    }
  }

  /**
   * One permission.
   *
   * @param resource what it is about, such as {@code repo} or {@code rpc}
   * @param names collections or methods; {@code *} for every one
   * @param actions what may be done with records; empty for everything
   */
  record Permission(String resource, List<String> names, List<String> actions) {
    /** Copies the lists. */
    public Permission {
      names = List.copyOf(names);
      actions = List.copyOf(actions);
    }
  }

  /** A kind of value. */
  record Type(Schema schema) implements Definition {}

  /**
   * The body of a request or an answer.
   *
   * @param encoding a media type; a star stands for any
   * @param schema what the JSON must be, or null when the document does not tell
   */
  record Body(String encoding, @Nullable Schema schema) {}
}
