package dev.orlop.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
  private static final String SECRET =
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aKeyReadsBackFromAFileThatIsItsOwnersAlone(KeyType type) throws IOException {
    SigningKey key = SigningKey.generate(type);
    Path file = folder.resolve("key");
    KeyFile.write(file, key);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    SigningKey read = KeyFile.read(file);
    assertEquals(type, read.type());
    assertArrayEquals(key.secretBytes(), read.secretBytes());
  }

  @Test
  void aKeyIsNeverWrittenOverAnother() throws IOException {
    Path file = folder.resolve("key");
    KeyFile.write(file, SigningKey.generate(KeyType.K256));
    String before = Files.readString(file);
    SigningKey other = SigningKey.generate(KeyType.K256);
    assertThrows(FileAlreadyExistsException.class, () -> KeyFile.write(file, other));
    assertEquals(before, Files.readString(file));
  }

  @Test
  void aPartOfAKeyThatAKilledProcessLeftIsNotInTheWay() throws IOException {
    Path file = folder.resolve("key");
    Files.writeString(KeyFile.unfinished(file), "k256:0011");
    SigningKey key = SigningKey.generate(KeyType.K256);
    KeyFile.write(file, key);
    assertArrayEquals(key.secretBytes(), KeyFile.read(file).secretBytes());
    assertFalse(Files.exists(KeyFile.unfinished(file)));
  }

  @Test
  void whoeverLooksWhileAKeyIsWrittenSeesAllOfItOrNothing() throws Exception {
    List<Path> files = IntStream.range(0, 200).mapToObj(i -> folder.resolve("key" + i)).toList();
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> written =
          writer.submit(
              () -> {
                for (Path file : files) {
                  KeyFile.write(file, SigningKey.generate(KeyType.K256));
                }
                return true;
              });
      for (Path file : files) {
        while (!Files.exists(file) && !written.isDone()) {
          Thread.onSpinWait();
        }
        assertEquals(KeyType.K256, KeyFile.read(file).type());
      }
      written.get();
    }
  }

  @Test
  void theFormIsTypeAndHex() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "k256:" + SECRET + "\r\n");
    assertEquals(KeyType.K256, KeyFile.read(file).type());
    Path upper =
        Files.writeString(folder.resolve("upper"), "p256:" + SECRET.toUpperCase(Locale.ROOT));
    assertEquals(KeyType.P256, KeyFile.read(upper).type());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        SECRET,
        "k256:",
        "k256: " + SECRET,
        "k256:" + SECRET + "00",
        "k256:" + SECRET + "x",
        "ed25519:" + SECRET,
        "k256:" + SECRET + "\nk256:" + SECRET,
        "k256:é" + SECRET,
        "k256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "k256:0000000000000000000000000000000000000000000000000000000000000000"
      })
  void whatIsNoKeyIsRefusedWithoutQuotingIt(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), text);
    InvalidKeyException refusal = assertThrows(InvalidKeyException.class, () -> KeyFile.read(file));
    assertFalse(refusal.toString().contains(SECRET.substring(0, 8)), refusal.toString());
    assertNull(refusal.getCause());
  }

  @Test
  void aHugeFileIsNotReadToItsEnd() throws IOException {
    Path file = Files.write(folder.resolve("key"), new byte[1 << 20]);
    assertThrows(InvalidKeyException.class, () -> KeyFile.read(file));
    assertThrows(NoSuchFileException.class, () -> KeyFile.read(folder.resolve("none")));
  }
}
