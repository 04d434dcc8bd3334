package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads DID documents, passing over what makes no sense. */
final class DidDocumentReader {
  static final List<String> CONTEXT =
      List.of("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1");

  private DidDocumentReader() {}

  static DidDocument read(DataMap json, Did expected) {
    String id = json.text("id").orElse("");
    // Compared in canonical form: a port may be written in two ways.
    if (!id.startsWith("did:") || !Did.parse(id).canonical().equals(expected.canonical())) {
      throw new InvalidDidDocumentException("the document is not about " + expected);
    }
    return new DidDocument(expected, names(json), keys(json, id, expected), services(json, id));
  }

  private static List<String> names(DataMap json) {
    List<String> names = new ArrayList<>();
    for (DataValue item : json.array("alsoKnownAs").orElse(List.of())) {
      if (item instanceof DataValue.Text(String name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<DidDocument.Key> keys(DataMap json, String did, Did expected) {
    List<DidDocument.Key> keys = new ArrayList<>();
    for (DataMap item : maps(json, "verificationMethod")) {
      Optional<String> multibase = item.text("publicKeyMultibase");
      Optional<String> id = item.text("id");
      if (id.isPresent() && multibase.isPresent()) {
        keys.add(
            new DidDocument.Key(
                relative(id.get(), did),
                item.text("type").orElse(""),
                controller(item.text("controller").orElse(""), did, expected),
                multibase.get()));
      }
    }
    return keys;
  }

  private static List<DidDocument.Service> services(DataMap json, String did) {
    List<DidDocument.Service> services = new ArrayList<>();
    for (DataMap item : maps(json, "service")) {
      Optional<String> endpoint = item.text("serviceEndpoint");
      Optional<String> id = item.text("id");
      if (id.isPresent() && endpoint.isPresent()) {
        services.add(
            new DidDocument.Service(
                relative(id.get(), did), item.text("type").orElse(""), endpoint.get()));
      }
    }
    return services;
  }

  private static List<DataMap> maps(DataMap json, String key) {
    List<DataMap> maps = new ArrayList<>();
    for (DataValue item : json.array(key).orElse(List.of())) {
      if (item instanceof DataMap map) {
        maps.add(map);
      }
    }
    return maps;
  }

  /** The controller, with the document's own DID in the spelling that was asked for. */
  private static String controller(String controller, String did, Did expected) {
    return controller.equals(did) ? expected.value() : controller;
  }

  private static String relative(String id, String did) {
    return id.startsWith(did + "#") ? id.substring(did.length()) : id;
  }

  /** The origin that {@code endpoint} names; empty when it names more, or none. */
  static Optional<URI> origin(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      if (!http
          || uri.getHost() == null
          || uri.getRawUserInfo() != null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || !(path.isEmpty() || path.equals("/"))) {
        return Optional.empty();
      }
      return Optional.of(
          new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
