package dev.orlop.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordAddressTest {
  @Test
  void anAtUriNamesAnAccountACollectionOrARecord() {
    AtUri account = AtUri.parse("at://did:web:hold.test");
    assertEquals(Optional.empty(), account.collection());
    AtUri collection = AtUri.parse("at://did:web:hold.test/a.b.c");
    assertEquals(Optional.of(Nsid.parse("a.b.c")), collection.collection());
    assertEquals(Optional.empty(), collection.path());
    AtUri record = AtUri.parse("at://did:web:hold.test/a.b.c/self");
    assertEquals(Optional.of(RepoPath.of("a.b.c", "self")), record.path());
    assertEquals(record, AtUri.of(record.authority(), record.path().orElseThrow()));
    assertEquals(Optional.of(RecordKey.SELF), record.rkey());
  }

  @Test
  void theHandleInAnAtUriIsComparedWithoutCase() {
    assertEquals(AtUri.parse("at://Alice.Test/a.b.C"), AtUri.parse("at://alice.test/a.b.C"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at://did:web:hold.test/",
        "at://did:web:hold.test/a.b.c/",
        "at://did:web:hold.test/a.b.c/self/x",
        "at://did:web:hold.test?x=1",
        "at://did:web:hold.test#frag",
        "at://",
        "at:///a.b.c",
        "https://hold.test"
      })
  void anAtUriWithMoreOrLessIsRefused(String text) {
    assertThrows(InvalidSyntaxException.class, () -> AtUri.parse(text));
  }

  @Test
  void aRepoPathIsReadAndWritten() {
    RepoPath path = RepoPath.parse("a.b.c/pre:fix~1.0_-");
    assertEquals("a.b.c/pre:fix~1.0_-", path.toString());
    assertEquals(Nsid.parse("a.b.c"), path.collection());
  }

  @Test
  void repoPathsSortAsTheirTextDoes() {
    // By parts "a.b.c" would come first; in the text '-' sorts before '/'.
    RepoPath hyphen = RepoPath.of("a.b-c.d", "x");
    RepoPath plain = RepoPath.of("a.b.d", "x");
    RepoPath longer = RepoPath.of("a.b.d0", "x");
    assertEquals(
        List.of(hyphen, plain, longer), List.of(longer, plain, hyphen).stream().sorted().toList());
    assertTrue(RepoPath.of("a.b.d", "z").compareTo(longer) < 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a.b.c",
        "a.b.c/",
        "/self",
        "a.b.c/x/y",
        "a.b.c/..",
        "a.b/x",
        "../a.b.c/x"
      })
  void aRepoPathThatIsNotTwoPartsIsRefused(String text) {
    assertThrows(InvalidSyntaxException.class, () -> RepoPath.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a%20", "é", "a\u0000"})
  void aRecordKeyOutsideItsAlphabetIsRefused(String text) {
    assertThrows(InvalidSyntaxException.class, () -> RecordKey.parse(text));
  }
}
