package dev.orlop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.cache.CacheKeys;
import dev.orlop.appview.cache.CaffeineCache;
import dev.orlop.appview.cache.RedisCache;
import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.atproto.redis.Redis;
import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import dev.orlop.testkit.RealRedis;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache that AppViews share, as their operator sees it. */
class AppViewCacheTest {
  private static final Handle HANDLE = Handle.parse("alice.test");
  private static final Did BOB = Did.parse("did:plc:bobbobbobbobbobbobbobbob");

  @TempDir Path folder;
  private final RealRedis server = RealRedis.start("--requirepass", "s3cret");
  private final MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);
  private final Did alice =
      plc.create(HANDLE, SigningKey.generate(KeyType.K256), URI.create("http://localhost:1"));
  private final String url = "redis://:s3cret@127.0.0.1:" + server.port();
  private Shell shell;

  @BeforeEach
  void fill() {
    shell = shell(url);
    try (Redis redis = new Redis(RedisAddress.parse(url))) {
      RedisCache cache = new RedisCache(redis, new CaffeineCache(1000, Clock.systemUTC()));
      for (String key :
          List.of(
              CacheKeys.account(alice),
              CacheKeys.account(HANDLE),
              CacheKeys.account(Handle.parse("not-alice.test")),
              CacheKeys.listing(alice, Nsids.TAG),
              CacheKeys.listing(BOB, Nsids.TAG),
              CacheKeys.account(BOB))) {
        cache.put(key, new byte[] {1}, Duration.ofMinutes(1));
      }
    }
  }

  private Shell shell(String cache) {
    return new Shell(
        folder,
        Map.of(
            "ORLOP_APPVIEW_CACHE",
            cache,
            "ORLOP_APPVIEW_DEVELOPMENT",
            "true",
            "ORLOP_APPVIEW_PLC_DIRECTORY",
            plc.url().toString(),
            "ORLOP_APPVIEW_LOCAL_HANDLE_PORT",
            Integer.toString(plc.port())));
  }

  @AfterEach
  void stop() {
    plc.close();
    server.close();
  }

  private DataMap status() {
    return shell.run("appview", "cache", "status", "-o", "json").expect(0).json();
  }

  @Test
  void itsStatusSaysWhereItIsAndWhatIsInIt() {
    DataMap status = status();
    assertEquals("redis://127.0.0.1:" + server.port() + "/0", status.text("address").orElse(""));
    assertTrue(status.text("server").orElse("").startsWith("Redis "));
    assertEquals(4, status.map("entries").orElseThrow().integer("user").orElse(0));
    assertEquals(2, status.map("entries").orElseThrow().integer("list").orElse(0));
    String table = shell.out("appview", "cache", "status");
    assertTrue(table.contains("entries user"), table);
    assertFalse(table.contains("s3cret"), table);
  }

  @Test
  void whatIsAboutOneNameIsDroppedAndNothingElse() {
    assertEquals("3 entries dropped\n", shell.out("appview", "cache", "clear", "alice.test"));
    assertEquals(2, status().map("entries").orElseThrow().integer("user").orElse(0));
    assertEquals("2 entries dropped\n", shell.out("appview", "cache", "clear", BOB.value()));
  }

  @Test
  void everythingIsDroppedThatWasLookedUp() {
    assertEquals("6 entries dropped\n", shell.out("appview", "cache", "clear"));
    assertEquals("0 entries dropped\n", shell.out("appview", "cache", "clear"));
  }

  @Test
  void oneInTheMemoryOfAnAppViewIsLeftToARestart() {
    Shell alone = shell(" ");
    assertTrue(alone.out("appview", "cache", "status").contains("a restart empties it"));
    assertTrue(alone.run("appview", "cache", "clear").expect(5).err().contains("restart it"));
  }

  @Test
  void oneThatIsOutOfReachIsToldWithoutAPassword() {
    Shell wrong = shell("redis://:wr0ng@127.0.0.1:" + server.port());
    String err = wrong.run("appview", "cache", "status").expect(7).err();
    assertTrue(err.contains("WRONGPASS"), err);
    assertFalse(err.contains("wr0ng"), err);
    server.kill();
    assertTrue(
        shell.run("appview", "cache", "clear").expect(7).err().contains("no connection"), "err");
  }
}
