package dev.orlop.atproto.identity;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a DID says of its account: names, keys, services. Reading is tolerant, since other software
 * writes these documents: an entry that makes no sense is passed over, an id may be relative or
 * absolute, and of several matches the first counts. Only the document's own id must be right.
 *
 * @param id the DID it is about
 * @param alsoKnownAs names, of which {@code at://<handle>} is ours
 * @param keys the verification methods
 * @param services the services
 */
public record DidDocument(
    Did id, List<String> alsoKnownAs, List<Key> keys, List<Service> services) {
  /** The name of the signing key. */
  public static final String SIGNING_KEY = "#atproto";

  /** The name of the account's server. */
  public static final String PDS = "#atproto_pds";

  /** The type of the account's server. */
  public static final String PDS_TYPE = "AtprotoPersonalDataServer";

  /** Copies the lists. */
  public DidDocument {
    alsoKnownAs = List.copyOf(alsoKnownAs);
    keys = List.copyOf(keys);
    services = List.copyOf(services);
  }

  /**
   * A verification method.
   *
   * @param id its name, {@code #name}, without the DID in front
   * @param type such as {@code Multikey}
   * @param controller the DID that holds the key
   * @param multibase the key as written
   */
  public record Key(String id, String type, String controller, String multibase) {}

  /**
   * A service.
   *
   * @param id its name, {@code #name}, without the DID in front
   * @param type such as {@code AtprotoPersonalDataServer}
   * @param endpoint where it is, as written
   */
  public record Service(String id, String type, String endpoint) {}

  /** The document of an account with one key and one server, as we write it. */
  public static DidDocument of(Did id, Handle handle, PublicKey key, URI pds) {
    return new DidDocument(
        id,
        List.of("at://" + handle),
        List.of(new Key(SIGNING_KEY, "Multikey", id.value(), key.multibase())),
        List.of(new Service(PDS, PDS_TYPE, pds.toString())));
  }

  /** The same with one service more. */
  public DidDocument withService(Service service) {
    List<Service> more = new ArrayList<>(services);
    more.add(service);
    return new DidDocument(id, alsoKnownAs, keys, more);
  }

  /**
   * Reads a document.
   *
   * @throws InvalidDidDocumentException when it is not JSON or not about {@code expected}
   */
  public static DidDocument parse(byte[] json, Did expected) {
    try {
      return DidDocumentReader.read(DataJson.parse(json), expected);
    } catch (InvalidJsonException e) {
      throw new InvalidDidDocumentException("not a JSON object: " + e.getMessage());
    }
  }

  /** The account's handle as claimed here; whether it leads back is another question. */
  public Optional<Handle> handle() {
    for (String name : alsoKnownAs) {
      if (name.startsWith("at://")) {
        try {
          return Optional.of(Handle.parse(name.substring("at://".length())));
        } catch (InvalidSyntaxException _) {
          return Optional.empty(); // the first counts, good or bad
        }
      }
    }
    return Optional.empty();
  }

  /** The key that signs the account's commits and service tokens, if it is one we can use. */
  public Optional<PublicKey> signingKey() {
    return keys.stream()
        .filter(key -> key.id().equals(SIGNING_KEY))
        .findFirst()
        .flatMap(this::read);
  }

  private Optional<PublicKey> read(Key key) {
    if (!key.controller().equals(id.value())) {
      return Optional.empty();
    }
    try {
      return switch (key.type()) {
        case "Multikey" -> Optional.of(PublicKey.fromMultibase(key.multibase()));
        case "EcdsaSecp256k1VerificationKey2019" ->
            Optional.of(PublicKey.fromLegacyMultibase(KeyType.K256, key.multibase()));
        case "EcdsaSecp256r1VerificationKey2019" ->
            Optional.of(PublicKey.fromLegacyMultibase(KeyType.P256, key.multibase()));
        default -> Optional.empty();
      };
    } catch (RuntimeException _) {
      return Optional.empty(); // a key that cannot be read is no key
    }
  }

  /** The service of that name ({@code #name}), whatever its type. */
  public Optional<Service> service(String name) {
    return services.stream().filter(service -> service.id().equals(name)).findFirst();
  }

  /** The origin of the account's server: scheme, host and port, with nothing behind. */
  public Optional<URI> pdsEndpoint() {
    return service(PDS)
        .filter(service -> service.type().equals(PDS_TYPE))
        .flatMap(service -> DidDocumentReader.origin(service.endpoint()));
  }

  /** The origin of the service of that name ({@code #name}), whatever its type. */
  public Optional<URI> serviceOrigin(String name) {
    return service(name).flatMap(service -> DidDocumentReader.origin(service.endpoint()));
  }

  /** The document as JSON data, in the form that the network's documents have. */
  public DataMap toData() {
    return DataMap.builder()
        .put("@context", texts(DidDocumentReader.CONTEXT))
        .put("id", id.value())
        .put("alsoKnownAs", texts(alsoKnownAs))
        .put(
            "verificationMethod",
            keys.stream()
                .map(
                    key ->
                        DataMap.builder()
                            .put("id", id.value() + key.id())
                            .put("type", key.type())
                            .put("controller", key.controller())
                            .put("publicKeyMultibase", key.multibase())
                            .build())
                .toList())
        .put(
            "service",
            services.stream()
                .map(
                    service ->
                        DataMap.builder()
                            .put("id", service.id())
                            .put("type", service.type())
                            .put("serviceEndpoint", service.endpoint())
                            .build())
                .toList())
        .build();
  }

  private static List<DataValue> texts(List<String> items) {
    return items.stream().<DataValue>map(DataValue.Text::new).toList();
  }
}
