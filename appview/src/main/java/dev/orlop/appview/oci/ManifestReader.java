package dev.orlop.appview.oci;

import dev.orlop.appview.oci.ManifestFields.Read;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the fields of a manifest that matter here, and passes over all others without holding them.
 * A field twice in one object is refused: two readers could choose differently.
 */
final class ManifestReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(1000)
                  .maxNameLength(64 << 10)
                  .maxStringLength(Manifest.MAX_BYTES)
                  .build())
          .build();

  private final JsonParser parser;
  private final ManifestFields fields = new ManifestFields();

  private ManifestReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a document.
   *
   * @throws OciException MANIFEST_INVALID if it is not one JSON object in UTF-8
   */
  static ManifestFields read(byte[] bytes) {
    CharBuffer text = decode(bytes);
    try (JsonParser parser =
        FACTORY.createParser(
            ObjectReadContext.empty(),
            text.array(),
            text.arrayOffset() + text.position(),
            text.remaining())) {
      ManifestReader reader = new ManifestReader(parser);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid("not a JSON object");
      }
      reader.document();
      if (parser.nextToken() != null) {
        throw invalid("something behind the JSON object");
      }
      return reader.fields;
    } catch (JacksonException e) {
      throw invalid("not JSON: " + e.getOriginalMessage());
    }
  }

  // Here and strictly: the parser would guess at UTF-16 and let malformed UTF-8 pass.
  private static CharBuffer decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException _) {
      throw invalid("not UTF-8");
    }
  }

  private void document() {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "schemaVersion" -> fields.schemaVersion = number(value).orElse(0L);
        case "mediaType" -> fields.mediaType = text(value).orElse("");
        case "artifactType" -> fields.artifactType = text(value).orElse("");
        case "config" -> {
          fields.hasConfig = true;
          descriptor(value, fields.config);
        }
        case "subject" -> descriptor(value, fields.subject);
        case "layers" -> {
          fields.hasLayers = true;
          descriptors(value, fields.layers);
        }
        case "blobs" -> descriptors(value, fields.blobs);
        case "manifests" -> {
          fields.hasManifests = true;
          descriptors(value, fields.manifests);
        }
        case "annotations" -> annotations(value);
        default -> parser.skipChildren();
      }
    }
  }

  private void annotations(JsonToken value) {
    if (value != JsonToken.START_OBJECT) {
      skip(value, "annotations are not an object");
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      Optional<String> text = text(token);
      if (text.isPresent() && isWhole(key) && isWhole(text.get())) {
        fields.annotations.put(key, text.get());
      } else {
        fields.badAnnotations = Optional.of("an annotation is not text");
      }
    }
  }

  private void skip(JsonToken value, String fault) {
    parser.skipChildren();
    if (value != JsonToken.VALUE_NULL) {
      fields.badAnnotations = Optional.of(fault);
    }
  }

  private void descriptors(JsonToken value, List<Read> into) {
    // Programs in Go write an empty list as null.
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    if (value != JsonToken.START_ARRAY) {
      parser.skipChildren();
      into.add(new Read.Bad("a list of descriptors is not an array"));
      return;
    }
    for (JsonToken item = parser.nextToken();
        item != JsonToken.END_ARRAY;
        item = parser.nextToken()) {
      if (item == JsonToken.VALUE_NULL) {
        into.add(new Read.Bad("a descriptor is null"));
      } else {
        descriptor(item, into);
      }
    }
  }

  private void descriptor(JsonToken value, List<Read> into) {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    if (value != JsonToken.START_OBJECT) {
      parser.skipChildren();
      into.add(new Read.Bad("a descriptor is not an object"));
      return;
    }
    DescriptorFields read = new DescriptorFields();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "mediaType" -> read.mediaType = text(token).orElse("");
        case "digest" -> read.digest = text(token).orElse("");
        case "size" -> read.size = number(token).orElse(-1L);
        case "urls" -> read.external = hasItems(token);
        case "platform" -> platform(token, read);
        default -> parser.skipChildren();
      }
    }
    into.add(read.read());
  }

  private boolean hasItems(JsonToken token) {
    if (token != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return false;
    }
    int items = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      parser.skipChildren();
      items++;
    }
    return items > 0;
  }

  private void platform(JsonToken token, DescriptorFields read) {
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "os" -> read.os = text(value).orElse("");
        case "architecture" -> read.architecture = text(value).orElse("");
        case "variant" -> read.variant = text(value).orElse("");
        default -> parser.skipChildren();
      }
    }
  }

  /** The text that the current token is; whatever else it is, it is passed over. */
  private Optional<String> text(JsonToken token) {
    if (token == JsonToken.VALUE_STRING) {
      return Optional.of(parser.getString());
    }
    parser.skipChildren();
    return Optional.empty();
  }

  /** The integer that the current token is; whatever else it is, it is passed over. */
  private Optional<Long> number(JsonToken token) {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return switch (parser.getNumberType()) {
        case INT, LONG -> Optional.of(parser.getLongValue());
        default -> Optional.empty();
      };
    }
    parser.skipChildren();
    return Optional.empty();
  }

  /** Half a surrogate pair can be escaped in JSON, and cannot be written again. */
  private static boolean isWhole(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static OciException invalid(String why) {
    return OciError.MANIFEST_INVALID.exception("manifest invalid: " + why);
  }
}
