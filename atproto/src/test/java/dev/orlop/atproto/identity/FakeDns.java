package dev.orlop.atproto.identity;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** A name server on 127.0.0.1, over UDP and TCP, with TXT records that the test sets. */
final class FakeDns implements AutoCloseable {
  private static final int MAX_UDP_BYTES = 512;

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final ConcurrentMap<String, List<List<String>>> records = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int rcodeOfAll = Rcode.NOERROR;

  FakeDns() {
    try {
      tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort());
  }

  /** Adds a TXT record to a name, made of these character-strings. */
  void addTxt(String name, String... pieces) {
    records.computeIfAbsent(name, _ -> new CopyOnWriteArrayList<>()).add(List.of(pieces));
  }

  /** Answers every question with this code. */
  void failWith(int rcode) {
    rcodeOfAll = rcode;
  }

  /** The names asked for, with the transport in front. */
  List<String> asked() {
    return asked;
  }

  private byte[] answer(byte[] question, String transport) throws IOException {
    Message query = new Message(question);
    Record wanted = query.getQuestion();
    String name = wanted.getName().toString(true);
    asked.add(transport + " " + name);
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(wanted, Section.QUESTION);
    List<List<String>> found = records.get(name);
    if (rcodeOfAll != Rcode.NOERROR) {
      reply.getHeader().setRcode(rcodeOfAll);
    } else if (found == null) {
      reply.getHeader().setRcode(Rcode.NXDOMAIN);
    } else {
      for (List<String> value : found) {
        reply.addRecord(
            new TXTRecord(Name.fromString(name + "."), DClass.IN, 60, value), Section.ANSWER);
      }
    }
    byte[] wire = reply.toWire();
    if (transport.equals("udp") && wire.length > MAX_UDP_BYTES) {
      reply.removeAllRecords(Section.ANSWER);
      reply.getHeader().setFlag(Flags.TC);
      wire = reply.toWire();
    }
    return wire;
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] question = new ByteArrayInputStream(buffer, 0, packet.getLength()).readAllBytes();
        byte[] reply = answer(question, "udp");
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      } catch (IOException _) {
        // closed, or a question not worth an answer
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] reply = answer(in.readNBytes(in.readUnsignedShort()), "tcp");
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(reply.length);
        out.write(reply);
        out.flush();
      } catch (IOException _) {
        // closed, or a question not worth an answer
      }
    }
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
