package dev.orlop.atproto.syntax;

/** Names an account: by its DID, which stays, or by its handle, which may move. */
public sealed interface AtIdentifier permits Did, Handle {
  /**
   * A DID when {@code text} begins with {@code did:}, else a handle.
   *
   * @throws InvalidSyntaxException when it is neither
   */
  static AtIdentifier parse(String text) {
    return text.startsWith("did:") ? Did.parse(text) : Handle.parse(text);
  }
}
