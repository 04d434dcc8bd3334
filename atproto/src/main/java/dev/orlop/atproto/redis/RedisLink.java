package dev.orlop.atproto.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * One connection to the server. Belongs to one thread. Every method throws what the client library
 * throws; {@link Redis} is where that ends.
 */
public final class RedisLink {
  /** Stands before all names. Another version does not read what this one wrote. */
  static final String PREFIX = "orlop:1:";

  /** Longer than anybody waits, and short enough for the server. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final String WRONG_TYPE = "WRONGTYPE";
  private static final int BATCH = 100;
  private static final int SCANNED_AT_ONCE = 1000;

  private final Connection connection;

  RedisLink(Connection connection) {
    this.connection = connection;
  }

  private static CommandArguments command(Command command) {
    return new CommandArguments(command);
  }

  private static byte[] key(String name) {
    return (PREFIX + name).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The bytes under a name; empty if there are none, or if something else is there: that is
   * removed.
   *
   * @param maxBytes what is longer is not there, and not read
   */
  public Optional<byte[]> read(String name, int maxBytes) {
    // Of a range, not of all: it is not known who wrote it.
    CommandArguments range =
        command(Command.GETRANGE).add(key(name)).add(0).add(Integer.toString(maxBytes));
    try {
      byte[] bytes = (byte[]) connection.executeCommand(range);
      return Optional.of(bytes).filter(read -> read.length > 0 && read.length <= maxBytes);
    } catch (JedisDataException e) {
      if (!word(e).equals(WRONG_TYPE)) {
        throw e;
      }
      remove(List.of(name));
      return Optional.empty();
    }
  }

  /**
   * Writes bytes under names, the same under all.
   *
   * @param life positive; after it they are gone
   */
  public void write(Collection<String> names, byte[] bytes, Duration life) {
    Duration bounded = life.compareTo(LONGEST) < 0 ? life : LONGEST;
    // Rounded up: there is no life of no milliseconds.
    String millis = Long.toString(bounded.plusNanos(999_999).toMillis());
    List<CommandArguments> commands = new ArrayList<>();
    for (String name : names) {
      commands.add(command(Command.SET).add(key(name)).add(bytes).add("PX").add(millis));
    }
    send(commands);
  }

  /** Removes what is under names; returns how many there were. */
  public long remove(Collection<String> names) {
    List<CommandArguments> commands = new ArrayList<>();
    for (String name : names) {
      commands.add(command(Command.UNLINK).add(key(name)));
    }
    return send(commands).stream().mapToLong(Long.class::cast).sum();
  }

  /** Sends many before the first is answered, but not so many that both sides wait to write. */
  private List<Object> send(List<CommandArguments> commands) {
    List<Object> answers = new ArrayList<>();
    for (int from = 0; from < commands.size(); from += BATCH) {
      List<CommandArguments> some = commands.subList(from, Math.min(from + BATCH, commands.size()));
      some.forEach(connection::sendCommand);
      answers.addAll(connection.getMany(some.size()));
    }
    for (Object answer : answers) {
      if (answer instanceof JedisDataException refusal) {
        throw refusal;
      }
    }
    return answers;
  }

  /** Runs a script about one name; it answers with whole numbers. */
  public List<Long> run(RedisScript script, String name, long... arguments) {
    List<?> answer;
    try {
      answer = (List<?>) connection.executeCommand(script(script.name(), false, name, arguments));
    } catch (JedisNoScriptException _) {
      answer = (List<?>) connection.executeCommand(script(script.text(), true, name, arguments));
    }
    return answer.stream().map(Long.class::cast).toList();
  }

  private static CommandArguments script(
      String script, boolean whole, String name, long... arguments) {
    CommandArguments command =
        command(whole ? Command.EVAL : Command.EVALSHA).add(script).add("1").add(key(name));
    for (long argument : arguments) {
      command.add(Long.toString(argument));
    }
    return command;
  }

  /**
   * Some of all names, and where to go on.
   *
   * @param next "0" when these were the last
   */
  public record Names(List<String> names, String next) {
    /** Copies the list. */
    public Names {
      names = List.copyOf(names);
    }
  }

  /**
   * Lists names; one that comes or goes meanwhile may be missing, another may come twice.
   *
   * @param from "0" at first, then what the last answer said
   */
  public Names names(String from) {
    CommandArguments scan =
        command(Command.SCAN)
            .add(from)
            .add("MATCH")
            .add(PREFIX + "*")
            .add("COUNT")
            .add(Integer.toString(SCANNED_AT_ONCE));
    List<?> answer = (List<?>) connection.executeCommand(scan);
    List<String> names =
        ((List<?>) answer.get(1)).stream().map(RedisLink::text).map(RedisLink::bare).toList();
    return new Names(names, text(answer.get(0)));
  }

  private static String bare(String name) {
    return name.substring(PREFIX.length());
  }

  /** What the server says of itself, in lines of {@code name:value}. */
  public String info() {
    return text(connection.executeCommand(command(Command.INFO)));
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, StandardCharsets.UTF_8);
  }

  /** The first word of a refusal, which says what kind it is of; the rest may repeat a secret. */
  static String word(JedisDataException refusal) {
    String message = String.valueOf(refusal.getMessage()).strip();
    String first = message.split("[^A-Za-z]", 2)[0];
    return first.isEmpty() ? "an error" : first;
  }
}
