package dev.orlop.atproto.plc;

import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operation makes of a DID.
 *
 * @param rotationKeys that may change it, each as did:key, the mightiest first
 * @param verificationMethods signing keys by name, each as did:key
 * @param alsoKnownAs names, {@code at://<handle>} among them
 * @param services by name
 */
public record PlcState(
    List<String> rotationKeys,
    Map<String, String> verificationMethods,
    List<String> alsoKnownAs,
    Map<String, Service> services) {
  /** The name of an account's signing key. */
  public static final String SIGNING_KEY = "atproto";

  /** The name of an account's server. */
  public static final String PDS = "atproto_pds";

  private static final String DID_KEY = "did:key:";

  /** A service and where it is. */
  public record Service(String type, String endpoint) {}

  /** Copies the collections. */
  public PlcState {
    rotationKeys = List.copyOf(rotationKeys);
    verificationMethods = Map.copyOf(verificationMethods);
    alsoKnownAs = List.copyOf(alsoKnownAs);
    services = Map.copyOf(services);
  }

  /** An account with one signing key and one server. */
  public static PlcState of(List<String> rotationKeys, String signingKey, Handle handle, URI pds) {
    return new PlcState(
        rotationKeys,
        Map.of(SIGNING_KEY, signingKey),
        List.of("at://" + handle),
        Map.of(PDS, new Service(DidDocument.PDS_TYPE, pds.toString())));
  }

  /** The same under another handle, which comes first. */
  public PlcState withHandle(Handle handle) {
    List<String> names = new ArrayList<>();
    names.add("at://" + handle);
    alsoKnownAs.stream().filter(name -> !name.startsWith("at://")).forEach(names::add);
    return new PlcState(rotationKeys, verificationMethods, names, services);
  }

  /** The same with one more rotation key, as did:key, above all others. */
  public PlcState withRotationKey(String key) {
    List<String> keys = new ArrayList<>();
    keys.add(key);
    keys.addAll(rotationKeys);
    return new PlcState(keys, verificationMethods, alsoKnownAs, services);
  }

  /** The same with another signing key, as did:key. */
  public PlcState withSigningKey(String key) {
    Map<String, String> methods = new LinkedHashMap<>(verificationMethods);
    methods.put(SIGNING_KEY, key);
    return new PlcState(rotationKeys, methods, alsoKnownAs, services);
  }

  /** Whether the account's signing key is this did:key. */
  public boolean names(String key) {
    return key.equals(verificationMethods.get(SIGNING_KEY));
  }

  /** As fields of an operation. */
  DataMap.Builder toData() {
    DataMap.Builder methods = DataMap.builder();
    verificationMethods.forEach(methods::put);
    DataMap.Builder all = DataMap.builder();
    services.forEach(
        (name, service) ->
            all.put(
                name,
                DataMap.builder()
                    .put("type", service.type())
                    .put("endpoint", service.endpoint())
                    .build()));
    return DataMap.builder()
        .put("rotationKeys", texts(rotationKeys))
        .put("verificationMethods", methods.build())
        .put("alsoKnownAs", texts(alsoKnownAs))
        .put("services", all.build());
  }

  /** As JSON, without anything else. */
  public DataMap data() {
    return toData().build();
  }

  private static List<DataValue> texts(List<String> items) {
    return items.stream().<DataValue>map(DataValue.Text::new).toList();
  }

  /**
   * Reads the fields of an operation.
   *
   * @throws InvalidPlcOperationException if they are not all there
   */
  public static PlcState parse(DataMap map) {
    Map<String, String> methods = new LinkedHashMap<>();
    section(map, "verificationMethods")
        .fields()
        .forEach((name, value) -> methods.put(name, text(value)));
    Map<String, Service> services = new LinkedHashMap<>();
    section(map, "services")
        .fields()
        .forEach(
            (name, value) -> {
              if (!(value instanceof DataMap service)) {
                throw new InvalidPlcOperationException("a service is not an object");
              }
              services.put(name, new Service(field(service, "type"), field(service, "endpoint")));
            });
    return new PlcState(texts(map, "rotationKeys"), methods, texts(map, "alsoKnownAs"), services);
  }

  private static DataMap section(DataMap map, String name) {
    return map.map(name).orElseThrow(() -> new InvalidPlcOperationException("no " + name));
  }

  private static String field(DataMap map, String name) {
    return map.text(name).orElseThrow(() -> new InvalidPlcOperationException("no " + name));
  }

  private static List<String> texts(DataMap map, String name) {
    return map
        .array(name)
        .orElseThrow(() -> new InvalidPlcOperationException("no " + name))
        .stream()
        .map(PlcState::text)
        .toList();
  }

  private static String text(DataValue value) {
    if (value instanceof DataValue.Text(String text)) {
      return text;
    }
    throw new InvalidPlcOperationException("a value is not text");
  }

  /** The document that a directory makes of it. */
  public DidDocument document(Did did) {
    List<DidDocument.Key> keys = new ArrayList<>();
    verificationMethods.forEach(
        (name, key) ->
            keys.add(
                new DidDocument.Key(
                    "#" + name,
                    "Multikey",
                    did.value(),
                    key.startsWith(DID_KEY) ? key.substring(DID_KEY.length()) : key)));
    List<DidDocument.Service> all = new ArrayList<>();
    services.forEach(
        (name, service) ->
            all.add(new DidDocument.Service("#" + name, service.type(), service.endpoint())));
    return new DidDocument(did, alsoKnownAs, keys, all);
  }
}
