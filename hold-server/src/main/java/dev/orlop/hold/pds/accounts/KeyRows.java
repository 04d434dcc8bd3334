package dev.orlop.hold.pds.accounts;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.accounts.KeyCopy.Place;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.sql.KeyTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keys in a table, sealed. Nothing is remembered: another process may have exchanged a key a moment
 * ago.
 */
final class KeyRows implements KeyStore {
  private final KeyTable table;
  private final KeySeal seal;

  KeyRows(KeyTable table, KeySeal seal) {
    this.table = table;
    this.seal = seal;
  }

  private Optional<SigningKey> find(Place place, String name) {
    return table.find(place.text(), name).map(bytes -> seal.open(name, bytes));
  }

  private KeyTable.Row row(Place place, String name, SigningKey key) {
    return new KeyTable.Row(place.text(), name, seal.seal(name, key));
  }

  @Override
  public SigningKey current(Did did) {
    return find(Place.CURRENT, did.toString())
        .orElseThrow(
            () -> new StoreDamagedException("the key of " + did + " is not in the database"));
  }

  @Override
  public boolean holds(Did did) {
    return table.find(Place.CURRENT.text(), did.toString()).isPresent();
  }

  @Override
  public void write(Did did, SigningKey key) {
    table.put(row(Place.CURRENT, did.toString(), key));
  }

  @Override
  public void remove(Did did) {
    table.remove(did.toString(), Place.CURRENT.text(), Place.NEXT.text(), Place.BEFORE.text());
  }

  @Override
  public SigningKey rotation() {
    return find(Place.ROTATION, "")
        .or(() -> putIfAbsent(Place.ROTATION, "", SigningKey.generate(KeyType.K256), 1))
        .orElseThrow();
  }

  private Optional<SigningKey> putIfAbsent(Place place, String name, SigningKey key, int most) {
    return table.putIfAbsent(row(place, name, key), most).map(bytes -> seal.open(name, bytes));
  }

  @Override
  public List<Did> changing() {
    return Stream.of(Place.NEXT, Place.BEFORE)
        .flatMap(place -> table.names(place.text()).stream())
        .distinct()
        .map(Did::parse)
        .toList();
  }

  @Override
  public Optional<SigningKey> next(Did did) {
    return find(Place.NEXT, did.toString());
  }

  @Override
  public Optional<SigningKey> before(Did did) {
    return find(Place.BEFORE, did.toString());
  }

  @Override
  public SigningKey makeNext(Did did) {
    SigningKey key = SigningKey.generate(KeyType.K256);
    return putIfAbsent(Place.NEXT, did.toString(), key, Integer.MAX_VALUE).orElseThrow();
  }

  @Override
  public void exchange(Did did) {
    table.shift(did.toString(), Place.NEXT.text(), Place.CURRENT.text(), Place.BEFORE.text());
  }

  @Override
  public void forgetChange(Did did) {
    table.remove(did.toString(), Place.NEXT.text(), Place.BEFORE.text());
  }

  @Override
  public Optional<SigningKey> reserve(String name, SigningKey key, int most) {
    return putIfAbsent(Place.RESERVED, AccountKeys.hash(name), key, most);
  }

  @Override
  public Optional<SigningKey> reserved(String name) {
    return find(Place.RESERVED, AccountKeys.hash(name));
  }

  @Override
  public void release(String name) {
    table.remove(AccountKeys.hash(name), Place.RESERVED.text());
  }

  @Override
  public List<KeyCopy> all() {
    return Stream.of(Place.values()).flatMap(this::all).toList();
  }

  private Stream<KeyCopy> all(Place place) {
    return table.names(place.text()).stream()
        .flatMap(name -> find(place, name).map(key -> new KeyCopy(place, name, key)).stream());
  }

  @Override
  public void put(KeyCopy copy) {
    table.put(row(copy.place(), copy.name(), copy.key()));
  }

  @Override
  public void clear() {
    table.clear();
  }
}
