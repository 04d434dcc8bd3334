package dev.orlop.atproto.identity;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks DNS: the TXT record {@code did=...} at {@code _atproto.<handle>}. */
public final class DnsHandleResolver implements HandleResolver {
  private static final String LABEL = "_atproto.";
  private static final String MARK = "did=";
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final Resolver resolver;

  private DnsHandleResolver(Resolver resolver) {
    this.resolver = resolver;
    resolver.setTimeout(TIMEOUT);
  }

  /** At the name servers that this machine is configured with. */
  public static DnsHandleResolver ofSystem() {
    return new DnsHandleResolver(new ExtendedResolver());
  }

  /** At the given name servers, in order. */
  public static DnsHandleResolver at(List<InetSocketAddress> servers) {
    List<Resolver> each = new ArrayList<>();
    for (InetSocketAddress server : servers) {
      each.add(new SimpleResolver(server));
    }
    return new DnsHandleResolver(each.size() == 1 ? each.getFirst() : new ExtendedResolver(each));
  }

  @Override
  public Resolution<Did> resolve(Handle handle) {
    try {
      Name name = Name.fromString(LABEL + handle + ".");
      Message answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN)));
      return switch (answer.getRcode()) {
        case Rcode.NOERROR -> read(handle, answer);
        case Rcode.NXDOMAIN -> new Resolution.NotFound<>();
        default -> new Resolution.Failed<>("DNS says " + Rcode.string(answer.getRcode()));
      };
    } catch (TextParseException _) {
      return new Resolution.NotFound<>(); // too long for DNS, once the label is in front
    } catch (UnknownHostException e) {
      return new Resolution.Failed<>("no name server: " + e.getMessage());
    } catch (IOException e) {
      return new Resolution.Failed<>("asking DNS failed: " + e.getMessage());
    }
  }

  /**
   * A recursive server answers with the records at the end of any chain of aliases, so every TXT
   * record in the answer counts, whatever its name.
   */
  private static Resolution<Did> read(Handle handle, Message answer) {
    Set<String> values = new LinkedHashSet<>();
    for (Record entry : answer.getSection(Section.ANSWER)) {
      if (entry instanceof TXTRecord txt) {
        String text = joined(txt);
        if (text.startsWith(MARK)) {
          values.add(text.substring(MARK.length()).strip());
        }
      }
    }
    if (values.isEmpty()) {
      return new Resolution.NotFound<>();
    }
    if (values.size() > 1) {
      return new Resolution.Failed<>("DNS names several DIDs for " + handle, true);
    }
    try {
      return new Resolution.Found<>(Did.parse(values.iterator().next()));
    } catch (InvalidSyntaxException e) {
      return new Resolution.Failed<>(
          "DNS names no DID for " + handle + ": " + e.getMessage(), true);
    }
  }

  private static String joined(TXTRecord txt) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] piece : txt.getStringsAsByteArrays()) {
      bytes.writeBytes(piece);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
