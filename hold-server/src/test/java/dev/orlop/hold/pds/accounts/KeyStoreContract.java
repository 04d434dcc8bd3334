package dev.orlop.hold.pds.accounts;

import static dev.orlop.hold.pds.accounts.AccountWorld.ALICE;
import static dev.orlop.hold.pds.accounts.AccountWorld.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.crypto.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of keys wherever they lie. */
abstract class KeyStoreContract {
  @TempDir Path folder;
  private final SigningKey key = SigningKey.generate(KeyType.K256);

  /** A store on the same place, each time. */
  abstract KeyStore store();

  private static PublicKey shown(SigningKey key) {
    return key.publicKey();
  }

  @Test
  void aKeyIsTheAccountsUntilItIsRemoved() {
    assertFalse(store().holds(ALICE));
    store().write(ALICE, SigningKey.generate(KeyType.P256));
    store().write(ALICE, key);
    assertEquals(shown(key), shown(store().current(ALICE)));
    assertFalse(store().holds(BOB));
    store().remove(ALICE);
    assertFalse(store().holds(ALICE));
    assertThrows(RuntimeException.class, () -> store().current(ALICE));
  }

  @Test
  void whatIsExchangedAtOneStoreIsSoAtTheOtherAndMayBeDoneAgain() {
    KeyStore one = store();
    one.write(ALICE, key);
    SigningKey next = one.makeNext(ALICE);
    assertEquals(shown(next), shown(one.makeNext(ALICE)));
    assertEquals(List.of(ALICE), one.changing());
    assertEquals(shown(key), shown(one.current(ALICE)));
    for (int i = 0; i < 2; i++) {
      one.exchange(ALICE);
      assertEquals(shown(next), shown(one.current(ALICE)));
      assertEquals(shown(next), shown(store().current(ALICE)));
      assertEquals(Optional.of(shown(key)), store().before(ALICE).map(KeyStoreContract::shown));
      assertTrue(store().next(ALICE).isEmpty());
      assertEquals(List.of(ALICE), store().changing());
    }
    one.forgetChange(ALICE);
    assertEquals(List.of(), store().changing());
    assertEquals(shown(next), shown(store().current(ALICE)));
  }

  @Test
  void theRotationKeyIsMadeOnce() {
    assertEquals(shown(store().rotation()), shown(store().rotation()));
  }

  @Test
  void aKeyIsKeptUnderANameUpToANumber() {
    SigningKey other = SigningKey.generate(KeyType.K256);
    assertEquals(Optional.of(shown(key)), store().reserve("a", key, 2).map(SigningKey::publicKey));
    assertEquals(
        Optional.of(shown(key)), store().reserve("a", other, 2).map(SigningKey::publicKey));
    assertTrue(store().reserve("b", other, 2).isPresent());
    assertTrue(store().reserve("c", other, 2).isEmpty());
    assertTrue(store().reserved("c").isEmpty());
    store().release("a");
    assertTrue(store().reserved("a").isEmpty());
    assertTrue(store().reserve("c", other, 2).isPresent());
  }

  @Test
  void allKeysGoOverToAnotherStore() {
    KeyStore from = store();
    from.write(ALICE, key);
    from.write(BOB, SigningKey.generate(KeyType.P256));
    SigningKey unused = from.makeNext(ALICE);
    from.exchange(ALICE);
    SigningKey next = from.makeNext(BOB);
    SigningKey rotation = from.rotation();
    from.reserve("a", key, 10);
    KeyStore to = new KeyFiles(dev.orlop.hold.disk.Disk.REAL, folder.resolve("other"));
    List<KeyCopy> copies = from.all();
    copies.forEach(to::put);
    assertEquals(copies(copies), copies(to.all()));
    assertEquals(6, copies.size());
    assertEquals(Optional.of(shown(next)), to.next(BOB).map(SigningKey::publicKey));
    assertEquals(shown(rotation), shown(to.rotation()));
    assertEquals(Optional.of(shown(key)), to.reserved("a").map(SigningKey::publicKey));
    from.clear();
    to.all().forEach(from::put);
    assertEquals(copies(copies), copies(store().all()));
  }

  private static Set<String> copies(List<KeyCopy> all) {
    return all.stream()
        .map(copy -> copy.place() + " " + copy.name() + " " + copy.key().publicKey().didKey())
        .collect(Collectors.toSet());
  }
}
