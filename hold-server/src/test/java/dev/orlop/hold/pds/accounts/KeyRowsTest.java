package dev.orlop.hold.pds.accounts;

import static dev.orlop.hold.pds.accounts.AccountWorld.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.KeyTable;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyRowsTest extends KeyStoreContract {
  private final Database database = Database.connect(TestPostgres.migrated());
  private final KeyTable table = new KeyTable(database);

  @BeforeEach
  void makeRoom() throws IOException {
    Files.createDirectories(folder.resolve("other"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  KeyStore store() {
    return new KeyRows(table, new KeySeal(AccountWorld.KEY));
  }

  @Test
  void anotherHoldCannotReadAKeyNorIsOneGoodUnderAnotherName() {
    SigningKey key = SigningKey.generate(KeyType.K256);
    store().write(ALICE, key);
    KeyStore other = new KeyRows(table, new KeySeal(key));
    assertThrows(StoreDamagedException.class, () -> other.current(ALICE));
    byte[] sealed = table.find("current", ALICE.toString()).orElseThrow();
    KeySeal seal = new KeySeal(AccountWorld.KEY);
    assertThrows(StoreDamagedException.class, () -> seal.open(AccountWorld.BOB.toString(), sealed));
    for (int i = 0; i < sealed.length; i++) {
      byte[] damaged = sealed.clone();
      damaged[i] ^= 1;
      assertThrows(StoreDamagedException.class, () -> seal.open(ALICE.toString(), damaged));
    }
    KeySeal next = new KeySeal(key);
    byte[] again = seal.reseal(ALICE.toString(), sealed, next);
    assertEquals(key.publicKey(), next.open(ALICE.toString(), again).publicKey());
  }
}
